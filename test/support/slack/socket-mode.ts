import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Activity } from './activity.ts';
import type { Told } from './delivery.ts';

const envelopeTypes = { command: 'slash_commands', interaction: 'interactive', event: 'events_api' } as const;

/** The other end of Socket Mode, as docs.slack.dev, "Using Socket Mode", says it. */
export function createSockets(server: Server, activity: Activity, appId: string) {
  const sockets = new WebSocketServer({ noServer: true });
  const open = new Set<WebSocket>();
  const tickets = new Set<string>();
  const waiting = new Map<string, (payload: unknown) => void>();
  let last = 0;
  let elsewhere: string | undefined;

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const ticket = new URL(request.url ?? '', 'http://slack').searchParams.get('ticket') ?? '';
    // A ticket serves once.
    if (!tickets.delete(ticket)) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    sockets.handleUpgrade(request, socket, head, greet);
  });

  function greet(socket: WebSocket): void {
    const end = activity.begin();
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('message', (data) => {
      const { envelope_id, payload } = JSON.parse(String(data)) as { envelope_id: string; payload?: unknown };
      waiting.get(envelope_id)?.(payload);
    });
    const connection_info = { app_id: appId };
    const debug_info = { host: 'applink-1', build_number: 1, approximate_connection_time: 18_060 };
    socket.send(JSON.stringify({ type: 'hello', num_connections: open.size, debug_info, connection_info }));
    end();
  }

  return {
    get isConnected() {
      return open.size > 0;
    },
    /** An address at which one socket may be opened. */
    /** Whoever asks for a connection is led there. */
    leadTo(address: string | undefined): void {
      elsewhere = address;
    },
    ticketAt(address: string): string {
      const ticket = `ticket-${++last}`;
      tickets.add(ticket);
      if (elsewhere !== undefined) return elsewhere;
      return `${address.replace(/^http/, 'ws')}/link/?ticket=${ticket}&app_id=${appId}`;
    },
    /** Tells the bot; gives the body of its answer, or undefined when none came in time. */
    async tell(
      { kind, payload }: Told,
      patienceMs: number,
      retry?: { readonly num: number; readonly reason: string },
    ): Promise<string | undefined> {
      const [socket] = open;
      const envelope_id = `envelope-${++last}`;
      const end = activity.begin();
      try {
        const answered = Promise.withResolvers<unknown>();
        waiting.set(envelope_id, answered.resolve);
        const late = new Promise<'late'>((resolve) => {
          AbortSignal.timeout(patienceMs).addEventListener('abort', () => resolve('late'), { once: true });
        });
        socket?.send(
          JSON.stringify({
            envelope_id,
            type: envelopeTypes[kind],
            payload,
            accepts_response_payload: kind !== 'event',
            ...(kind === 'event' ? { retry_attempt: retry?.num ?? 0, retry_reason: retry?.reason ?? '' } : {}),
          }),
        );
        const answer = await Promise.race([answered.promise, late]);
        if (answer === 'late') return undefined;
        const isEmpty = answer === undefined || JSON.stringify(answer) === '{}';
        return isEmpty ? '' : JSON.stringify(answer);
      } finally {
        waiting.delete(envelope_id);
        end();
      }
    },
    /** Slack changes its machines: the bot is asked to connect anew. */
    recycle(): void {
      for (const socket of open) {
        socket.send(
          JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: { host: 'applink-1' } }),
        );
        open.delete(socket);
      }
    },
    /** The line breaks. */
    cut(): void {
      for (const socket of sockets.clients) socket.terminate();
      open.clear();
    },
  };
}

export type Sockets = ReturnType<typeof createSockets>;
