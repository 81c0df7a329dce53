import { describe, expect, it } from 'vitest';
import { HOUR, type Instant, later, MINUTE, SECOND } from '../../../src/domain/instant.ts';
import { actorOf, theClock } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import { isSchoolTime, localDateTime } from '../../../src/domain/school-time.ts';
import { campaign } from '../../../src/workflows/campaign/index.ts';
import { hasRoomToWalk } from '../../../src/workflows/campaign/pace.ts';
import { aSchool, people } from '../../support/school.ts';
import { anAgreement, monday, nobody, saidOn, World } from './a-campaign.ts';

const DAY = 24 * HOUR;
/** The staff whom the example has, without the two governors. */
const staff = Object.values(people).filter((one) => one !== people.chair && one !== people.governor);
const names = /Osei|Rahimi|Okonjo|Elstow|Dhanda|Brandt|Tanaka|Donnellan|Kestrel|Farrow|Tallis|@/;

/** A school whose teacher and assistant have the SENCO for a line manager. */
function managed(): School {
  const school = aSchool();
  const theirs: readonly string[] = [people.teacher, people.assistant];
  const withManager = school.people.map((one) =>
    theirs.includes(one.email) ? { ...one, manager: people.senco } : one,
  );
  return { ...school, people: withManager };
}

/** A campaign of which everybody has the card, and all but these have acknowledged. */
function aWorld(
  late: readonly string[],
  { school = managed(), at = monday, ...of }: { school?: School; at?: Instant; readonly [more: string]: unknown } = {},
): World {
  const world = new World(school, at);
  world.begin({ dueBy: '2027-03-01', ...of });
  world.pass(2 * SECOND);
  for (const person of staff) world.stands(person, 'delivered');
  for (const person of staff) if (!late.includes(person)) world.acknowledge(person);
  return world;
}

/** The days of the school on which somebody was reminded. */
function daysOf(world: World, person: string): readonly string[] {
  return world.came
    .filter((one) => one.what === 'reminded' && one.person === person)
    .map(({ at }) => localDateTime(world.school, at).date);
}

