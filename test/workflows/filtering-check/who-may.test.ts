import { describe, expect, it } from 'vitest';
import { checkKinds } from '../../../src/domain/filtering.ts';
import type { Json } from '../../../src/domain/message.ts';
import { actorOf, type PersonId, roles, theClock } from '../../../src/domain/people.ts';
import { holds } from '../../../src/domain/school.ts';
import { checks, readers } from '../../../src/workflows/filtering-check/checks.ts';
import { type CheckCommand, commandData } from '../../../src/workflows/filtering-check/command-data.ts';
import { filteringCheck } from '../../../src/workflows/filtering-check/index.ts';
import { offered, refusalFor } from '../../../src/workflows/filtering-check/offers.ts';
import { people, stranger } from '../../support/school.ts';
import { aSchoolOfYears } from '../../support/school-years.ts';
import { aCheck, give, given, letPass, monday, recordings, reference, school, stateAfter } from './a-check.ts';

const everybody: readonly PersonId[] = [...Object.values(people), stranger];
const everyCommand = Object.keys(commandData) as readonly CheckCommand[];
const recording = Object.values(recordings).map(([command]) => command);

/** Every kind at every status. */
const states = checkKinds.flatMap((kind) => {
  const history = aCheck(kind);
  const due = letPass(history, '2027-01-05T09:00:00.000Z').history;
  const overdue = letPass(due, '2027-02-05T09:00:00.000Z').history;
  return [history, due, overdue].map((one) => {
    const state = stateAfter(one);
    return [`${kind}, ${state.status}`, kind, state, one] as const;
  });
});

function buttonsOf(data: { readonly [key: string]: Json } | undefined): readonly string[] {
  const buttons = (data?.['buttons'] ?? []) as unknown as readonly { readonly press: { readonly do: string } }[];
  return buttons.map(({ press }) => press.do);
}

describe('what is offered', () => {
  it('goes by every status that there is', () => {
    expect(new Set(states.map(([, , { status }]) => status))).toEqual(new Set(['scheduled', 'due', 'overdue']));
  });

  it.each(states)('is what is not refused, and nothing else, to everybody: %s', (_name, kind, state) => {
    for (const person of everybody) {
      const offers = offered(state, person, school);
      const context = { at: '2027-03-01T10:00:00.000Z', by: actorOf(person), school, reference };
      for (const command of recording) {
        const [, , data] = Object.values(recordings).find(([one]) => one === command) ?? [];
        const isRefused = refusalFor(state, command, person, school) !== undefined;
        expect([person, command, offers.includes(command)]).toEqual([person, command, !isRefused]);
        expect(give(state, command, data, context).kind).toBe(isRefused ? 'refusal' : 'decision');
      }
      expect(offers.length).toBe(holds(school, person, checks[kind].records) ? 1 : 0);
    }
  });

  it.each(states)(
    'stands on what is opened and on every card, and can be pressed: %s',
    (_name, kind, state, history) => {
      for (const person of everybody) {
        const opened = given(history).when('filtering-check/open', actorOf(person), {});
        expect(opened.outcome.kind).toBe(holds(school, person, readers) ? 'decision' : 'refusal');
        if (opened.reply === undefined) continue;
        expect(buttonsOf(opened.reply.data)).toEqual([...offered(state, person, school), 'filtering-check/put-away']);
      }
      for (const person of everybody) {
        const place = `person:${person}`;
        for (const { data } of given(history).when('filtering-check/show-again', theClock, { place }).messages)
          for (const command of buttonsOf(data))
            expect(refusalFor(state, command as CheckCommand, person, school)).toBeUndefined();
      }
      expect(checks[kind].records.length).toBeGreaterThan(0);
    },
  );
});

