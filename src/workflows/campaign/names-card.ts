import { paginate, type Said } from '../../domain/pages.ts';
import { type PersonId, personKinds, roles } from '../../domain/people.ts';
import { isNamesake } from '../../domain/person-named.ts';
import { personKindLabels } from '../../domain/policies.ts';
import { capital } from '../../domain/said-by-role.ts';
import { kindOf, roleLabel, type School } from '../../domain/school.ts';
import { managerOf, slots } from './access.ts';
import { button, type CardContext } from './buttons.ts';
import { isOverdue } from './dates.ts';
import type { Asking } from './decision-parts.ts';
import { isReached } from './figures.ts';
import { linesInPages } from './lines-in-pages.ts';
import type { Campaign } from './state.ts';
import { has, number, people, saidUnreached, saidWhich, saidWording } from './words.ts';

/** Which of those who have not are shown, and how much of each. */
export type NamesOf = 'all' | 'mine' | 'unsigned';

/** A page of those who have not. */
export interface NamesPage {
  readonly of: NamesOf;
  readonly askings: readonly Asking[];
  /** Where these begin, and where the next ones do, as the store said. */
  readonly after: string;
  readonly next?: string | undefined;
  /** Which page of these. */
  readonly page: number;
  /** False when a record could not be read. */
  readonly isWhole: boolean;
}

/** Who has not, by name, grouped as the school is: on the private surface only (R166). */
export function namesFile(campaign: Campaign, person: PersonId, shown: NamesPage, of: CardContext) {
  const { reference, school } = of;
  const wanted = shown.askings
    .filter((one) => shown.of !== 'mine' || managerOf(one.person, school) === person)
    .filter((one) => shown.of !== 'unsigned' || isOverdue(one, campaign.file, of));
  const isLast = shown.next === undefined;
  const blocks = [
    { heading: '', text: saidWording(campaign.file.wording) },
    ...summary(campaign, wanted, shown),
    ...(shown.of === 'unsigned' ? namesAlone(wanted, school) : grouped(wanted, school)),
    ...(isLast && shown.of === 'all' ? strangers(campaign) : []),
  ];
  const pages = paginate(blocks);
  const page = Math.min(shown.page, pages.length);
  const turn = (label: string, given: { readonly [key: string]: string }) =>
    button('campaign/who-has-not', reference, { label, given: { of: shown.of, ...given } });
  const { after, next } = shown;
  return {
    slot: slots.view(person),
    card: 'case-file',
    preview: 'Who has not',
    data: {
      title: `${saidWhich(campaign.file.wording)} · not ${has(campaign.file.wording)}`,
      attention: false,
      caution: 'Names of staff. That you opened this is on the record.',
      blocks: (pages[page - 1] ?? []).map(({ heading, text }) => ({ heading, text })),
      page:
        pages.length > 1 || after !== '' || !isLast
          ? `Page ${page} of ${pages.length}${isLast ? '' : ', and more'}`
          : '',
      turns: [
        ...(page > 1 ? [turn('Back', { after, page: String(page - 1) })] : []),
        ...(page === 1 && after !== '' ? [turn('From the beginning', {})] : []),
        ...(page < pages.length ? [turn('Go on', { after, page: String(page + 1) })] : []),
        ...(page === pages.length && next !== undefined ? [turn('Go on', { after: next })] : []),
      ],
      buttons: [button('campaign/put-away', reference, { chatOnly: true })],
      more: [],
    },
    fades: namesPutAway(campaign, shown.of, of),
  } as const;
}

/** What stands in the chat when names are no longer shown there. */
export function namesPutAway({ file }: Campaign, of: NamesOf, { reference }: CardContext) {
  const text = `Who has not ${has(file.wording)} was shown here and has been put away.`;
  const buttons = [button('campaign/who-has-not', reference, { label: 'Open again', given: { of } })];
  return {
    card: 'notice',
    preview: 'What was shown here has been put away.',
    data: { title: '', lines: [text], buttons },
  } as const;
}

