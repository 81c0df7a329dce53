import { describe, expect, it } from 'vitest';
import { HOUR, later, MINUTE, SECOND } from '../../../src/domain/instant.ts';
import { actorOf, theClock } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import { campaign } from '../../../src/workflows/campaign/index.ts';
import type { CampaignFile } from '../../../src/workflows/campaign/state.ts';
import { aSchool, people } from '../../support/school.ts';
import { anAgreement, aWording, monday, nobody, saidOn, World } from './a-campaign.ts';

const DAY = 24 * HOUR;
const byChannel = { ...nobody, channels: ['science'] };
const inChannel = (...who: readonly string[]) => who.map((person) => ({ person, name: person }));
const newOne = { email: 'z.new@oakfield.example', name: 'Zoe New', jobTitle: 'Teacher of Art' };
const look = { place: 'channel:science', chat: 'teams' };

function withChannel(school: School): School {
  return { ...school, staffChannels: [{ id: 'science', name: 'Science' }] };
}

const joined = (world: World) => {
  world.school = { ...world.school, people: [...world.school.people, newOne] };
  world.give('campaign/look');
};

const gone = (world: World, person: string) => {
  world.school = { ...world.school, people: world.school.people.filter(({ email }) => email !== person) };
  world.give('campaign/look');
};

function fileOf({ state }: World): CampaignFile {
  if (state.status === 'none') throw new Error('nothing was begun');
  return state.file;
}

/** A round for those in a channel, a minute after it was begun. */
function aChannelRound(...who: readonly string[]): World {
  const world = new World(withChannel(aSchool()));
  world.members.set('staff:science', inChannel(...who));
  world.begin({ audience: byChannel, dueBy: '2027-03-01' });
  world.pass(MINUTE);
  return world;
}

describe('who joins a channel once everybody in it has acknowledged', () => {
  function completed(): World {
    const world = aChannelRound(people.teacher, people.senco);
    for (const person of [people.teacher, people.senco]) world.acknowledge(person);
    world.pass(DAY);
    expect(campaign.status(world.state)).toBe('complete');
    world.members.set('staff:science', inChannel(people.teacher, people.senco, people.assistant));
    world.give('campaign/look', theClock, look);
    return world;
  }

  it('is asked, counted, and the round is under way again [R160] [R166]', () => {
    const world = completed();
    world.pass(HOUR);
    expect(world.having('pending')).toEqual([people.assistant]);
    expect(campaign.status(world.state)).toBe('running');
    expect(fileOf(world).figures).toMatchObject({ pending: 1, acknowledged: 2 });
    world.acknowledge(people.assistant);
    world.pass(2 * DAY);
    expect(campaign.status(world.state)).toBe('complete');
  });

  it('is reminded as everybody else is, on the first school morning on which it is time [R166]', () => {
    const world = completed();
    world.until(later(fileOf(world).look ?? '', SECOND));
    expect(campaign.status(world.state)).toBe('running');
    expect(fileOf(world).morning).toBe('2026-11-25T08:30:00.000Z');
    const asked = world.came.findLast(({ what }) => what === 'asked');
    expect(asked?.person).toBe(people.assistant);
    const [first = 0] = world.school.policies.remind.person;
    world.pass((first + 5) * DAY);
    expect(world.who('reminded')).toContain(people.assistant);
  });
});

describe('a morning that was planned for later', () => {
  it('is brought forward when somebody is asked', () => {
    const world = new World(aSchool());
    world.begin();
    world.pass(MINUTE);
    for (const person of world.having('pending')) world.acknowledge(person);
    world.pass(DAY);
    expect(fileOf(world).morning?.slice(0, 10)).not.toBe('2026-11-25');
    joined(world);
    expect(fileOf(world).morning).toBe('2026-11-25T08:30:00.000Z');
  });

  it('is brought forward when a new wording has an earlier date', () => {
    const world = new World(aSchool());
    world.begin({ dueBy: '2027-06-25' });
    world.pass(MINUTE);
    world.until('2027-02-23T10:00:00.000Z');
    const before = fileOf(world).morning ?? '';
    const wording = aWording({ version: 5 });
    world.give('campaign/revise', theClock, { wording, dueBy: '2027-02-25' });
    expect(before > '2027-02-24T09:00:00.000Z').toBe(true);
    expect(fileOf(world).morning).toBe('2027-02-24T08:30:00.000Z');
  });
});

