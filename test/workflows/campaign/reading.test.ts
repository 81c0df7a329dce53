import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../src/domain/instant.ts';
import { actorOf, type PersonId } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import { type CampaignCommand, commandData } from '../../../src/workflows/campaign/command-data.ts';
import { bar } from '../../../src/workflows/campaign/figures.ts';
import { campaign } from '../../../src/workflows/campaign/index.ts';
import { type RefusalCode, refusalSentences } from '../../../src/workflows/campaign/refusals.ts';
import { aSchool, people, stranger } from '../../support/school.ts';
import { allStaff, anAgreement, monday, nobody, reference, World } from './a-campaign.ts';

const DAY = 24 * HOUR;

/** Who asks what a campaign shares: it is the same for everybody. */
const asker = { school: aSchool(), by: actorOf(people.teacher) };

/** A school with a department, and a teacher whose line manager is the SENCO. */
function ofDepartments(): School {
  const school = aSchool();
  return {
    ...school,
    groups: [{ id: 'humanities', name: 'Humanities', people: [people.teacher, people.otherTeacher] }],
    people: school.people.map((one) => (one.email === people.teacher ? { ...one, manager: people.senco } : one)),
  };
}

function aWorld(of: Record<string, unknown> = {}, school: School = ofDepartments()): World {
  const world = new World(school);
  world.begin(of);
  world.pass(2 * SECOND);
  return world;
}

/** What somebody sees who gives that, all of it; or the code of its refusal. */
function sees(world: World, person: PersonId, command: CampaignCommand, data: unknown = {}): string {
  const outcome = world.give(command, actorOf(person), data);
  if (outcome.kind === 'refusal') return outcome.code;
  return outcome.kind === 'decision' ? JSON.stringify(outcome.reply?.data) : outcome.kind;
}