describe('a reminder', () => {
  it('comes by the ladder of the school, while it is open, to those alone who have not [R166]', () => {
    const world = aWorld([people.teacher]);
    world.pass(30 * DAY);
    // Asked on Mon 23 Nov: 3 days later is a Thursday, 7 days later the next Monday.
    expect(daysOf(world, people.teacher)).toEqual(['2026-11-26', '2026-11-30']);
    expect(new Set(world.who('reminded'))).toEqual(new Set([people.teacher]));
    for (const { what, at } of world.came) if (what === 'reminded') expect(isSchoolTime(world.school, at)).toBe(true);
  });

  it('that falls on a day without school waits for the next one', () => {
    const world = aWorld([people.teacher], { school: { ...managed(), calendar: holidays() } });
    world.pass(30 * DAY);
    expect(daysOf(world, people.teacher)[0]).toBe('2026-12-02');
  });

  it('comes on the last school day before the date as well', () => {
    const world = aWorld([people.teacher], { dueBy: '2026-12-04' });
    world.pass(20 * DAY);
    expect(daysOf(world, people.teacher)).toEqual(['2026-11-26', '2026-11-30', '2026-12-03']);
  });

  it('waits for the morning when the service was away until the evening', () => {
    const world = aWorld([people.teacher]);
    world.at = '2026-11-26T19:00:00.000Z';
    world.pass(MINUTE);
    expect(daysOf(world, people.teacher)).toEqual([]);
    world.pass(4 * DAY);
    // The Friday is a closed day.
    expect(daysOf(world, people.teacher)).toEqual(['2026-11-30']);
  });

  it('that was broken off during the day goes on when school opens again, not in the evening', () => {
    const world = aWorld([people.teacher]);
    world.until('2026-11-26T08:29:00.000Z');
    world.at = '2026-11-26T08:30:00.000Z';
    world.give('campaign/morning');
    world.at = '2026-11-26T20:00:00.000Z';
    world.pass(MINUTE);
    expect(daysOf(world, people.teacher)).toEqual([]);
    world.pass(4 * DAY);
    expect(daysOf(world, people.teacher)).toEqual(['2026-11-30']);
  });

  it('asked for by hand goes out at once, once a day, and the next morning reminds nobody a second time [R166]', () => {
    const world = aWorld([people.teacher, people.assistant]);
    world.pass(20 * HOUR);
    const asked = world.give('campaign/remind-now', actorOf(people.dsl));
    expect(saidOn(asked.kind === 'decision' && asked.reply ? { data: asked.reply.data } : undefined)).toContain(
      'Reminders are going out now to 2 people who have not.',
    );
    world.pass(SECOND);
    expect(world.who('reminded').toSorted()).toEqual([people.teacher, people.assistant].toSorted());
    expect(world.give('campaign/remind-now', actorOf(people.head))).toMatchObject({
      kind: 'refusal',
      code: 'reminded-lately',
      sentence: expect.stringContaining('You can ask again from Wed 25 Nov, 10:05'),
    });
    world.pass(DAY);
    expect(daysOf(world, people.teacher)).toEqual(['2026-11-24']);
  });

  it('asked for by hand takes nothing away from those that come by themselves [R166]', () => {
    const world = aWorld([people.teacher]);
    for (const at of ['2026-11-24T10:00:00.000Z', '2026-11-25T10:01:00.000Z']) {
      world.until(at);
      expect(world.give('campaign/remind-now', actorOf(people.dsl)).kind).toBe('decision');
    }
    world.pass(30 * DAY);
    expect(daysOf(world, people.teacher)).toEqual(['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-30']);
  });

  it('that came by hand on its day is not sent a second time on the next', () => {
    const world = aWorld([people.teacher]);
    world.until('2026-11-25T20:00:00.000Z');
    world.give('campaign/remind-now', actorOf(people.dsl));
    world.pass(4 * DAY);
    expect(daysOf(world, people.teacher)).toEqual(['2026-11-26']);
  });

  it('waits out the holidays, and the next one keeps its distance from it [R166]', () => {
    const world = aWorld([people.teacher], { at: '2026-12-17T14:00:00.000Z', dueBy: '2027-01-29' });
    world.until('2027-02-05T20:00:00.000Z');
    // Friday before the holidays is the first day, and Tuesday after them the second.
    expect(daysOf(world, people.teacher)).toEqual(['2027-01-06', '2027-01-11', '2027-01-28']);
    const heard = (start: string) => world.messages.findIndex(({ slot }) => slot.startsWith(start));
    expect(heard('manager:')).toBeGreaterThan(0);
    expect(world.history.filter(({ event }) => event.type === 'HearersTold').map(({ at }) => at.slice(0, 10))).toEqual([
      '2027-01-13',
      '2027-01-18',
    ]);
  });

  it('asked for in the evening goes out as school opens, to each once', () => {
    const world = aWorld([people.teacher]);
    world.at = '2026-11-25T20:00:00.000Z';
    const asked = world.give('campaign/remind-now', actorOf(people.dsl));
    expect(saidOn(asked.kind === 'decision' && asked.reply ? { data: asked.reply.data } : undefined)).toContain(
      'Reminders go out Thu 26 Nov, 08:30, as school opens, to 1 person who has not.',
    );
    world.pass(DAY);
    expect(daysOf(world, people.teacher)).toEqual(['2026-11-26']);
  });

  it('asked for on a day on which some were reminded goes out on the next', () => {
    const world = aWorld([people.teacher]);
    world.until('2026-11-26T10:00:00.000Z');
    expect(daysOf(world, people.teacher)).toEqual(['2026-11-26']);
    world.give('campaign/remind-now', actorOf(people.dsl));
    world.pass(5 * DAY);
    expect(daysOf(world, people.teacher)).toEqual(['2026-11-26', '2026-11-30']);
  });
});

