import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../../src/domain/instant.ts';
import { actorOf, theClock } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import { wordingHash } from '../../../src/domain/wording.ts';
import { campaign } from '../../../src/workflows/campaign/index.ts';
import { askedBy } from '../../../src/workflows/campaign/who-is-in.ts';
import { aPerson, aSchool, aSchoolFile, manyPeople, people } from '../../support/school.ts';
import { aBeginning, allStaff, aWording, monday, nobody, policy, reference, World } from './a-campaign.ts';

const DAY = 24 * 60 * MINUTE;
/** Those of Oakfield School who are staff: the chair and the governor are not. */
const staff = Object.values(people).filter((one) => one !== people.chair && one !== people.governor);

function withNewStarter(school: School, email = 'z.new@oakfield.example'): School {
  return { ...school, people: [...school.people, { email, name: 'Zoe New', jobTitle: 'Teacher of Art' }] };
}

function without(school: School, person: string): School {
  return { ...school, people: school.people.filter(({ email }) => email !== person) };
}

/** A channel for staff, with this many who are in it. */
function withChannel(school: School): School {
  return { ...school, staffChannels: [{ id: 'science', name: 'Science' }] };
}
const byChannel = { ...nobody, channels: ['science'] };
const inChannel = (...who: readonly string[]) => who.map((person) => ({ person, name: person }));

describe('a round of asking', () => {
  it('asks everybody of its audience once, with the version and the hash of what they are to read [R167]', () => {
    const world = new World(aSchool());
    world.begin();
    world.pass(MINUTE);
    expect(world.who('asked').toSorted()).toEqual(staff.toSorted());
    const asks = world.given.filter(({ type }) => type === 'acknowledgement/ask');
    expect(asks).toHaveLength(1);
    expect(asks[0]?.data).toEqual({
      campaign: reference,
      policy,
      version: 4,
      title: 'Online safety policy',
      hash: wordingHash(aWording()),
      dueBy: '2026-12-18',
    });
    expect(asks[0]?.each?.[0]).toEqual({
      key: `acknowledgement ${reference} ${people.teacher}`,
      data: { person: people.teacher },
    });
    expect(campaign.status(world.state)).toBe('running');
  });

  it('tells its policy which campaign it is, and is not begun a second time', () => {
    const world = new World(aSchool());
    world.begin({ round: 2 });
    expect(world.given[0]).toMatchObject({
      type: 'policy/campaign-began',
      reference: policy,
      data: { round: 2, campaign: reference },
    });
    expect(world.begin({ round: 2 })).toMatchObject({ kind: 'decision', events: [], messages: [] });
  });

  it('asks 250 people in pages of at most a hundred, and goes on where it was when it is killed after any of them', () => {
    const school = aSchool({ people: manyPeople() });
    for (let killedAfter = 0; killedAfter < 4; killedAfter++) {
      const world = new World(school);
      world.begin();
      for (let page = 0; page < 4; page++) {
        if (page === killedAfter) world.restart();
        world.give('campaign/hand-out');
      }
      expect(world.who('asked').toSorted()).toEqual([...askedBy(allStaff, school).people]);
      const asked = world.given.flatMap(({ type, each = [] }) => (type === 'acknowledgement/ask' ? each : []));
      expect(asked).toHaveLength(248);
      const pages = world.given
        .filter(({ type }) => type === 'acknowledgement/ask')
        .map(({ each = [] }) => each.length);
      expect(pages).toEqual([100, 100, 48]);
      expect(world.given.filter(({ type }) => type === 'acknowledgement/ask').map(({ slot }) => slot)).toHaveLength(3);
    }
  });

  it('keeps its record small: for 20,000 people it holds no list of them, and few events', () => {
    const many = Array.from({ length: 20_000 }, (_, index) =>
      aPerson(`p.${index}@oakfield.example`, 'Some Body', 'Teacher', 20),
    );
    const school: School = { ...aSchool(), people: many };
    const world = new World(school);
    world.isHeld = true;
    world.begin();
    for (let page = 0; page < 40; page++) world.give('campaign/hand-out');
    expect(campaign.status(world.state)).toBe('running');
    expect(world.given.flatMap(({ each = [] }) => each)).toHaveLength(20_000);
    expect(Math.max(...world.given.map(({ each = [] }) => each.length))).toBe(100);
    expect(JSON.stringify(world.state).length).toBeLessThan(10_000);
    expect(JSON.stringify(world.history).length).toBeLessThan(20_000);
  });
});

