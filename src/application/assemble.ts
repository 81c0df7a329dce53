import type { Registry } from '../domain/decider.ts';
import type { School } from '../domain/school.ts';
import { createAddressBook } from './address-book.ts';
import { createDeliverer, faultCode } from './deliver.ts';
import { createDirectory } from './directory.ts';
import { createCommandHandler } from './handle-command.ts';
import { createOverview } from './overview.ts';
import type { Channel, ChannelId, Clock, Ids, RecordStore, Vault } from './ports.ts';
import { createPresser } from './press.ts';
import { createDueRunner } from './run-due.ts';
import { createRecordSealer } from './sealed-record.ts';
import { createStandingPoster } from './show-again.ts';

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

/** Puts the use cases together around the ports. Channels join when they stand, as they need some of these themselves. */
export function assembleApplication(parts: ApplicationParts) {
  const { store, vault, registry, clock, ids, failed } = parts;
  const channels = new Map<ChannelId, Channel>();
  const directory = createDirectory(parts.schools);
  const { schools } = directory;
  const sealer = createRecordSealer({ vault, ids });
  const underWay = new Set<Promise<void>>();
  const commands = createCommandHandler({
    store,
    vault,
    sealer,
    registry,
    clock,
    ids,
    written(school, reference, claimed) {
      const delivery: Promise<void> = deliverer
        .deliver({ school, reference, claimed })
        .catch((error: unknown) => failed({ what: 'delivery', record: reference, code: faultCode(error) }))
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
    channels,
    schools,
    commands,
    failed: (of) => failed({ what: 'delivery', ...of }),
  });
  const overview = createOverview({ store, vault, sealer, registry, clock });
  return {
    channels,
    directory,
    sealer,
    commands,
    overview,
    addresses: createAddressBook({ store, vault, sealer, registry, ids, commands }),
    presser: createPresser({ registry, commands, overview, clock, ids }),
    standing: createStandingPoster({ store, registry, commands, ids }),
    dueRunner: createDueRunner({
      store,
      sealer,
      registry,
      clock,
      schools,
      commands,
      deliverer,
      failed: (of) => failed({ what: 'due', ...of }),
    }),
    /** Resolves when every delivery under way has ended. */
    async settle(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

export type Application = ReturnType<typeof assembleApplication>;
