import { labelOf } from '../../domain/form.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Actor } from '../../domain/people.ts';
import { personName, type School } from '../../domain/school.ts';
import { saidTime } from '../../domain/school-time.ts';
import type { CardContext } from './buttons.ts';
import { reviewOutcomes } from './choices.ts';
import { type Block, blockedOf } from './state.ts';
import { saidOrigin, saidShortSite } from './words.ts';

/** The line of the filtering change log: which site, and what became of it when (R132). */
export function logTitle(block: Block, of: CardContext): string {
  return `${saidShortSite(block)} · ${saidState(block, of)}`;
}

function saidState(block: Block, { school, at }: CardContext): string {
  const when = (moment: Instant) => saidTime(school, moment, at);
  switch (block.status) {
    case 'reported':
      return `to be blocked, asked ${when(block.file.askedAt)}`;
    case 'blocked':
      return `blocked ${when(block.blocked.at)}`;
    case 'lifting':
      return 'block to come off';
    case 'closed': {
      if (block.lifted !== null) return `block taken off ${when(block.lifted.at)}`;
      return `blocked ${when(blockedOf(block)?.at ?? block.file.askedAt)}`;
    }
    default:
      return block satisfies never;
  }
}

/** Who asked, why, who did it and what came of it: nothing that anybody wrote, and nothing of a concern. */
export function logLines(block: Block, of: CardContext): readonly string[] {
  const { school, reference, at: now } = of;
  const { origin, askedAt, review } = block.file;
  const blocked = blockedOf(block);
  const lifted = block.status === 'closed' ? block.lifted : null;
  const done = (what: string, { by, at }: { readonly by: Actor; readonly at: Instant }) =>
    `${what} by ${nameOf(by, school)}, ${saidTime(school, at, now)}`;
  const asker = origin.from === 'staff' ? personName(school, origin.person) : 'the safeguarding team';
  return [
    `${reference} · asked by ${asker}, ${saidTime(school, askedAt, now)}`,
    ...(origin.from === 'staff' ? [`Why: ${saidOrigin(block)}`] : []),
    ...(blocked === undefined ? [] : [done('Blocked', blocked)]),
    review === null ? 'Not reviewed yet' : `${done('Reviewed', review)}: ${labelOf(reviewOutcomes, review.outcome)}`,
    ...(lifted === null ? [] : [done('Taken off', lifted)]),
  ];
}

/** From when until when it was of any account to the log; what is not done with still is. */
export function lasted(block: Block): { readonly from: Instant; readonly until: Instant | undefined } {
  const { askedAt, review } = block.file;
  if (block.status !== 'closed') return { from: askedAt, until: undefined };
  const ends = [askedAt, block.blocked?.at, review?.at, block.lifted?.at].filter((at) => at !== undefined);
  return { from: askedAt, until: ends.toSorted().at(-1) };
}

/** The name of whoever did something, as it stands on the private surface. */
export function nameOf(by: Actor, school: School): string {
  return by.kind === 'clock' ? 'the bot' : personName(school, by.person);
}
