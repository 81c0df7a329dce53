import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../../src/domain/form.ts';
import { type School, schoolSchema } from '../../../../src/domain/school.ts';
import { kinds } from '../../../../src/workflows/concern/choices.ts';
import { concernCommands } from '../../../../src/workflows/concern/commands.ts';
import { caseAnswers } from '../../../../src/workflows/concern/guidance/case-answers.ts';
import { stepsOf } from '../../../../src/workflows/concern/guidance/steps-of.ts';
import { stepsTaken } from '../../../../src/workflows/concern/guidance/steps-taken.ts';
import { reportQuestions } from '../../../../src/workflows/concern/report-questions.ts';
import { guidanceLink, guidanceLinks } from '../../../../src/workflows/concern/rules/guidance-links.ts';
import { ruleMisfits } from '../../../../src/workflows/concern/rules/misfits.ts';
import { firstRules, packOf, packs, presentPack, rulesNow } from '../../../../src/workflows/concern/rules/packs.ts';
import type { Concern } from '../../../../src/workflows/concern/state.ts';
import { aConcern, given, monday, someAnswers, stateAfter } from '../../../support/concern.ts';
import { aSchool, by, people } from '../../../support/school.ts';

const decided = { author: people.head, reason: 'Decided with the governors.', date: '2026-11-20' };

/** A school that has changed these rules and added these steps. */
function having(concerns: Readonly<Record<string, unknown>>): School {
  return { ...aSchool(), concerns: schoolSchema.shape.concerns.parse(concerns) };
}

function changing(rule: string, change: 'off' | 'advised' | 'owed'): School {
  return having({ rules: [{ rule, change, ...decided }] });
}

function concernOf(answers: Parameters<typeof someAnswers>[0], school: School = aSchool()): Concern {
  const state = stateAfter(aConcern('handled', { answers: someAnswers(answers), school }));
  if (state.status === 'none') throw new Error('it was reported');
  return state;
}

const stepIn = (concern: Concern, id: string, school: School) =>
  stepsOf(concern, school).find(({ rule }) => rule.id === id)?.rule;

describe('the rules of the present pack', () => {
  const rules = [...presentPack.triggers, ...presentPack.steps];

  it('each have an id of their own in the form that a school file takes, words, a source and a day', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const { id, words, source, since } of rules) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/);
      expect([id, words.length > 10, words.length <= 150, /[.?]$/.test(words)]).toEqual([id, true, true, true]);
      expect([id, source !== '', /^\d{4}-\d\d-\d\d$/.test(since)]).toEqual([id, true, true]);
    }
  });

  it('name only what is there: commands, what takes a step, guidance, kinds', () => {
    const isKind = (kind: string) => kinds.some(({ value }) => value === kind);
    for (const { id, command, takenBy, guidance, applies } of presentPack.steps) {
      if (command !== undefined) expect([id, Object.hasOwn(concernCommands, command)]).toEqual([id, true]);
      if (takenBy !== undefined) expect([id, Object.hasOwn(stepsTaken, takenBy)]).toEqual([id, true]);
      if (guidance !== undefined) expect([id, guidanceLink(guidance)?.id]).toEqual([id, guidance]);
      // Whatever is done by a command has one, and is not to be ticked.
      expect([id, takenBy === undefined]).toEqual([id, command === undefined]);
      for (const { question, is } of leavesOf(applies))
        if (question === 'kind') expect([id, is.filter((kind) => !isKind(kind))]).toEqual([id, []]);
    }
    const used = new Set(presentPack.steps.map(({ takenBy }) => takenBy));
    expect(Object.keys(stepsTaken).filter((name) => !used.has(name))).toEqual([]);
  });

  it('ask only for what a case can answer', () => {
    const known = new Set([
      ...Object.keys(caseAnswers(concernOf({}))),
      ...reportQuestions.map(({ id }) => id),
      'otherSystem',
    ]);
    const asked = presentPack.steps.flatMap(({ applies }) => leavesOf(applies).map(({ question }) => question));
    expect(asked.filter((question) => !known.has(question))).toEqual([]);
  });

  it.each(kinds.map(({ value }) => value))('name steps for %s besides those for every concern', (kind) => {
    const everywhere = stepsOf(concernOf({ kind: 'other' }), aSchool()).map(({ rule }) => rule.id);
    const here = stepsOf(concernOf({ kind }), aSchool()).map(({ rule }) => rule.id);
    const own = kind === 'other' ? ['step/which-policy'] : here.filter((id) => !everywhere.includes(id));
    expect(own.length).toBeGreaterThan(0);
    expect(here).toEqual(expect.arrayContaining(['step/talk-to-reporter', 'step/decide']));
    expect(here.length).toBeLessThanOrEqual(30);
  });

  it('[R207] point to the guidance: KCSIE, searching, nudes, child-on-child, Prevent', () => {
    const used = new Set(presentPack.steps.map(({ guidance }) => guidance));
    for (const { id, address, since } of guidanceLinks) {
      expect([id, used.has(id)]).toEqual([id, true]);
      expect(address).toMatch(/^https:\/\/www\.gov\.uk\//);
      expect(since).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
    expect(guidanceLinks.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['keeping-children-safe', 'searching', 'nudes', 'child-on-child', 'prevent']),
    );
  });
});

