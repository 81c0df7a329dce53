import { StoreFault } from '../../application/faults.ts';
import { type CosmosFaultCode, storeFault } from './faults.ts';

/** What to make of a request that was not answered as it should be. */
export type Verdict =
  /** It was answered: there is none (404), there is one (409), it is another (412). */
  | { readonly kind: 'answered'; readonly status: 404 | 409 | 412 }
  | {
      readonly kind: 'repeat';
      /** Whether what was asked for may be done all the same. */
      readonly isPerhapsDone: boolean;
      /** The service asks for this much patience. */
      readonly afterMs?: number;
      /** True when the copy that answered has not what the session has seen. */
      readonly isBehind?: boolean;
      /** What it is called when there is no time to repeat it. */
      readonly fault: CosmosFaultCode;
      /** The status or the code of the connection, for the text of the fault. */
      readonly about: string;
    }
  | { readonly kind: 'fault'; readonly fault: StoreFault };

/** How a connection fails before anything of a request has left. */
const NOT_BEGUN = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];

/** How the library says that there was no answer in time: its own limit, and an abort of ours. */
const NO_ANSWER = ['TimeoutError', 'AbortError'];

/**
 * Judges what the library threw: https://learn.microsoft.com/rest/api/cosmos-db/http-status-codes-for-cosmosdb. What is
 * not known to be a refusal may have been done. Of the thrown text nothing is kept: it may quote a document.
 */
export function judge(thrown: unknown): Verdict {
  if (thrown instanceof StoreFault) return { kind: 'fault', fault: thrown };
  const code = property(thrown, 'code');
  const status = typeof code === 'number' && code >= 100 ? code : undefined;
  if (status !== undefined) return judgeStatus(status, Number(property(thrown, 'substatus') ?? 0), thrown);
  const name = String(property(thrown, 'name'));
  if (NO_ANSWER.includes(name) || NO_ANSWER.includes(String(code))) return repeat('store-slow', 'no answer', true);
  if (/Authentication|Credential/.test(name)) return refuse('store-denied', name);
  const connection = property(thrown, 'connection') ?? code;
  if (typeof connection === 'string') return repeat('store-away', connection, !NOT_BEGUN.includes(connection));
  // An answer that is none of the service's, such as a page of a proxy.
  return repeat('store-away', name, true);
}

function judgeStatus(status: number, subStatus: number, thrown: unknown): Verdict {
  const about = subStatus === 0 ? String(status) : `${status}/${subStatus}`;
  switch (status) {
    case 400:
      return refuse('store-failed', about);
    case 401:
      return refuse('store-denied', about);
    case 403:
      return judgeForbidden(subStatus, about);
    case 404:
      // 1002: this copy has not yet what the session has seen. 1003: the container or the database is not there.
      if (subStatus === 1002) return { ...repeat('store-slow', about, false), isBehind: true };
      return subStatus === 1003 ? refuse('store-not-set-up', about) : { kind: 'answered', status };
    case 409:
    case 412:
      return { kind: 'answered', status };
    case 413:
      return refuse('store-full', about);
    case 429:
      return { ...repeat('store-throttled', about, false), ...patience(thrown) };
    case 449:
      return { ...repeat('store-slow', about, false), ...patience(thrown) };
    case 408:
      return repeat('store-slow', about, true);
    default:
      // 410 (the partition is moving) and 503 among them.
      return status >= 500 || status === 410 ? repeat('store-away', about, true) : refuse('store-failed', about);
  }
}

/** https://learn.microsoft.com/azure/cosmos-db/nosql/troubleshoot-forbidden */
function judgeForbidden(subStatus: number, about: string): Verdict {
  // 3: no writes in this region. 1008: the account is not found, as while it moves.
  if (subStatus === 3) return repeat('store-read-only', about, false);
  if (subStatus === 1008) return repeat('store-away', about, false);
  // 1014: the school has its 20 GB.
  return refuse(subStatus === 1014 ? 'store-full' : 'store-denied', about);
}

function repeat(fault: CosmosFaultCode, about: string, isPerhapsDone: boolean): Extract<Verdict, { kind: 'repeat' }> {
  return { kind: 'repeat', fault, about, isPerhapsDone };
}

function refuse(code: CosmosFaultCode, about: string): Verdict {
  return { kind: 'fault', fault: storeFault(code, about) };
}

function patience(thrown: unknown): { readonly afterMs?: number } {
  const afterMs = property(thrown, 'retryAfterInMs');
  return typeof afterMs === 'number' && Number.isFinite(afterMs) && afterMs >= 0 ? { afterMs } : {};
}

function property(thrown: unknown, name: string): unknown {
  return typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, name) : undefined;
}
