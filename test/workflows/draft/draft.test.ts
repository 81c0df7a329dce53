import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision, DecisionContext, Refusal } from '../../../src/domain/decider.ts';
import type { Answers } from '../../../src/domain/form.ts';
import { HOUR, type Instant, later, MINUTE } from '../../../src/domain/instant.ts';
import type { Json } from '../../../src/domain/message.ts';
import { type Actor, type PersonId, theClock } from '../../../src/domain/people.ts';
import type { DraftEvent } from '../../../src/workflows/draft/events.ts';
import { draft } from '../../../src/workflows/draft/index.ts';
import { type DraftState, GONE_MS, KEPT_MS, OFFERED_AFTER_MS } from '../../../src/workflows/draft/state.ts';
import { noDraft } from '../../../src/workflows/draft/words.ts';
import { monday, textsOf } from '../../support/concern.ts';
import { aSchool, aSchoolFile, by, people } from '../../support/school.ts';

/** A command that somebody, or the clock, gives some minutes after the one before. */
interface Move {
  readonly type: string;
  readonly person: PersonId;
  readonly offer: boolean;
  readonly how: string;
  readonly typed: string;
  readonly minutes: number;
  readonly isOwing: boolean;
}

const school = aSchool();
const reference = 'D-234567';
const secret = 'MARKER words of a teacher';

interface When {
  readonly at?: Instant;
  readonly by?: Actor;
  readonly isOwing?: boolean;
}

/** What a command comes to on a draft, and the draft after it. */
function when(state: DraftState, type: string, data: Json, of: When = {}) {
  const { at = monday, by: actor = theClock, isOwing = false } = of;
  const context: DecisionContext = { at, by: actor, school, reference, isOwing };
  const refusal = draft.refuses(state, type, context);
  const outcome = refusal ?? draft.decide(state, { type, data }, context);
  const events = outcome.kind === 'decision' ? outcome.events : [];
  const after = events.reduce((folded, event) => draft.evolve(folded, { event, at, by: actor }), state);
  return { outcome, events, after, context };
}

function made(outcome: Decision<DraftEvent> | Refusal<DraftEvent>): Decision<DraftEvent> {
  if (outcome.kind !== 'decision') throw new Error(`refused: ${outcome.sentence}`);
  return outcome;
}

interface KeepOf {
  readonly answers?: Answers;
  readonly offer?: boolean;
  readonly isTyping?: boolean;
  readonly ref?: string;
  readonly person?: string;
  readonly id?: string;
}

function keepData(of: KeepOf = {}): Json {
  const { answers = { narrative: secret }, offer = true, isTyping = false, ref } = of;
  const { person = people.teacher, id = 'form-1' } = of;
  return {
    person,
    title: 'Report a concern',
    press: ref === undefined ? { do: 'concern/report' } : { do: 'concern/note', ref },
    form: { id, step: 2, seen: [0, 1, 2] },
    answers: JSON.parse(JSON.stringify(answers)) as Json,
    offer,
    isTyping,
  };
}

function dropData(how: string, person: string = people.teacher, formId = 'form-1'): Json {
  return { person, formId, how };
}

const kept = when(draft.initial, 'draft/keep', keepData()).after;
const held = when(draft.initial, 'draft/keep', keepData({ offer: false })).after;
const thrownAway = when(kept, 'draft/throw-away', {}, { by: by.teacher }).after;
const sent = when(kept, 'draft/drop', dropData('sent')).after;
const expired = when(kept, 'draft/expire', {}).after;

