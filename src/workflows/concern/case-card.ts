import { awayIn } from '../../domain/absences.ts';
import type { CardContent } from '../../domain/decider.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { holds, type School } from '../../domain/school.ts';
import { saidDateTime } from '../../domain/school-time.ts';
import { handlersAlone, handlersOf, placeOf } from './access.ts';
import { button } from './buttons.ts';
import type { CardContext } from './card-context.ts';
import type { ConcernCommand } from './command-data.ts';
import { channelRoles } from './rules/routing.ts';
import { type Concern, ownerOf } from './state.ts';
import { caseTitle, needsAttention, saidHandler, saidKind } from './words.ts';

const channel = { kind: 'channel', channel: 'safeguarding' } as const;

/** The handlers' cards: one in the safeguarding channel, and one in the chat of each who handles or leads it elsewhere. */
export function caseMessages(concern: Concern, of: CardContext): readonly Message[] {
  const alone = handlersAlone(concern, of.school).map((person) => cardOf(concern, person, of));
  if (placeOf(concern, of.school) === 'person') return alone;
  const isCalled = concern.status === 'new' && concern.file.urgency !== 'routine';
  const called = handlersOf(concern, of.school).filter((person) => holds(of.school, person, channelRoles));
  const away = awayIn(of.gathered);
  const there = called.filter((person) => !away.has(person));
  const mentions = isCalled ? (there.length > 0 ? there : called) : [];
  return [{ ...cardInChannel(concern, of), mentions }, ...alone];
}

/** The card of one person who handles or leads it. */
export function cardOf(concern: Concern, person: PersonId, of: CardContext): Message {
  const isTheirs = handlersOf(concern, of.school).includes(person);
  const { card, data, preview } = caseCard(concern, of, isTheirs ? caseButtons(concern) : ['concern/open']);
  return { slot: `case:${person}`, to: { kind: 'person', person }, card, data, preview };
}

/** The card in the safeguarding channel. */
export function cardInChannel(concern: Concern, of: CardContext): Message {
  const { card, data, preview } = caseCard(concern, of, caseButtons(concern));
  return { slot: 'case', to: channel, card, data, preview };
}

function caseCard(
  concern: Concern,
  { school, reference }: CardContext,
  commands: readonly ConcernCommand[],
): CardContent {
  const title = caseTitle(concern, reference);
  // Said by day and time: the card stands for hours, and a duration would be wrong by then.
  const reported = saidDateTime(school, concern.file.reportedAt);
  return {
    card: 'case',
    preview: title,
    data: {
      title,
      attention: needsAttention(concern),
      facts: [
        { label: 'Kind', value: saidKind(concern) },
        concern.status === 'new'
          ? { label: 'Waiting', value: `since ${reported}` }
          : { label: 'Reported', value: reported },
        concern.status === 'closed'
          ? { label: 'Closed', value: saidDateTime(school, concern.closed.at) }
          : { label: 'With', value: saidOwner(concern, school) },
      ],
      buttons: commands.map((command, index) =>
        button(command, reference, { primary: index === 0, opens: command === 'concern/open' }),
      ),
    },
  };
}

/** Who has a concern, by role. */
export function saidOwner(concern: Concern, school: School): string {
  const owner = ownerOf(concern);
  return owner === undefined ? 'nobody yet' : saidHandler(concern, { kind: 'person', person: owner }, school);
}

/** What the card offers: only what every handler may do who sees it. */
function caseButtons({ status }: Concern): readonly ConcernCommand[] {
  switch (status) {
    case 'new':
      return ['concern/acknowledge', 'concern/open', 'concern/take'];
    case 'acknowledged':
      return ['concern/open', 'concern/take'];
    case 'handled':
    case 'closed':
      return ['concern/open'];
    default:
      return status satisfies never;
  }
}

/** A line in the case's thread: who did what, without content. One-to-one cases have no thread. */
export function threadLine(
  concern: Concern,
  slot: string,
  text: string,
  { school, mentions = [] }: { readonly school: School; readonly mentions?: readonly PersonId[] },
): readonly Message[] {
  if (placeOf(concern, school) !== 'channel') return [];
  return [{ slot, to: { kind: 'thread', below: 'case' }, card: 'line', data: { text }, preview: text, mentions }];
}

/** Tells handlers something they should notice: in the thread, or each in their own chat where there is no thread. */
export function tellHandlers(
  concern: Concern,
  slot: string,
  text: string,
  { school, reference, whom }: CardContext & { readonly whom: readonly PersonId[] },
): readonly Message[] {
  const alone = handlersAlone(concern, school);
  const inThread = whom.filter((person) => !alone.includes(person));
  return [
    ...threadLine(concern, slot, text, { school, mentions: inThread }),
    ...whom
      .filter((person) => alone.includes(person))
      .map((person) => lineTo(person, `${slot}:${person}`, `${reference}: ${text}`)),
  ];
}

/** A line in one person's own chat. */
export function lineTo(person: PersonId, slot: string, text: string): Message {
  return { slot, to: { kind: 'person', person }, card: 'line', data: { text }, preview: text };
}