describe('a channel that its chat does not show', () => {
  it('stops nothing else, is named to who looks after it, and is read again on the next school morning', () => {
    const world = new World(withChannel(aSchool()));
    world.members.set('staff:science', inChannel(people.teacher));
    world.isChatAway = true;
    world.begin({ audience: { ...byChannel, people: [people.dsl] } });
    world.pass(10 * MINUTE);
    expect(world.having('pending')).toEqual([people.dsl]);
    expect(campaign.status(world.state)).toBe('running');
    expect(saidOn(world.to('progress:').at(-1))).toContain('Science');
    expect(saidOn(world.to('progress:').at(-1))).toContain('could not be read');
    world.acknowledge(people.dsl);
    world.pass(HOUR);
    expect(campaign.status(world.state)).toBe('running');
    world.isChatAway = false;
    world.pass(DAY);
    expect(world.having('pending')).toEqual([people.teacher]);
    const opened = world.give('campaign/open', actorOf(people.dsl));
    expect(JSON.stringify(opened)).not.toContain('could not be read');
  });
});

describe('a channel that its chat does not show any more', () => {
  it('is named on the card that stands, though no figure has changed, until it is read again', () => {
    const world = aChannelRound(people.teacher);
    world.isChatAway = true;
    world.pass(DAY);
    expect(saidOn(world.to('progress:').at(-1))).toContain('could not be read');
    world.isChatAway = false;
    world.pass(DAY);
    expect(saidOn(world.to('progress:').at(-1))).not.toContain('could not be read');
    expect(world.having('pending')).toEqual([people.teacher]);
  });
});

describe('a channel that one of two chats does not show', () => {
  it('is read in the other, and nobody leaves it by that', () => {
    const world = aChannelRound(people.teacher, people.senco);
    world.isFirstChatAway = true;
    world.members.set('staff:science', inChannel(people.teacher, people.assistant));
    world.pass(DAY);
    expect(world.having('pending')).toEqual([people.assistant, people.senco, people.teacher].toSorted());
    expect(saidOn(world.to('progress:').at(-1))).toContain('could not be read');
    world.isFirstChatAway = false;
    world.pass(DAY);
    expect(world.having('left')).toEqual([people.senco]);
  });
});

describe('what was missed', () => {
  it('is put right in a channel too', () => {
    const world = new World(withChannel(aSchool()));
    world.members.set('staff:science', inChannel(people.teacher, people.senco));
    world.begin({ audience: byChannel, dueBy: '2027-03-01' });
    world.pass(SECOND);
    world.theirs.delete(people.senco);
    world.pass(2 * DAY);
    expect(world.having('pending')).toContain(people.senco);
  });

  it('is put right as often as it happens, once the figures were right in between', () => {
    const world = new World(aSchool());
    world.begin({ dueBy: '2027-03-01' });
    world.pass(SECOND);
    for (let time = 0; time < 3; time++) {
      world.theirs.delete(people.senco);
      world.pass(4 * DAY);
      expect(world.having('pending'), `time ${time}`).toContain(people.senco);
    }
  });

  it('is not tried for ever where it cannot be put right', () => {
    const world = new World(aSchool());
    world.begin({ dueBy: '2027-03-01' });
    world.pass(SECOND);
    for (let day = 0; day < 6; day++) {
      world.theirs.delete(people.senco);
      world.isHeld = true;
      world.pass(DAY);
      world.owed = [];
      world.isHeld = false;
    }
    const full = world.history.filter(({ event }) => event.type === 'PassBegan' && event.isFull);
    expect(full.length).toBeLessThan(3);
  });
});