describe('the offer of a form that was closed', () => {
  it('goes to whoever closed it alone, and says nothing of what was typed', () => {
    const { messages } = made(when(draft.initial, 'draft/keep', keepData()).outcome);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({ to: { kind: 'person', person: people.teacher }, slot: 'offer' });
    expect(JSON.stringify(messages)).not.toContain('MARKER');
  });

  it('names the form, until when it is kept, where it would be if it was sent, and whom to ring', () => {
    const [message] = made(when(draft.initial, 'draft/keep', keepData()).outcome).messages;
    const text = textsOf(message?.data).join('\n');
    expect(text).toContain('"Report a concern"');
    expect(text).toContain('Tue 24 Nov, 13:55');
    expect(text).toContain('Unless you find it under "My reports and requests", nobody has been told of it.');
    expect(text).toContain('01632 960101');
    expect(message?.preview).toBe('A form that you began may not have been sent.');
  });

  it('names a form of a case by the reference of the case alone', () => {
    const [message] = made(when(draft.initial, 'draft/keep', keepData({ ref: 'C-7K3Q9F' })).outcome).messages;
    expect(textsOf(message?.data).join('\n')).toContain('a form about C-7K3Q9F');
    expect(textsOf(message?.data).join('\n')).toContain('Unless you find it in C-7K3Q9F, nobody has been told');
    expect(JSON.stringify(message)).not.toContain('Report a concern');
    expect(message?.preview).not.toContain('C-7K3Q9F');
  });

  it('is not made for a form that only has no room elsewhere', () => {
    expect(made(when(draft.initial, 'draft/keep', keepData({ offer: false })).outcome).messages).toEqual([]);
    expect(made(when(held, 'draft/keep', keepData()).outcome).messages).toHaveLength(1);
  });

  it('comes when nothing was typed for half an hour in a form that nobody said was closed', () => {
    const offerAt = later(monday, OFFERED_AFTER_MS);
    expect(draft.deadlines(held)).toContainEqual({ at: offerAt, command: 'draft/offer', data: {} });
    const came = when(held, 'draft/offer', {}, { at: offerAt });
    expect(made(came.outcome).messages).toEqual([
      expect.objectContaining({ slot: 'offer', card: 'notice', to: { kind: 'person', person: people.teacher } }),
    ]);
    expect(draft.deadlines(came.after).map(({ command }) => command)).toEqual(['draft/expire']);
    expect(made(when(came.after, 'draft/offer', {}, { at: offerAt }).outcome).messages).toEqual([]);
  });

  it('waits as long as somebody goes on typing, and never comes for one that was sent', () => {
    const at = later(monday, 20 * MINUTE);
    const going = when(held, 'draft/keep', keepData({ offer: false, answers: { narrative: 'more' } }), { at }).after;
    expect(draft.deadlines(going).find(({ command }) => command === 'draft/offer')?.at).toBe(
      later(at, OFFERED_AFTER_MS),
    );
    const wasSent = when(held, 'draft/drop', dropData('sent')).after;
    expect(draft.deadlines(wasSent).map(({ command }) => command)).toEqual(['draft/remove']);
    expect(made(when(wasSent, 'draft/offer', {}).outcome).messages).toEqual([]);
  });

  it('stands as it is while somebody types, and below everything since where a line said that it was gone', () => {
    expect(made(when(kept, 'draft/keep', keepData({ offer: false })).outcome).messages).toEqual([]);
    const again = made(when(kept, 'draft/keep', keepData()).outcome).messages;
    expect(again).toEqual([expect.objectContaining({ slot: 'offer', card: 'notice' })]);
    expect(again[0]).not.toHaveProperty('fresh');
    expect(made(when(thrownAway, 'draft/keep', keepData()).outcome).messages).toEqual([
      expect.objectContaining({ fresh: true }),
    ]);
  });

  it('is not delivered late when there is nothing to go on with, nor to somebody who has left', () => {
    const [offer] = made(when(draft.initial, 'draft/keep', keepData()).outcome).messages;
    const [gone] = made(when(kept, 'draft/throw-away', {}, { by: by.teacher }).outcome).messages;
    if (offer === undefined || gone === undefined) throw new Error('no messages');
    const without = aSchool({ people: aSchoolFile().people.filter(({ email }) => email !== people.teacher) });
    expect(draft.mayStillSend(kept, offer, school)).toBe(true);
    expect(draft.mayStillSend(thrownAway, offer, school)).toBe(false);
    expect(draft.mayStillSend(thrownAway, gone, school)).toBe(true);
    expect(draft.mayStillSend(kept, offer, without)).toBe(false);
    expect(draft.mayStillSend(draft.initial, offer, school)).toBe(false);
  });
});

