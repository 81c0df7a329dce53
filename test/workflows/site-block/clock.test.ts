import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../src/domain/instant.ts';
import { actorOf, theClock } from '../../../src/domain/people.ts';
import type { BlockCommand } from '../../../src/workflows/site-block/command-data.ts';
import { siteBlock } from '../../../src/workflows/site-block/index.ts';
import { aSchool, people } from '../../support/school.ts';
import { aBlock, actor, blockReference, dueAt, givenBlock } from '../../support/site-block.ts';
import { aSchoolWithBoth } from '../../support/slack-school.ts';

const school = aSchool();
const job = `job:${people.networkManager}`;

type Played = ReturnType<ReturnType<typeof givenBlock>['when']>;

/** What the clock brings of one command, again and again, each at its own time. */
function brought(
  history: Played['history'],
  command: BlockCommand,
  times: number,
): readonly (Played & { at: Instant })[] {
  const all: (Played & { at: Instant })[] = [];
  let now = history;
  for (let time = 0; time < times; time++) {
    const at = dueAt(givenBlock(now).state, command) ?? '';
    const made = givenBlock(now).when(command, theClock, {}, at);
    all.push(Object.assign(made, { at }));
    now = made.history;
  }
  return all;
}

const chased = (made: Played) => made.messages.filter(({ slot }) => slot.startsWith('chase:'));

describe('a block that IT does not do', () => {
  const five = brought(aBlock('reported'), 'site-block/remind-to-block', 5);

  it('[R130] is asked for again in school time: after 15 minutes, 60, 240, and so on until it is done', () => {
    expect(five.map(({ at }) => at)).toEqual([
      '2026-11-23T14:20:00.000Z',
      '2026-11-23T15:05:00.000Z',
      '2026-11-24T08:30:00.000Z',
      '2026-11-24T12:30:00.000Z',
      '2026-11-25T08:30:00.000Z',
    ]);
  });

  it('[R130] is heard of by more people each time: IT, then who stands in and the co-ordinator, then the head', () => {
    expect(five.map((made) => chased(made).map(({ to }) => (to.kind === 'person' ? to.person : '')))).toEqual([
      [people.networkManager],
      [people.networkManager, people.coordinator],
      // As school opens co-ordinator and head have the red card, and no line beside it.
      [people.networkManager],
      [people.networkManager, people.coordinator, people.head],
      [people.networkManager],
    ]);
    for (const made of five) for (const line of chased(made)) expect(line.fresh).toBe(true);
    expect(five[0]?.message(`chase:${people.networkManager}`)?.preview).toBe(
      `${blockReference}: please block this site. It has waited 15 minutes.`,
    );
    expect(five[3]?.message(`chase:${people.head}`)?.preview).toBe(
      `${blockReference}: IT has not blocked this site. It has waited 22 hours.`,
    );
  });

  it('is overdue on the job and on the cards of those who look at the filter', () => {
    const [first] = five;
    expect(first?.message(job)).toMatchObject({
      preview: `Block a site · ${blockReference} · overdue`,
      data: { attention: true },
    });
    expect(first?.message('case')?.preview).toBe(`Unsuitable site ${blockReference} · to be blocked · overdue`);
  });

  it('may be done by who stands in for IT, once they were told of it', () => {
    const [first, second] = five;
    const standIn = actorOf(people.coordinator);
    givenBlock(first?.history).when('site-block/blocked', standIn).thenRefused('not-yours');
    expect(second?.message(`job:${people.coordinator}`)).toBeDefined();
    expect(givenBlock(second?.history).when('site-block/blocked', standIn).state.status).toBe('blocked');
  });

  it('leaves nothing in the chats that says it waits, once it is done', () => {
    const last = five.at(-1);
    const done = givenBlock(last?.history).when('site-block/blocked', actor.it, {}, last?.at);
    for (const person of [people.networkManager, people.coordinator, people.head])
      expect(done.message(`chase:${person}`)).toMatchObject({
        onlyEdits: true,
        preview: `${blockReference}: this does not wait for IT any more.`,
      });
    expect(done.message(job)?.data.attention).toBe(false);
    expect(dueAt(done.state, 'site-block/remind-to-block')).toBeUndefined();
  });

  it('is the same for a block that is to come off', () => {
    const [first] = brought(aBlock('lifting'), 'site-block/remind-to-block', 1);
    expect(first?.message(`chase:${people.networkManager}`)?.preview).toBe(
      `${blockReference}: please take this block off. It has waited 15 minutes.`,
    );
  });
});

