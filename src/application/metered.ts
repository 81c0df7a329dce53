import { type Registry, workflowOf } from '../domain/decider.ts';
import { faultCode } from './faults.ts';
import type { CommandHandler } from './handle-command.ts';
import type { Meter, Timed } from './meter.ts';
import type { Channel, Clock, RecordStore } from './ports.ts';

// What the service does, told to its meter: the same store, handler and chat, which do and reject as they did before.

interface Metering {
  readonly meter: Meter;
  readonly clock: Pick<Clock, 'stopwatch'>;
}

/** What is said of work that did what it was asked to do. */
const WELL = 'well';

/** The same store, whose meter hears how long each call took and how it ended. */
export function meteredStore(store: RecordStore, of: Metering): RecordStore {
  const told = <Value>(what: string, call: () => Promise<Value>): Promise<Value> =>
    timed(of, call, (how) => of.meter.store({ what, ...how }));
  const { inspect } = store;
  return {
    sole: store.sole,
    create: (record) => told('create', () => store.create(record)),
    get: (school, id) => told('get', () => store.get(school, id)),
    replace: (record, etag) => told('replace', () => store.replace(record, etag)),
    remove: (school, id, etag) => told('remove', () => store.remove(school, id, etag)),
    query: (query) => told('query', () => store.query(query)),
    count: (query) => told('count', () => store.count(query)),
    due: (at, limit, schools) => told('due', () => store.due(at, limit, schools)),
    all: (page) => told('all', () => store.all(page)),
    time: () => told('time', () => store.time()),
    announce: (replica, forMs) => told('announce', () => store.announce(replica, forMs)),
    withdraw: (replica) => told('withdraw', () => store.withdraw(replica)),
    health: () => told('health', () => store.health()),
    ...(inspect === undefined ? {} : { inspect: () => told('inspect', () => inspect.call(store)) }),
    close: () => store.close(),
  };
}

/**
 * The same handler, whose meter hears of each command how it ended. A command that nobody knows is `other`. Of what tells
 * of people by its steps, neither which step it was is said nor why one was refused.
 */
export function meteredCommands(
  commands: CommandHandler,
  of: Metering & { readonly registry: Registry },
): CommandHandler {
  return {
    check: (request) => commands.check(request),
    handle(request) {
      const workflow = workflowOf(of.registry, request.type);
      const isUntold = workflow?.stepsUntold === true;
      const type = workflow === undefined ? 'other' : isUntold ? workflow.id : request.type;
      return timed(
        of,
        () => commands.handle(request),
        (how) => of.meter.command({ type, school: request.school.id, ...how }),
        (result) => (result.kind !== 'refused' ? WELL : isUntold ? 'refused' : result.code),
      );
    },
  };
}

/** The same chat, whose meter hears of each post, edit and removal. */
export function meteredChannel(channel: Channel, of: Metering): Channel {
  const told = <Value>(what: 'post' | 'edit' | 'remove', school: string, call: () => Promise<Value>): Promise<Value> =>
    timed(of, call, (how) => of.meter.delivery({ chat: channel.id, what, school, ...how }));
  return {
    id: channel.id,
    post: (school, ...rest) => told('post', school.id, () => channel.post(school, ...rest)),
    edit: (school, ...rest) => told('edit', school.id, () => channel.edit(school, ...rest)),
    remove: (school, ...rest) => told('remove', school.id, () => channel.remove(school, ...rest)),
    members: (school, staffChannel, after) => channel.members(school, staffChannel, after),
    isCurrent: (school, post) => channel.isCurrent(school, post),
    inspect: (school) => channel.inspect(school),
    health: () => channel.health(),
  };
}

/** Does the work and says how it ended; what it gives or rejects with is passed on as it is. */
async function timed<Value>(
  { clock }: Metering,
  work: () => Promise<Value>,
  tell: (how: Timed) => void,
  outcomeOf: (value: Value) => string = () => WELL,
): Promise<Value> {
  const elapsedMs = clock.stopwatch();
  try {
    const value = await work();
    tell({ milliseconds: elapsedMs(), outcome: outcomeOf(value) });
    return value;
  } catch (error) {
    tell({ milliseconds: elapsedMs(), outcome: faultCode(error) });
    throw error;
  }
}