/** A school of line managers who have so many people each. */
function aTrust(managers: number, staffOf: number): School {
  const school = aSchool();
  const of = (name: string, number: number) => `${name}.${String(number).padStart(4, '0')}@oakfield.example`;
  const all = Array.from({ length: managers * staffOf }, (_, number) => ({
    email: of('staff', number),
    name: 'Some Body',
    jobTitle: 'Teacher',
    manager: of('manager', number % managers),
  }));
  const heads = Array.from({ length: managers }, (_, number) => ({
    email: of('manager', number),
    name: 'Some Manager',
    jobTitle: 'Head of Year',
  }));
  return {
    ...school,
    people: [...school.people, ...heads, ...all],
    groups: [{ id: 'all', name: 'All', people: all.map(({ email }) => email) }],
  };
}

/** How many line managers were told with each step. */
function toldByStep({ history }: World): readonly number[] {
  return history.map(({ event }) => (event.type === 'HearersTold' ? Object.keys(event.managers).length : 0));
}

/** A calendar in which school is closed on the third and the next days. */
function holidays(): School['calendar'] {
  const { calendar } = aSchool();
  return { ...calendar, closed: ['2026-11-26', '2026-11-27', '2026-11-30', '2026-12-01'] };
}

describe('who hears of those who have not', () => {
  it('is their line manager after ten days, with a number alone, on one card that changes [R166]', () => {
    const world = aWorld([people.teacher, people.assistant]);
    world.until('2026-12-03T12:00:00.000Z');
    const cards = world.to('manager:');
    expect(cards.map(({ slot }) => slot)).toEqual([`manager:${people.senco}`]);
    expect(saidOn(cards[0])).toContain('2 people you manage have not yet acknowledged');
    expect(cards[0]?.preview).not.toMatch(names);
    expect(saidOn(cards[0])).not.toMatch(/Osei|Tallis/);
    world.acknowledge(people.teacher);
    world.pass(DAY);
    expect(saidOn(world.to('manager:')[1])).toContain('1 person you manage has not yet acknowledged');
    world.acknowledge(people.assistant);
    world.pass(4 * DAY);
    expect(saidOn(world.to('manager:').at(-1))).toContain('Nobody you manage is outstanding for that long any more');
    expect(world.to('manager:')).toHaveLength(3);
  });

  it('is the co-ordinator for those without a manager, and then the head teacher', () => {
    const world = aWorld([people.otherTeacher]);
    world.until('2026-12-03T12:00:00.000Z');
    expect(world.to('unmanaged:').map(({ to }) => to)).toEqual([{ kind: 'person', person: people.coordinator }]);
    expect(world.to('head:')).toEqual([]);
    world.until('2026-12-07T12:00:00.000Z');
    expect(world.to('head:').map(({ to }) => to)).toEqual([{ kind: 'person', person: people.head }]);
    expect(saidOn(world.to('head:')[0])).toContain('1 person has not yet acknowledged, 14 days or more');
    world.pass(10 * DAY);
    expect(world.to('head:')).toHaveLength(1);
  });

  it('is nobody before all reminders that come sooner have gone out on an earlier day', () => {
    const world = aWorld([people.teacher]);
    world.at = '2026-12-09T10:00:00.000Z';
    world.pass(HOUR);
    expect(daysOf(world, people.teacher)).toEqual(['2026-12-09']);
    expect(world.to('manager:').length + world.to('head:').length).toBe(0);
    world.pass(DAY);
    expect(world.to('manager:').length).toBe(1);
    expect(world.to('head:').length).toBe(1);
  });

  it('reads of "late" only once the date is past', () => {
    const world = aWorld([people.teacher], { dueBy: '2026-12-11' });
    world.until('2026-12-04T12:00:00.000Z');
    expect(saidOn(world.to('manager:')[0])).toContain('"Outstanding"');
    expect(saidOn(world.to('manager:')[0])).not.toMatch(/late/i);
    const after = aWorld([people.teacher], { dueBy: '2026-12-01' });
    after.until('2026-12-04T12:00:00.000Z');
    expect(saidOn(after.to('manager:')[0])).toContain('"Late"');
  });

  it('is whoever takes over, also where the number stays as it is', () => {
    const world = aWorld([people.otherTeacher], { wording: anAgreement(), dueBy: '2026-12-01' });
    world.until('2026-12-08T12:00:00.000Z');
    world.messages.length = 0;
    world.pass(DAY);
    expect(world.messages.filter(({ slot }) => !slot.startsWith('progress:'))).toEqual([]);
    const { roles } = world.school;
    const [head, coordinator, it] = [people.senco, people.assistant, people.deputy];
    world.school = {
      ...world.school,
      roles: {
        ...roles,
        head: { ...roles.head, people: [head] },
        'online-safety-coordinator': { ...roles['online-safety-coordinator'], people: [coordinator] },
        'network-manager': { ...roles['network-manager'], people: [it] },
      },
    };
    world.pass(2 * DAY);
    const told = world.messages.map(({ slot }) => slot).filter((slot) => !slot.startsWith('progress:'));
    expect(told.toSorted()).toEqual([`head:${head}`, `it:${it}`, `unmanaged:${coordinator}`]);
  });

  it('is each line manager with the whole of their number, however many they are, a few at a time', () => {
    const [managers, staffOf] = [150, 6];
    const world = new World(aTrust(managers, staffOf));
    world.begin({ audience: { ...nobody, groups: ['all'] }, dueBy: '2027-02-26' });
    world.pass(12 * DAY);
    const cards = world.to('manager:');
    expect(new Set(cards.map(({ slot }) => slot)).size).toBe(managers);
    for (const card of cards) expect(card.preview).toBe(`${staffOf} people you manage have not yet acknowledged.`);
    expect(world.to('unmanaged:')).toEqual([]);
    expect(Math.max(...toldByStep(world))).toBe(25);
  });

  it('is the co-ordinator for all people of those line managers of whom no count is kept', () => {
    const [managers, staffOf] = [230, 3];
    const world = new World(aTrust(managers, staffOf));
    world.begin({ audience: { ...nobody, groups: ['all'] }, dueBy: '2027-02-26' });
    world.until('2026-12-03T15:00:00.000Z');
    const cards = world.to('manager:');
    expect(cards).toHaveLength(200);
    for (const card of cards) expect(card.preview).toBe(`${staffOf} people you manage have not yet acknowledged.`);
    expect(world.to('unmanaged:').at(-1)?.preview).toMatch(/^90 people for whom no line manager hears/);
    const before = JSON.stringify(world.history).length;
    world.until('2026-12-04T15:00:00.000Z');
    expect(JSON.stringify(world.history).length - before).toBeLessThan(7_000);
    expect(world.to('manager:')).toHaveLength(200);
  });

  it('is IT for an agreement that is past its date, by number, each day that it changes [R163]', () => {
    const world = aWorld([people.teacher, people.assistant], { wording: anAgreement(), dueBy: '2026-12-01' });
    world.until('2026-12-01T15:00:00.000Z');
    expect(world.to('it:')).toEqual([]);
    world.until('2026-12-02T15:00:00.000Z');
    expect(world.to('it:').map(({ to }) => to)).toEqual([{ kind: 'person', person: people.networkManager }]);
    expect(saidOn(world.to('it:')[0])).toContain('2 people, to be signed by Tue 1 Dec');
    expect(saidOn(world.to('it:')[0])).not.toMatch(names);
    world.pass(DAY);
    expect(world.to('it:')).toHaveLength(1);
    world.acknowledge(people.teacher);
    world.acknowledge(people.assistant);
    world.pass(5 * DAY);
    expect(saidOn(world.to('it:').at(-1))).toContain('everybody has signed');
  });

  it('is never IT for a policy that is only read', () => {
    const world = aWorld([people.teacher], { dueBy: '2026-12-01' });
    world.pass(30 * DAY);
    expect(world.to('it:')).toEqual([]);
  });
});