describe('a site that is not blocked when a school morning comes', () => {
  const three = brought(aBlock('reported'), 'site-block/morning', 4);
  const overdue = `overdue:${people.head}`;

  it('[R130] is shown to co-ordinator and head as school opens, each school morning until it is done', () => {
    // Friday the 27th is closed.
    expect(three.map(({ at }) => at)).toEqual([
      '2026-11-24T08:30:00.000Z',
      '2026-11-25T08:30:00.000Z',
      '2026-11-26T08:30:00.000Z',
      '2026-11-30T08:30:00.000Z',
    ]);
    for (const made of three)
      for (const person of [people.head, people.coordinator])
        expect(made.message(`overdue:${person}`)).toMatchObject({
          to: { kind: 'person', person },
          card: 'case',
          fresh: true,
          preview: `Not blocked yet · ${blockReference}`,
          data: {
            attention: true,
            facts: [
              { label: 'Site', value: 'unsuitable.example' },
              { label: 'Asked', value: 'Mon 23 Nov, 14:05' },
              { label: 'IT', value: 'has not answered' },
            ],
            buttons: [expect.objectContaining({ press: { do: 'site-block/open', ref: blockReference } })],
          },
        });
  });

  it('stands in the colour of alarm with those who look at the filter, and no earlier', () => {
    expect(givenBlock().when('site-block/report', actor.teacher).message('case')?.data.attention).toBe(false);
    expect(three[0]?.message('case')?.data.attention).toBe(true);
  });

  it('is settled on those cards once IT has blocked it, and where nothing stands nothing comes', () => {
    const done = givenBlock(three[0]?.history).when('site-block/blocked', actor.it, {}, '2026-11-24T09:00:00.000Z');
    expect(done.message(overdue)).toMatchObject({
      onlyEdits: true,
      preview: `Settled · ${blockReference}`,
      data: { attention: false },
    });
    expect(givenBlock(aBlock('reported')).when('site-block/blocked', actor.it).message(overdue)).toBeUndefined();
  });

  it('opens at half past eight by the clock of the school, also where that changes in the night', () => {
    const inWinter = givenBlock().when('site-block/report', actor.teacher, {}, '2027-03-25T15:00:00.000Z');
    const longer = aSchool({
      calendar: {
        terms: [{ from: '2026-09-03', until: '2027-07-20' }],
        closed: [],
        hours: { from: '08:30', until: '16:00' },
      },
    });
    // The clock goes forward on the 28th of March 2027, and went back on the 25th of October 2026.
    const [spring, autumn] = ['2027-03-26T15:00:00.000Z', '2026-10-23T14:00:00.000Z'].map((at) =>
      dueAt(givenBlock([], longer).when('site-block/report', actor.teacher, {}, at).state, 'site-block/morning'),
    );
    expect(spring).toBe('2027-03-29T07:30:00.000Z');
    expect(autumn).toBe('2026-10-26T08:30:00.000Z');
    expect(dueAt(inWinter.state, 'site-block/morning')).toBeDefined();
  });
});

describe('a filter at which nobody looks', () => {
  const two = brought(aBlock('blocked'), 'site-block/remind-to-review', 3);

  it('[R130] is asked about again after a school day, and again', () => {
    expect(two.map(({ at }) => at)).toEqual([
      '2026-11-24T14:05:00.000Z',
      '2026-11-25T14:05:00.000Z',
      '2026-11-30T08:30:00.000Z',
    ]);
    const [first, second] = two;
    expect(first?.lines).toEqual(['Nobody has reviewed the filter yet. It has waited 24 hours.']);
    expect(first?.message(`line:waiting:${people.coordinator}`)?.fresh).toBe(true);
    expect(first?.message('line:waiting')?.mentions).toEqual([]);
    expect(second?.message('line:waiting')?.mentions).toContain(people.dsl);
    expect(second?.message('case')?.preview).toContain('overdue');
  });
});

describe('the clock', () => {
  it.each(['site-block/remind-to-block', 'site-block/remind-to-review', 'site-block/morning'] as const)(
    'does nothing by %s before its time, such as when another time was set since it looked',
    (command) => {
      const early = givenBlock(aBlock('reported')).when(command, theClock);
      expect([early.events, early.messages]).toEqual([[], []]);
    },
  );

  it('always has something to come back to until all is done', () => {
    for (const status of ['reported', 'blocked', 'lifting'] as const)
      expect(siteBlock.deadlines(givenBlock(aBlock(status)).state).length).toBeGreaterThan(0);
    expect(siteBlock.deadlines(givenBlock(aBlock('closed')).state)).toEqual([]);
  });
});

