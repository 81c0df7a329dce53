import type { Registry } from '../domain/decider.ts';
import type { School } from '../domain/school.ts';
import type { Attempted } from './conclude.ts';
import { wayOutSlow } from './faults.ts';
import { type Claim, isHeld, LOOK_MS, permitOf } from './lease.ts';
import { isForChat } from './owed-message.ts';
import type { createOwedRecords } from './owed-record.ts';
import type { Clock, Permit } from './ports.ts';
import type { Relayer } from './relay.ts';
import type { OpenRecord } from './sealed-record.ts';
import type { OwedToChat, Sender } from './send-message.ts';

export interface AttempterParts {
  readonly registry: Registry;
  readonly clock: Pick<Clock, 'stopwatch'>;
  readonly records: Pick<ReturnType<typeof createOwedRecords>, 'load'>;
  readonly sender: Sender;
  /** Gives a command to another record. */
  readonly relay: Relayer;
  /** True when nothing more may leave. */
  readonly isOver: () => boolean;
}

/** Something that is owed, with the right to an attempt at it, and the milliseconds since the record was looked at. */
type Attempting = Pick<Attempted, 'owed' | 'claim'> & { readonly lookedMs: Claim['elapsedMs'] };

/** What an attempt came to, and how long it waited for its turn: until bytes left for the last time, in milliseconds. */
interface Attempt {
  readonly sent: Attempted['sent'];
  readonly waitedMs: number;
}

/** Makes one attempt at something that is owed, if whoever it is for may still have it. */
export function createAttempter({ registry, clock, records, sender, relay, isOver }: AttempterParts) {
  /** Whoever lost the right to a case gets nothing more of it; what they have of it in their chat still fades. */
  function mayStillSend(
    { stored, state }: OpenRecord<unknown>,
    { message, onlyEdits }: OwedToChat,
    school: School,
  ): boolean {
    const fades = onlyEdits && message.onlyEdits !== true;
    return fades || registry.get(stored.kind)?.mayStillSend(state, message, school) !== false;
  }

  /** Sends while the claim holds, and while what the record was seen to say a moment ago counts as what it says. */
  async function send(
    school: School,
    record: OpenRecord<unknown>,
    { owed, claim, lookedMs }: Attempting & { readonly owed: OwedToChat },
  ): Promise<Attempt> {
    const { holds } = permitOf(claim);
    const sinceMs = clock.stopwatch();
    let waitedMs = 0;
    let lookMs = lookedMs;
    const permit: Permit = {
      holds() {
        const may = !isOver() && holds() && lookMs() < LOOK_MS;
        if (may) waitedMs = sinceMs();
        return may;
      },
      isOfCampaign: owed.message.campaign !== undefined,
    };
    /** Before each further call of the attempt: the one before may have taken long. */
    const lookAgain = async () => {
      const anew = clock.stopwatch();
      const now = await records.load({ school: school.id, reference: record.stored.id });
      const still = now?.outbox.find((one) => isHeld(claim, one));
      if (now !== undefined && still !== undefined && isForChat(still) && mayStillSend(now, still, school))
        lookMs = anew;
    };
    const sent = await sender.send(school, owed, { posts: record.posts, permit, lookAgain });
    return { sent: sent.kind === 'let-go' && !isOver() && holds() ? tooLate : sent, waitedMs };
  }

  return async (school: School, record: OpenRecord<unknown>, of: Attempting): Promise<Attempt> => {
    // No right was needed for it but that of whoever caused it; and wherever else it is given, it has its effect once.
    const { owed } = of;
    if (!isForChat(owed)) return { sent: await relay(school, owed), waitedMs: 0 };
    if (!mayStillSend(record, owed, school)) return { sent: forgone, waitedMs: 0 };
    return await send(school, record, { ...of, owed });
  };
}

const forgone = { kind: 'forgone' } as const;
const tooLate: Attempted['sent'] = { kind: 'failed', fault: wayOutSlow(), mayStand: false };
