import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/domain/message.ts';
import { actorOf, type PersonId, theClock } from '../../../src/domain/people.ts';
import { siteBlock } from '../../../src/workflows/site-block/index.ts';
import { offered, refusalFor } from '../../../src/workflows/site-block/offers.ts';
import type { Block } from '../../../src/workflows/site-block/state.ts';
import { audienceOf, buttonsOf } from '../../support/concern.ts';
import { aSchool, aSchoolFile, aSchoolWhere, people, stranger } from '../../support/school.ts';
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

describe('what is open in somebody’s chat', () => {
  const message = (person: PersonId) => {
    const { reply } = givenBlock(aBlock('reported')).when('site-block/open', actorOf(person));
    if (reply === undefined) throw new Error('nothing is shown');
    const { slot, card, data, preview, fades } = reply;
    const to = { kind: 'person', person } as const;
    return { view: { slot, card, data, preview, to }, faded: { slot, to, ...(fades ?? { card, data, preview }) } };
  };
  const state = blockAfter(aBlock('reported'));

  it('[R198] is not brought to whoever reads the log alone by then, and is put away all the same', () => {
    const { view, faded } = message(people.dsl);
    const now = aSchoolWhere({ dsl: [people.senco], 'online-safety-governor': [people.dsl] });
    expect(siteBlock.mayStillSend(state, view, school)).toBe(true);
    expect(siteBlock.mayStillSend(state, view, now)).toBe(false);
    expect(siteBlock.mayStillSend(state, faded, now)).toBe(true);
  });

  it('[R132] names the page to whoever needs it, and no more than its site to whoever reads the log', () => {
    const said = (person: PersonId) => JSON.stringify(message(person).view.data);
    for (const person of [people.dsl, people.networkManager, people.teacher])
      expect(said(person)).toContain('unsuitable.example/fights?clip=7');
    for (const person of [people.head, people.governor]) {
      expect(said(person)).toContain('unsuitable.example (one page of it)');
      expect(said(person)).not.toContain('fights');
    }
  });

  it('[R198] is not brought to whoever has left the school, nor is anything else', () => {
    const left = aSchool({ people: aSchoolFile().people.filter(({ email }) => email !== people.teacher) });
    const { messages } = givenBlock(aBlock('reported', { report: { met: 'deliberate' } })).when(
      'site-block/blocked',
      actor.it,
    );
    const told = messages.filter(({ to }) => to.kind === 'person' && to.person === people.teacher);
    expect(told.map(({ slot }) => slot)).toEqual(['receipt', 'told:blocked']);
    const advice = { ...message(people.teacher).faded, slot: 'advice' };
    for (const one of [...told, advice, message(people.teacher).view]) {
      expect(siteBlock.mayStillSend(state, one, school)).toBe(true);
      expect(siteBlock.mayStillSend(state, one, left)).toBe(false);
    }
  });
});

describe('[R198] a site of a concern that is about the network manager', () => {
  const without = [people.networkManager];
  const ask = { without };

  it('is a job for who stands in for them, and theirs in nothing', () => {
    const asked = givenBlock().when('site-block/ask', theClock, ask);
    expect(asked.slots).toEqual([
      ...[people.coordinator, people.dsl, people.deputy].map((person) => `case:${person}`),
      `job:${people.coordinator}`,
    ]);
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

  it('sends nothing to the channel', () => {
    const state = blockAfter(aBlock('reported', { ask }));
    const owed = { to: { kind: 'channel', channel: 'safeguarding' }, slot: 'case', data: {}, preview: '' } as const;
    expect(siteBlock.mayStillSend(state, { ...owed, card: 'case' }, school)).toBe(false);
  });
});

describe('[R198] somebody who turns out to be whom the concern is about', () => {
  it('has nothing of it from then on, and others have it in their place', () => {
    const all = [people.networkManager, people.deputy];
    const kept = givenBlock(aBlock('reported', { ask: {} })).when(
      'site-block/ask',
      theClock,
      someAsk({ without: all }),
    );
    expect(kept.events).toEqual([{ type: 'SiteBlockKeptFrom', people: all }]);
    expect(kept.message(`job:${people.coordinator}`)?.data.buttons).toHaveLength(2);
    expect(kept.message(`case:${people.dsl}`)?.data.buttons).toHaveLength(2);
    for (const person of all) expect(may(kept.state, person)).toEqual([]);
  });

  it('where nobody is left for the job, those who look at the filter are told so', () => {
    const asked = givenBlock().when('site-block/ask', theClock, {
      without: [people.networkManager, people.coordinator],
    });
    const text = `${blockReference}: Nobody can be asked in the chat to block this site. Ask IT another way.`;
    const told = asked.messages.filter(({ slot }) => slot.startsWith('line:nobody:'));
    expect(told.map(({ to, preview }) => [to, preview])).toEqual(
      [people.dsl, people.deputy].map((person) => [{ kind: 'person', person }, text]),
    );
    expect(asked.message(`case:${people.dsl}`)?.data.facts).toContainEqual({ label: 'With', value: 'nobody' });
  });
});
