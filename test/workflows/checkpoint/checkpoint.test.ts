import { describe, expect, it } from 'vitest';
import { type Decision, decision } from '../../../src/domain/decider.ts';
import type { Json } from '../../../src/domain/message.ts';
import { theClock } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import { checkpoint } from '../../../src/workflows/checkpoint/index.ts';
import type { CheckpointEvent, CheckpointState } from '../../../src/workflows/checkpoint/state.ts';
import { applications } from '../../support/application.ts';
import { checkpointsOf } from '../../support/checkpoints.ts';
import { aClock } from '../../support/clock.ts';
import { aSchool, aSchoolWhere, people } from '../../support/school.ts';

const at = '2026-11-23T16:00:00.000Z';
const taking = { date: '2026-11-23', takenAt: at, code: '7K3Q9-F2M8A-04TZX-R6WNC', records: 41, damaged: 0 };
const nothing = decision<CheckpointEvent>({ events: [], messages: [] });

describe('the code of a day', () => {
  it('goes to each holder of the two roles, one to one, each person once', () => {
    const { messages } = decide(checkpoint.initial, 'checkpoint/take', taking, {
      school: aSchoolWhere({
        dsl: [people.dsl, people.deputy],
        'online-safety-governor': [people.governor, people.dsl],
      }),
    });
    expect(messages.map(({ to }) => to)).toEqual(
      [people.dsl, people.deputy, people.governor].map((person) => ({ kind: 'person', person })),
    );
    expect(new Set(messages.map(({ slot }) => slot)).size).toBe(3);
  });

  it('is said in full on the card and not in the notification, and how many records there are nowhere', () => {
    const [message] = decide(checkpoint.initial, 'checkpoint/take', taking).messages;
    expect(message?.preview).toBe('Record code for Monday 23 November 2026');
    expect(message?.data['reference']).toBe(taking.code);
    expect(JSON.stringify(message)).not.toContain('41');
  });

  it('comes with a warning where something is damaged', () => {
    const [message] = decide(checkpoint.initial, 'checkpoint/take', { ...taking, damaged: 2 }).messages;
    expect(message?.data['lines']).toContainEqual(expect.stringMatching(/^A record is damaged or cannot be read/));
  });

  it.each([
    ['2026-11-23T19:59:59.999Z', undefined],
    ['2026-11-23T20:00:00.000Z', '2026-11-24T08:30:00.000Z'],
    ['2026-11-23T23:59:00.000Z', '2026-11-24T08:30:00.000Z'],
    // Summer time: it is 20:30 in London, and the next morning is a Saturday.
    ['2026-10-23T19:30:00.000Z', '2026-10-24T07:30:00.000Z'],
  ])('waits for the morning where it was made up late: at %s until %s', (late, morning) => {
    const { messages } = decide(checkpoint.initial, 'checkpoint/take', taking, { late });
    expect(messages.map(({ notBefore }) => notBefore)).toEqual([morning, morning]);
    const taken = evolved(checkpoint.initial, decide(checkpoint.initial, 'checkpoint/take', taking));
    const parked = { slot: messages[0]!.slot, outcome: 'parked', code: 'no-address' };
    const [notice] = decide(taken, 'checkpoint/delivery-note', parked, { late }).messages;
    expect(notice?.notBefore).toBe(morning);
  });

  it('is given once: a second checkpoint of the same day changes nothing', () => {
    const taken = evolved(checkpoint.initial, decide(checkpoint.initial, 'checkpoint/take', taking));
    expect(taken).toMatchObject({ status: 'taken', code: taking.code });
    expect(decide(taken, 'checkpoint/take', { ...taking, code: '00000-00000-00000-00000' })).toEqual(nothing);
  });

  it('is not sent any more to somebody who has left the role meanwhile', () => {
    const taken = evolved(checkpoint.initial, decide(checkpoint.initial, 'checkpoint/take', taking));
    const [message] = decide(checkpoint.initial, 'checkpoint/take', taking).messages;
    expect(checkpoint.mayStillSend(taken, message!, aSchool())).toBe(true);
    expect(checkpoint.mayStillSend(taken, message!, aSchoolWhere({ dsl: [people.deputy] }))).toBe(false);
  });
});

