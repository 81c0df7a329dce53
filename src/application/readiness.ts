import { SECOND } from '../domain/instant.ts';
import { Fault } from './faults.ts';
import { waitAtMost } from './wait-at-most.ts';

export interface ReadinessParts {
  /** Everything that has to answer, by the word for it. */
  readonly parts: () => Readonly<Record<string, () => Promise<unknown>>>;
  readonly monotonicMs: () => number;
}

/** Each part has this long; whoever asks has an answer soon after. */
const PART_MS = 2 * SECOND;
/** Who asks within this time of another is told the same. */
const SHARED_MS = SECOND;

/** Says whether the service can do its work now: by the parts that cannot do theirs, and never more than their names. */
export function createReadiness({ parts, monotonicMs }: ReadinessParts) {
  let isStopping = false;
  let shared: { readonly at: number; readonly answer: Promise<readonly string[]> } | undefined;

  async function lookAtAll(): Promise<readonly string[]> {
    const all = Object.entries(parts());
    const isWell = await Promise.all(all.map(([, part]) => answersInTime(part)));
    return all.filter((_, index) => !isWell[index]).map(([name]) => name);
  }

  return {
    /** The names of what is not ready; none when the service is. Never rejects. */
    async missing(): Promise<readonly string[]> {
      if (isStopping) return ['stopping'];
      const now = monotonicMs();
      if (shared === undefined || now - shared.at >= SHARED_MS) shared = { at: now, answer: lookAtAll() };
      const missing = await shared.answer;
      return isStopping ? ['stopping'] : missing;
    },
    /** From now on the service is not ready, whatever answers. */
    stop(): void {
      isStopping = true;
    },
  };
}

export type Readiness = ReturnType<typeof createReadiness>;

async function answersInTime(part: () => Promise<unknown>): Promise<boolean> {
  const asked = async () => await part();
  return await waitAtMost(PART_MS, asked(), () => new Fault('no answer', { code: 'not-ready', whatToDo: '' })).then(
    () => true,
    () => false,
  );
}
