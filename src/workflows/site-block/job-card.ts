import type { Button, CardData, Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { saidDateTime } from '../../domain/school-time.ts';
import { saidHost, saidSite } from '../../domain/site-address.ts';
import { itOf } from './access.ts';
import { button, type CardContext } from './buttons.ts';
import { type Block, blockedOf } from './state.ts';
import { isJobOverdue } from './words.ts';

/** IT's job, in the chat of each who may do it: exactly what to block, and nothing of why. */
export function jobMessages(block: Block, of: CardContext, { fresh = false } = {}): readonly Message[] {
  const title = jobTitle(block, of.reference);
  const data: CardData = {
    title,
    attention: isJobOverdue(block),
    facts: [{ label: 'Site', value: saidSite(block.file.site) }, saidWhen(block, of)],
    buttons: jobButtons(block, of.reference),
  };
  return itOf(block, of.school).map((person) => ({
    slot: `job:${person}`,
    to: { kind: 'person', person },
    card: 'case',
    data,
    preview: title,
    ...(fresh ? { fresh } : {}),
  }));
}

/** What the job is and where it stands. */
export function jobTitle(block: Block, reference: string): string {
  const overdue = isJobOverdue(block) ? ['overdue'] : [];
  switch (block.status) {
    case 'reported':
      return ['Block a site', reference, ...overdue].join(' · ');
    case 'lifting':
      return ['Take a block off', reference, ...overdue].join(' · ');
    case 'blocked':
      return `Block a site · ${reference} · done`;
    case 'closed':
      return `${block.lifted === null ? 'Block a site' : 'Take a block off'} · ${reference} · done`;
    default:
      return block satisfies never;
  }
}

function saidWhen(block: Block, { school }: CardContext): CardData {
  const { file } = block;
  switch (block.status) {
    case 'reported':
      return { label: 'Asked', value: saidDateTime(school, file.askedAt) };
    case 'lifting':
      return { label: 'Asked', value: saidDateTime(school, file.review?.at ?? file.askedAt) };
    case 'blocked':
      return { label: 'Blocked', value: saidDateTime(school, block.blocked.at) };
    case 'closed':
      if (block.lifted !== null) return { label: 'Taken off', value: saidDateTime(school, block.lifted.at) };
      return { label: 'Blocked', value: saidDateTime(school, blockedOf(block)?.at ?? file.askedAt) };
    default:
      return block satisfies never;
  }
}

function jobButtons({ status }: Block, reference: string): readonly Button[] {
  switch (status) {
    case 'reported':
      return [button('site-block/blocked', reference, { primary: true }), button('site-block/cannot-block', reference)];
    case 'lifting':
      return [button('site-block/lifted', reference, { primary: true })];
    case 'blocked':
    case 'closed':
      return [];
    default:
      return status satisfies never;
  }
}

/** What stands each school morning in the chat of those who watch, as long as the site is not blocked. */
export function overdueMessage(person: PersonId, block: Block, { school, reference }: CardContext): Message {
  const isOver = block.status !== 'reported';
  const title = isOver ? `Settled · ${reference}` : `Not blocked yet · ${reference}`;
  const { file } = block;
  return {
    slot: `overdue:${person}`,
    to: { kind: 'person', person },
    card: 'case',
    preview: title,
    data: {
      title,
      attention: !isOver,
      facts: [
        { label: 'Site', value: saidHost(file.site) },
        { label: 'Asked', value: saidDateTime(school, file.askedAt) },
        isOver ? saidWhen(block, { school, reference, at: file.askedAt }) : { label: 'IT', value: saidIt(block) },
      ],
      buttons: [button('site-block/open', reference)],
    },
    ...(isOver ? { onlyEdits: true } : { fresh: true }),
  };
}

function saidIt({ file }: Block): string {
  return file.failed === null ? 'has not answered' : 'says it cannot be blocked';
}

/** What takes the place of the morning's cards, and of what was said to be waiting, once that is over. */
export function settledMessages(before: Block, now: Block, of: CardContext): readonly Message[] {
  const text = `${of.reference}: this does not wait for IT any more.`;
  return [
    ...(before.status === 'reported' && now.status !== 'reported'
      ? before.file.shownTo.map((person) => overdueMessage(person, now, of))
      : []),
    ...before.file.chased.map((person) => ({
      slot: `chase:${person}`,
      to: { kind: 'person', person } as const,
      card: 'line' as const,
      data: { text },
      preview: text,
      onlyEdits: true,
    })),
  ];
}
