import { describe, expect, it } from 'vitest';
import { type Actor, actorOf, type PersonId, theClock } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import type { ConcernCommand } from '../../../src/workflows/concern/command-data.ts';
import { commandRules } from '../../../src/workflows/concern/command-rules.ts';
import { concern } from '../../../src/workflows/concern/index.ts';
import { offered, refusalFor } from '../../../src/workflows/concern/offers.ts';
import { type ConcernState, ownerOf } from '../../../src/workflows/concern/state.ts';
import {
  aboutHead,
  aboutStaff,
  aConcern,
  buttonsOf,
  everyCommand,
  everyStatus,
  give,
  given,
  monday,
  reference,
  sampleData,
  someAnswers,
  stateAfter,
} from '../../support/concern.ts';
import { aSchool, by, people, stranger } from '../../support/school.ts';

const school = aSchool();
const everybody: readonly PersonId[] = [...Object.values(people), stranger];

/** Every state, owned by the deputy where it is owned, with a question that waits for its answer. */
const states: readonly (readonly [name: string, state: ConcernState])[] = [
  ['none', concern.initial],
  ...everyStatus.map((status) => [status, stateAfter(aConcern(status))] as const),
  ...everyStatus
    .filter((status) => status !== 'new')
    .map(
      (status) =>
        [
          `${status}, with a question`,
          stateAfter(
            aConcern(status, { followedBy: [[{ type: 'ReporterAsked', number: 1, text: 'Who?' }, by.deputy]] }),
          ),
        ] as const,
    ),
  ...everyStatus.map(
    (status) =>
      [
        `${status}, about the head`,
        stateAfter(aConcern(status, { answers: aboutHead(), handler: people.chair, reporter: people.dsl })),
      ] as const,
  ),
];

const handlerCommands: readonly ConcernCommand[] = [
  'concern/acknowledge',
  'concern/take',
  'concern/hand-over',
  'concern/note',
  'concern/ask',
  'concern/add-person',
  'concern/record-action',
  'concern/refer',
  'concern/inform-parents',
  'concern/withhold-from-parents',
  'concern/block-site',
  'concern/close',
  'concern/reopen',
];

/** The commands that change an open case in whatever way. */
const always = handlerCommands.filter(
  (command) =>
    !['concern/acknowledge', 'concern/take', 'concern/close', 'concern/reopen', 'concern/hand-over'].includes(command),
);

function outcomeOf(state: ConcernState, command: ConcernCommand, actor: Actor, at: School = school) {
  const data = command === 'concern/hand-over' ? handOver(state, actor) : sampleData[command];
  return give(state, command, data, { at: '2026-11-23T15:00:00.000Z', by: actor, school: at, reference });
}

/** Handing over to whoever else handles it. */
function handOver(state: ConcernState, actor: Actor) {
  const me = actor.kind === 'person' ? actor.person : '';
  const owner = state.status === 'none' ? undefined : ownerOf(state);
  return { to: [people.dsl, people.deputy].find((person) => person !== me && person !== owner) ?? people.dsl };
}