describe('who has not', () => {
  it('is shown by name to who may see it, grouped as the school is, with why somebody cannot be reached [R166]', () => {
    const world = aWorld();
    world.stands(people.teacher, 'unreachable');
    world.acknowledge(people.dsl);
    const said = sees(world, people.coordinator, 'campaign/who-has-not');
    expect(said).toContain('8 people have not acknowledged.');
    expect(said).toContain('"heading":"Humanities · 2"');
    expect(said).toContain('Amara Osei, Teacher of History · cannot be reached: has blocked or removed the app');
    expect(said).toContain('"heading":"Head teacher · 1"');
    expect(said).toContain('"heading":"Other staff · 1","text":"Bronwen Tallis, Teaching Assistant"');
    expect(said).not.toContain('Naila Rahimi');
    expect(world.history.at(-1)?.event).toEqual({ type: 'NamesOpened', of: 'all', page: 1 });
  });

  it('shows a line manager those alone whom they manage', () => {
    const world = aWorld({ owner: people.dsl });
    const said = sees(world, people.senco, 'campaign/who-has-not', { of: 'mine' });
    expect(said).toContain('1 person whom you manage has not acknowledged.');
    expect(said).toContain('Amara Osei');
    expect(said).not.toMatch(/Farrow|Tallis|Rahimi/);
    expect(sees(world, people.senco, 'campaign/who-has-not')).toBe('only-theirs');
  });

  it('shows IT the names alone of who has not signed, and only once the date is past [R163]', () => {
    const world = aWorld({ wording: anAgreement(), dueBy: '2026-11-25' });
    expect(sees(world, people.networkManager, 'campaign/who-has-not', { of: 'unsigned' })).toBe('before-its-date');
    world.stands(people.teacher, 'unreachable');
    world.pass(3 * DAY);
    const said = sees(world, people.networkManager, 'campaign/who-has-not', { of: 'unsigned' });
    expect(said).toContain('Amara Osei');
    expect(said).not.toMatch(/Teacher of History|blocked or removed/);
    expect(sees(world, people.networkManager, 'campaign/who-has-not', { of: 'all' })).not.toContain('Teacher of');
    expect(sees(aWorld(), people.networkManager, 'campaign/who-has-not', { of: 'unsigned' })).toBe('not-yours');
  });

  it('tells people who share a name apart by their addresses, and nobody else', () => {
    const school = ofDepartments();
    const shared = (name: string) => (one: School['people'][number]) =>
      one.email === people.assistant || one.email === people.senco ? { ...one, name } : one;
    const world = aWorld(
      { wording: anAgreement(), dueBy: '2026-11-25' },
      { ...school, people: school.people.map(shared('Sam Green')) },
    );
    world.pass(3 * DAY);
    for (const [person, of] of [
      [people.dsl, 'all'],
      [people.networkManager, 'unsigned'],
    ] as const) {
      const said = sees(world, person, 'campaign/who-has-not', { of });
      expect(said).toContain(`Sam Green (${people.assistant})`);
      expect(said).toContain(`Sam Green (${people.senco})`);
      expect(said).not.toContain(people.teacher);
    }
  });

  it('gives IT one list by name, without groups and roles: what they are called may say more [R163]', () => {
    const school = ofDepartments();
    const groups = [{ id: 'review', name: 'Under capability review', people: [people.teacher] }];
    const world = aWorld({ wording: anAgreement(), dueBy: '2026-11-25' }, { ...school, groups });
    world.pass(3 * DAY);
    const said = sees(world, people.networkManager, 'campaign/who-has-not', { of: 'unsigned' });
    expect(said).not.toMatch(/capability|Head teacher|All staff/);
    expect(said).toContain('Amara Osei\\nBronwen Tallis\\nCallum Farrow');
  });

  it('goes on page by page until everybody was named once', () => {
    const many = Array.from({ length: 700 }, (_, index) => ({
      email: `p.${index}@oakfield.example`,
      name: `Person Number ${index}.`,
      jobTitle: 'Teacher of a long and winding subject',
    }));
    const school = ofDepartments();
    const world = aWorld({}, { ...school, people: [...school.people, ...many] });
    const named: string[] = [];
    let data: unknown = {};
    for (let page = 0; page < 60; page++) {
      const outcome = world.give('campaign/who-has-not', actorOf(people.dsl), data);
      const shown = outcome.kind === 'decision' ? outcome.reply?.data : undefined;
      expect(JSON.stringify(shown?.['blocks']).length).toBeLessThan(7_000);
      named.push(...(JSON.stringify(shown?.['blocks']).match(/Person Number \d+\./g) ?? []));
      const turns = shown?.['turns'] as readonly { label: string; press: { with: unknown } }[];
      const on = turns.find(({ label }) => label === 'Go on');
      if (on === undefined) break;
      data = on.press.with;
    }
    expect(named).toHaveLength(700);
    expect(new Set(named).size).toBe(700);
  });

  it('names those in a channel whom the school file does not know', () => {
    const world = new World({ ...aSchool(), staffChannels: [{ id: 'science', name: 'Science' }] });
    world.members.set('staff:science', [{ name: 'A Guest' }]);
    world.begin({ audience: { ...nobody, channels: ['science'], people: [people.teacher] } });
    world.pass(SECOND);
    expect(sees(world, people.dsl, 'campaign/who-has-not')).toContain('not in the school file · 1');
    expect(sees(world, people.dsl, 'campaign/open')).toContain('In a channel, not in the school file');
  });
});

describe('the progress', () => {
  it('is read anew for whoever opens it, and its figures add up', () => {
    const world = aWorld();
    for (const person of [people.dsl, people.head]) world.acknowledge(person);
    world.stands(people.teacher, 'delivered');
    const said = sees(world, people.coordinator, 'campaign/open');
    expect(said).toContain('2 of 9 acknowledged · 0 cannot be reached · 7 outstanding');
    expect(said).toContain('1 have it in their chat · 6 wait to be sent');
    expect(said).toContain('Asked of: all staff');
    for (const label of ['Who has not', 'Remind now', 'Export']) expect(said).toContain(`"label":"${label}"`);
  });

  it('is for publishers and its owner; whoever owns it without publishing cannot remind', () => {
    const world = aWorld({ owner: people.assistant });
    expect(sees(world, people.assistant, 'campaign/open')).toContain('Who has not');
    expect(sees(world, people.assistant, 'campaign/open')).not.toContain('Remind now');
    expect(sees(world, people.assistant, 'campaign/remind-now')).toBe('not-publisher');
  });

  it('is exported by publishers alone: the owner sees who has not, not what each has said', () => {
    const world = aWorld({ owner: people.assistant });
    expect(sees(world, people.assistant, 'campaign/open')).not.toContain('"Export"');
    expect(sees(world, people.assistant, 'campaign/export')).toBe('not-publisher');
    expect(sees(world, people.assistant, 'campaign/who-has-not')).toContain('Amara Osei');
    expect(sees(world, people.dsl, 'campaign/open')).toContain('"Export"');
  });

  it.each([
    [{ pending: 0, delivered: 0, unreachable: 0, acknowledged: 0 }, '░░░░░░░░░░░░'],
    [{ pending: 0, delivered: 0, unreachable: 0, acknowledged: 7 }, '████████████'],
    [{ pending: 4, delivered: 15, unreachable: 9, acknowledged: 184 }, '█████████▒░×'],
    [{ pending: 1, delivered: 1, unreachable: 1, acknowledged: 90_000 }, '█████████▒░×'],
  ])('of %j is a bar of twelve blocks', (figures, drawn) => {
    expect(bar(figures)).toBe(drawn);
    expect([...bar(figures)]).toHaveLength(12);
  });
});