describe('who comes and goes', () => {
  it('asks a new starter what is owed as soon as the school file has them, and nobody else [R160]', () => {
    const world = new World(aSchool());
    world.begin();
    world.pass(DAY);
    world.school = withNewStarter(world.school);
    world.give('campaign/look');
    world.pass(SECOND);
    expect(world.who('asked').slice(staff.length)).toEqual(['z.new@oakfield.example']);
    const last = world.given.findLast(({ type }) => type === 'acknowledgement/ask');
    expect(last?.each?.length).toBeLessThan(4);
  });

  it('asks a new starter too once everybody had acknowledged, and is then under way again [R160]', () => {
    const world = new World(aSchool());
    world.begin();
    world.pass(MINUTE);
    for (const person of staff) world.acknowledge(person);
    world.pass(DAY);
    expect(campaign.status(world.state)).toBe('complete');
    world.school = withNewStarter(world.school);
    world.give('campaign/look');
    world.pass(SECOND);
    expect(campaign.status(world.state)).toBe('running');
    world.acknowledge('z.new@oakfield.example');
    world.pass(2 * MINUTE);
    expect(campaign.status(world.state)).toBe('complete');
  });

  it('lets a leaver drop out, also one who had acknowledged, and asks who comes back', () => {
    const world = new World(aSchool());
    world.begin();
    world.pass(MINUTE);
    world.acknowledge(people.senco);
    const before = world.school;
    world.school = without(without(before, people.teacher), people.senco);
    world.give('campaign/look');
    world.pass(SECOND);
    expect(world.having('left')).toEqual([people.teacher, people.senco].toSorted());
    world.school = before;
    world.give('campaign/look');
    world.pass(SECOND);
    expect(world.having('left')).toEqual([]);
    expect(world.theirs.get(people.senco)?.status).toBe('acknowledged');
    expect(world.theirs.get(people.teacher)?.status).toBe('pending');
  });

  it('does nothing where the school file has changed in something else', () => {
    const world = new World(aSchool());
    world.begin();
    world.pass(MINUTE);
    world.school = { ...world.school, telephone: '01632 960199' };
    expect(world.give('campaign/look')).toMatchObject({ kind: 'decision', events: [] });
    expect(world.give('campaign/look', theClock, { place: `person:${people.teacher}`, chat: 'teams' })).toMatchObject({
      events: [],
    });
  });

  it('begins anew when the school file changed while it was handed out', () => {
    const world = new World(aSchool({ people: manyPeople() }));
    world.begin();
    world.give('campaign/hand-out');
    world.school = withNewStarter(world.school, 'a.aaa@oakfield.example');
    world.pass(MINUTE);
    expect(world.who('asked')).toContain('a.aaa@oakfield.example');
  });

  it('puts right what was missed: once a day, where the figures are not those of the audience', () => {
    const world = new World(aSchool());
    world.begin();
    world.pass(SECOND);
    world.theirs.delete(people.teacher);
    world.pass(MINUTE);
    expect(world.theirs.get(people.teacher)?.status).toBe('pending');
    world.theirs.set('gone@oakfield.example', {
      status: 'pending',
      hasAcknowledged: false,
      askedAt: monday,
      reminded: 0,
      version: 4,
      order: 99,
    });
    world.pass(DAY);
    expect(world.theirs.get('gone@oakfield.example')?.status).toBe('left');
  });
});

