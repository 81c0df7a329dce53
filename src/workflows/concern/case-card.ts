import type { CardContent } from '../../domain/decider.ts';
import type { Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { holds, type School } from '../../domain/school.ts';
import { saidDateTime } from '../../domain/school-time.ts';
import { handlersAlone, handlersOf, placeOf } from './access.ts';
import { button } from './buttons.ts';
import type { CardContext } from './card-context.ts';
import type { ConcernCommand } from './command-data.ts';
import { channelRoles } from './rules.ts';
import { type Concern, ownerOf } from './state.ts';
import { caseTitle, needsAttention, saidHandler, saidKind } from './words.ts';

const channel = { kind: 'channel', channel: 'safeguarding' } as const;

/** The handlers' cards: one in the safeguarding channel, and one in the chat of each who handles or leads it elsewhere. */
export function caseMessages(concern: Concern, of: CardContext): readonly Message[] {
  const { data, preview } = caseCard(concern, of);
  const alone = handlersAlone(concern, of.school).map(
    (person): Message => ({ slot: `case:${person}`, to: { kind: 'person', person }, card: 'case', data, preview }),
  );
  if (placeOf(concern, of.school) === 'person') return alone;
  const isCalled = concern.status === 'new' && concern.file.urgency !== 'routine';
  const called = handlersOf(concern, of.school).filter((person) => holds(of.school, person, channelRoles));
  const mentions = isCalled ? called : [];
  return [{ slot: 'case', to: channel, card: 'case', data, preview, mentions }, ...alone];
}

/** Takes the place of the card in the channel when a concern is not handled there any more. */
export function leftChannel({ reference }: CardContext): Message {
  const text = `Concern ${reference} is handled elsewhere now.`;
  return { slot: 'case', to: channel, card: 'notice', data: { title: '', lines: [text], buttons: [] }, preview: text };
}

/** Takes the place of the card in the chat of everybody who handled a concern one to one and does not any more. */
export function leftHandlers(before: Concern, now: Concern, { school, reference }: CardContext): readonly Message[] {
  const text = `Concern ${reference} is handled elsewhere now.`;
  const staying = handlersAlone(now, school);
  return handlersAlone(before, school)
    .filter((person) => !staying.includes(person))
    .map((person) => ({
      slot: `case:${person}`,
      to: { kind: 'person', person },
      card: 'notice',
      data: { title: '', lines: [text], buttons: [] },
      preview: text,
      onlyEdits: true,
    }));
}

function caseCard(concern: Concern, { school, reference }: CardContext): CardContent {
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
      buttons: caseButtons(concern).map((command, index) =>
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
