import { z } from 'zod';
import { type Finding, findingsOf } from '../../application/doctor/finding.ts';
import { listed } from '../../application/doctor/words.ts';
import { MINUTE, SECOND } from '../../domain/instant.ts';
import type { Standing } from '../../standing-file.ts';

/** What answers on the port of the service. */
export type PortAnswer =
  | { readonly kind: 'nothing' | 'something else' | 'silence' }
  | {
      readonly kind: 'service';
      readonly missing: readonly string[];
      /** How many mistakes keep it from taking the school files over. */
      readonly schoolFileMistakes: number;
    };

const ANSWER_WITHIN_MS = 3 * SECOND;
/** The service writes every half minute how it stands. */
const STALE_MS = 2 * MINUTE;

/** Whether what the service wrote is older than it is while it runs. */
export function isStale({ at }: Pick<Standing, 'at'>, nowMs: number): boolean {
  return nowMs - Date.parse(at) > STALE_MS;
}

const alive = z.object({ alive: z.literal(true) });
const readiness = z.object({
  ready: z.boolean(),
  missing: z.array(z.string()).default([]),
  schoolFileMistakes: z.number().nonnegative().default(0),
});

/** Asks what listens where the service would. */
export async function askPort({ host, port }: { readonly host: string; readonly port: number }): Promise<PortAnswer> {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
  const ask = async (path: string): Promise<unknown> => {
    const answer = await fetch(`http://${name}:${port}${path}`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return await answer.json().catch(() => undefined);
  };
  try {
    if (!alive.safeParse(await ask('/healthz')).success) return { kind: 'something else' };
    const ready = readiness.safeParse(await ask('/readyz'));
    if (!ready.success) return { kind: 'something else' };
    const { missing, schoolFileMistakes } = ready.data;
    return { kind: 'service', missing, schoolFileMistakes };
  } catch (error) {
    return { kind: kindOf(error) };
  }
}

function kindOf(error: unknown): 'nothing' | 'something else' | 'silence' {
  if (error instanceof DOMException) return 'silence';
  const code = error instanceof Error && z.object({ code: z.string() }).safeParse(error.cause).data?.code;
  return code === 'ECONNREFUSED' ? 'nothing' : 'something else';
}

/** Whether the service runs here, and what keeps it from its work; `standing` is what it wrote beside its records. */
export function checkRunning(
  answer: PortAnswer,
  { port, standing, nowMs }: { readonly port: number; readonly standing: Standing | undefined; readonly nowMs: number },
): readonly Finding[] {
  const found = findingsOf('service');
  const seconds = standing && Math.max(0, Math.round((nowMs - Date.parse(standing.at)) / SECOND));
  const log = 'Look at the end of its log, and start it again.';
  switch (answer.kind) {
    case 'nothing':
      if (seconds !== undefined)
        return [found.wrong(`The service ended without stopping in order; it last wrote ${seconds} seconds ago.`, log)];
      return [
        found.look(`The service does not run here; port ${port} is free.`, 'Start it: npm run serve -- --env FILE'),
      ];
    case 'silence':
      return [found.wrong(`Whatever listens on port ${port} does not answer: the service may hang.`, log)];
    case 'something else':
      return [
        found.wrong(
          `Something other than the service listens on port ${port}.`,
          'Stop that program, or put another number into PORT.',
        ),
      ];
    case 'service':
      return [
        answer.missing.length === 0
          ? found.well('The service runs and is ready.')
          : found.wrong(
              `The service runs, and cannot do its work for want of: ${listed(answer.missing)}.`,
              'Look at the other findings about it; the service tries again by itself.',
            ),
        ...(standing !== undefined && isStale(standing, nowMs)
          ? [found.wrong(`The service answers, but has not said how it stands for ${seconds} seconds.`, log)]
          : []),
      ];
    default:
      return answer satisfies never;
  }
}