function summary(campaign: Campaign, wanted: readonly Asking[], shown: NamesPage): readonly Said[] {
  const isPart = shown.after !== '' || shown.next !== undefined;
  const whose = shown.of === 'mine' ? ' whom you manage' : '';
  const nobody = isPart ? `Nobody${whose} among these; go on to the next.` : `Nobody${whose} is outstanding.`;
  const what = has(campaign.file.wording);
  const unreached = wanted.filter((asking) => !isReached(asking)).length;
  const missed = shown.of === 'unsigned' ? saidUnreached(wanted.length, unreached) : '';
  const count = `${people(wanted.length)}${whose} ${wanted.length === 1 ? 'has' : 'have'} not ${what}${missed}${isPart ? ', on this part of the list' : ''}.`;
  const gap = shown.isWhole ? '' : '\nNot all could be read just now. Open it again in a few minutes.';
  return [{ heading: '', text: `${wanted.length === 0 ? nobody : count}${gap}` }];
}

/**
 * IT has one list: what a group is called may say more of somebody than their name. Whoever was never asked stands apart,
 * as nobody has refused to sign what they never got.
 */
function namesAlone(askings: readonly Asking[], school: School): readonly Said[] {
  const namesOf = (some: readonly Asking[]) => some.toSorted(byName).map((asking) => saidName(asking, school));
  const missed = namesOf(askings.filter((asking) => !isReached(asking)));
  return [
    ...inBlocks('', namesOf(askings.filter(isReached))),
    ...(missed.length === 0 ? [] : inBlocks(`Not reached yet · ${number(missed.length)}`, missed)),
  ];
}

/** By group of the school file; who is in none, by role; else by what they are to the school. */
function grouped(askings: readonly Asking[], school: School): readonly Said[] {
  const sorted = askings.toSorted(byName);
  const groups = new Map<string, string[]>();
  for (const asking of sorted) {
    const group = groupOf(asking.person, school);
    groups.set(group, [...(groups.get(group) ?? []), saidPerson(asking, school)]);
  }
  const order = groupsOf(school);
  return [...groups.entries()]
    .toSorted(([one], [other]) => order.indexOf(one) - order.indexOf(other))
    .flatMap(([group, lines]) => inBlocks(`${group} · ${number(lines.length)}`, lines));
}

/** What those are called who are in no group and have no role. */
const kindHeadings = { ...personKindLabels, staff: 'Other staff' };

function groupsOf(school: School): readonly string[] {
  return [
    ...school.groups.map(({ name }) => name),
    ...roles.map((role) => capital(roleLabel(school, role))),
    ...personKinds.map((kind) => kindHeadings[kind]),
  ];
}

function groupOf(person: PersonId, school: School): string {
  const group = school.groups.find(({ people: members }) => members.includes(person));
  const role = roles.find((one) => school.roles[one].people.includes(person));
  return group?.name ?? (role === undefined ? kindHeadings[kindOf(school, person)] : capital(roleLabel(school, role)));
}

function byName(one: Asking, other: Asking): number {
  return one.name.localeCompare(other.name, 'en-GB') || (one.person < other.person ? -1 : 1);
}

/** IT learns names alone (R163). Of those who share one, the address says who is meant. */
function saidName({ person, name }: Asking, school: School): string {
  return isNamesake(person, school) ? `${name} (${person})` : name;
}

function saidPerson(asking: Asking, school: School): string {
  const { jobTitle, status, reason } = asking;
  const unreachable = status === 'unreachable' ? ` · cannot be reached: ${reason ?? 'no reason was given'}` : '';
  return `${saidName(asking, school)}, ${jobTitle}${unreachable}`;
}

function strangers({ file }: Campaign): readonly Said[] {
  const { names, more } = file.strangers;
  if (names.length === 0) return [];
  const rest = more === 0 ? [] : [`and ${number(more)} more`];
  return inBlocks(`In a channel, not in the school file · ${number(names.length + more)}`, [...names, ...rest]);
}

/** About how many characters stand under one heading, so that a page never ends within a line. */
const BLOCK = 2_000;

/** Lines under a heading; many of them in several blocks, of which a page holds whole ones. */
function inBlocks(heading: string, lines: readonly string[]): readonly Said[] {
  const blocks = linesInPages(lines, BLOCK);
  return blocks.map((block, index) => ({ heading: index === 0 ? heading : '', text: block.join('\n') }));
}
