import { SECOND } from '../domain/instant.ts';
import { theClock } from '../domain/people.ts';
import type { School } from '../domain/school.ts';
import type { CommandRequest } from './command.ts';
import { DeliveryFault, Fault } from './faults.ts';
import type { CommandHandler } from './handle-command.ts';
import type { OwedMessage } from './owed-message.ts';
import type { Sent } from './send-message.ts';
import { createSideBySide } from './side-by-side.ts';

/** How many records are given a command at once that is for many; so many more where the store hangs. */
const AT_ONCE = { most: 16, mostInAll: 32, slowMs: 2 * SECOND };

/**
 * Gives commands to other records. Each has the id of what is owed, so that one that is given again, by whichever
 * process, has its effect once. Never throws.
 */
export function createRelayer(commands: Pick<CommandHandler, 'handle'>) {
  /** Gives one command, for one record. */
  async function give(request: CommandRequest): Promise<Sent> {
    try {
      const given = await commands.handle(request);
      return given.kind === 'done' ? { kind: 'delivered' } : failed(refusedThere(given.code));
    } catch (error) {
      return failed(notGiven(error));
    }
  }

  /**
   * Gives a command to each of many records. While one could not be asked, all of it is still owed; each of the others
   * that is given it again knows it by its id. One that refuses keeps no other from getting it.
   */
  async function giveEach(requests: readonly CommandRequest[]): Promise<Sent> {
    const sideBySide = createSideBySide(AT_ONCE);
    const all = await Promise.all(requests.map((request) => sideBySide(() => give(request))));
    const faults = all.filter((one) => one.kind === 'failed');
    return faults.find(({ fault }) => !fault.hopeless) ?? faults[0] ?? { kind: 'delivered' };
  }

  return async (
    school: School,
    { id, message }: { readonly id: string; readonly message: OwedMessage },
  ): Promise<Sent> => {
    const { to, data } = message;
    if (to.kind !== 'record') throw new Error('a message for a chat is no command');
    const { command, reference, key, each } = to;
    const of = { school, type: command, by: theClock };
    const name = `relay ${school.id} ${id}`;
    if (each !== undefined)
      return await giveEach(
        each.map((one) => ({ ...of, id: `${name} ${one.key}`, key: one.key, data: { ...data, ...one.data } })),
      );
    return await give({
      ...of,
      id: name,
      data,
      ...(reference === undefined ? {} : { reference }),
      ...(key === undefined ? {} : { key }),
    });
  };
}

export type Relayer = ReturnType<typeof createRelayer>;

function failed(fault: DeliveryFault): Sent {
  return { kind: 'failed', fault, mayStand: false };
}

/** The other record does not take it, now or later. */
function refusedThere(code: string): DeliveryFault {
  return new DeliveryFault('another record did not take what it was asked', {
    code,
    whatToDo: 'Look at the record that asked it: it says what became of it.',
    certain: true,
    hopeless: true,
  });
}

/** Nobody knows whether it was carried out. It is given again, and then has its effect once. */
function notGiven(error: unknown): DeliveryFault {
  return new DeliveryFault('another record could not be asked', {
    code: error instanceof Fault ? error.code : 'unexpected',
    whatToDo: error instanceof Fault ? error.whatToDo : 'Report this with the log around it.',
    certain: false,
    cause: error,
  });
}