describe('the export', () => {
  it('has a row for everybody who was ever asked, also who has left, and no formula', () => {
    const school = ofDepartments();
    const renamed = school.people.map((one) =>
      one.email === people.assistant ? { ...one, name: '=HYPERLINK(1)' } : one,
    );
    const world = aWorld({}, { ...school, people: renamed });
    world.acknowledge(people.dsl);
    world.school = { ...world.school, people: world.school.people.filter(({ email }) => email !== people.head) };
    world.give('campaign/look');
    world.pass(MINUTE);
    const said = sees(world, people.dsl, 'campaign/export');
    expect(said).toContain('name,job title,address,status,asked,delivered,acknowledged at,version');
    expect(said).toContain("'=HYPERLINK(1)");
    expect(said).toMatch(
      /Naila Rahimi,Designated Safeguarding Lead,n.rahimi@oakfield.example,acknowledged,2026-11-23 14:05,yes,2026-11-23/,
    );
    expect(said).toMatch(/m.elstow@oakfield.example,left,/);
    expect(said.match(/,(pending|acknowledged|left),/g)).toHaveLength(9);
  });
});

describe('who has no part in it', () => {
  const outsiders = [people.teacher, people.governor, people.chair, people.deputy, stranger];

  it.each(outsiders)('%s is told no more than of what is not there', (person) => {
    const world = aWorld();
    for (const command of Object.keys(commandData) as CampaignCommand[]) {
      if (command === 'campaign/begin') continue;
      const outcome = world.give(command, actorOf(person), { reason: 'replaced', slot: '', outcome: 'came', code: '' });
      if (outcome.kind === 'malformed') continue;
      expect(outcome).toMatchObject({ code: 'not-yours', sentence: campaign.notThere(reference, world.school) });
    }
  });
});

describe('what is offered', () => {
  it('is exactly what is not refused, on the card and on the open progress', () => {
    const ended = aWorld();
    ended.give('campaign/close', undefined, { reason: 'replaced' });
    const reminded = aWorld();
    reminded.give('campaign/remind-now', actorOf(people.dsl));
    for (const world of [aWorld(), ended, reminded]) {
      const outcome = world.give('campaign/open', actorOf(people.dsl));
      const data = outcome.kind === 'decision' ? outcome.reply?.data : undefined;
      const buttons = data?.['buttons'] as readonly { press: { do: CampaignCommand } }[];
      const offered = buttons.map(({ press }) => press.do);
      for (const command of ['campaign/who-has-not', 'campaign/remind-now', 'campaign/export'] as const) {
        const refused = world.give(command, actorOf(people.dsl)).kind === 'refusal';
        expect(offered.includes(command), command).toBe(!refused);
      }
    }
  });

  it('has a sentence for each refusal that says what to do or why', () => {
    const world = aWorld();
    for (const code of Object.keys(refusalSentences) as RefusalCode[])
      for (const state of [world.state, campaign.initial])
        expect(refusalSentences[code]({ state, school: world.school, at: monday, reference })).toMatch(/^[A-Z].+\.$/s);
  });

  it('is listed for publishers, those of whom most are outstanding first', () => {
    const [list] = campaign.lists;
    const [small, large] = [
      aWorld({ audience: { ...nobody, people: [people.teacher] } }),
      aWorld({ audience: allStaff }),
    ];
    const rows = [small, large].map((world) => {
      world.pass(MINUTE);
      return list?.row(world.state, { reference, person: people.dsl, school: world.school, now: world.at });
    });
    expect(rows[1]?.rank).toBeLessThan(rows[0]?.rank ?? 0);
    expect(rows[1]?.detail).toBe('0 of 9 acknowledged · 0 cannot be reached · 9 outstanding · by Fri 18 Dec');
    expect(list?.row(large.state, { reference, person: people.teacher, school: large.school, now: monday })).toBe(
      undefined,
    );
  });

  it('given again shows that it was done, and no names', () => {
    const world = aWorld();
    const at = world.at;
    for (const command of ['campaign/who-has-not', 'campaign/export', 'campaign/remind-now', 'campaign/put-away']) {
      const data = commandData[command as CampaignCommand].parse({});
      const context = { at, by: actorOf(people.dsl), school: world.school, reference };
      const reply = campaign.again(world.state, { type: command, data: data as Record<string, never> }, context);
      expect(JSON.stringify(reply), command).not.toMatch(/Osei|@oakfield.example,/);
      expect(reply, command).toBeDefined();
      const other = { ...context, by: actorOf(people.governor) };
      expect(campaign.again(world.state, { type: command, data: data as Record<string, never> }, other)).toBe(
        undefined,
      );
    }
  });
});

