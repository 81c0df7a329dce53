import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/domain/message.ts';
import { actorOf, type PersonId, theClock } from '../../../src/domain/people.ts';
import { siteBlock } from '../../../src/workflows/site-block/index.ts';
import { offered, refusalFor } from '../../../src/workflows/site-block/offers.ts';
import type { Block } from '../../../src/workflows/site-block/state.ts';
import { audienceOf, buttonsOf } from '../../support/concern.ts';
import { aSchool, aSchoolWhere, people, stranger } from '../../support/school.ts';
import {
  aBlock,
  actor,
  blockAfter,
  blockData,
  blockReference,
  everyBlockCommand,
  everyBlockStatus,
  giveBlock,
  givenBlock,
  someAsk,
} from '../../support/site-block.ts';

const school = aSchool();
const later = '2026-11-23T15:00:00.000Z';
const everybody: readonly PersonId[] = [...Object.values(people), stranger];
const absent = siteBlock.notThere(blockReference, school);

function may(state: ReturnType<typeof blockAfter>, person: PersonId, at = school): readonly string[] {
  const of = { at: later, by: actorOf(person), school: at, reference: blockReference };
  return everyBlockCommand.filter((command) => giveBlock(state, command, blockData[command], of).kind === 'decision');
}

const read = ['site-block/open', 'site-block/put-away'];
const review = 'site-block/review';

/** Who may do what, by where it stands. Everybody else may do nothing. */
const table: readonly (readonly [status: Block['status'], person: PersonId, may: readonly string[]])[] = [
  ['reported', people.teacher, read],
  ['reported', people.networkManager, [...read, 'site-block/blocked', 'site-block/cannot-block']],
  ['reported', people.coordinator, [...read, review]],
  ['reported', people.dsl, [...read, review]],
  ['reported', people.deputy, [...read, review]],
  ['reported', people.head, read],
  ['reported', people.governor, read],
  ['blocked', people.teacher, read],
  ['blocked', people.networkManager, read],
  ['blocked', people.coordinator, [...read, review]],
  ['blocked', people.dsl, [...read, review]],
  ['blocked', people.deputy, [...read, review]],
  ['blocked', people.head, read],
  ['blocked', people.governor, read],
  ['lifting', people.teacher, read],
  ['lifting', people.networkManager, [...read, 'site-block/lifted']],
  ['lifting', people.coordinator, read],
  ['lifting', people.dsl, read],
  ['lifting', people.deputy, read],
  ['lifting', people.head, read],
  ['lifting', people.governor, read],
  ...[people.teacher, people.networkManager, people.coordinator, people.dsl].map(
    (person) => ['closed', person, read] as const,
  ),
  ...[people.deputy, people.head, people.governor].map((person) => ['closed', person, read] as const),
];

