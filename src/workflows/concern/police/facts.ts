import type { Answers } from '../../../domain/form.ts';
import type { StepEvent } from '../events.ts';
import type { Concern } from '../state.ts';
import { type Child, childrenIn, isNewChild } from './children.ts';
import { type Fact, type FactId, factIds } from './events.ts';

/** What is known of each fact. */
export type Facts = Readonly<Record<FactId, Fact>>;

const known = new WeakMap<Concern['file'], Facts>();

/**
 * What is known of each fact: from the report, from the pupils added since, and from what was assessed. What is once
 * known to be so stays, until two have agreed that it was wrong: no later answer of one person takes it away.
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
export function factsAfter({ file }: Concern, steps: number): Facts {
  const children = childrenIn(file.answers);
  const start: Knowing = { facts: reportedFacts(file.answers, children), children };
  return file.steps.slice(0, steps).reduce((knowing, { event }) => learnt(knowing, event, file), start).facts;
}

interface Knowing {
  readonly facts: Facts;
  /** The pupils who are more than witnesses. */
  readonly children: readonly Child[];
}

function learnt(before: Knowing, event: StepEvent, { police, subjects }: Concern['file']): Knowing {
  const { facts, children } = before;
  switch (event.type) {
    case 'FactsAssessed': {
      const changed = factIds.flatMap((id): [FactId, Fact][] => {
        const said = event.facts[id];
        return said === undefined || facts[id] === 'yes' ? [] : [[id, said]];
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
      const agreed = police.agreements.find(({ number }) => number === event.number);
      const wrong = agreed?.fact ?? null;
      // Nobody whom it is about has had a hand in what is not so.
      const isOfSubject = [agreed?.by, agreed?.answeredBy].some((one) => one != null && subjects.includes(one));
      return wrong === null || isOfSubject ? before : { ...before, facts: { ...facts, [wrong]: 'no' } };
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