describe('cards that never came', () => {
  it('are on the record, and named to who opens the progress', () => {
    const world = aWorld();
    const note = { slot: `progress:${people.dsl}`, outcome: 'parked', code: 'teams-403' };
    world.give('campaign/delivery-note', undefined, note);
    expect(world.give('campaign/delivery-note', undefined, note)).toMatchObject({ events: [] });
    expect(sees(world, people.coordinator, 'campaign/open')).toContain('To Naila Rahimi. Tell them another way.');
    world.give('campaign/delivery-note', undefined, { slot: 'ask:x:0', outcome: 'parked', code: 'not-there' });
    expect(world.history.at(-1)?.event.type).toBe('AskRefused');
    const came = world.give('campaign/delivery-note', undefined, { ...note, outcome: 'came' });
    expect(came).toMatchObject({ events: [] });
  });
});

describe('what others may know of a campaign', () => {
  it('is the wording of now, its hash, by when, and who looks after it', () => {
    const world = aWorld();
    expect(campaign.shares?.(world.state, asker)).toMatchObject({
      wording: { policy: 'P-7K3Q9F', version: 4 },
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      round: 1,
      dueBy: '2026-12-18',
      status: 'running',
      owner: people.coordinator,
    });
    expect(campaign.shares?.(campaign.initial, asker)).toBe(undefined);
  });
});

describe('another owner', () => {
  const shared = (world: World) => campaign.shares?.(world.state, asker) as { readonly owner: PersonId } | undefined;
  const change = (world: World, owner: PersonId, publisher: PersonId = people.dsl) =>
    world.give('campaign/change-owner', undefined, { owner, publisher });

  it('is whom acknowledgements ask from now on, sees how it goes, and the one before sees nothing any more', () => {
    const world = aWorld({ owner: people.assistant });
    world.pass(MINUTE);
    world.messages.length = 0;
    change(world, people.senco);
    expect(shared(world)?.owner).toBe(people.senco);
    expect(world.messages.map(({ slot, card, onlyEdits = false }) => [slot, card, onlyEdits])).toEqual([
      [`progress:${people.senco}`, 'case', false],
      [`progress:${people.assistant}`, 'notice', true],
    ]);
    expect(sees(world, people.senco, 'campaign/open')).toContain('Who has not');
    for (const command of ['campaign/open', 'campaign/who-has-not', 'campaign/export'] as const)
      expect(sees(world, people.assistant, command)).toBe('not-yours');
    for (const message of world.messages) expect(campaign.mayStillSend(world.state, message, world.school)).toBe(true);
  });

  it('comes to a round that is over too, and nobody is sent its card', () => {
    const world = aWorld({ owner: people.assistant });
    world.pass(MINUTE);
    world.give('campaign/close', undefined, { reason: 'replaced' });
    world.pass(3 * DAY);
    expect(campaign.status(world.state)).toBe('closed');
    world.messages.length = 0;
    change(world, people.senco);
    expect(shared(world)?.owner).toBe(people.senco);
    expect(world.to(`progress:${people.senco}`)).toEqual([]);
    world.restart();
    expect(shared(world)?.owner).toBe(people.senco);
  });

  it('who is the same changes nothing, and nobody but the clock can change it', () => {
    const world = aWorld();
    expect(change(world, people.coordinator)).toMatchObject({ kind: 'decision', events: [], messages: [] });
    const given = world.give('campaign/change-owner', actorOf(people.dsl), {
      owner: people.dsl,
      publisher: people.dsl,
    });
    expect(given.kind).toBe('refusal');
  });

  it('whoever publishes now has the card of whoever published before', () => {
    const world = aWorld({ owner: people.assistant });
    world.pass(MINUTE);
    world.messages.length = 0;
    change(world, people.assistant, people.head);
    expect(world.messages.map(({ slot }) => slot)).toEqual([`progress:${people.head}`, `progress:${people.dsl}`]);
  });
});