describe('a chat that was set up anew', () => {
  it('has the cards again that belong there, and no others', () => {
    const shown = (place: string, status: 'reported' | 'blocked' = 'reported') =>
      givenBlock(aBlock(status)).when('site-block/show-again', theClock, { place });
    expect(shown('channel:safeguarding').slots).toEqual(['case']);
    expect(shown(`person:${people.networkManager}`).slots).toEqual([job]);
    expect(shown(`person:${people.coordinator}`).messages).toMatchObject([
      { slot: `case:${people.coordinator}`, fresh: true },
    ]);
    expect(shown(`person:${people.networkManager}`, 'blocked').slots).toEqual([]);
    expect(shown(`person:${people.teacher}`).slots).toEqual([]);
  });
});

describe('a message that does not come', () => {
  const noteOf = (slot: string, outcome: string, chat?: string) => ({
    slot,
    outcome,
    code: 'x',
    ...(chat === undefined ? {} : { chat }),
  });
  const noted = (slot: string, outcome: string, history = aBlock('reported'), at = school, chat?: string) =>
    givenBlock(history, at).when('site-block/delivery-note', theClock, noteOf(slot, outcome, chat));
  const inChats = (made: Played) => made.messages.flatMap(({ to }) => (to.kind === 'person' ? [to.person] : []));

  it.each([
    ['delayed', ' yet'],
    ['parked', ''],
  ])('to IT, %s: those who look at the filter are told to tell IT another way', (outcome, yet) => {
    const late = noted(job, outcome);
    expect(late.lines).toEqual([`The job has not reached the network manager${yet}. Tell them another way.`]);
    expect(inChats(late)).toEqual([people.coordinator]);
    for (const message of late.messages) expect(message.fresh).toBe(true);
  });

  it('to the co-ordinator who stands in for IT: to the others, and not to themselves', () => {
    const late = noted(`job:${people.coordinator}`, 'parked');
    expect(late.lines).toHaveLength(1);
    expect(inChats(late)).toEqual([]);
  });

  it('to the head in the morning, or to whoever reported it: those who look at the filter are told', () => {
    expect(noted(`overdue:${people.head}`, 'parked').lines).toEqual([
      'The head teacher could not be told that a site is not blocked. Tell them another way.',
    ]);
    for (const slot of ['receipt', 'told:blocked'])
      expect(noted(slot, 'parked').lines).toEqual([
        'A message to whoever reported this could not be delivered. Tell them another way.',
      ]);
  });

  it('into the channel: each who is there hears of it in their own chat', () => {
    const late = noted('case', 'delayed');
    expect(inChats(late)).toEqual([people.dsl, people.deputy]);
    expect(late.message(`parked:case:${people.dsl}`)?.preview).toBe(
      `Unsuitable site ${blockReference} could not be shown in the safeguarding channel. Write "safeguarding" here to open it.`,
    );
    const due = dueAt(late.state, 'site-block/remind-to-review');
    const reminded = givenBlock(late.history).when('site-block/remind-to-review', theClock, {}, due);
    expect(reminded.lines).toEqual([]);
    expect(inChats(reminded)).toEqual([people.coordinator, people.coordinator, people.dsl, people.deputy]);
  });

  it('and comes after all is there again for its thread', () => {
    const came = noted('case', 'came', noted('case', 'delayed').history);
    expect([came.events, came.messages]).toEqual([[{ type: 'MessageCame', slot: 'case' }], []]);
    const due = dueAt(came.state, 'site-block/remind-to-review');
    expect(givenBlock(came.history).when('site-block/remind-to-review', theClock, {}, due).lines).toHaveLength(1);
  });

  it('to anybody who looks at the filter: whoever reported it is asked to speak to them, once', () => {
    const slots = [
      `case:${people.coordinator}`,
      'case',
      ...[people.dsl, people.deputy].map((person) => `parked:case:${person}`),
    ];
    for (const order of [slots, slots.toReversed()]) {
      let history = aBlock('reported');
      const told = order.map((slot) => {
        const late = noted(slot, 'parked', history);
        history = late.history;
        return late.message('told:unreached')?.preview;
      });
      expect(told).toEqual([
        undefined,
        undefined,
        undefined,
        `Your report ${blockReference} is kept, but those who look at the filter could not be told of it in the chat. Speak to the online-safety co-ordinator.`,
      ]);
    }
  });

  it('into the channel of one of two chats: it stands in the other', () => {
    const both = aSchoolWithBoth();
    const alone = noted(`case:${people.coordinator}`, 'parked', aBlock('reported', { school: both }), both);
    const inTeams = noted('case', 'parked', alone.history, both, 'teams');
    const inSlack = noted('case', 'parked', inTeams.history, both, 'slack');
    for (const made of [inTeams, inSlack]) expect(inChats(made)).toContain(people.dsl);
    expect(inSlack.events).toEqual([{ type: 'MessageParked', slot: 'case', code: 'x', chat: 'slack' }]);
  });

  it('makes no notice about a notice, nor about a line', () => {
    for (const slot of [`parked:${job}`, `chase:${people.head}`, 'line:step:x', 'advice']) {
      const parked = noted(slot, 'parked');
      expect([slot, parked.events.length, parked.messages]).toEqual([slot, 1, []]);
      const late = noted(slot, 'delayed');
      expect([slot, late.events, late.messages]).toEqual([slot, [], []]);
    }
  });

  it('stands in the history for those who look at the filter', () => {
    let { history } = noted(job, 'delayed');
    for (const outcome of ['came', 'may-be-repeated', 'parked']) history = noted(job, outcome, history).history;
    const texts = JSON.stringify(givenBlock(history).when('site-block/open', actor.dsl).reply);
    for (const said of [
      'a message could not be delivered yet',
      'a late message was delivered',
      'a message may have been sent twice',
      'a message could not be delivered"',
    ])
      expect(texts).toContain(said);
    const relay = noted('relay:concern:x', 'parked', aBlock('reported', { ask: {} }));
    const opened = givenBlock(relay.history).when('site-block/open', actor.dsl);
    expect(JSON.stringify(opened.reply)).toContain('To: those who asked for it');
  });
});

