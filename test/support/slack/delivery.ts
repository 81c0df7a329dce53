import type { Activity } from './activity.ts';
import { FORM_TYPE, JSON_TYPE, signed } from './signing.ts';
import type { Sockets } from './socket-mode.ts';
import type { Part } from './workspace.ts';

/** Something that Slack tells the bot. */
export type Told =
  | { readonly kind: 'command'; readonly payload: { readonly [field: string]: string } }
  | { readonly kind: 'interaction' | 'event'; readonly payload: Part };

/** The exact bytes that went to the bot. */
export interface SentRequest {
  readonly kind: Told['kind'] | 'other';
  readonly body: string;
  readonly headers: { readonly [name: string]: string };
  readonly payload: Part;
}

/** What the bot answered. */
export interface Answer {
  /** Undefined when there was no answer in time, or none at all. */
  readonly status: number | undefined;
  readonly body: string;
  readonly headers: Headers;
  /** What Slack makes of an answer that it cannot take. */
  readonly trouble: 'timeout' | 'unreachable' | 'refused' | undefined;
  /** Where the request stands among all that were sent. */
  readonly request: number;
}

export interface DeliveryParts {
  readonly secret: string;
  readonly now: () => number;
  readonly patienceMs: number;
  readonly activity: Activity;
  readonly sockets: Sockets;
}

/** docs.slack.dev, "The Events API", retries: at once, after a minute, after five. */
const RETRIES = 3;

interface Owed {
  readonly told: Told;
  readonly num: number;
  readonly reason: string;
}

/** Sends to the bot as Slack does: signed, over HTTP or a socket, and events again when they were not taken. */
export function createDelivery({ secret, now, patienceMs, activity, sockets }: DeliveryParts) {
  const sent: SentRequest[] = [];
  let url: string | undefined;
  let owed: Owed[] = [];

  async function post(request: SentRequest, to = url): Promise<Answer> {
    const index = sent.push(request) - 1;
    const end = activity.begin();
    try {
      if (to === undefined) throw new Error('nobody listens');
      const { body, headers } = request;
      const signal = AbortSignal.timeout(patienceMs);
      const response = await fetch(to, { method: 'POST', body, headers: { ...headers }, signal, redirect: 'manual' });
      const trouble = response.ok ? undefined : 'refused';
      return {
        status: response.status,
        body: await response.text(),
        headers: response.headers,
        trouble,
        request: index,
      };
    } catch (thrown) {
      const isLate = thrown instanceof DOMException && thrown.name === 'TimeoutError';
      return nothing(isLate ? 'timeout' : 'unreachable', index);
    } finally {
      end();
    }
  }

  const nothing = (trouble: NonNullable<Answer['trouble']>, request: number): Answer => ({
    status: undefined,
    body: '',
    headers: new Headers(),
    trouble,
    request,
  });

  async function tell(told: Told, retry?: { readonly num: number; readonly reason: string }): Promise<Answer> {
    if (sockets.isConnected) {
      const index =
        sent.push({ kind: told.kind, body: JSON.stringify(told.payload), headers: {}, payload: told.payload }) - 1;
      const body = await sockets.tell(told, patienceMs, retry);
      if (body === undefined) return nothing('timeout', index);
      return { status: 200, body, headers: new Headers(), trouble: undefined, request: index };
    }
    return post(requestOf(told, retry));
  }

  function requestOf({ kind, payload }: Told, retry?: { readonly num: number; readonly reason: string }): SentRequest {
    const body = kind === 'event' ? JSON.stringify(payload) : new URLSearchParams(formOf(kind, payload)).toString();
    const headers = {
      'content-type': kind === 'event' ? JSON_TYPE : FORM_TYPE,
      accept: '*/*',
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      ...signed(body, secret, Math.floor(now() / 1_000)),
      ...(retry === undefined ? {} : { 'x-slack-retry-num': `${retry.num}`, 'x-slack-retry-reason': retry.reason }),
    };
    return { kind, body, headers, payload };
  }

  /** An event that was not taken comes again at once; twice more when `redeliver` lets time pass. */
  async function tellEvent(payload: Part): Promise<Answer> {
    const told: Told = { kind: 'event', payload };
    const first = await tell(told);
    return isOver(first) ? first : again({ told, num: 1, reason: reasonOf(first) });
  }

  async function again(due: Owed): Promise<Answer> {
    const answer = await tell(due.told, due);
    if (!isOver(answer) && due.num < RETRIES) owed.push({ ...due, num: due.num + 1, reason: reasonOf(answer) });
    return answer;
  }

  return {
    sent: sent as readonly SentRequest[],
    post,
    tell,
    tellEvent,
    /** Every event that is still owed to the bot is sent again. */
    async redeliver(): Promise<readonly Answer[]> {
      const due = owed;
      owed = [];
      return Promise.all(due.map(again));
    },
    /** An event comes again although it was taken: the answer was lost on its way. */
    deliverAgain: (index: number) => {
      const payload = sent[index]?.payload ?? {};
      return tell({ kind: 'event', payload }, { num: 1, reason: 'http_timeout' });
    },
    sendTo(address: string | undefined): void {
      url = address;
    },
  };
}

function formOf(kind: Told['kind'], payload: Part): Record<string, string> {
  return kind === 'command' ? (payload as Record<string, string>) : { payload: JSON.stringify(payload) };
}

function isOver({ trouble, headers }: Answer): boolean {
  return trouble === undefined || headers.get('x-slack-no-retry') === '1';
}

function reasonOf({ trouble }: Answer): string {
  if (trouble === 'timeout') return 'http_timeout';
  return trouble === 'refused' ? 'http_error' : 'connection_failed';
}
