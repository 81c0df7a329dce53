import type { Vault } from './ports.ts';

/** So many tokens are kept at hand; they are made again in microseconds where the vault has its keys at hand. */
const MOST_KEPT = 2_000;

/** The tokens that records are found by. Those used of late are kept: most records of a campaign have the same. */
export function createTokens(vault: Pick<Vault, 'token'>) {
  const kept = new Map<string, string>();

  return async (school: string, text: string): Promise<string> => {
    const name = `${school} ${text}`;
    const known = kept.get(name);
    if (known !== undefined) return known;
    const token = await vault.token(school, text);
    kept.set(name, token);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return token;
  };
}