describe('what is offered', () => {
  it.each(states)('is what is not refused, and nothing else, for everybody: a concern that is %s', (_name, state) => {
    for (const person of everybody) {
      const offers = offered(state, person, school);
      for (const command of handlerCommands) {
        const refused = refusalFor(state, command, person, school) !== undefined;
        expect([command, person, offers.includes(command)]).toEqual([command, person, !refused]);
        expect(outcomeOf(state, command, actorOf(person)).kind).toBe(refused ? 'refusal' : 'decision');
      }
      expect(new Set(offers).size).toBe(offers.length);
    }
  });

  it.each(states)('is offered on cards only where it is not refused: a concern that is %s', (_name, state) => {
    if (state.status === 'none') return;
    for (const person of everybody) {
      const opened = give(state, 'concern/open', {}, { at: monday, by: actorOf(person), school, reference });
      if (opened.kind !== 'decision') continue;
      const buttons = buttonsOf(opened.reply?.data.buttons);
      // Who stands in other concerns too is known where the case is opened in the application, and not here.
      const useful = offered(state, person, school).filter((command) => command !== 'concern/compare-person');
      expect(buttons).toEqual([...useful.slice(0, 7), 'concern/more', 'concern/put-away']);
    }
  });

  it.each(everyStatus)('on the card in the channel, is open to each who sees it: a concern that is %s', (status) => {
    const history = aConcern(status);
    const noted = given(history).when('concern/delivery-note', theClock, {
      slot: 'x',
      outcome: 'may-be-repeated',
      code: 'x',
    });
    const shown =
      status === 'closed'
        ? given(aConcern('handled')).when('concern/close', by.deputy, sampleData['concern/close'])
        : given(history).when('concern/show-again', theClock, { place: 'channel:safeguarding' });
    const buttons = buttonsOf(shown.message('case')?.data) as readonly ConcernCommand[];
    expect(buttons.length).toBeGreaterThan(0);
    for (const command of buttons)
      for (const actor of [by.dsl, by.deputy]) expect(outcomeOf(noted.state, command, actor).kind).toBe('decision');
  });

  it('has one likely next step, the first, up to six more on the case, and the rest under More', () => {
    for (const status of everyStatus) {
      const { reply } = given(aConcern(status)).when('concern/open', by.dsl);
      const buttons = reply?.data.buttons;
      const shown = Array.isArray(buttons) ? buttons : [];
      expect(shown.map((button: { primary?: boolean }) => button.primary === true).indexOf(true)).toBe(
        // Nothing asks for a closed case to be reopened.
        status === 'closed' ? -1 : 0,
      );
      expect(shown.filter((button: { primary?: boolean }) => button.primary === true)).toHaveLength(
        status === 'closed' ? 0 : 1,
      );
      expect(shown.length).toBeLessThanOrEqual(9);
      expect(reply?.data.more).toEqual([]);
    }
  });

  it('has on the case what it calls for, then what is usual, and a note at hand however much it calls for', () => {
    const first = (answers: Parameters<typeof someAnswers>[0]) =>
      offered(stateAfter(aConcern('handled', { answers: someAnswers(answers) })), people.dsl, school).slice(0, 7);
    const named = (command: string) => `concern/${command}`;
    const nothing = ['note', 'steps', 'ask', 'refer', 'inform-parents', 'record-action', 'add-person'];
    expect(first({})).toEqual(nothing.map(named));
    const site = ['block-site', 'steps', 'note', 'ask', 'refer', 'inform-parents', 'record-action'];
    expect(first({ website: 'unsuitable.example' })).toEqual(site.map(named));
    const grave = ['tell-police', 'steps', 'inform-parents', 'assess', 'advice', 'note', 'ask'];
    expect(first({ kind: 'sexual-harassment' })).toEqual(grave.map(named));
  });

  it.each([
    ['new', people.dsl, ['concern/acknowledge', 'concern/steps', 'concern/take']],
    ['acknowledged', people.dsl, ['concern/take', 'concern/steps', 'concern/note']],
    ['handled', people.deputy, ['concern/note', 'concern/steps', 'concern/ask']],
    ['handled', people.dsl, ['concern/note', 'concern/steps', 'concern/ask']],
    ['closed', people.dsl, ['concern/reopen', 'concern/steps', 'concern/enter-elsewhere']],
  ] as const)('begins with the likely next step of a concern that is %s', (status, actor, first) => {
    expect(offered(stateAfter(aConcern(status)), actor, school).slice(0, 3)).toEqual(first);
  });

  it('begins with what is owed, the police before all else, once it is acknowledged', () => {
    const first = (answers: Parameters<typeof someAnswers>[0], status: 'new' | 'handled') =>
      offered(stateAfter(aConcern(status, { answers: someAnswers(answers) })), people.dsl, school)[0];
    expect(first({ kind: 'deliberate-access' }, 'handled')).toBe('concern/inform-parents');
    const grave = { kind: 'deliberate-access', danger: 'yes' };
    expect(first(grave, 'new')).toBe('concern/acknowledge');
    expect(first(grave, 'handled')).toBe('concern/tell-police');
  });

  it('lets somebody take a case from a colleague, but as the last thing', () => {
    const offers = offered(stateAfter(aConcern('handled')), people.dsl, school);
    expect(offers.at(-1)).toBe('concern/take');
    expect(offered(stateAfter(aConcern('handled')), people.deputy, school)).not.toContain('concern/take');
  });
});

