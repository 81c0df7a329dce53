import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { later, MINUTE } from '../../../src/domain/instant.ts';
import type { Json } from '../../../src/domain/message.ts';
import { type Actor, actorOf, theClock } from '../../../src/domain/people.ts';
import { type Wording, wordingHash } from '../../../src/domain/wording.ts';
import type { AcknowledgementCommand } from '../../../src/workflows/acknowledgement/command-data.ts';
import { commandData } from '../../../src/workflows/acknowledgement/command-data.ts';
import type { AcknowledgementEvent } from '../../../src/workflows/acknowledgement/events.ts';
import { acknowledgement } from '../../../src/workflows/acknowledgement/index.ts';
import { refusalSentences } from '../../../src/workflows/acknowledgement/refusals.ts';
import { type AcknowledgementState, isOwed, signedOf } from '../../../src/workflows/acknowledgement/state.ts';
import { aSchool, people } from '../../support/school.ts';
import {
  anAgreement,
  asking,
  aWording,
  given,
  type History,
  monday,
  school,
  shared,
  stateAfter,
} from './an-acknowledgement.ts';

// Any order of what a campaign, the chat and people do to one acknowledgement, with the wording changing meanwhile.

const withoutOwner = { ...school, people: school.people.filter(({ email }) => email !== people.coordinator) };

/** The wording of the campaign by its version; the third is signed. */
const wordings: readonly Wording[] = [
  aWording({ version: 1 }),
  aWording({ version: 2, text: 'Other words.' }),
  { ...anAgreement, version: 3 },
];

const who = fc.constantFrom(
  people.teacher,
  people.teacher,
  people.teacher,
  people.coordinator,
  people.head,
  'the clock',
);
const owners = fc.constantFrom(people.coordinator, people.coordinator, people.coordinator, people.teacher, 'the clock');
const ofOwner: readonly string[] = ['answer', 'question', 'open-question'].map((name) => `acknowledgement/${name}`);
const datas: Readonly<Record<string, fc.Arbitrary<object>>> = {
  ask: fc.nat(2).map((at) => asking(wordings[at])),
  remind: fc.integer({ min: 1, max: 4 }).map((nth) => ({ nth })),
  close: fc.constantFrom({ reason: 'replaced' }, { reason: 'withdrawn' }),
  'try-again': fc.constant({ place: `person:${people.teacher}`, chat: 'teams' }),
  'delivery-note': fc.record({
    slot: fc.constantFrom('ask', 'ask', 'ask', 'question:1', 'answer:1'),
    outcome: fc.constantFrom('came', 'parked', 'delayed', 'may-be-repeated'),
    code: fc.constantFrom('teams-403', 'slack-unreachable', 'delivered'),
  }),
};
const pressed = fc.record({
  version: fc.constantFrom('1', '2', '3'),
  from: fc.constantFrom('card', 'view'),
  number: fc.constantFrom('1', '2'),
  name: fc.constant('Amara Osei'),
  jobTitle: fc.constant('Teacher'),
  text: fc.constantFrom('Words.', 'More words.'),
});

interface Move {
  readonly command: AcknowledgementCommand;
  readonly by: Actor;
  readonly data: object;
  /** Which wording the campaign has now, and whether it asks at all. */
  readonly wording: number;
  readonly status: string;
  readonly isOwing: boolean;
  /** Whether whoever looks after the policy is at the school still. */
  readonly hasOwner: boolean;
}

const commands = Object.keys(commandData) as readonly AcknowledgementCommand[];
// What moves a record on comes oftener, so that runs come far.
const likely = ['ask', 'send', 'delivery-note', 'acknowledge', 'sign', 'ask-question', 'answer'].map(
  (name) => `acknowledgement/${name}` as AcknowledgementCommand,
);
const move: fc.Arbitrary<Move> = fc.constantFrom(...commands, ...likely, ...likely).chain((command) =>
  fc.record({
    command: fc.constant(command),
    by: acknowledgement.commands[command]?.internal
      ? fc.constant(theClock)
      : (ofOwner.includes(command) ? owners : who).map((one) => (one === 'the clock' ? theClock : actorOf(one))),
    data: datas[command.replace('acknowledgement/', '')] ?? pressed,
    wording: fc.nat(2),
    status: fc.constantFrom('running', 'running', 'running', 'running', 'closing', 'unreadable'),
    isOwing: fc.boolean(),
    hasOwner: command === 'acknowledgement/look' ? fc.boolean() : fc.constant(true),
  }),
);
const runs = fc.array(move, { minLength: 1, maxLength: 40, size: 'max' });
const numRuns = 150;