describe('a draft', () => {
  const strangers: readonly Actor[] = [by.otherTeacher, by.dsl, by.head, by.chair, theClock];
  it.each(['draft/resume', 'draft/throw-away'])('belongs to one person: to all others it is not there (%s)', (type) => {
    for (const actor of strangers) {
      for (const state of [draft.initial, kept, held, thrownAway, sent, expired]) {
        const { outcome, events } = when(state, type, {}, { by: actor });
        expect(outcome).toEqual({ kind: 'refusal', code: 'not-there', sentence: noDraft(reference, school) });
        expect(events).toEqual([]);
      }
    }
    expect(draft.notThere(reference, school)).toBe(noDraft(reference, school));
  });

  it('keeps what was typed, without what was left empty', () => {
    const { after } = when(
      draft.initial,
      'draft/keep',
      keepData({ answers: { narrative: secret, names: '', kinds: [] } }),
    );
    expect(after).toMatchObject({ status: 'kept', answers: { narrative: secret }, form: { id: 'form-1', step: 2 } });
    expect(Object.keys(after.status === 'kept' ? after.answers : {})).toEqual(['narrative']);
  });

  it('adds to its history only what changed, and is what was kept last', () => {
    const long = 'x'.repeat(10_000);
    const first = when(
      draft.initial,
      'draft/keep',
      keepData({ answers: { narrative: long, names: 'Robin', room: '4' } }),
    );
    const second = when(first.after, 'draft/keep', keepData({ answers: { narrative: long, names: 'Robin Ash' } }));
    expect(second.events).toEqual([expect.objectContaining({ answers: { names: 'Robin Ash' }, cleared: ['room'] })]);
    expect(second.after).toMatchObject({ answers: { narrative: long, names: 'Robin Ash' } });
    expect(second.after.status === 'kept' && 'room' in second.after.answers).toBe(false);
  });

  it('is kept for a day, less what it takes to remove it, after it was kept last', () => {
    expect(KEPT_MS + GONE_MS).toBe(24 * HOUR);
    expect(draft.deadlines(kept)).toEqual([{ at: later(monday, KEPT_MS), command: 'draft/expire', data: {} }]);
    const next = when(kept, 'draft/keep', keepData(), { at: later(monday, HOUR) }).after;
    expect(draft.deadlines(next)).toEqual([{ at: later(monday, KEPT_MS + HOUR), command: 'draft/expire', data: {} }]);
  });

  it('opened an hour or less before its time is over is kept for an hour from then, and otherwise no longer', () => {
    const until = (at: Instant) => {
      const { after } = when(kept, 'draft/resume', {}, { at, by: by.teacher });
      return after.status === 'kept' ? after.keptUntil : after.status;
    };
    expect(until(later(monday, HOUR))).toBe(later(monday, KEPT_MS));
    const late = later(monday, KEPT_MS - MINUTE);
    expect(until(late)).toBe(later(late, HOUR));
  });

  it('that was opened says so in its history and posts nothing', () => {
    const { outcome, events } = when(kept, 'draft/resume', {}, { by: by.teacher });
    expect(events).toEqual([{ type: 'DraftOpened', keptUntil: later(monday, KEPT_MS) }]);
    expect(made(outcome).messages).toEqual([]);
  });

  it.each([
    ['thrown away', thrownAway, 'thrown away'],
    ['sent', sent, 'has been sent'],
    ['expired', expired, 'kept for a day'],
  ] as const)('that was %s holds nothing of what was typed, and its offer says so', (_, state, words) => {
    expect(state.status).toBe('gone');
    expect(JSON.stringify(state)).not.toContain('MARKER');
    const [message] = made(
      state === thrownAway
        ? when(kept, 'draft/throw-away', {}, { by: by.teacher }).outcome
        : when(kept, state === sent ? 'draft/drop' : 'draft/expire', dropData('sent')).outcome,
    ).messages;
    expect(message).toMatchObject({ slot: 'offer', card: 'line', onlyEdits: true });
    expect(message?.preview).toContain(words);
    expect(JSON.stringify(message)).not.toContain('MARKER');
  });

  it('that was never offered ends without a word', () => {
    expect(made(when(held, 'draft/drop', dropData('sent')).outcome).messages).toEqual([]);
    expect(made(when(held, 'draft/expire', {}).outcome).messages).toEqual([]);
  });

  it('that is over cannot be opened or thrown away, and its person learns why', () => {
    for (const type of ['draft/resume', 'draft/throw-away']) {
      for (const [state, words] of [
        [thrownAway, 'thrown away'],
        [sent, 'was sent'],
        [expired, 'a day ago'],
      ] as const) {
        const { outcome } = when(state, type, {}, { by: by.teacher });
        expect(outcome).toMatchObject({ kind: 'refusal', sentence: expect.stringContaining(words) });
      }
      const { outcome } = when(kept, type, {}, { by: by.teacher, at: later(monday, KEPT_MS) });
      expect(outcome, 'before the clock has seen to it').toMatchObject({ kind: 'refusal', code: 'expired' });
    }
  });

  it('that was sent is not brought back by a late closing; one that was thrown away or expired may be', () => {
    expect(when(sent, 'draft/keep', keepData()).outcome).toMatchObject({ kind: 'refusal', code: 'sent' });
    for (const state of [thrownAway, expired])
      expect(when(state, 'draft/keep', keepData()).after).toMatchObject({
        status: 'kept',
        answers: { narrative: secret },
      });
  });

  it('that was thrown away or expired, and whose form was sent after all, is sent', () => {
    for (const state of [thrownAway, expired]) {
      const { after, outcome } = when(state, 'draft/drop', dropData('sent'), { at: later(monday, MINUTE) });
      expect(after).toMatchObject({ how: 'sent', removeAt: later(monday, GONE_MS) });
      expect(made(outcome).messages).toHaveLength(1);
    }
    expect(when(sent, 'draft/drop', dropData('sent')).events).toEqual([]);
    expect(when(sent, 'draft/drop', dropData('thrown-away')).events).toEqual([]);
  });

  it('whose form was sent before anything of it was kept is known as sent, for ten minutes', () => {
    const { after, outcome } = when(draft.initial, 'draft/drop', dropData('sent'));
    expect(after).toMatchObject({ status: 'gone', how: 'sent', person: people.teacher, formId: 'form-1' });
    expect(made(outcome).messages).toEqual([]);
    expect(when(after, 'draft/keep', keepData({ offer: false })).outcome).toMatchObject({ code: 'sent' });
    expect(draft.deadlines(after)).toEqual([{ at: later(monday, GONE_MS), command: 'draft/remove', data: {} }]);
    for (const how of ['left', 'thrown-away'])
      expect(when(draft.initial, 'draft/drop', dropData(how)).events).toEqual([]);
  });

  it('whose person went back to the case stays where it was offered, and goes where it never was', () => {
    expect(when(kept, 'draft/drop', dropData('left')).events).toEqual([]);
    expect(when(held, 'draft/drop', dropData('left')).after).toMatchObject({ status: 'gone', how: 'thrown-away' });
    expect(when(sent, 'draft/drop', dropData('left')).events).toEqual([]);
  });

  it('never takes in what somebody else typed, or another form, though the references fell together', () => {
    for (const state of [kept, sent, thrownAway])
      for (const other of [keepData({ person: people.dsl }), keepData({ id: 'form-2' })]) {
        const { outcome, after } = when(state, 'draft/keep', other);
        expect(outcome).toMatchObject({ kind: 'refusal', code: 'not-there' });
        expect(after).toBe(state);
      }
  });

  it('is ended by no other form, and by nobody else’s', () => {
    for (const data of [dropData('sent', people.dsl), dropData('sent', people.teacher, 'form-2')])
      expect(when(kept, 'draft/drop', data).events).toEqual([]);
  });

  it('is found by nothing and stands on no list', () => {
    for (const state of [kept, held, sent]) expect(draft.findableBy(state)).toEqual([]);
    expect(draft.lists).toEqual([]);
  });

  it('refuses kindly what it has no room for, and stays as it was', () => {
    const { outcome, after } = when(kept, 'draft/keep', keepData({ answers: { narrative: 'é'.repeat(130_000) } }));
    expect(outcome).toMatchObject({ kind: 'refusal', code: 'too-long', sentence: expect.stringContaining('not kept') });
    expect(after).toBe(kept);
    let state = kept;
    let times = 0;
    for (; times < 1_000; times++) {
      const next = when(state, 'draft/keep', keepData({ answers: { narrative: `${'x'.repeat(10_000)} ${times}` } }));
      if (next.outcome.kind === 'refusal') break;
      state = next.after;
    }
    expect(times).toBeGreaterThan(50);
    expect(times).toBeLessThan(80);
    let small = kept;
    for (times = 0; times < 1_000; times++) {
      const next = when(small, 'draft/keep', keepData());
      if (next.outcome.kind === 'refusal') break;
      small = next.after;
    }
    expect(times).toBeLessThan(700);
  });

  it('always has room for what stands there in the end, however long somebody typed before', () => {
    let state = draft.initial;
    let times = 0;
    for (; times < 1_000; times++) {
      const answers = { narrative: `${'x'.repeat(10_000)} ${times}` };
      const next = when(state, 'draft/keep', keepData({ answers, offer: false, isTyping: true }));
      if (next.outcome.kind === 'refusal') break;
      state = next.after;
    }
    expect(times).toBeGreaterThan(30);
    expect(times).toBeLessThan(60);
    const last = { narrative: `${'é'.repeat(100_000)} the end` };
    for (const offer of [true, false]) {
      const { outcome, after } = when(state, 'draft/keep', keepData({ answers: last, offer }));
      expect(outcome.kind).toBe('decision');
      expect(after).toMatchObject({ answers: last });
    }
  });
});