describe('who may do what', () => {
  const every = (state: ConcernState, person: PersonId) =>
    everyCommand.filter((command) => refusalFor(state, command, person, school) === undefined);
  /** Of the commands that every case has; matrix.test.ts holds all of them against the table. */
  const allowed = (state: ConcernState, person: PersonId) =>
    every(state, person).filter((command) =>
      ['concern/report', ...reads, ...reporters, ...handlerCommands].includes(command),
    );
  const reads: readonly ConcernCommand[] = ['concern/open', 'concern/put-away'];
  const reporters: readonly ConcernCommand[] = ['concern/answer', 'concern/question'];

  it.each([
    ['none', 'a teacher', people.teacher, ['concern/report']],
    ['none', 'the DSL', people.dsl, ['concern/report']],
    ['none', 'a stranger', stranger, []],
    ['new', 'the DSL', people.dsl, [...reads, 'concern/acknowledge', 'concern/take', 'concern/hand-over', ...always]],
    [
      'acknowledged',
      'the DSL',
      people.dsl,
      [...reads, 'concern/take', 'concern/hand-over', 'concern/close', ...always],
    ],
    ['handled', 'the deputy who has it', people.deputy, [...reads, 'concern/hand-over', 'concern/close', ...always]],
    ['handled', 'the DSL, who has it not', people.dsl, [...reads, 'concern/take', 'concern/close', ...always]],
    ['closed', 'the DSL', people.dsl, [...reads, 'concern/reopen']],
    ['new', 'the reporter', people.teacher, reporters],
    ['closed', 'the reporter', people.teacher, reporters],
    ['handled', 'another teacher', people.otherTeacher, []],
    ['handled', 'the head', people.head, []],
    ['handled', 'the chair', people.chair, []],
    ['handled', 'the network manager', people.networkManager, []],
    ['handled', 'a stranger', stranger, []],
    ['new, about the head', 'the chair', people.chair, [...reads, 'concern/acknowledge', 'concern/take', ...always]],
    ['new, about the head', 'the head', people.head, []],
    ['new, about the head', 'the DSL, who reported it', people.dsl, reporters],
    ['new, about the head', 'the deputy', people.deputy, []],
  ] as const)('a concern that is %s: %s', (name, _who, person, commands) => {
    const state = states.find(([other]) => other === name)?.[1] ?? concern.initial;
    expect([...allowed(state, person)].sort()).toEqual([...commands].sort());
  });

  it('[R005] the network manager gets no case, whatever it is about', () => {
    for (const [, state] of states)
      expect(every(state, people.networkManager)).toEqual(
        everyCommand.filter((command) => state.status === 'none' && commandRules[command].who === 'anybody'),
      );
  });

  it('a handler who reported it themselves may do both', () => {
    const own = stateAfter(aConcern('new', { reporter: people.dsl }));
    expect(allowed(own, people.dsl)).toEqual(expect.arrayContaining(['concern/open', 'concern/question']));
  });

  it('a reporter who has left the school may do nothing', () => {
    expect(allowed(stateAfter(aConcern('new', { reporter: stranger })), stranger)).toEqual([]);
  });
});

describe('a command whose form was open while things changed', () => {
  it('is refused with the words for what the state is now', () => {
    const closed = given(aConcern('closed'));
    for (const command of always) closed.when(command, by.dsl, sampleData[command]).thenRefused('closed');
  });

  it('about staff, handled by the head, follows the same rules', () => {
    const history = aConcern('new', { answers: aboutStaff('Callum Farrow') });
    for (const command of ['concern/acknowledge', 'concern/take', 'concern/note'] as const) {
      expect(given(history).when(command, by.head, sampleData[command]).outcome.kind).toBe('decision');
      given(history).when(command, by.dsl, sampleData[command]).thenRefused('not-yours');
    }
  });
});