describe('how it goes', () => {
  it('stands on one card of whoever published it and of whoever looks after it, and its figures add up [R166]', () => {
    const world = aWorld([people.teacher, people.assistant, people.senco]);
    world.theirs.set(people.senco, {
      status: 'unreachable',
      hasAcknowledged: false,
      askedAt: world.at,
      reminded: 0,
      version: 4,
      order: 77,
    });
    world.pass(12 * SECOND);
    const cards = world.to('progress:');
    expect(new Set(cards.map(({ slot }) => slot))).toEqual(
      new Set([`progress:${people.dsl}`, `progress:${people.coordinator}`]),
    );
    expect(saidOn(cards.at(-1))).toContain('6 of 9 acknowledged · 1 cannot be reached · 2 outstanding');
    expect(cards.at(-1)?.preview).not.toMatch(names);
  });

  it('changes only where the figures did, and says when everybody has acknowledged', () => {
    const world = aWorld([people.teacher]);
    world.pass(MINUTE);
    const before = world.to('progress:').length;
    world.pass(2 * HOUR);
    expect(world.to('progress:')).toHaveLength(before);
    world.acknowledge(people.teacher);
    world.pass(DAY);
    expect(campaign.status(world.state)).toBe('complete');
    expect(world.to('progress:').at(-1)?.data['title']).toEqual(
      expect.stringMatching(/^Policy P-\w{6}, version 4 · everybody has acknowledged$/),
    );
  });

  it('goes to nobody who has lost the part in it', () => {
    const world = aWorld([people.teacher]);
    world.pass(MINUTE);
    const [card] = world.to(`progress:${people.dsl}`);
    const { roles } = world.school;
    const lost: School = { ...world.school, roles: { ...roles, dsl: { ...roles.dsl, people: [people.senco] } } };
    expect(card && campaign.mayStillSend(world.state, card, world.school)).toBe(true);
    expect(card && campaign.mayStillSend(world.state, card, lost)).toBe(false);
  });

  it('is not gone through once more where the record might have no room for it', () => {
    const figures = { pending: 0, delivered: 90_000, unreachable: 0, acknowledged: 0 };
    expect(hasRoomToWalk({ spent: 900_000, figures })).toBe(true);
    expect(hasRoomToWalk({ spent: 990_000, figures })).toBe(false);
    expect(hasRoomToWalk({ spent: 990_000, figures: { ...figures, delivered: 900 } })).toBe(true);
  });

  it.each([2])(
    'leaves its record far from full after %s years in which somebody new comes each week and never acknowledges',
    (years) => {
      const world = aWorld([people.teacher], { school: schoolOfYears() });
      const end: Instant = later(world.at, years * 365 * DAY);
      for (let week = later(world.at, 7 * DAY); week < end; week = later(week, 7 * DAY)) {
        world.until(week);
        world.school = { ...world.school, people: [...world.school.people, starter(world.school.people.length)] };
        world.give('campaign/look');
      }
      const bytes = world.history.reduce((sum, { event }) => sum + JSON.stringify(event).length * 1.4 + 320, 0);
      expect(bytes).toBeLessThan(1_150_000);
      expect(daysOf(world, people.teacher)).toHaveLength(3);
    },
  );
});

function starter(number: number) {
  return { email: `new.${number}@oakfield.example`, name: 'Some Body', jobTitle: 'Teacher', kind: 'staff' as const };
}

function schoolOfYears(): School {
  const school = managed();
  return {
    ...school,
    calendar: { ...school.calendar, terms: [{ from: '2026-09-01', until: '2032-07-20' }], closed: [] },
  };
}

describe('the clock', () => {
  it('gives nothing that a person may give', () => {
    const world = aWorld([people.teacher]);
    for (const command of ['campaign/hand-out', 'campaign/go-through', 'campaign/morning', 'campaign/close'] as const)
      expect(world.give(command, actorOf(people.dsl), { reason: 'withdrawn' })).toMatchObject({ code: 'not-yours' });
    for (const command of ['campaign/open', 'campaign/who-has-not', 'campaign/export'] as const)
      expect(world.give(command, theClock)).toMatchObject({ code: 'not-now' });
  });
});
