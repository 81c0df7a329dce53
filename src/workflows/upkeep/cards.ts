import type { CardContent, DecisionContext, Reply } from '../../domain/decider.ts';
import type { Button, Message } from '../../domain/message.ts';
import { paginate, type Said } from '../../domain/pages.ts';
import type { PersonId } from '../../domain/people.ts';
import { nextWorkingTime } from '../../domain/school-time.ts';
import { CHANNEL, leaderSlot, ownSlot, toldOfTraining, viewSlot } from './access.ts';
import type { UpkeepCommand } from './command-data.ts';
import { type Finding, findingsOf, type Training } from './findings.ts';
import type { Upkeep } from './state.ts';
import { labels, ringThem, saidAgencies, saidFinding, saidToLeader, saidToThem } from './words.ts';

type CardContext = Pick<DecisionContext, 'school' | 'at' | 'reference'>;

/** What a notification says of agencies: their names would not fit. */
const AGENCIES = 'Look whether the numbers of outside agencies are still right.';

/**
 * What is said of these findings, each to whom it is for; people hear of their own training only where that is among
 * what came up `now`. Nobody hears of it while the school is closed.
 */
export function messagesFor(said: readonly Finding[], now: readonly Finding[], of: CardContext): readonly Message[] {
  const { school, at, reference } = of;
  const opens = nextWorkingTime(school, at);
  const trainings = said.filter((one): one is Training => one.kind === 'training');
  const agencies = said.flatMap((one) => (one.kind === 'agency' ? [one.agency] : []));
  const toLeaders = trainings
    .filter(({ state }) => state !== 'soon')
    .flatMap((training) => toldOfTraining(training, school).map((leader) => ({ leader, training })));
  const byLeader = Map.groupBy(toLeaders, ({ leader }) => leader);
  const open = [{ ...button('upkeep/open', reference), primary: true, opens: true }];
  const messages = [
    ...[...byLeader].map(([leader, told]) => {
      const text = saidToLeader(
        told.map(({ training }) => training),
        school,
        at,
      );
      return toPerson(leader, leaderSlot(leader), text, open);
    }),
    ...trainings
      .filter((one) => now.includes(one))
      .map((one) => toPerson(one.person, ownSlot(one.person), saidToThem(one, school, at), [])),
    ...(agencies.length === 0 ? [] : [{ ...inChannel(saidAgencies(agencies, school, at), open), preview: AGENCIES }]),
  ];
  return messages.map((message) => ({ ...message, fresh: true, ...(opens > at ? { notBefore: opens } : {}) }));
}

/** Takes the place of what was said of findings that there are no more, where nothing else is left to say there. */
export function messagesForGone(gone: readonly string[], left: readonly Finding[]): readonly Message[] {
  const isGone = (start: string) => gone.some((id) => id.startsWith(start));
  const hasAgencies = left.some(({ kind }) => kind === 'agency');
  const ofPeople = gone
    .flatMap((id) => /^training-(?:missing|over|soon):([^:]+)/.exec(id)?.[1] ?? [])
    .filter((person) => !left.some((one) => one.kind === 'training' && one.person === person));
  return [
    ...(isGone('agency:') && !hasAgencies ? [inChannel('The contacts of all agencies were checked.', [])] : []),
    ...[...new Set(ofPeople)].map((person) =>
      toPerson(person, ownSlot(person), 'The day of your safeguarding training stands in the school file.', []),
    ),
  ].map((message) => ({ ...message, onlyEdits: true }));
}

/** All that is to be kept current, for somebody who opened it, a page at a time. */
export function upkeepFile(upkeep: Upkeep, person: PersonId, page: number, of: CardContext): Reply {
  const { reference } = of;
  const pages = paginate(blocksOf(upkeep, of));
  const shown = Math.min(page, pages.length);
  const turn = (to: number, label: string): Button => ({
    ...button('upkeep/open', reference),
    label,
    press: { do: 'upkeep/open', ref: reference, with: { page: String(to) } },
  });
  return {
    slot: viewSlot(person),
    card: 'case-file',
    preview: 'To keep current',
    data: {
      title: 'To keep current',
      attention: false,
      caution: '',
      blocks: (pages[shown - 1] ?? []).map(({ heading, text }) => ({ heading, text })),
      page: pages.length > 1 ? `Page ${shown} of ${pages.length}` : '',
      turns: [
        ...(shown > 1 ? [turn(shown - 1, 'Back')] : []),
        ...(shown < pages.length ? [turn(shown + 1, 'Further')] : []),
      ],
      buttons: [{ ...button('upkeep/put-away', reference), chatOnly: true }],
      more: [],
    },
    fades: putAway(of),
  };
}

/** What stands in the chat when it is no longer shown there. */
export function putAway({ reference }: Pick<CardContext, 'reference'>): CardContent {
  const text = 'What is to be kept current was shown here and has been put away.';
  const open = { ...button('upkeep/open', reference), label: 'Open again', opens: true };
  return { card: 'notice', preview: text, data: { title: '', lines: [text], buttons: [open] } };
}

function blocksOf({ file }: Upkeep, { school, at }: CardContext): readonly Said[] {
  const findings = findingsOf(school, at);
  const lines = (kind: Finding['kind']) =>
    findings.filter((one) => one.kind === kind).map((one) => saidFinding(one, school, at));
  const [training, agencies] = [lines('training'), lines('agency')];
  const { trainingMonths, agencyMonths } = school.concerns;
  const missed = file.parked.length === 0 ? [] : ['Not everybody could be told in the chat. Tell them another way.'];
  return [
    {
      heading: 'Safeguarding training',
      text: [
        ...(training.length === 0 ? ['All of it holds.'] : training),
        `It holds for ${trainingMonths} months. Whose has run out keeps their access. Why: 003 sections 3.13 and 3.29.`,
      ].join('\n'),
    },
    {
      heading: 'Outside agencies',
      text: [
        ...(agencies.length === 0 ? ['All were checked.'] : agencies),
        `Checked every ${agencyMonths} months. ${ringThem}`,
        ...missed,
      ].join('\n'),
    },
  ];
}

function toPerson(person: PersonId, slot: string, text: string, buttons: readonly Button[]): Message {
  return { slot, to: { kind: 'person', person }, ...notice(text, buttons) };
}

function inChannel(text: string, buttons: readonly Button[]): Message {
  return { slot: CHANNEL, to: { kind: 'channel', channel: 'safeguarding' }, ...notice(text, buttons) };
}

function notice(text: string, buttons: readonly Button[]): CardContent {
  return { card: 'notice', preview: text, data: { title: '', lines: [text], buttons: [...buttons] } };
}

function button(command: UpkeepCommand & keyof typeof labels, reference: string): Button {
  return {
    label: labels[command],
    press: { do: command, ref: reference },
    primary: false,
    opens: false,
    chatOnly: false,
  };
}
