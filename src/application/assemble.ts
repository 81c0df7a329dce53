import type { Registry } from '../domain/decider.ts';
import { SECOND } from '../domain/instant.ts';
import type { PersonId } from '../domain/people.ts';
import type { School } from '../domain/school.ts';
import { createAddressBook } from './address-book.ts';
import { answeringStore } from './answering-store.ts';
import { createArrivals } from './arrivals.ts';
import { createRecordAsker } from './ask-records.ts';
import { createChats } from './chats.ts';
import type { Written } from './commit-command.ts';
import { createDeliverer } from './deliver.ts';
import type { Delivery } from './delivery.ts';
import { createDirectory } from './directory.ts';
import { createServiceCheck } from './doctor/check-service.ts';
import { createDrafts } from './drafts.ts';
import { Fault, faultCode } from './faults.ts';
import { createGatherer } from './gather.ts';
import { createCommandHandler } from './handle-command.ts';
import { createKeeper } from './kept-records.ts';
import { createKeyedQueue } from './keyed-queue.ts';
import { createMeasures } from './measures.ts';
import { type Meter, noMeter } from './meter.ts';
import { meteredCommands, meteredStore } from './metered.ts';
import { createOverview } from './overview.ts';
import { createPacer } from './pacer.ts';
import type { Channel, ChannelId, Clock, Ids, RecordStore, Vault } from './ports.ts';
import { createPresser } from './press.ts';
import { createRelayer } from './relay.ts';
import { createDueRunner } from './run-due.ts';
import { createSchoolFileStanding } from './school-file-standing.ts';
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
  /** Told of what the service does; nobody if not given. */
  readonly meter?: Meter;
  /** Told of what did not work, for the log: ids and codes, never content. */
  readonly failed: (of: {
    readonly what: string;
    readonly school?: string;
    readonly record?: string;
    readonly code: string;
    readonly attempts?: number;
  }) => void;
}

/** How long stopping waits for deliveries. The service is given ten seconds to stop. */
const SETTLE_MS = 3.5 * SECOND;
/** Of these, how long for giving back what was not attempted, and for the calls under way. */
const GIVE_BACK_MS = 1.5 * SECOND;

