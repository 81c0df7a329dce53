import { saidAudience } from '../../domain/audience.ts';
import type { CardContent } from '../../domain/decider.ts';
import type { CardData, Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { personName, type School } from '../../domain/school.ts';
import { saidTime } from '../../domain/school-time.ts';
import { slots, watchersOf } from './access.ts';
import { button, type CardContext } from './buttons.ts';
import type { CampaignCommand } from './command-data.ts';
import type { Figures } from './events.ts';
import { bar, noFigures, percentage } from './figures.ts';
import { refusalFor } from './offers.ts';
import { type Campaign, isOver } from './state.ts';
import { saidWaiting, waitsFor } from './waiting.ts';
import {
  campaignTitle,
  isForNobody,
  number,
  saidDue,
  saidFigures,
  saidOutstanding,
  saidOver,
  saidWording,
  titleFact,
} from './words.ts';

/** How it goes, in the chats of those who look after it. The same card changes there; it is never posted a second time. */
export function progressCards(campaign: Campaign, of: CardContext): readonly Message[] {
  const figures = campaign.file.figures ?? noFigures;
  const { wording } = campaign.file;
  const isNobody = isForNobody(campaign);
  const preview = `A policy's progress: ${isNobody ? 'nobody is asked' : `${number(figures.acknowledged)} acknowledged`}.`;
  const waiting = waitsFor(campaign, of);
  const isOut = waiting?.what !== 'everybody';
  // Whoever published it is there; for the others it can wait until there is something to see.
  const watchers = watchersOf(campaign, of.school).filter((person) => isOut || person === campaign.file.publisher);
  return watchers.map((person) => {
    const data: CardData = {
      title: campaignTitle(campaign),
      attention: isNobody,
      facts: [
        titleFact(wording),
        ...(isOver(campaign)
          ? [{ label: 'Figures', value: saidOver(campaign, figures) }]
          : progressFacts(campaign, figures, of)),
      ],
      buttons: [
        ...(isOut ? offered(campaign, person, of, ['campaign/who-has-not', 'campaign/remind-now']) : []),
        button('campaign/open', of.reference, { label: 'Open' }),
      ],
    };
    return { slot: slots.progress(person), to: { kind: 'person', person }, card: 'case', data, preview };
  });
}

function progressFacts(campaign: Campaign, figures: Figures, of: CardContext) {
  const { wording } = campaign.file;
  const waiting = waitsFor(campaign, of);
  const nobody = { label: 'Nobody is asked', value: saidNobody(campaign, of.school) };
  return [
    { label: 'Progress', value: waiting === undefined ? saidBar(figures) : saidWaiting(waiting, of.school) },
    ...(waiting?.what === 'everybody' ? [] : [{ label: 'Figures', value: saidFigures(figures, wording) }]),
    ...(isForNobody(campaign) ? [nobody] : []),
    ...unreadFact(campaign, of.school),
    { label: wording.isSigned ? 'Sign by' : 'Read by', value: saidDue(campaign, of.school, of.at) },
  ];
}

/** What to do where the audience has nobody in it. */
function saidNobody({ file }: Campaign, school: School): string {
  return `Nobody of the school file is in the audience: ${saidAudience(file.audience, school)}. Whoever joins it is asked. To ask others, revise the policy.`;
}

/** The channels of which it is not known who is in them, as a fact of a card. */
function unreadFact({ file: { unread = [] } }: Campaign, school: School) {
  if (unread.length === 0) return [];
  const names = school.staffChannels.filter(({ id }) => unread.includes(`staff:${id}`)).map(({ name }) => name);
  const said = `${names.join(', ')} could not be read, so nobody new is asked there. It is tried again on the next school morning.`;
  return names.length === 0 ? [] : [{ label: 'Channels', value: said }];
}

function saidBar(figures: Figures): string {
  return `${bar(figures)} ${percentage(figures)} %`;
}

/** The buttons of these commands that this person may press now. */
function offered(campaign: Campaign, person: PersonId, of: CardContext, commands: readonly CampaignCommand[]) {
  const isDone = isOver(campaign) || campaign.status === 'complete';
  return commands
    .filter((command) => command === 'campaign/export' || !isDone)
    .filter((command) => refusalFor(campaign, command, person, of) === undefined)
    .map((command, index) => button(command, of.reference, { primary: index === 0 && !isDone }));
}

/** How it goes in full, for somebody who opened it. `said` is what came of what they just did. */
export function progressFile(campaign: Campaign, person: PersonId, figures: Figures, of: CardContext, said = '') {
  const { school, at, reference } = of;
  const { file } = campaign;
  const waiting = waitsFor(campaign, of);
  const standing = isOver(campaign)
    ? [saidOver(campaign, figures)]
    : [
        ...(waiting === undefined ? [] : [`${saidWaiting(waiting, school)}.`]),
        saidBar(figures),
        saidFigures(figures, file.wording),
        `Of those outstanding: ${saidOutstanding(figures)}`,
        '█ done · ▒ in their chat · ░ waits to be sent · × cannot be reached',
      ];
  const blocks = [
    ...(said === '' ? [] : [{ heading: 'Done', text: said }]),
    { heading: `Now, ${saidTime(school, at, at)}`, text: standing.join('\n') },
    { heading: isOver(campaign) ? 'What was asked' : 'What is asked', text: whatIsAsked(campaign, of) },
    ...missed(campaign, of),
  ];
  return {
    slot: slots.view(person),
    card: 'case-file',
    preview: 'A policy’s progress',
    data: {
      title: campaignTitle(campaign),
      attention: false,
      caution: '',
      blocks,
      page: '',
      turns: [],
      buttons: [
        ...offered(campaign, person, of, waiting?.what === 'everybody' ? ['campaign/export'] : steps),
        button('campaign/put-away', reference, { chatOnly: true }),
      ],
      more: [],
    },
    fades: putAway(campaign, of),
  } as const;
}

const steps = ['campaign/who-has-not', 'campaign/remind-now', 'campaign/export'] as const;

function whatIsAsked(campaign: Campaign, { school, at }: CardContext): string {
  const { file } = campaign;
  const by = `, to be ${file.wording.isSigned ? 'signed' : 'read'} by ${saidDue(campaign, school, at)}`;
  return [
    saidWording(file.wording),
    `Asked of: ${saidAudience(file.audience, school)}`,
    `Round ${file.round}${file.isYearly ? ', renewed each year' : ''}, begun ${saidTime(school, file.begunAt, at)}${isOver(campaign) ? '' : by}`,
    `Looked after by ${personName(school, file.owner)}; published by ${personName(school, file.publisher)}`,
  ].join('\n');
}

/** What did not come, so that somebody tells them another way. */
function missed(campaign: Campaign, { school }: CardContext) {
  const { file } = campaign;
  const people = [...new Set(file.parked.map((slot) => slot.split(':').slice(1).join(':')))];
  const { names, more } = file.strangers;
  const strangers = names.length + more;
  return [
    ...(isForNobody(campaign) ? [{ heading: 'Nobody is asked', text: saidNobody(campaign, school) }] : []),
    ...unreadFact(campaign, school).map(({ label, value }) => ({ heading: label, text: value })),
    ...(people.length === 0
      ? []
      : [
          {
            heading: 'Cards that could not be delivered',
            text: `To ${people.map((one) => personName(school, one)).join(', ')}. Tell them another way.`,
          },
        ]),
    ...(strangers === 0
      ? []
      : [
          {
            heading: 'In a channel, not in the school file',
            text: `${number(strangers)}. Nobody asks them until they stand in the school file; "Who has not" names them.`,
          },
        ]),
  ];
}

/** What stands in the chat when it is no longer shown there. */
export function putAway(campaign: Campaign, { reference }: CardContext): CardContent {
  const text = `The progress of ${saidWording(campaign.file.wording)} was shown here and has been put away.`;
  const buttons = [button('campaign/open', reference, { label: 'Open again' })];
  return {
    card: 'notice',
    preview: 'What was shown here has been put away.',
    data: { title: '', lines: [text], buttons },
  };
}

/** What takes the place of the cards of a campaign that is over. */
export function overCards(campaign: Campaign): readonly Message[] {
  const { told, hearers } = campaign.file;
  const { wording } = campaign.file;
  const isReplaced = isOver(campaign) && campaign.reason === 'replaced';
  const textOf = (slot: string) =>
    isReplaced
      ? `A new round of ${wording.title} has begun. You hear again ${slot.startsWith('it:') ? 'once its date is past' : 'where it is outstanding for long'}.`
      : `${saidWording(wording)} was ${saidReason(campaign)}: nobody owes it any more.`;
  const managers = hearers.filter((_, place) => (told.managers[place] ?? 0) > 0);
  return [...managers.map(slots.manager), ...Object.keys(told.others)].map((slot) => {
    const person = slot.split(':').slice(1).join(':');
    const data = { title: '', lines: [textOf(slot)], buttons: [] };
    return {
      slot,
      to: { kind: 'person', person },
      card: 'notice',
      data,
      preview: isReplaced ? 'A new round has begun.' : 'Nobody owes it any more.',
      onlyEdits: true,
    };
  });
}

function saidReason(campaign: Campaign): string {
  return isOver(campaign) ? campaign.reason : 'ended';
}