describe('who leaves while the school is closed', () => {
  const friday = '2026-12-18T15:00:00.000Z';

  it('is gone from the figures at once, and nobody is asked before it opens', () => {
    const world = new World(aSchool(), friday);
    world.begin({ dueBy: '2027-02-01' });
    world.until('2026-12-22T12:00:00.000Z');
    gone(world, people.senco);
    world.pass(MINUTE);
    expect(world.having('left')).toEqual([people.senco]);
    // Also where others have joined or gone already, and wait with it.
    joined(world);
    world.pass(HOUR);
    gone(world, people.assistant);
    world.pass(MINUTE);
    expect(world.having('left')).toEqual([people.assistant, people.senco].toSorted());
    expect(world.who('asked')).not.toContain(newOne.email);
    expect(fileOf(world).figures?.pending).toBe(world.having('pending').length);
  });

  it('and comes back before it opens is asked again then', () => {
    const world = new World(aSchool(), friday);
    world.begin({ dueBy: '2027-02-01' });
    world.until('2026-12-22T12:00:00.000Z');
    const before = world.school;
    joined(world);
    world.pass(HOUR);
    const withJoiner = world.school;
    gone(world, people.assistant);
    world.pass(HOUR);
    expect(world.having('left')).toEqual([people.assistant]);
    world.school = withJoiner;
    world.give('campaign/look');
    // As the school opens, and not only once the figures show that somebody is missing.
    world.until('2027-01-05T08:30:20.000Z');
    expect(before.people.length).toBeLessThan(world.school.people.length);
    expect(world.having('left')).toEqual([]);
    expect(world.having('pending')).toContain(people.assistant);
    expect(world.having('pending')).toContain(newOne.email);
  });

  it('is let go of a round that has only half gone out', () => {
    const world = aChannelRound(people.teacher, people.senco);
    world.until('2026-12-22T12:00:00.000Z');
    gone(world, people.senco);
    world.pass(MINUTE);
    expect(world.having('left')).toEqual([people.senco]);
  });

  it('costs a line of the record for each change of the school file, not for each look at it', () => {
    const world = new World(aSchool(), friday);
    world.begin({ dueBy: '2027-02-01' });
    world.until('2026-12-22T12:00:00.000Z');
    gone(world, people.senco);
    world.pass(MINUTE);
    const { length } = world.history;
    for (let times = 0; times < 5; times++) world.give('campaign/look');
    expect(world.history.length).toBe(length);
  });
});

describe('who is asked late', () => {
  const dueOf = (world: World, person: string) => world.theirs.get(person)?.dueBy;
  const unsigned = (world: World) => world.to('it:').map((message) => saidOn(message));

  it('has a week of their own, and IT hears of nobody before it is over [R163]', () => {
    const world = new World(aSchool(), '2026-12-18T17:00:00.000Z');
    world.begin({ wording: anAgreement(), dueBy: '2026-12-31' });
    world.until('2027-01-05T12:00:00.000Z');
    expect(world.who('asked').length).toBeGreaterThan(5);
    expect(dueOf(world, people.teacher)).toBe('2027-01-12');
    world.until('2027-01-12T18:00:00.000Z');
    expect(world.to('it:')).toEqual([]);
    world.until('2027-01-13T12:00:00.000Z');
    expect(unsigned(world).at(-1)).toContain(`${world.having('pending').length} people`);
    expect(saidOn(world.to('progress:').at(-1))).toContain('Tue 12 Jan');
  });

  it('as a new starter is not counted with those whose date is past [R163]', () => {
    const world = new World(aSchool());
    world.begin({ wording: anAgreement(), dueBy: '2026-12-04' });
    world.pass(MINUTE);
    for (const person of world.having('pending')) if (person !== people.senco) world.acknowledge(person);
    world.until('2026-12-08T10:00:00.000Z');
    expect(unsigned(world).at(-1)).toContain('1 person');
    joined(world);
    world.pass(DAY);
    expect(dueOf(world, newOne.email)).toBe('2026-12-15');
    expect(unsigned(world).at(-1)).toContain('1 person');
    world.acknowledge(people.senco);
    world.until('2026-12-10T12:00:00.000Z');
    expect(unsigned(world).at(-1)).toContain('nobody');
    expect(unsigned(world).at(-1)).not.toContain('verybody has signed');
    world.until('2026-12-16T12:00:00.000Z');
    expect(unsigned(world).at(-1)).toContain('1 person');
    world.acknowledge(newOne.email);
    world.until('2026-12-17T12:00:00.000Z');
    expect(unsigned(world).at(-1)).toContain('Everybody has signed'.slice(1));
  });

  it('is not named to IT before their own date [R163]', () => {
    const world = new World(aSchool());
    world.begin({ wording: anAgreement(), dueBy: '2026-12-04' });
    world.pass(MINUTE);
    world.until('2026-12-08T10:00:00.000Z');
    joined(world);
    world.pass(HOUR);
    const names = JSON.stringify(
      world.give('campaign/who-has-not', actorOf(people.networkManager), { of: 'unsigned' }),
    );
    expect(names).toContain('Amara Osei');
    expect(names).not.toContain('Zoe New');
  });

  it('has the date of all others where there is time, and never less of it than a week or than they had', () => {
    const world = new World(aSchool());
    world.begin({ dueBy: '2026-11-25' });
    world.pass(MINUTE);
    expect(dueOf(world, people.teacher)).toBe('2026-11-25');
    world.until('2026-11-25T10:00:00.000Z');
    joined(world);
    world.pass(MINUTE);
    expect(dueOf(world, newOne.email)).toBe('2026-11-27');
  });

  it('keeps the time they had with a new wording', () => {
    const world = new World(aSchool());
    world.begin({ dueBy: '2026-12-04' });
    world.pass(MINUTE);
    world.until('2026-12-08T10:00:00.000Z');
    joined(world);
    world.pass(MINUTE);
    world.give('campaign/revise', theClock, { wording: aWording({ version: 5 }), dueBy: '2026-12-09' });
    world.pass(MINUTE);
    expect(dueOf(world, newOne.email)).toBe('2026-12-15');
    expect(dueOf(world, people.teacher)).toBe('2026-12-09');
  });
});