describe('a rule that a school has changed', () => {
  it('does not hold where it is off', () => {
    const school = changing('step/speak-to-pupil', 'off');
    expect(stepIn(concernOf({}), 'step/speak-to-pupil', aSchool())).toBeDefined();
    expect(stepIn(concernOf({}, school), 'step/speak-to-pupil', school)).toBeUndefined();
    const other = changing('trigger/several-children', 'off');
    expect(packOf(rulesNow(other, '2026-10-31T12:00:00.000Z')).triggers.map(({ id }) => id)).toContain(
      'trigger/several-children',
    );
    expect(packOf(rulesNow(other, monday)).triggers.map(({ id }) => id)).not.toContain('trigger/several-children');
  });

  it('is owed or advice as the school says', () => {
    const owed = changing('step/parents-bullying', 'owed');
    const answers = { kind: 'bullying-pupil' };
    expect(stepIn(concernOf(answers, owed), 'step/parents-bullying', owed)?.isOwed).toBe(true);
    given(aConcern('handled', { answers: someAnswers(answers), school: owed }), owed)
      .when('concern/close', by.dsl, { outcome: 'supported', reason: 'x' })
      .thenRefused('still-owed');
    const advised = changing('step/parents-access', 'advised');
    given(aConcern('handled', { answers: someAnswers({ kind: 'deliberate-access' }), school: advised }), advised)
      .when('concern/close', by.dsl, { outcome: 'supported', reason: 'x' })
      .thenHappens({ type: 'ConcernClosed', outcome: 'supported', reason: 'x' });
  });

  it('that is fixed stays as it is, whatever the record says', () => {
    const fixed = [...presentPack.triggers, ...presentPack.steps].filter(({ isFixed }) => isFixed === true);
    expect(fixed.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['trigger/immediate-risk', 'step/lado-test', 'step/lado-contact']),
    );
    const changes = fixed.map(({ id }) => ({ rule: id, change: 'off' as const }));
    const pack = packOf({ ...firstRules, changes });
    expect([...pack.triggers, ...pack.steps]).toEqual([...presentPack.triggers, ...presentPack.steps]);
  });

  it("adds the school's own steps, to some kinds or to all, owed or not", () => {
    const step = { id: 'tell-tutor', words: 'Tell the form tutor.', ...decided };
    const school = having({
      steps: [
        { ...step, isOwed: true, kinds: ['self-harm'] },
        { ...step, id: 'note-it' },
      ],
    });
    const mine = (answers: Parameters<typeof someAnswers>[0]) =>
      stepsOf(concernOf(answers, school), school).flatMap(({ rule }) =>
        rule.id.startsWith('own/') ? [[rule.id, rule.isOwed]] : [],
      );
    expect(mine({ kind: 'self-harm' })).toEqual([
      ['own/tell-tutor', true],
      ['own/note-it', false],
    ]);
    expect(mine({ kind: 'fraud' })).toEqual([['own/note-it', false]]);
    given(aConcern('handled', { school, answers: someAnswers({ kind: 'self-harm' }) }), school)
      .when('concern/tick', by.dsl, { step: 'own/tell-tutor' })
      .thenHappens({ type: 'StepTicked', step: 'own/tell-tutor', how: 'done', note: '' });
  });

  it('holds for what is reported from then on: a case keeps the rules that it was reported under', () => {
    const before = aSchool();
    const after = changing('step/speak-to-pupil', 'off');
    const old = concernOf({}, before);
    expect(stepIn(old, 'step/speak-to-pupil', after)).toBeDefined();
    expect(stepIn(concernOf({}, after), 'step/speak-to-pupil', before)).toBeUndefined();
    const reported = given([], after).when('concern/report', by.teacher, someAnswers());
    expect(reported.events[0]).toMatchObject({
      rules: { pack: presentPack.id, changes: [{ rule: 'step/speak-to-pupil', change: 'off' }], steps: [] },
    });
  });

  it('of before there were packs is decided under the first', () => {
    const [reported, ...more] = aConcern('handled');
    if (reported?.event.type !== 'ConcernReported') throw new Error('it begins with the report');
    const { rules: _, ...old } = reported.event;
    expect(stateAfter([{ ...reported, event: old }, ...more])).toMatchObject({ file: { rules: firstRules } });
    expect(packs[firstRules.pack]).toBeDefined();
  });
});