/** Puts the use cases together around the ports. Channels join when they stand, as they need some of these themselves. */
export function assembleApplication(parts: ApplicationParts) {
  const { vault, registry, clock, ids, meter = noMeter } = parts;
  const failedAt = (what: string) => (of: Omit<Parameters<ApplicationParts['failed']>[0], 'what'>) =>
    parts.failed({ what, ...of });
  const store = meteredStore(answeringStore(parts.store), { meter, clock });
  const channels = new Map<ChannelId, Channel>();
  const chats = createChats(channels);
  const directory = createDirectory(parts.schools);
  const { schools } = directory;
  const sealer = createRecordSealer({ vault, ids });
  const turns = createKeyedQueue();
  const replica = ids.fresh();
  const underWay = new Set<Promise<void>>();
  /** Work that is to come to its end before the service stops. Gives what it was given. */
  const follow = <Value>(work: Promise<Value>): Promise<Value> => {
    const followed: Promise<void> = work.then(nothing, nothing).finally(() => underWay.delete(followed));
    underWay.add(followed);
    return work;
  };
  const notDelivered = ({ reference }: Written, error: unknown): Delivery => {
    failedAt('delivery')({ record: reference, code: faultCode(error) });
    return { waitedMs: 0, isTaken: false };
  };
  const handler = createCommandHandler({
    store,
    vault,
    sealer,
    registry,
    clock,
    ids,
    replica,
    turns,
    chats,
    gather: createGatherer({ store, vault, sealer, registry, clock, channels, failed: failedAt('gather') }),
    stands: (record) => pacer.stands(record),
    written: (of) => follow(deliverer.deliver(of).catch((error: unknown) => notDelivered(of, error))),
  });
  const commands = meteredCommands(handler, { meter, clock, registry });
  const deliverer = createDeliverer({
    store,
    sealer,
    registry,
    clock,
    ids,
    replica,
    sender: createSender({ channels, chats, clock }),
    relay: createRelayer(commands),
    chats,
    running: () => running(),
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
      void follow(work.catch((error: unknown) => failedAt('draft')({ code: faultCode(error) })));
    },
  });
  /** How every school's records stand now. */
  const measure = createMeasures({ store, sealer, registry, schools, clock });
  const schoolFiles = createSchoolFileStanding(clock.now());
  const addresses = createAddressBook({ store, vault, sealer, registry, ids, commands });
  const checkService = createServiceCheck({ store, vault, clock, channels, addresses, measure, schoolFiles });
  const overview = createOverview({ store, vault, sealer, registry, clock, failed: failedAt('list') });
  const dueParts = { store, sealer, registry, clock, schools, commands, deliverer, replica };
  const dueRunner = createDueRunner({ ...dueParts, failed: failedAt('due') });
  const running = () => [...channels.keys()];
  const pacedParts = { store, vault, registry, schools, clock, chats, commands, replica, running };
  const pacer = createPacer({ ...pacedParts, follow: (work) => void follow(work), failed: failedAt('pace') });
  const askedParts = { store, vault, registry, schools, clock, ids, commands };
  const asker = createRecordAsker({ ...askedParts, failed: failedAt('ask') });
  const keeper = createKeeper({ registry, schools, clock, commands, failed: failedAt('keep') });
  /** Resolves when nothing is under way any more. */
  const allSettled = async () => {
    do {
      await Promise.all([...underWay, dueRunner.settled()]);
    } while (underWay.size > 0);
  };
  const inTime = async <Value>(work: Promise<Value>, withinMs: number): Promise<Value> => {
    const tooLate = () => new Fault('deliveries go on', { code: 'deliveries-slow', whatToDo: 'Look at the chat.' });
    return await waitAtMost(withinMs, work, tooLate);
  };
  return {
    /** This process among those that serve the store; another one at each start. */
    replica,
    channels,
    directory,
    sealer,
    commands,
    clock,
    meter,
    measure,
    /** Whether the service can do its work for a school. */
    checkService,
    overview,
    /** Whether what the school files say now is what the service goes by. */
    schoolFiles,
    /** The school files were changed: asks the records that have to hear of it. In the next round. */
    schoolFilesChanged: asker.schoolFilesChanged,
    addresses,
    arrivals: createArrivals({ commands, failed: failedAt('arrival') }),
    drafts,
    presser: createPresser({
      registry,
      commands,
      overview,
      checkService,
      drafts,
      clock,
      ids,
      failed: failedAt('press'),
    }),
    /**
     * For a chat: somebody can be reached now who could not be before, or has come to a channel; without `person`,
     * somebody whom the school file does not know. Never rejects; stopping does not wait for more than what it has begun.
     */
    arrived: (school: School, person: PersonId | undefined, chat: ChannelId): Promise<void> =>
      follow(asker.arrived(school, person, chat)),
    /** For a chat: somebody wrote or pressed something in it, and so can be reached there. */
    heard: asker.heard,
    standing: createStandingPoster({ store, registry, commands, ids, failed: failedAt('show-again') }),
    /** Sees that the records are there which every school has. Never rejects. Stopping does not wait for it. */
    keep: keeper.run,
    dueRunner: {
      ...dueRunner,
      /** One round; none where nobody knows what time it is, so that nothing is done too early. */
      async run(): Promise<void> {
        if (!(await clock.forDecision()).isSure) return;
        pacer.run();
        void follow(asker.run());
        await dueRunner.run();
      },
    },
    /**
     * Resolves when every delivery under way has ended, or when a chat does not let them end in time: what is left is
     * delivered after the next start.
     */
    async settle(withinMs = SETTLE_MS): Promise<void> {
      await inTime(allSettled(), withinMs).catch((error: unknown) => failedAt('stop')({ code: faultCode(error) }));
    },
    /**
     * Ends the deliveries: begins no more, gives those under way a while, and gives back what was not attempted, so that
     * another process goes on with it at once. Rejects when something had to be left; it is owed and delivered later.
     */
    async stop(): Promise<void> {
      deliverer.takeNoMore();
      for (const one of [keeper, pacer, asker]) one.stop();
      await inTime(allSettled(), SETTLE_MS - GIVE_BACK_MS).catch(() => undefined);
      const [givenBack] = await inTime(Promise.allSettled([deliverer.giveBack(), allSettled()]), GIVE_BACK_MS);
      if (givenBack.status === 'rejected') throw givenBack.reason;
    },
  };
}

function nothing(): void {}

export type Application = ReturnType<typeof assembleApplication>;