describe('a code that cannot be brought to somebody', () => {
  const taken = evolved(checkpoint.initial, decide(checkpoint.initial, 'checkpoint/take', taking));
  const note = (slot: string, outcome: string) => ({ slot, outcome, code: 'no-address' });

  it('is put on the record, and the others who keep it are asked to pass theirs on, without a name', () => {
    const made = decide(taken, 'checkpoint/delivery-note', note(`code:${people.governor}`, 'parked'));
    expect(made.events).toEqual([{ type: 'CodeParked', slot: `code:${people.governor}`, code: 'no-address' }]);
    expect(made.messages.map(({ to }) => to)).toEqual([{ kind: 'person', person: people.dsl }]);
    expect(made.messages[0]?.preview).toMatch(/could not be brought to everybody who keeps it\. Please pass yours on/);
    expect(made.messages[0]?.preview).not.toMatch(/Donnellan|@/);
  });

  it('makes no further notice where that notice does not come either', () => {
    const [notice] = decide(taken, 'checkpoint/delivery-note', note(`code:${people.governor}`, 'parked')).messages;
    expect(decide(taken, 'checkpoint/delivery-note', note(notice!.slot, 'parked')).messages).toEqual([]);
  });

  it('is not spoken of while it is only late', () => {
    for (const outcome of ['delayed', 'came'])
      expect(decide(taken, 'checkpoint/delivery-note', note(`code:${people.dsl}`, outcome))).toEqual(nothing);
    const repeated = decide(taken, 'checkpoint/delivery-note', note(`code:${people.dsl}`, 'may-be-repeated'));
    expect(repeated).toMatchObject({ events: [{ type: 'CodeMayBeRepeated' }], messages: [] });
    expect(evolved(taken, repeated)).toEqual(taken);
  });
});

describe('a checkpoint', () => {
  const { open } = applications();

  it('cannot be asked for by a person, and is on no list', async () => {
    const t = await open({ clock: aClock(at) });
    for (const command of Object.values(checkpoint.commands)) expect(command.internal).toBe(true);
    expect(await t.give('checkpoint/take', { by: people.dsl, data: taking })).toMatchObject({ kind: 'refused' });
    expect([checkpoint.lists, checkpoint.findableBy(checkpoint.initial)]).toEqual([[], []]);
  });

  it('tells the DSL in the end that the governor has no code', async () => {
    const t = await open({ clock: aClock(at) });
    t.chat.always((call) => (call.place === `person:${people.governor}` ? { kind: 'hopeless' } : undefined));
    await checkpointsOf(t).run();
    await t.pass(60_000);
    const slots = t.chat.at(`person:${people.dsl}`).map(({ slot }) => slot);
    expect(slots).toEqual([`code:${people.dsl}`, `parked:code:${people.governor}:${people.dsl}`]);
    expect(t.chat.at(`person:${people.governor}`)).toEqual([]);
  });
});

function decide(
  state: CheckpointState,
  type: string,
  data: Json,
  { school = aSchool(), late = at }: { readonly school?: School; readonly late?: string } = {},
): Decision<CheckpointEvent> {
  const context = { at: late, by: theClock, school, reference: 'K-7K3Q9F' };
  expect(checkpoint.commands[type]?.data.safeParse(data).success).toBe(true);
  const made = checkpoint.decide(state, { type, data }, context);
  if (made.kind === 'refusal') throw new Error(`refused: ${made.code}`);
  return made;
}

function evolved(state: CheckpointState, { events }: Decision<CheckpointEvent>): CheckpointState {
  return events.reduce((was, event) => checkpoint.evolve(was, { event, at, by: theClock }), state);
}
