import { Socket } from 'node:net';

/** A connection that this process began. */
export interface Begun {
  readonly host: string;
  readonly port: number;
}

/**
 * Sees every connection that anything in this process begins, by whatever library, before a name is looked up for it.
 * It has to be stopped: the processes of the tests are shared.
 */
export function watchConnections() {
  const begun: Begun[] = [];
  const { connect } = Socket.prototype;
  function watched(this: Socket, ...given: unknown[]) {
    const [first] = given.flat();
    const of = typeof first === 'object' && first !== null ? first : { port: first, host: given[1] };
    const { host = 'localhost', port, path } = of as { host?: string; port?: number | string; path?: string };
    begun.push({ host: path ?? host, port: Number(port ?? 0) });
    return connect.apply(this, given as never);
  }
  Socket.prototype.connect = watched as typeof connect;
  return {
    /** All but those to the bot itself, which the test makes. */
    besides: (address: string): readonly Begun[] => begun.filter(({ port }) => port !== Number(new URL(address).port)),
    stop(): void {
      Socket.prototype.connect = connect;
    },
  };
}