describe('who may do what', () => {
  it.each(everyBlockStatus)('with a site that is %s is as the table says, for everybody', (status) => {
    const state = blockAfter(aBlock(status));
    for (const person of everybody) {
      const row = table.find((one) => one[0] === status && one[1] === person);
      expect([person, [...may(state, person)].sort()]).toEqual([person, [...(row?.[2] ?? [])].sort()]);
    }
  });

  it('before there is anything, everybody of the school may report, and nobody else may do anything', () => {
    for (const person of everybody)
      expect(may(siteBlock.initial, person)).toEqual(person === stranger ? [] : ['site-block/report']);
  });

  it('who has no part is told the same as of what is not there', () => {
    for (const status of everyBlockStatus)
      for (const person of [people.chair, people.senco, people.otherTeacher, people.assistant, stranger])
        for (const command of everyBlockCommand) {
          const of = { at: later, by: actorOf(person), school, reference: blockReference };
          const outcome = giveBlock(blockAfter(aBlock(status)), command, blockData[command], of);
          expect(outcome).toMatchObject({ kind: 'refusal', code: 'not-yours', sentence: absent });
        }
  });

  it('the clock may give what is the clock’s, and no person may', () => {
    for (const command of everyBlockCommand) {
      const isClocks = siteBlock.commands[command]?.internal === true;
      const byClock = everyBlockStatus.map((status) =>
        refusalFor(blockAfter(aBlock(status)), command, undefined, school),
      );
      expect([command, byClock.some((code) => code === undefined)]).toEqual([command, isClocks]);
      if (isClocks) givenBlock(aBlock('reported')).when(command, actor.dsl).thenRefused('not-yours');
    }
  });

  it('a role that is given up takes the right with it', () => {
    const history = aBlock('reported');
    const changed = aSchoolWhere({ 'network-manager': [people.senco] });
    givenBlock(history, changed).when('site-block/blocked', actor.it).thenRefused('not-yours');
    expect(givenBlock(history, changed).when('site-block/blocked', actorOf(people.senco)).state.status).toBe('blocked');
  });

  it('an attempt without the right goes on the record, once an hour for each person and command', () => {
    const assistant = actorOf(people.assistant);
    const tried = givenBlock(aBlock('reported')).when('site-block/open', assistant);
    expect(tried.events).toEqual([{ type: 'AttemptRefused', command: 'site-block/open', code: 'not-yours' }]);
    expect(givenBlock(tried.history).when('site-block/open', assistant).events).toEqual([]);
    expect(givenBlock(tried.history).when('site-block/blocked', assistant).events).toHaveLength(1);
    const anHour = '2026-11-23T15:30:00.000Z';
    expect(givenBlock(tried.history).when('site-block/open', assistant, {}, anHour).events).toHaveLength(1);
  });
});

describe('what is offered', () => {
  it.each(everyBlockStatus)('is what is not refused, for everybody: a site that is %s', (status) => {
    const state = blockAfter(aBlock(status));
    for (const person of everybody) {
      const steps = may(state, person).filter((command) => !read.includes(command));
      expect([person, [...offered(state, person, school)].sort()]).toEqual([person, [...steps].sort()]);
    }
  });

  it.each(everyBlockStatus)('on a card may be done by everybody who sees it: a site that is %s', (status) => {
    const shown = everybody.flatMap((person) => {
      const made = givenBlock(aBlock('reported')).when('site-block/open', actorOf(person));
      return made.outcome.kind === 'decision' ? [{ person, data: made.reply?.data }] : [];
    });
    expect(shown).toHaveLength(7);
    const cards = [
      ...givenBlock(aBlock(status)).when('site-block/show-again', theClock, { place: 'channel:safeguarding' }).messages,
      ...[people.coordinator, people.networkManager].flatMap(
        (person) =>
          givenBlock(aBlock(status)).when('site-block/show-again', theClock, { place: `person:${person}` }).messages,
      ),
    ];
    for (const message of cards)
      for (const person of audienceOf(message, school))
        for (const command of buttonsOf(message.data))
          expect([person, command, may(blockAfter(aBlock(status)), person).includes(command)]).toEqual([
            person,
            command,
            true,
          ]);
  });
});

describe('[R198] a site of a concern that is about the network manager', () => {
  const without = [people.networkManager];
  const ask = { without };

  it('is a job for who stands in for them, and theirs in nothing', () => {
    const asked = givenBlock().when('site-block/ask', theClock, ask);
    expect(asked.slots).toEqual(['case', `case:${people.coordinator}`, `job:${people.coordinator}`]);
    for (const message of asked.messages) expect(audienceOf(message, school)).not.toContain(people.networkManager);
  });

  it.each(everyBlockStatus)(
    'says by every command what is said of what is not there, and shows no line: %s',
    (status) => {
      const state = blockAfter(aBlock(status, { ask }));
      expect(state.status).toBe(status);
      for (const command of everyBlockCommand) {
        const of = { at: later, by: actor.it, school, reference: blockReference };
        const outcome = giveBlock(state, command, blockData[command], of);
        expect([command, outcome]).toMatchObject([command, { kind: 'refusal', code: 'not-yours', sentence: absent }]);
        const ask = { type: command, data: {} as Json };
        expect(siteBlock.again(state, ask, of)).toBeUndefined();
      }
      for (const list of siteBlock.lists) {
        const of = { reference: blockReference, person: people.networkManager, school, now: later };
        expect(list.row(state, of)).toBeUndefined();
        expect(list.row(state, { ...of, sought: { findBy: 'site:unsuitable.example' } })).toBeUndefined();
      }
      for (const slot of ['job', 'case', 'chase', 'overdue', 'view', 'line'])
        expect(
          siteBlock.mayStillSend(
            state,
            {
              to: { kind: 'person', person: people.networkManager },
              slot: `${slot}:${people.networkManager}`,
              card: 'case',
              data: {},
              preview: '',
            },
            school,
          ),
        ).toBe(false);
    },
  );

  it('is not heard of by them in any reminder, on any morning', () => {
    let history = aBlock('reported', { ask });
    for (const command of ['site-block/remind-to-block', 'site-block/morning', 'site-block/remind-to-review'] as const)
      for (let time = 0; time < 4; time++) {
        const at = siteBlock.deadlines(blockAfter(history)).find((due) => due.command === command)?.at ?? later;
        const made = givenBlock(history).when(command, theClock, {}, at > (history.at(-1)?.at ?? '') ? at : undefined);
        for (const message of made.messages) expect(audienceOf(message, school)).not.toContain(people.networkManager);
        history = made.history;
      }
  });
});

