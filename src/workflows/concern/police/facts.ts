import type { Answers } from '../../../domain/form.ts';
import type { Concern, Step } from '../state.ts';
import { type Child, childrenIn, isNewChild } from './children.ts';
import { type Fact, type FactId, factIds } from './events.ts';
import { isOfSubject, isTheirOwn, isTheirStep } from './their-own.ts';

/** What is known of each fact. */
export type Facts = Readonly<Record<FactId, Fact>>;

const known = new WeakMap<Concern['file'], Facts>();

/**
 * What is known of each fact: from the report, from the pupils added since, and from what was assessed. What is once
 * known to be so stays, until two have agreed that it was wrong: no later answer of one person takes it away. A no of
 * somebody whom it turns out to be about is none.
 */
export function factsOf(concern: Concern): Facts {
  const { file } = concern;
  const before = known.get(file);
  if (before !== undefined) return before;
  const facts = factsAfter(concern, file.steps.length);
  known.set(file, facts);
  return facts;
}

/** What was known after the first so many steps of a case. */
export function factsAfter(concern: Concern, steps: number): Facts {
  const { file } = concern;
  const children = childrenIn(file.answers);
  const reported = reportedFacts(file.answers, children);
  const facts = isTheirOwn(file.reportedBy, concern) ? withoutNo(reported) : reported;
  const start: Knowing = { facts, children };
  return file.steps.slice(0, steps).reduce((knowing, step) => learnt(knowing, step, concern), start).facts;
}

interface Knowing {
  readonly facts: Facts;
  /** The pupils who are more than witnesses. */
  readonly children: readonly Child[];
}

/** What somebody said whom it is about, as far as it counts. */
function withoutNo(facts: Facts): Facts {
  const all = factIds.map((id) => [id, facts[id] === 'no' ? 'not-known' : facts[id]] as const);
  return Object.fromEntries(all) as Facts;
}

function learnt(before: Knowing, step: Step, concern: Concern): Knowing {
  const { facts, children } = before;
  const { event } = step;
  switch (event.type) {
    case 'FactsAssessed': {
      const changed = factIds.flatMap((id): [FactId, Fact][] => {
        const said = event.facts[id];
        const isTheirs = said === 'no' && isTheirStep(step, concern);
        return said === undefined || facts[id] === 'yes' || isTheirs ? [] : [[id, said]];
      });
      return { ...before, facts: { ...facts, ...Object.fromEntries(changed) } };
    }
    case 'PersonAdded': {
      if (event.kind !== 'pupil' || event.capacity === 'witness') return before;
      const child = { name: event.name, detail: event.detail };
      if (!isNewChild(child, children)) return before;
      const all = [...children, child];
      return { children: all, facts: all.length > 1 ? { ...facts, 'several-children': 'yes' } : facts };
    }
    case 'AgreementGiven': {
      const agreed = concern.file.police.agreements.find(({ number }) => number === event.number);
      // Nobody whom it is about has had a hand in what is not so, and what was withdrawn since does not hold.
      if (agreed === undefined || agreed.answer === 'withdrawn' || isOfSubject(agreed, concern)) return before;
      return agreed.fact === null ? before : { ...before, facts: { ...facts, [agreed.fact]: 'no' } };
    }
    default:
      return before;
  }
}

function reportedFacts(answers: Answers, children: readonly Child[]): Facts {
  const has = (question: string, ...values: readonly string[]) => {
    const given = answers[question] ?? [];
    return (typeof given === 'string' ? [given] : given).some((value) => values.includes(value));
  };
  const isSo = (holds: boolean): Fact => (holds ? 'yes' : 'not-known');
  const answered = (question: string): Fact =>
    has(question, 'yes') ? 'yes' : has(question, 'no') ? 'no' : 'not-known';
  return {
    'immediate-risk': answered('danger'),
    coercion: isSo(
      has('signs', 'coercion') ||
        has('harassment', 'coercion', 'coercing-others') ||
        has('outsideHarm', 'criminal', 'sexual'),
    ),
    violent: isSo(has('signs', 'violent')),
    'under-13': answered('under13'),
    'significant-risk': 'not-known',
    'known-vulnerable': answered('knownVulnerable'),
    'crime-recorded': isSo(has('signs', 'crime-recorded')),
    'several-children': isSo(children.length > 1),
    'sexual-image': isSo(
      has('signs', 'sexual-image') || has('harassment', 'image-no-consent', 'image-consent', 'upskirting'),
    ),
    'sexual-harassment': isSo(has('kind', 'sexual-harassment')),
    'illegal-material': isSo(has('signs', 'illegal-material')),
    spreading: isSo(has('signs', 'spreading')),
    'threat-to-life': isSo(has('signs', 'threat-to-life')),
  };
}