describe('the removal of a draft', () => {
  it('comes ten minutes after it ended and takes the whole record away', () => {
    const [deadline] = draft.deadlines(thrownAway);
    expect(deadline).toEqual({ at: later(monday, GONE_MS), command: 'draft/remove', data: {} });
    const at = later(monday, GONE_MS);
    expect(when(thrownAway, 'draft/remove', {}, { at }).outcome).toEqual({
      kind: 'decision',
      events: [],
      messages: [],
      removes: true,
    });
  });

  it('waits for what is still owed, but never beyond the day', () => {
    const at = later(monday, GONE_MS);
    const { outcome, after } = when(thrownAway, 'draft/remove', {}, { at, isOwing: true });
    expect(made(outcome).removes).toBeUndefined();
    expect(draft.deadlines(after)).toEqual([{ at: later(at, GONE_MS), command: 'draft/remove', data: {} }]);
    const end = later(monday, 24 * HOUR - GONE_MS + 1);
    expect(made(when(thrownAway, 'draft/remove', {}, { at: end, isOwing: true }).outcome).removes).toBe(true);
    const last = later(monday, KEPT_MS);
    const over = when(kept, 'draft/expire', {}, { at: last }).after;
    expect(draft.deadlines(over)[0]?.at).toBe(later(monday, 24 * HOUR));
    const removed = when(over, 'draft/remove', {}, { at: later(monday, 24 * HOUR), isOwing: true });
    expect(made(removed.outcome).removes).toBe(true);
  });

  it('does not take away what was kept again meanwhile, or was never there', () => {
    for (const state of [kept, draft.initial])
      expect(made(when(state, 'draft/remove', {}).outcome)).toEqual({ kind: 'decision', events: [], messages: [] });
  });
});

