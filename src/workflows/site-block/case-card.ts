import type { CardContent } from '../../domain/decider.ts';
import type { CardData, Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import type { School } from '../../domain/school.ts';
import { saidDateTime } from '../../domain/school-time.ts';
import { decidersAlone, isInChannel, itOf } from './access.ts';
import { button, type CardContext } from './buttons.ts';
import type { BlockCommand } from './command-data.ts';
import { type Block, blockedOf } from './state.ts';
import { caseTitle, isLeftOpen, saidOrigin, saidShortSite } from './words.ts';

const channel = { kind: 'channel', channel: 'safeguarding' } as const;

/** The cards of those who look at the filter: in the safeguarding channel, and in the chat of each who is not there. */
export function caseMessages(block: Block, of: CardContext): readonly Message[] {
  const { card, data, preview } = caseCard(block, of);
  return [
    ...(isInChannel(block) ? [{ slot: 'case', to: channel, card, data, preview }] : []),
    ...decidersAlone(block, of.school).map((person) => ({
      slot: `case:${person}`,
      to: { kind: 'person', person } as const,
      card,
      data,
      preview,
    })),
  ];
}

function caseCard(block: Block, { school, reference }: CardContext): CardContent {
  const title = caseTitle(block, reference);
  return {
    card: 'case',
    preview: title,
    data: {
      title,
      attention: isLeftOpen(block),
      facts: [
        { label: 'Site', value: saidShortSite(block) },
        ...(block.file.origin.from === 'staff' ? [{ label: 'What', value: saidOrigin(block) }] : []),
        saidBlock(block, school),
      ],
      buttons: caseButtons(block).map((command, index) => button(command, reference, { primary: index === 0 })),
    },
  };
}

/** How far IT is. By day and time: the card stands for days. */
function saidBlock(block: Block, school: School): CardData {
  const { file } = block;
  const since = (at: string) => saidDateTime(school, at);
  switch (block.status) {
    case 'reported':
      if (file.failed !== null)
        return { label: 'With', value: `IT, who said on ${since(file.failed.at)} that they cannot` };
      return { label: 'With', value: itOf(block, school).length === 0 ? 'nobody' : `IT since ${since(file.askedAt)}` };
    case 'blocked':
      return { label: 'Blocked', value: since(block.blocked.at) };
    case 'lifting':
      return { label: 'With', value: `IT since ${since(file.review?.at ?? file.askedAt)}` };
    case 'closed': {
      const blocked = blockedOf(block);
      if (block.lifted !== null) return { label: 'Taken off', value: since(block.lifted.at) };
      return { label: 'Blocked', value: since(blocked?.at ?? file.askedAt) };
    }
    default:
      return block satisfies never;
  }
}

/** What the card offers: only what everybody may do who sees it. */
function caseButtons(block: Block): readonly BlockCommand[] {
  const isToReview = block.status === 'blocked' || (block.status === 'reported' && block.file.review === null);
  return isToReview ? ['site-block/review', 'site-block/open'] : ['site-block/open'];
}

/** A line in the thread below the channel's card: who did what, by role. */
export function threadLine(
  block: Block,
  slot: string,
  text: string,
  mentions: readonly PersonId[] = [],
): readonly Message[] {
  if (!isInChannel(block)) return [];
  return [{ slot, to: { kind: 'thread', below: 'case' }, card: 'line', data: { text }, preview: text, mentions }];
}

/** Tells those who look at the filter something they should notice: in the thread, and each who does not see that. */
export function tellDeciders(
  block: Block,
  slot: string,
  text: string,
  { school, reference, mentions = [] }: CardContext & { readonly mentions?: readonly PersonId[] },
): readonly Message[] {
  return [
    ...threadLine(block, slot, text, mentions),
    ...decidersAlone(block, school).map((person) => lineTo(person, `${slot}:${person}`, `${reference}: ${text}`)),
  ];
}

/** A line in one person's own chat. */
export function lineTo(person: PersonId, slot: string, text: string): Message {
  return { slot, to: { kind: 'person', person }, card: 'line', data: { text }, preview: text };
}

/** A line never edits another: its slot names the moment, and how far the record had come. */
export function lineSlot({ file }: Block, what: string, at: string): string {
  return `line:${what}:${at}:${file.steps.length}`;
}