describe('a change that cannot be', () => {
  const wrong = (concerns: Readonly<Record<string, unknown>>) =>
    ruleMisfits(having(concerns)).map(({ path, message }) => [path.join('.'), message]);

  it('is found with its place and what puts it right', () => {
    const change = (rule: string, to = 'off') => ({ rule, change: to, ...decided });
    expect(
      wrong({
        rules: [
          change('step/speak-to-pupil'),
          change('step/nothing'),
          change('trigger/immediate-risk'),
          change('step/lado-test', 'advised'),
          change('trigger/violent', 'owed'),
          change('step/speak-to-pupil', 'owed'),
        ],
      }),
    ).toEqual([
      ['concerns.rules.1.rule', 'there is no rule with this id; docs/concerns.md lists those that a school may change'],
      ['concerns.rules.2.rule', expect.stringContaining('this rule holds at every school')],
      ['concerns.rules.3.rule', expect.stringContaining('this rule holds at every school')],
      ['concerns.rules.4.rule', expect.stringContaining('on or off')],
      ['concerns.rules.5.rule', 'this stands twice; keep one'],
    ]);
  });

  it('also of a step of its own: a kind that is not there, the same id twice', () => {
    const step = { words: 'Tell the form tutor.', ...decided };
    expect(
      wrong({
        steps: [
          { id: 'a', ...step, kinds: ['fraud', 'nothing'] },
          { id: 'a', ...step },
        ],
      }),
    ).toEqual([
      ['concerns.steps.1.id', 'this stands twice; keep one'],
      ['concerns.steps.0.kinds.1', 'there is no such kind of concern; docs/concerns.md lists them'],
    ]);
  });

  it('there is none in the example school', () => {
    expect(ruleMisfits(aSchool())).toEqual([]);
  });
});

/** Every condition in a condition. */
function leavesOf(condition: Condition): readonly Condition[] {
  const { also, or } = condition;
  return [condition, ...(also === undefined ? [] : leavesOf(also)), ...(or === undefined ? [] : leavesOf(or))];
}