describe('who is in a channel for staff', () => {
  function aWorld(...who: readonly string[]): World {
    const world = new World(withChannel(aSchool()));
    world.members.set('staff:science', inChannel(...who));
    world.pageSize = 2;
    world.begin({ audience: byChannel });
    world.pass(MINUTE);
    return world;
  }

  it('is asked, page by page, and nobody else', () => {
    const world = aWorld(people.teacher, people.senco, people.assistant);
    expect(world.having('pending')).toEqual([people.teacher, people.senco, people.assistant].toSorted());
  });

  it('is asked when they join it, soon after somebody came', () => {
    const world = aWorld(people.teacher, people.senco, people.assistant);
    world.members.set('staff:science', inChannel(people.teacher, people.dsl, people.senco, people.assistant));
    world.give('campaign/look', theClock, { place: 'channel:science', chat: 'teams' });
    world.pass(40 * MINUTE);
    expect(world.having('pending')).toContain(people.dsl);
    expect(world.who('asked')).toHaveLength(4);
  });

  it('leaves once every page was read and they are on none of them', () => {
    const world = aWorld(people.teacher, people.senco, people.assistant);
    world.members.set('staff:science', inChannel(people.teacher, people.assistant));
    world.pass(DAY);
    expect(world.having('left')).toEqual([people.senco]);
    expect(world.having('pending')).toEqual([people.teacher, people.assistant].toSorted());
  });

  it('is kept while the chat does not say who is in it, and leaves when it says so again', () => {
    const world = aWorld(people.teacher, people.senco);
    world.members.set('staff:science', inChannel(people.teacher));
    world.isChatAway = true;
    world.pass(DAY);
    expect(world.having('left')).toEqual([]);
    world.isChatAway = false;
    world.pass(DAY);
    expect(world.having('left')).toEqual([people.senco]);
  });

  it('is not let go by who goes through the acknowledgements before every page was read', () => {
    const world = new World(withChannel(aSchool()));
    world.members.set('staff:science', inChannel(people.teacher, people.senco, people.assistant));
    world.pageSize = 1;
    world.begin({ audience: byChannel });
    for (let page = 0; page < 3; page++) world.give('campaign/hand-out');
    expect(world.having('pending').length).toBeGreaterThan(0);
    world.give('campaign/remind-now', actorOf(people.dsl));
    world.give('campaign/go-through');
    expect(world.having('left')).toEqual([]);
  });

  it('is kept by name, and not asked, where the school file does not know them', () => {
    const world = new World(withChannel(aSchool()));
    const many = Array.from({ length: 230 }, (_, index) => ({ name: `Guest ${index}` }));
    world.members.set('staff:science', [...inChannel(people.teacher), ...many]);
    world.begin({ audience: byChannel });
    world.pass(MINUTE);
    expect(world.having('pending')).toEqual([people.teacher]);
    const strangers = world.state.status === 'none' ? undefined : world.state.file.strangers;
    expect(strangers?.names).toHaveLength(200);
    expect(strangers?.more).toBe(30);
  });
});

describe('a new wording', () => {
  it('is shown to those who owe it and to nobody who has acknowledged [R167]', () => {
    const world = new World(aSchool());
    world.begin();
    world.pass(MINUTE);
    world.acknowledge(people.teacher);
    world.give('campaign/revise', theClock, { wording: aWording({ version: 5 }), dueBy: '2026-12-18' });
    world.pass(SECOND);
    expect(world.who('reworded').toSorted()).toEqual(staff.filter((one) => one !== people.teacher).toSorted());
    const last = world.given.findLast(({ type }) => type === 'acknowledgement/ask');
    expect(last?.data).toMatchObject({ version: 5, hash: wordingHash(aWording({ version: 5 })) });
  });

  it('that comes late, after a later one, changes nothing', () => {
    const world = new World(aSchool());
    world.begin();
    const data = { wording: aWording({ version: 3 }), dueBy: '2026-12-18' };
    expect(world.give('campaign/revise', theClock, data)).toMatchObject({ events: [] });
  });
});

describe('the end', () => {
  it('closes what is still owed, and what was asked for meanwhile, and keeps what was acknowledged [R167]', () => {
    const world = new World(aSchool());
    world.begin();
    world.isHeld = true;
    world.pass(SECOND);
    world.give('campaign/close', theClock, { reason: 'replaced' });
    world.pass(SECOND);
    expect(campaign.status(world.state)).toBe('closing');
    world.isHeld = false;
    world.carryOut();
    world.acknowledge(people.teacher);
    world.pass(10 * MINUTE);
    expect(campaign.status(world.state)).toBe('closed');
    expect(world.having('acknowledged')).toEqual([people.teacher]);
    expect(world.having('pending', 'delivered', 'unreachable')).toEqual([]);
    expect(campaign.deadlines(world.state)).toEqual([]);
  });

  it('is said on the cards where they stand', () => {
    const world = new World(aSchool());
    world.begin();
    world.pass(MINUTE);
    world.messages.length = 0;
    world.give('campaign/close', theClock, { reason: 'withdrawn' });
    const [card] = world.to('progress:');
    expect(card?.onlyEdits).toBe(true);
    expect(card?.data['title']).toMatch(/^Policy P-\w{6}, version 4 · withdrawn$/);
    expect(world.give('campaign/close', theClock, { reason: 'replaced' })).toMatchObject({ events: [] });
    expect(world.give('campaign/look')).toMatchObject({ events: [] });
    expect(world.give('campaign/begin', theClock, aBeginning())).toMatchObject({ events: [] });
  });
});

describe('a school without a channel that the policy names', () => {
  it('asks those whom it can', () => {
    const world = new World(aSchool({ ...aSchoolFile() }));
    world.begin({ audience: { ...byChannel, people: [people.teacher] } });
    world.pass(MINUTE);
    expect(world.having('pending')).toEqual([people.teacher]);
  });
});
