import type { CardContent, Reply } from '../../domain/decider.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Button, Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { personName, type School, staffChannel } from '../../domain/school.ts';
import { saidDateTime } from '../../domain/school-time.ts';
import { postSlot, viewSlot } from './access.ts';
import type { BulletinCommand } from './command-data.ts';
import { refusalFor } from './refusals.ts';
import type { Written } from './state.ts';
import { cautions, labels, preview, saidChannels, saidPost, saidWriter, statusWords } from './words.ts';

/** What a card of a message is drawn from. */
export interface CardContext {
  readonly school: School;
  readonly reference: string;
  readonly at: Instant;
}

/** The post in each of its channels. */
export function posts({ bulletin }: Written, by: PersonId, school: School): readonly Message[] {
  const { title, text, link, channels } = bulletin;
  const data = {
    title,
    about: `For staff, from ${saidWriter(by, school)}`,
    ask: '',
    note: '',
    blocks: [{ heading: '', text }],
    // Beside the button, so that everybody sees where it leads.
    small: link,
    link,
    buttons: [],
  };
  return channels.map((id) => inChannel(id, { card: 'policy', data }));
}

/** What takes the place of a post in these channels. */
export function takenDown(channels: readonly string[]): readonly Message[] {
  const data = { title: '', lines: ['A safety message stood here. It was taken back.'], buttons: [] };
  return channels.map((id) => ({ ...inChannel(id, { card: 'notice', data }), onlyEdits: true }));
}

/** A message for whoever wrote it or may: with the words that the channel shows, and what can be done. */
export function bulletinFile(written: Written, person: PersonId, of: CardContext): Reply {
  const { bulletin, status, writtenBy } = written;
  const { school, reference } = of;
  const from = written.status === 'posted' ? written.postedBy : person;
  const steps = (['bulletin/post', 'bulletin/change', 'bulletin/take-back', 'bulletin/discard'] as const).filter(
    (command) => refusalFor(written, command, person, school) === undefined,
  );
  return {
    slot: viewSlot(person),
    card: 'case-file',
    preview: `Safety message ${reference}`,
    data: {
      title: `Safety message ${reference} · ${statusWords[status]}`,
      attention: false,
      caution: cautions[status],
      blocks: [
        { heading: bulletin.title, text: saidPost(bulletin, from, school).join('\n') },
        {
          heading: status === 'preview' ? 'Goes to' : 'Channels',
          text: [saidChannels(bulletin, school), ...saidStory(written, of)].join('\n'),
        },
        { heading: '', text: `Written by ${personName(school, writtenBy)}.` },
      ],
      page: '',
      turns: [],
      buttons: [
        ...steps.map((command, at) => button(command, reference, at === 0)),
        { ...button('bulletin/put-away', reference, false), chatOnly: true },
      ],
      more: [],
    },
    fades: putAway(of),
  };
}

/** What stands in the chat when a message is no longer shown there. */
export function putAway({ reference }: Pick<CardContext, 'reference'>): CardContent {
  const text = `The safety message ${reference} was shown here and has been put away.`;
  const open = { ...button('bulletin/open', reference, false), label: 'Open again', opens: true };
  return { card: 'notice', preview: text, data: { title: '', lines: [text], buttons: [open] } };
}

function saidStory(written: Written, { school }: CardContext): readonly string[] {
  const missed = saidChannels({ ...written.bulletin, channels: written.parked }, school);
  return [
    ...(written.status === 'posted' ? [`Posted ${saidDateTime(school, written.postedAt)}.`] : []),
    ...(written.status === 'taken-back' ? [`Taken back: ${written.reason}`] : []),
    ...(missed === '' ? [] : [`It could not be posted in ${missed}. Tell them another way.`]),
  ];
}

function button(command: BulletinCommand & keyof typeof labels, reference: string, primary: boolean): Button {
  return { label: labels[command], press: { do: command, ref: reference }, primary, opens: false, chatOnly: false };
}

function inChannel(id: string, content: Pick<Message, 'card' | 'data'>): Message {
  return { slot: postSlot(id), to: { kind: 'channel', channel: staffChannel(id) }, ...content, preview };
}
