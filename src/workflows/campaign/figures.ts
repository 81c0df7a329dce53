import type { DecisionContext } from '../../domain/decider.ts';
import type { Figures } from './events.ts';

/** The statuses of an acknowledgement that is still owed. */
export const openStatuses = ['pending', 'delivered', 'unreachable'] as const;
/** The statuses of everybody who is asked. */
export const recipientStatuses = [...openStatuses, 'acknowledged'] as const;

export const noFigures: Figures = { pending: 0, delivered: 0, unreachable: 0, acknowledged: 0 };

/** The figures that were read for a command: of one answer of the store, so that they add up. */
export function figuresIn({ gathered }: DecisionContext): Figures | undefined {
  if (gathered?.kind !== 'counts') return undefined;
  const { counts } = gathered;
  const of = (status: string) => counts[status] ?? 0;
  return {
    pending: of('pending'),
    delivered: of('delivered'),
    unreachable: of('unreachable'),
    acknowledged: of('acknowledged'),
  };
}

/** How many people are asked. */
export function recipients({ pending, delivered, unreachable, acknowledged }: Figures): number {
  return pending + delivered + unreachable + acknowledged;
}

/** How many have not, whether or not they can be reached. */
export function open({ pending, delivered, unreachable }: Figures): number {
  return pending + delivered + unreachable;
}

/** How many of these never had it, or cannot be reached now. */
export function notReached({ pending, unreachable }: Pick<Figures, 'pending' | 'unreachable'>): number {
  return pending + unreachable;
}

/** Whether it stands in somebody's chat. */
export function isReached({ status }: { readonly status: string }): boolean {
  return status === 'delivered';
}

export function areSame(one: Figures | null, other: Figures): boolean {
  return one !== null && recipientStatuses.every((status) => one[status] === other[status]);
}

/** How long the bar is, in blocks: on a telephone, 320 pixels wide, it stands on one line. */
const BAR = 12;

/** How each part of the bar is drawn, in the order in which they stand. */
const barParts = [
  ['acknowledged', '█'],
  ['delivered', '▒'],
  ['pending', '░'],
  ['unreachable', '×'],
] as const satisfies readonly (readonly [keyof Figures, string])[];

/** The figures as a bar of blocks: whatever there is of has one block at least. */
export function bar(figures: Figures): string {
  const all = recipients(figures);
  if (all === 0) return '░'.repeat(BAR);
  const shares = barParts.map(([status]) => (figures[status] * BAR) / all);
  const blocks = shares.map((share) => (share > 0 ? Math.max(1, Math.floor(share)) : 0));
  const spare = () => BAR - blocks.reduce((sum, count) => sum + count, 0);
  while (spare() !== 0) {
    const step = Math.sign(spare());
    const lack = (index: number) => step * ((shares[index] ?? 0) - (blocks[index] ?? 0));
    const free = blocks
      .map((_, index) => index)
      .filter((index) => (blocks[index] ?? 0) + step >= 1 && (shares[index] ?? 0) > 0);
    const most = free.reduce((best, index) => (lack(index) > lack(best) ? index : best), free[0] ?? 0);
    blocks[most] = (blocks[most] ?? 0) + step;
  }
  return barParts.map(([, block], index) => block.repeat(blocks[index] ?? 0)).join('');
}

/** What share of them has, rounded down so that only everybody is 100 %. */
export function percentage(figures: Figures): number {
  const all = recipients(figures);
  return all === 0 ? 0 : Math.floor((figures.acknowledged * 100) / all);
}