describe('a later date', () => {
  it('stands on the card of IT at once, and IT hears anew when it is past [R163]', () => {
    const world = new World(aSchool());
    world.begin({ wording: anAgreement(), dueBy: '2026-12-04' });
    world.pass(MINUTE);
    world.until('2026-12-08T10:00:00.000Z');
    world.messages.length = 0;
    world.give('campaign/revise', theClock, { wording: anAgreement({ version: 5 }), dueBy: '2027-01-15' });
    const [card] = world.to('it:');
    expect(saidOn(card)).toContain('15 Jan');
    expect(saidOn(card)).not.toContain('4 Dec');
    world.until('2027-01-15T18:00:00.000Z');
    expect(world.to('it:')).toHaveLength(1);
    world.until('2027-01-18T12:00:00.000Z');
    expect(world.to('it:').length).toBeGreaterThan(1);
  });
});

describe('an audience in which there is nobody', () => {
  it('is said to be that, and whoever published it is told', () => {
    const world = new World(withChannel(aSchool()));
    world.members.set('staff:science', []);
    world.begin({ audience: byChannel });
    world.pass(MINUTE);
    const card = world.to(`progress:${people.dsl}`).at(-1);
    expect(card?.data['title']).toMatch(/nobody is asked$/);
    expect(card?.data['attention']).toBe(true);
    expect(saidOn(card)).not.toContain('verybody has');
    expect(card?.preview).toContain('nobody');
    const refused = world.give('campaign/remind-now', actorOf(people.dsl));
    expect(JSON.stringify(refused)).not.toContain('verybody has');
    world.members.set('staff:science', inChannel(people.teacher));
    world.give('campaign/look', theClock, look);
    world.pass(HOUR);
    expect(world.to(`progress:${people.dsl}`).at(-1)?.data).toMatchObject({ attention: false });
  });
});

describe('a round that is sent at once', () => {
  const asks = (world: World) => world.given.filter(({ type }) => type === 'acknowledgement/ask');

  it('says so with each asking, and only while it is handed out', () => {
    const world = new World(aSchool(), '2026-11-22T20:00:00.000Z');
    world.begin({ asks: 'now' });
    world.pass(MINUTE);
    expect(asks(world).map(({ data }) => data['isNow'])).toEqual([true]);
    joined(world);
    world.until('2026-11-23T09:00:00.000Z');
    expect(asks(world).at(-1)?.data).not.toHaveProperty('isNow');
    world.until('2026-11-24T20:00:00.000Z');
    const wording = aWording({ version: 5 });
    world.give('campaign/revise', theClock, { wording, dueBy: '2026-12-18', asks: 'now' });
    world.pass(MINUTE);
    expect(asks(world).at(-1)?.data).toMatchObject({ version: 5, isNow: true });
  });

  it('says nothing of it where people are asked in school hours', () => {
    const world = new World(aSchool(), monday);
    world.begin();
    world.until(later(monday, MINUTE));
    expect(asks(world).every(({ data }) => !('isNow' in data))).toBe(true);
  });
});