describe('who may do what', () => {
  it.each(states)('nobody but governors, head, DSL, co-ordinator and IT reads it: %s', (_name, _kind, state) => {
    for (const person of [people.teacher, people.senco, people.assistant, stranger])
      for (const command of everyCommand) expect(refusalFor(state, command, person, school)).toBe('not-yours');
  });

  it('who records a check can read it, and who hears that it is overdue too', () => {
    for (const kind of checkKinds)
      for (const role of [...checks[kind].records, ...checks[kind].hears]) expect(readers).toContain(role);
  });

  it('who reads and does not record is told who does', () => {
    const [, person] = recordings['filtering-review'];
    const refused = given(aCheck('security-check')).when('filtering-check/record-security', actorOf(person), {});
    expect(refused.sentence).toBe('You can read this; it is recorded by the network manager.');
  });

  it('a check is not recorded as another one', () => {
    for (const kind of checkKinds)
      for (const [command, person, data] of Object.values(recordings)) {
        const { code, events } = given(aCheck(kind)).when(command, actorOf(person), data);
        if (command === recordings[kind][0]) expect(events).toHaveLength(1);
        else expect(['another-check', 'not-yours']).toContain(code);
      }
  });

  it('somebody who gave the role up may do nothing from that moment, and whoever took it may at once', () => {
    const after = aSchoolOfYears({ 'network-manager': [people.assistant] });
    const of = given(aCheck('security-check'), after);
    const [command, before, data] = recordings['security-check'];
    expect(of.when(command, actorOf(before), data).code).toBe('not-yours');
    expect(of.when(command, actorOf(people.assistant), data).events).toHaveLength(1);
  });

  it('no clock records, and no person does what the clock does', () => {
    for (const [, , state] of states)
      for (const command of everyCommand) {
        const isInternal = filteringCheck.commands[command]?.internal === true;
        if (!isInternal) expect(refusalFor(state, command, undefined, school)).toBe('not-now');
        else for (const person of everybody) expect(refusalFor(state, command, person, school)).toBe('not-yours');
      }
  });

  it('of a check that was not begun nothing can be done', () => {
    for (const command of everyCommand)
      for (const person of everybody)
        expect(refusalFor(filteringCheck.initial, command, person, school)).toBe('not-yours');
  });
});

describe('a message that is still owed', () => {
  const { history, steps } = letPass(aCheck('filtering-review'), '2027-02-05T09:00:00.000Z');
  const cards = steps.at(-1)?.messages ?? [];
  const may = (slot: string, of = school) => {
    const message = cards.find((one) => one.slot === slot);
    if (message === undefined) throw new Error(`no ${slot}`);
    return filteringCheck.mayStillSend(stateAfter(history), message, of);
  };

  it('goes to nobody who has lost the role meanwhile', () => {
    expect(may(`check:${people.governor}`)).toBe(true);
    expect(may(`check:${people.governor}`, aSchoolOfYears({ 'online-safety-governor': [people.senco] }))).toBe(false);
    expect(may(`overdue:${people.chair}`)).toBe(true);
    expect(may(`overdue:${people.chair}`, aSchoolOfYears({ chair: [people.senco] }))).toBe(false);
  });

  it('is let through where it only says in short that something has gone on', () => {
    const [, person, data] = recordings['filtering-review'];
    const recorded = given(history).when(
      'filtering-check/record-review',
      actorOf(person),
      data,
      '2027-02-06T10:00:00.000Z',
    );
    const without = aSchoolOfYears({ 'online-safety-governor': [people.senco] });
    for (const message of recorded.messages)
      expect(filteringCheck.mayStillSend(recorded.state, message, without)).toBe(true);
  });
});

describe('the lists', () => {
  const [waiting, all] = filteringCheck.lists;
  const row = (list: typeof all, state: (typeof states)[number][2], person: PersonId) =>
    list?.row(state, { reference, person, school, now: monday });

  it('are for those who record, and for those who read', () => {
    for (const person of everybody) {
      const records = checkKinds.some((kind) => holds(school, person, checks[kind].records));
      expect(waiting?.isFor(person, school)).toBe(records);
      expect(all?.isFor(person, school)).toBe(holds(school, person, readers));
    }
  });

  it.each(states)('what waits is what is due to those who record it: %s', (_name, kind, state) => {
    for (const person of everybody) {
      const isTheirs = holds(school, person, checks[kind].records) && state.status !== 'scheduled';
      expect(row(waiting, state, person) !== undefined).toBe(isTheirs);
      expect(row(all, state, person) !== undefined).toBe(holds(school, person, readers));
    }
  });

  it('a review that was announced waits too, and stands with its next date and its last', () => {
    const announced = letPass(aCheck('filtering-review'), '2026-12-22T09:00:00.000Z').state;
    expect(announced.status).toBe('scheduled');
    expect(row(waiting, announced, people.governor)).toMatchObject({
      title: 'Yearly review of filtering and monitoring · due 5 Jan 2027',
      press: { command: 'filtering-check/open' },
    });
    expect(row(all, announced, people.chair)).toMatchObject({ detail: 'Last one: not recorded here yet' });
  });

  it('the most pressing comes first', () => {
    const ranks = states.map(([, , state]) => [state.status, row(all, state, people.head)?.rank ?? -1] as const);
    const of = (status: string) => ranks.filter(([one]) => one === status).map(([, rank]) => rank);
    expect(Math.max(...of('overdue'))).toBeLessThan(Math.min(...of('due')));
    expect(Math.max(...of('due'))).toBeLessThan(Math.min(...of('scheduled')));
  });

  it('cover every role that has anything to do with a check', () => {
    for (const role of roles)
      if (checkKinds.some((kind) => [...checks[kind].records, ...checks[kind].hears].includes(role)))
        expect(readers).toContain(role);
  });
});
