import type { Registry } from '../domain/decider.ts';
import { SECOND } from '../domain/instant.ts';
import type { School } from '../domain/school.ts';
import { createAddressBook } from './address-book.ts';
import { answeringStore } from './answering-store.ts';
import { createArrivals } from './arrivals.ts';
import { createChats } from './chats.ts';
import { createDeliverer } from './deliver.ts';
import { createDirectory } from './directory.ts';
import { createDrafts } from './drafts.ts';
import { Fault, faultCode } from './faults.ts';
import { createCommandHandler } from './handle-command.ts';
import { createKeyedQueue } from './keyed-queue.ts';
import { createOverview } from './overview.ts';
import type { Channel, ChannelId, Clock, Ids, RecordStore, Vault } from './ports.ts';
import { createPresser } from './press.ts';
import { createDueRunner } from './run-due.ts';
import { createRecordSealer } from './sealed-record.ts';
import { createSender } from './send-message.ts';
import { createStandingPoster } from './show-again.ts';
import { waitAtMost } from './wait-at-most.ts';

export interface ApplicationParts {
  readonly store: RecordStore;
  readonly vault: Vault;
  readonly registry: Registry;
  readonly schools: readonly School[];
  readonly clock: Clock;
  readonly ids: Ids;
  /** Told of what did not work, for the log: ids and codes, never content. */
  readonly failed: (of: {
    readonly what: string;
    readonly record?: string;
    readonly code: string;
    readonly attempts?: number;
  }) => void;
}

/** How long stopping waits for deliveries. The service is given ten seconds to stop. */
const SETTLE_MS = 4 * SECOND;

/** Puts the use cases together around the ports. Channels join when they stand, as they need some of these themselves. */
export function assembleApplication(parts: ApplicationParts) {
  const { vault, registry, clock, ids } = parts;
  const failedAt = (what: string) => (of: Omit<Parameters<ApplicationParts['failed']>[0], 'what'>) =>
    parts.failed({ what, ...of });
  const store = answeringStore(parts.store);
  const channels = new Map<ChannelId, Channel>();
  const chats = createChats(channels);
  const directory = createDirectory(parts.schools);
  const { schools } = directory;
  const sealer = createRecordSealer({ vault, ids });
  const turns = createKeyedQueue();
  const underWay = new Set<Promise<void>>();
  const commands = createCommandHandler({
    store,
    vault,
    sealer,
    registry,
    clock,
    ids,
    turns,
    chats,
    written(school, reference, claims) {
      const delivery: Promise<void> = deliverer
        .deliver({ school, reference, claims })
        .catch((error: unknown) => failedAt('delivery')({ record: reference, code: faultCode(error) }))
        .finally(() => underWay.delete(delivery));
      underWay.add(delivery);
    },
  });
  const deliverer = createDeliverer({
    store,
    sealer,
    registry,
    clock,
    ids,
    sender: createSender({ channels, chats, clock }),
    chats,
    running: () => [...channels.keys()],
    schools,
    commands,
    turns,
    failed: failedAt('delivery'),
  });
  const drafts = createDrafts({
    store,
    vault,
    sealer,
    registry,
    clock,
    ids,
    commands,
    inBackground(work) {
      const followed: Promise<void> = work
        .catch((error: unknown) => failedAt('draft')({ code: faultCode(error) }))
        .finally(() => underWay.delete(followed));
      underWay.add(followed);
    },
  });
  const overview = createOverview({ store, vault, sealer, registry, clock, failed: failedAt('list') });
  const dueParts = { store, sealer, registry, clock, schools, commands, deliverer };
  return {
    channels,
    directory,
    sealer,
    commands,
    overview,
    addresses: createAddressBook({ store, vault, sealer, registry, ids, commands }),
    arrivals: createArrivals({ commands, failed: failedAt('arrival') }),
    drafts,
    presser: createPresser({ registry, commands, overview, drafts, clock, ids, failed: failedAt('press') }),
    standing: createStandingPoster({ store, registry, commands, ids, failed: failedAt('show-again') }),
    dueRunner: createDueRunner({ ...dueParts, failed: failedAt('due') }),
    /**
     * Resolves when every delivery under way has ended, or when a chat does not let them end in time: what is left is
     * delivered after the next start.
     */
    async settle(withinMs = SETTLE_MS): Promise<void> {
      const all = async () => {
        while (underWay.size > 0) await Promise.all(underWay);
      };
      const tooLate = () => new Fault('deliveries go on', { code: 'deliveries-slow', whatToDo: 'Look at the chat.' });
      await waitAtMost(withinMs, all(), tooLate).catch((error: unknown) =>
        failedAt('stop')({ code: faultCode(error) }),
      );
    },
  };
}

export type Application = ReturnType<typeof assembleApplication>;
