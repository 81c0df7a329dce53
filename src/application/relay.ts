import { theClock } from '../domain/people.ts';
import type { School } from '../domain/school.ts';
import { DeliveryFault, Fault } from './faults.ts';
import type { CommandHandler } from './handle-command.ts';
import type { OwedMessage } from './owed-message.ts';
import type { Sent } from './send-message.ts';

/**
 * Gives commands to other records. Each has the id of what is owed, so that one that is given again, by whichever
 * process, has its effect once. Never throws.
 */
export function createRelayer(commands: Pick<CommandHandler, 'handle'>) {
  return async (
    school: School,
    { id, message }: { readonly id: string; readonly message: OwedMessage },
  ): Promise<Sent> => {
    const { to, data } = message;
    if (to.kind !== 'record') throw new Error('a message for a chat is no command');
    const { command, reference, key } = to;
    try {
      const given = await commands.handle({
        id: `relay ${school.id} ${id}`,
        school,
        type: command,
        by: theClock,
        data,
        ...(reference === undefined ? {} : { reference }),
        ...(key === undefined ? {} : { key }),
      });
      return given.kind === 'done' ? { kind: 'delivered' } : failed(refusedThere(given.code));
    } catch (error) {
      return failed(notGiven(error));
    }
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