describe('[R198] a site of a concern that is about somebody of the safeguarding team', () => {
  const ask = { without: [people.deputy] };

  it('does not go into their channel: each who may look at the filter has it one to one', () => {
    const asked = givenBlock().when('site-block/ask', theClock, ask);
    expect(asked.slots).toEqual([`case:${people.coordinator}`, `case:${people.dsl}`, `job:${people.networkManager}`]);
    const failed = givenBlock(asked.history).when('site-block/cannot-block', actor.it);
    expect(failed.messages.filter(({ to }) => to.kind !== 'person')).toEqual([]);
    for (const message of failed.messages) expect(audienceOf(message, school)).not.toContain(people.deputy);
  });

  it('sends nothing that was still owed to the channel', () => {
    const state = blockAfter(aBlock('reported', { ask }));
    const owed = { to: { kind: 'channel', channel: 'safeguarding' }, slot: 'case', data: {}, preview: '' } as const;
    expect(siteBlock.mayStillSend(state, { ...owed, card: 'case' }, school)).toBe(false);
    expect(siteBlock.mayStillSend(state, { ...owed, card: 'notice' }, school)).toBe(true);
  });
});

describe('[R198] somebody who turns out to be whom the concern is about', () => {
  it('has nothing of it from then on: their cards say no more than that it is elsewhere', () => {
    const history = aBlock('reported', { ask: {} });
    const all = [people.networkManager, people.deputy];
    const kept = givenBlock(history).when('site-block/ask', theClock, someAsk({ without: all }));
    expect(kept.events).toEqual([{ type: 'SiteBlockKeptFrom', people: all }]);
    for (const slot of ['case', `job:${people.networkManager}`])
      expect(kept.message(slot)).toMatchObject({
        card: 'notice',
        onlyEdits: true,
        data: { title: '', lines: [`${blockReference} is handled elsewhere now.`], buttons: [] },
      });
    expect(kept.message(`job:${people.coordinator}`)?.card).toBe('case');
    expect(kept.message(`case:${people.dsl}`)?.card).toBe('case');
    for (const person of all) expect(may(kept.state, person)).toEqual([]);
  });

  it('and their reminders too', () => {
    const history = aBlock('reported', { ask: {} });
    const due = siteBlock.deadlines(blockAfter(history))[0]?.at;
    const chased = givenBlock(history).when('site-block/remind-to-block', theClock, {}, due);
    const kept = givenBlock(chased.history).when('site-block/ask', theClock, {
      without: [people.networkManager],
    });
    expect(kept.message(`chase:${people.networkManager}`)).toMatchObject({ card: 'notice', onlyEdits: true });
  });

  it('where nobody is left for the job, those who look at the filter are told so', () => {
    const asked = givenBlock().when('site-block/ask', theClock, {
      without: [people.networkManager, people.coordinator],
    });
    expect(asked.lines).toEqual(['Nobody can be asked in the chat to block this site. Ask IT another way.']);
    expect(asked.message('case')?.data.facts).toContainEqual({ label: 'With', value: 'nobody' });
  });
});