/** Plays the moves, one a minute; a command before the record began is not there, as in the application. */
function play(moves: readonly Move[]) {
  let history: History = [];
  const played = moves.flatMap((one, index) => {
    const before = stateAfter(history);
    if (before.status === 'none' && one.command !== 'acknowledgement/ask') return [];
    const gathered =
      one.status === 'unreadable'
        ? ({ kind: 'record' } as const)
        : shared(wordings[one.wording] ?? aWording(), { status: one.status });
    const step = given(history).when(one.command, one.by, one.data, {
      at: later(monday, index * MINUTE),
      gathered,
      isOwing: one.isOwing,
      school: one.hasOwner ? school : withoutOwner,
    });
    history = step.history;
    return [{ ...one, before, after: step.state, step }];
  });
  return { history, played, state: stateAfter(history) };
}

function inJson<Value>(value: Value): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

describe('any order of asking, sending, pressing, leaving, coming back and closing', () => {
  it('goes everywhere: a property of what never happens would hold too', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(runs, (moves) => {
        const { history, played } = play(moves);
        for (const { event } of history) reached.add(event.type);
        for (const { after, step } of played) {
          reached.add(after.status);
          if (step.code !== undefined) reached.add(step.code);
        }
      }),
      // Always the same runs, for a rare thing may not happen in others.
      { numRuns: 1_000, seed: 20_261_123 },
    );
    const events = acknowledgement.event as unknown as {
      readonly options: readonly {
        readonly shape: { readonly type: { readonly value: AcknowledgementEvent['type'] } };
      }[];
    };
    // Twenty questions are asked in a test of their own.
    const codes = Object.keys(refusalSentences).filter((code) => code !== 'too-many-questions');
    const missing = [
      ...events.options.map(({ shape }) => shape.type.value),
      ...codes,
      ...['pending', 'delivered', 'unreachable', 'acknowledged', 'left', 'closed'],
    ].filter((one) => !reached.has(one));
    expect(missing).toEqual([]);
  });

  it('folds, and its events replayed after JSON are the state it came to', () => {
    fc.assert(
      fc.property(runs, (moves) => {
        const { history, state } = play(moves);
        const replayed = history.map((one) => ({ ...one, event: acknowledgement.event.parse(inJson(one.event)) }));
        expect(stateAfter(replayed)).toEqual(state);
        expect(acknowledgement.state.parse(inJson(state))).toEqual(state);
      }),
      { numRuns },
    );
  });

  it('keeps for ever what was acknowledged: the words that the campaign had, of the version on the card [R165] [R167]', () => {
    fc.assert(
      fc.property(runs, (moves) => {
        const { played, history } = play(moves);
        for (const { before, after, command, data, wording, step } of played) {
          const signed = signedOf(before);
          // Nobody is asked for it again, and nothing of it changes, whatever else happens.
          if (signed !== undefined) expect(signedOf(after)).toEqual(signed);
          if (!step.events.some(({ type }) => type === 'WordingAcknowledged')) continue;
          const now = signedOf(after);
          expect(isOwed(before)).toBe(true);
          expect(now?.wording).toEqual(wordings[wording]);
          expect(now?.hash).toBe(wordingHash(wordings[wording] ?? aWording()));
          expect((data as { version: string }).version).toBe(String(now?.wording.version));
          expect(now?.signature !== null).toBe(now?.wording.isSigned);
          expect(command).toBe(now?.wording.isSigned ? 'acknowledgement/sign' : 'acknowledgement/acknowledge');
        }
        const yes = history.filter(({ event }) => event.type === 'WordingAcknowledged');
        expect(yes.length).toBeLessThanOrEqual(1);
        for (const { by } of yes) expect(by).toEqual(actorOf(people.teacher));
      }),
      { numRuns },
    );
  });

  it('sends a card to who owes it alone, and waits for room only for them [R159] [R166]', () => {
    fc.assert(
      fc.property(runs, (moves) => {
        for (const { before, after, step, command } of play(moves).played) {
          const cards = step.messages.filter(({ card }) => card === 'policy');
          if (cards.length > 0) {
            expect(command).toBe('acknowledgement/send');
            expect(isOwed(before)).toBe(true);
            expect(cards).toHaveLength(1);
            expect(cards[0]?.to).toEqual({ kind: 'person', person: people.teacher });
          }
          const waits = acknowledgement.findableBy(after).some((token) => token.startsWith('to send in '));
          if (waits) expect(isOwed(after)).toBe(true);
          if (isOwed(after)) expect(waits).toBe(after.file.toSend !== null);
        }
      }),
      { numRuns },
    );
  });

  it('makes figures that add up: a reason where it cannot be reached, a time and a fingerprint where it is signed', () => {
    fc.assert(
      fc.property(runs, (moves) => {
        const { state } = play(moves);
        if (state.status === 'none') return;
        const known = acknowledgement.shares?.(state, { school: aSchool(), by: theClock }) as Readonly<
          Record<string, Json>
        >;
        expect('reason' in known).toBe(state.status === 'unreachable');
        expect('acknowledgedAt' in known).toBe(signedOf(state) !== undefined);
        if (state.status === 'acknowledged') expect(known['hash']).toBe(state.signed.hash);
        expect(known['person']).toBe(people.teacher);
        expect(JSON.stringify(known)).not.toMatch(/words\./i);
        expect(acknowledgement.status(state)).toBe(state.status);
      }),
      { numRuns },
    );
  });

  it('refuses with a sentence and changes nothing, and never answers with less than a card', () => {
    fc.assert(
      fc.property(runs, (moves) => {
        for (const { before, after, step, by } of play(moves).played) {
          if (step.outcome.kind !== 'decision') expect(after).toEqual(before);
          expect(step.sentence === '').toBe(step.code === undefined);
          // Whoever presses learns the outcome where they pressed.
          if (step.outcome.kind === 'decision' && by.kind === 'person') expect(step.reply).toBeDefined();
          const slots = step.messages.map(({ slot }) => slot);
          expect(new Set(slots).size).toBe(slots.length);
          for (const { preview } of [...step.messages, ...(step.reply === undefined ? [] : [step.reply])])
            expect(preview).not.toMatch(/Osei|Tanaka|@|words\./i);
        }
      }),
      { numRuns },
    );
  });

  it('offers on its card and on the open text exactly what is not refused', () => {
    fc.assert(
      fc.property(runs, (moves) => {
        const { played, history } = play(moves);
        const { reply } = played.at(-1)?.step ?? {};
        const by = played.at(-1)?.by;
        if (reply === undefined || by === undefined) return;
        for (const { press } of (reply.data['buttons'] ?? []) as unknown as readonly { readonly press: Pressed }[]) {
          const context = { at: monday, by, school, reference: 'R-7K3Q9F' };
          expect(acknowledgement.refuses(stateAfter(history), press.do, context), press.do).toBeUndefined();
        }
      }),
      { numRuns },
    );
  });
});

interface Pressed {
  readonly do: string;
}

describe('a damaged history', () => {
  const [begun] = given().when('acknowledgement/ask', theClock, asking()).history;
  const first = begun === undefined ? [] : [begun];
  const yes: AcknowledgementEvent = {
    type: 'WordingAcknowledged',
    wording: aWording(),
    hash: wordingHash(aWording()),
    signature: null,
  };
  const done = [...first, { event: yes, at: monday, by: actorOf(people.teacher) }];

  it.each<readonly [string, History, AcknowledgementEvent]>([
    ['begins with something else', [], { type: 'CardCame' }],
    ['begins twice', first, begun?.event ?? yes],
    ['acknowledges twice', done, yes],
    ['is closed after it was acknowledged', done, { type: 'AskingClosed', reason: 'replaced' }],
    ['comes back without having left', first, { type: 'CameBack' }],
    ['answers what was never asked', first, { type: 'QuestionAnswered', number: 1, text: '' }],
  ])('that %s is never read as an acknowledgement', (_how, history, event) => {
    const state: AcknowledgementState = stateAfter(history);
    expect(() => acknowledgement.evolve(state, { event, at: monday, by: theClock })).toThrow();
  });
});
