import { HOUR, later, SECOND } from '../../src/domain/instant.ts';
import { actorOf, type PersonId } from '../../src/domain/people.ts';
import type { School } from '../../src/domain/school.ts';
import type { CampaignCommand } from '../../src/workflows/campaign/command-data.ts';
import { campaign } from '../../src/workflows/campaign/index.ts';
import { anAgreement, aWording, reference, World } from '../workflows/campaign/a-campaign.ts';
import { asSample, posted, type SampleCard } from './sample-card.ts';
import { aSchool, people } from './school.ts';

const DAY = 24 * HOUR;
/** As long as the form of a policy lets a title be. */
const TITLE = 100;

/**
 * The cards of rounds of asking, of a policy that has `words` for its title, in a school whose people and groups are
 * called so: how it goes, who hears of the late, who has not, and the export.
 */
export function campaignCards(words: string): readonly SampleCard[] {
  const title = words.slice(0, TITLE);
  return [
    ...cardsOf(anAgreement({ title, changes: [words.slice(0, 140)] }), words),
    ...cardsOf(aWording({ title }), ''),
    ...lists(title),
    ...waiting(title),
  ];
}

/** A round of asking of which somebody hears everything: nobody acknowledges for weeks, then everybody does. */
function cardsOf(wording: ReturnType<typeof aWording>, words: string): readonly SampleCard[] {
  const world = new World(aNamedSchool(words));
  world.members.set(
    'staff:science',
    Array.from({ length: 60 }, (_, guest) => ({ name: `Guest ${guest} ${words.slice(0, 60)}` })),
  );
  const { teacher, assistant, dsl } = people;
  const audience = { kinds: ['staff' as const], roles: [], groups: ['humanities'], channels: ['science'], people: [] };
  world.begin({ wording, audience, dueBy: '2026-12-01', isYearly: wording.isSigned });
  world.pass(20 * SECOND);
  for (const person of Object.values(people)) world.stands(person, person === teacher ? 'unreachable' : 'delivered');
  world.until('2026-12-09T12:00:00.000Z');
  const opened = openings(world);
  world.acknowledge(dsl);
  world.acknowledge(assistant);
  world.give('campaign/delivery-note', undefined, { slot: `progress:${dsl}`, outcome: 'parked', code: 'teams-403' });
  world.pass(2 * DAY);
  for (const person of Object.values(people)) world.acknowledge(person);
  world.until(later(world.at, 5 * DAY));
  const done = openings(world);
  world.give('campaign/close', undefined, { reason: 'replaced' });
  return [...world.messages.map((message) => asSample('a campaign', message)), ...opened, ...done];
}

/** A round that was published on a Sunday, and one that a new wording comes to: they wait for the school to open. */
function waiting(title: string): readonly SampleCard[] {
  const world = new World(aSchool(), '2026-11-22T20:00:00.000Z');
  world.begin({ wording: aWording({ title }) });
  world.pass(20 * SECOND);
  const opened = openings(world);
  world.until('2026-11-23T20:00:00.000Z');
  world.give('campaign/revise', undefined, { wording: aWording({ title, version: 5 }), dueBy: '2026-12-18' });
  return [...world.messages.map((message) => asSample('a campaign that waits', message)), ...opened];
}

/** What each who may open something of it sees. */
function openings(world: World): readonly SampleCard[] {
  const asked: readonly (readonly [CampaignCommand, PersonId, object])[] = [
    ['campaign/open', people.dsl, {}],
    ['campaign/who-has-not', people.dsl, {}],
    ['campaign/who-has-not', people.dsl, { page: '2' }],
    ['campaign/who-has-not', people.senco, { of: 'mine' }],
    ['campaign/who-has-not', people.networkManager, { of: 'unsigned' }],
    ['campaign/export', people.head, {}],
    ['campaign/export', people.head, { page: '2' }],
    ['campaign/remind-now', people.head, {}],
    ['campaign/put-away', people.head, {}],
  ];
  return asked.flatMap(([command, person, data]) => {
    const outcome = world.give(command, actorOf(person), data);
    const reply = outcome.kind === 'decision' ? outcome.reply : undefined;
    const contents = reply === undefined ? [] : [reply, ...(reply.fades === undefined ? [] : [reply.fades])];
    return contents.map((content) => posted(`${command} of a campaign`, content));
  });
}

function lists(title: string): readonly SampleCard[] {
  const world = new World(aSchool());
  world.begin({ wording: aWording({ title }) });
  world.pass(20 * SECOND);
  return campaign.lists.flatMap(({ id, title: heading, row }) => {
    const line = row(world.state, { reference, person: people.dsl, school: world.school, now: world.at });
    if (line === undefined) return [];
    const button = { label: 'Open', primary: false, opens: true, chatOnly: false };
    const rows = [
      {
        title: line.title,
        detail: line.detail,
        buttons: [{ ...button, press: { do: 'campaign/open', ref: reference } }],
      },
    ];
    const section = { title: heading, empty: '', rows, buttons: [] };
    return [
      posted(`the list ${id}`, {
        card: 'list',
        preview: heading,
        data: { title: '', sections: [section], buttons: [], help: '' },
      }),
    ];
  });
}

/** Oakfield School where people and a group have such names, and a line manager. */
function aNamedSchool(words: string): School {
  const school = aSchool();
  const called = (name: string) => (words === '' ? name : `${name} ${words}`.slice(0, 120));
  return {
    ...school,
    staffChannels: [{ id: 'science', name: called('Science') }],
    groups: [{ id: 'humanities', name: called('Humanities'), people: [people.teacher, people.otherTeacher] }],
    people: school.people.map((one) => ({
      ...one,
      name: called(one.name),
      jobTitle: called(one.jobTitle),
      ...(one.email === people.teacher ? { manager: people.senco } : {}),
    })),
  };
}