describe('a reminder that comes late, when the school is closed', () => {
  const night = '2026-11-24T02:00:00.000Z';
  const opens = '2026-11-24T08:30:00.000Z';

  it.each([
    ['site-block/remind-to-block', night],
    ['site-block/remind-to-review', '2026-11-25T02:00:00.000Z'],
    ['site-block/morning', '2026-11-25T02:00:00.000Z'],
  ] as const)('waits until it opens: %s', (command, at) => {
    const late = givenBlock(aBlock('reported')).when(command, theClock, {}, at);
    expect(late.messages).toEqual([]);
    expect(late.events).toMatchObject([{ type: 'ReminderPutOff' }]);
    const due = dueAt(late.state, command) ?? '';
    expect(due.slice(11)).toBe('08:30:00.000Z');
    expect(givenBlock(late.history).when(command, theClock, {}, due).messages.length).toBeGreaterThan(0);
  });

  it('does not count as one, so that nobody hears of it earlier than by their turn', () => {
    const late = givenBlock(aBlock('reported')).when('site-block/remind-to-block', theClock, {}, night);
    const first = givenBlock(late.history).when('site-block/remind-to-block', theClock, {}, opens);
    expect(chased(first).map(({ slot }) => slot)).toEqual([`chase:${people.networkManager}`]);
  });

  it('comes all the same where no further term is known: on a weekday, within the hours of the school', () => {
    const over = '2027-06-01T02:00:00.000Z';
    const late = givenBlock(aBlock('reported')).when('site-block/remind-to-block', theClock, {}, over);
    expect(late.messages).toEqual([]);
    const due = dueAt(late.state, 'site-block/remind-to-block') ?? '';
    expect(due).toBe('2027-06-01T07:30:00.000Z');
    const came = givenBlock(late.history).when('site-block/remind-to-block', theClock, {}, due);
    expect(chased(came)).toHaveLength(1);
    expect(dueAt(came.state, 'site-block/remind-to-block')).toBe('2027-06-02T07:30:00.000Z');
  });
});

describe('what is owed to somebody', () => {
  const { state } = givenBlock(aBlock('reported'));
  const to = (person: string, slot: string, card = 'case') =>
    siteBlock.mayStillSend(
      state,
      { to: { kind: 'person', person }, slot, card: card as 'case', data: { as: 'readsLog' }, preview: '' },
      school,
    );

  it.each([
    ['job', people.networkManager],
    ['case', people.coordinator],
    ['line', people.coordinator],
    ['overdue', people.head],
    ['chase', people.head],
    ['view', people.governor],
  ])('in a slot that begins with %s goes only to who still has that part', (slot, person) => {
    expect(to(person, `${slot}:${person}`)).toBe(true);
    expect(to(people.assistant, `${slot}:${people.assistant}`)).toBe(false);
    expect(to(people.assistant, `${slot}:${people.assistant}`, 'notice')).toBe(slot === 'view');
  });

  it('in any other slot goes to whoever reported it alone', () => {
    for (const slot of ['receipt', 'told:blocked', 'advice']) {
      expect(to(people.teacher, slot)).toBe(true);
      expect(to(people.dsl, slot)).toBe(false);
    }
  });
});
