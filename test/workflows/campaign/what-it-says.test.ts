import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../src/domain/instant.ts';
import { actorOf, type PersonId } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import type { CampaignCommand } from '../../../src/workflows/campaign/command-data.ts';
import { aSchool, people } from '../../support/school.ts';
import { anAgreement, nobody, saidOn, World } from './a-campaign.ts';

const DAY = 24 * HOUR;
const three: readonly PersonId[] = [people.teacher, people.otherTeacher, people.assistant];

/** A school in which the SENCO manages these three. */
function managed(): School {
  const school = aSchool();
  return {
    ...school,
    people: school.people.map((one) => (three.includes(one.email) ? { ...one, manager: people.senco } : one)),
  };
}

function aWorld(of: Record<string, unknown> = {}): World {
  const world = new World(managed());
  world.begin({ audience: { ...nobody, people: three }, ...of });
  world.pass(2 * SECOND);
  return world;
}

function sees(world: World, person: PersonId, command: CampaignCommand, data: unknown = {}): string {
  const outcome = world.give(command, actorOf(person), data);
  return outcome.kind === 'decision' ? JSON.stringify(outcome.reply?.data) : outcome.kind;
}

const signed = { wording: anAgreement(), dueBy: '2026-11-25' };

describe('whoever was never reached', () => {
  it('is told apart on the card of IT and in its list: they have not signed what they never got [R163]', () => {
    const world = aWorld(signed);
    world.stands(people.teacher, 'unreachable');
    world.stands(people.assistant, 'delivered');
    world.pass(3 * DAY);
    expect(saidOn(world.to('it:').at(-1))).toContain('3 people, 2 of them not reached yet, to be signed by');
    const list = sees(world, people.networkManager, 'campaign/who-has-not', { of: 'unsigned' });
    expect(list).toContain('3 people have not signed, 2 of them not reached yet.');
    expect(list).toContain('"heading":"Not reached yet · 2","text":"Amara Osei\\nCallum Farrow"');
    expect(list).toContain('{"heading":"","text":"Bronwen Tallis"}');
  });

  it('is on the card no longer once they were: it changes though as many have not signed', () => {
    const world = aWorld(signed);
    for (const person of three.slice(1)) world.stands(person, 'delivered');
    world.pass(3 * DAY);
    expect(saidOn(world.to('it:').at(-1))).toContain('3 people, 1 of them not reached yet');
    world.stands(people.teacher, 'delivered');
    world.pass(4 * DAY);
    expect(saidOn(world.to('it:').at(-1))).toContain('3 people, to be signed by');
    const cards = world.to('it:').length;
    world.pass(3 * DAY);
    expect(world.to('it:')).toHaveLength(cards);
  });

  it('is told apart on the card of their line manager, the co-ordinator and the head [R166]', () => {
    const world = aWorld();
    world.stands(people.teacher, 'unreachable');
    for (const person of three.slice(1)) world.stands(person, 'delivered');
    world.until('2026-12-03T12:00:00.000Z');
    expect(saidOn(world.to('manager:').at(-1))).toContain(
      '3 people you manage have not yet acknowledged, 10 days or more after they were asked, 1 of them not reached yet',
    );
    world.until('2026-12-16T12:00:00.000Z');
    expect(saidOn(world.to('head:').at(-1))).toContain('1 of them not reached yet');
    const early = aWorld();
    early.school = { ...early.school, people: aSchool().people };
    early.until('2026-12-03T12:00:00.000Z');
    expect(saidOn(early.to('unmanaged:').at(-1))).toContain('none of them reached yet');
  });

  it('is counted among those with a date of their own too [R163]', () => {
    const world = aWorld({ ...signed, audience: { ...nobody, groups: ['team'], people: [people.teacher] } });
    world.stands(people.teacher, 'delivered');
    world.pass(4 * DAY);
    const groups = [{ id: 'team', name: 'Team', people: [people.assistant] }];
    world.school = { ...world.school, groups };
    world.give('campaign/look');
    world.pass(2 * DAY);
    world.pass(20 * DAY);
    expect(saidOn(world.to('it:').at(-1))).toContain('2 people, 1 of them not reached yet');
  });
});

describe('a round that is over', () => {
  it('says that nobody owes it and how many had done it, without a bar and a date', () => {
    const world = aWorld(signed);
    world.acknowledge(people.teacher);
    world.pass(MINUTE);
    world.give('campaign/close', undefined, { reason: 'withdrawn' });
    const card = saidOn(world.to('progress:').at(-1));
    expect(card).toContain('Nobody owes it any more · 1 had signed');
    const file = sees(world, people.dsl, 'campaign/open');
    expect(file).toContain('Nobody owes it any more · 1 had signed');
    for (const said of [card, file]) expect(said).not.toMatch(/[█▒░]|outstanding|Sign by|to be signed by/);
    world.pass(DAY);
    expect(sees(world, people.dsl, 'campaign/open')).toContain('Nobody owes it any more · 1 had signed');
  });

  it('says to IT and the others that a new round has begun, where one has', () => {
    const cardsAfter = (reason: string) => {
      const world = aWorld({ ...signed, dueBy: '2026-11-25' });
      world.until('2026-12-04T12:00:00.000Z');
      world.give('campaign/close', undefined, { reason });
      return [world.to('it:').at(-1), world.to('manager:').at(-1)].map((message) => saidOn(message));
    };
    const [it, manager] = cardsAfter('replaced');
    expect(it).toContain('A new round of Acceptable use has begun. You hear again once its date is past.');
    expect(manager).toContain('A new round of Acceptable use has begun. You hear again');
    expect(`${it} ${manager}`).not.toContain('owes it');
    expect(cardsAfter('withdrawn')[0]).toContain('was withdrawn: nobody owes it any more.');
  });
});

describe('reminders that were asked for', () => {
  it('are offered no more on the card from then on', () => {
    const world = aWorld();
    for (const person of three) world.stands(person, 'delivered');
    world.pass(MINUTE);
    expect(saidOn(world.to('progress:').at(-1))).toContain('Remind now');
    const before = world.to('progress:').length;
    world.give('campaign/remind-now', actorOf(people.dsl));
    const fresh = world.to('progress:').slice(before);
    expect(fresh.length).toBeGreaterThan(0);
    expect(fresh.every(({ onlyEdits }) => onlyEdits === true)).toBe(true);
    for (const card of fresh) expect(saidOn(card)).not.toContain('Remind now');
  });

  it('are said to go to those who have the card, and to nobody else', () => {
    const world = aWorld();
    world.stands(people.teacher, 'delivered');
    world.stands(people.assistant, 'unreachable');
    const said = sees(world, people.dsl, 'campaign/remind-now');
    expect(said).toContain('Reminders are going out now to 1 person who has not.');
    expect(said).toContain('2 people have not been reached yet; that is tried again.');
    const none = sees(aWorld(), people.dsl, 'campaign/remind-now');
    expect(none).toContain('3 people have not been reached yet; that is tried again.');
    expect(none).not.toContain('Reminders are going out');
  });
});

describe('those who stand in no group and have no role', () => {
  it('stand under a heading that does not call them all', () => {
    const world = aWorld();
    expect(sees(world, people.coordinator, 'campaign/who-has-not')).toContain('"heading":"Other staff · 3"');
  });
});