describe('any sequence of commands on a draft', () => {
  const person = fc.constantFrom(people.teacher, people.dsl);
  const move: fc.Arbitrary<Move> = fc.record({
    type: fc.constantFrom(...Object.keys(draft.commands)),
    person,
    offer: fc.boolean(),
    how: fc.constantFrom('sent', 'thrown-away', 'left'),
    typed: fc.string({ maxLength: 20 }),
    minutes: fc.constantFrom(0, 1, 11, 60, 1_430, 1_440),
    isOwing: fc.boolean(),
  });

  /** Plays the moves one after the other; each state with the moment in which it came to be. */
  function play(moves: readonly Move[]) {
    let state = draft.initial;
    let at = monday;
    return moves.map(({ type, person: who, offer, how, typed, minutes, isOwing }) => {
      at = later(at, minutes * MINUTE + 1);
      const isInternal = draft.commands[type]?.internal === true;
      const data =
        type === 'draft/keep' ? keepData({ answers: { narrative: `MARKER ${typed}` }, offer }) : dropData(how);
      const actor: Actor = isInternal ? theClock : { kind: 'person', person: who };
      const before = state;
      const { outcome, events, after } = when(before, type, data, { at, by: actor, isOwing });
      state = outcome.kind === 'decision' && outcome.removes ? draft.initial : after;
      return { type, before, outcome, events, after: state, at, actor };
    });
  }

  it('folds into what its schemas know, and holds what was typed only while it is kept', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 25 }), (moves) => {
        for (const { before, after, events, outcome } of play(moves)) {
          expect(draft.state.parse(JSON.parse(JSON.stringify(after)))).toEqual(after);
          for (const event of events) expect(draft.event.parse(JSON.parse(JSON.stringify(event)))).toEqual(event);
          if (after.status !== 'kept') expect(JSON.stringify(after)).not.toContain('MARKER');
          if (outcome.kind === 'decision')
            expect(JSON.stringify([outcome.messages, outcome.reply])).not.toContain('MARKER');
          if (outcome.kind === 'refusal') expect(after).toBe(before);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('shows and ends it for nobody but its person, and has it removed within a day of being kept or opened last', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 25 }), (moves) => {
        let touched = monday;
        for (const { type, before, after, outcome, at, actor } of play(moves)) {
          const isOpen = type === 'draft/resume' || type === 'draft/throw-away';
          if (isOpen && outcome.kind === 'decision')
            expect(actor).toEqual({ kind: 'person', person: before.status === 'none' ? '' : before.person });
          if (outcome.kind === 'decision' && (type === 'draft/keep' || type === 'draft/resume')) touched = at;
          const [deadline] = draft.deadlines(after);
          if (after.status === 'kept') expect(deadline && deadline.at <= later(touched, KEPT_MS)).toBe(true);
          if (after.status === 'gone' && before.status === 'kept')
            expect(deadline && deadline.at <= later(at, GONE_MS)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});
