import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { VaultFault } from '../../src/application/faults.ts';
import type { Vault } from '../../src/application/ports.ts';

/** A vault to be tried. */
export interface OpenedVault {
  readonly vault: Vault;
  /** The same keys, as another process or a later start finds them. */
  readonly reopen: () => Promise<Vault>;
  /** A vault with keys of its own. */
  readonly openOther: () => Promise<Vault>;
  readonly cleanUp: () => Promise<void>;
}

/** What every vault does, whatever keeps its keys. */
export function describeVault(name: string, open: () => Promise<OpenedVault>): void {
  describe(`${name} as a vault`, () => {
    let opened: OpenedVault;
    let vault: Vault;

    beforeEach(async () => {
      opened = await open();
      vault = opened.vault;
    });

    afterEach(() => opened.cleanUp());

    describe('a data key', () => {
      test('that was wrapped is unwrapped again', async () => {
        const dataKey = randomBytes(32);
        expect(hex(await vault.unwrap('oakfield', await vault.wrap('oakfield', dataKey)))).toBe(hex(dataKey));
      });

      test('that was wrapped is unwrapped after a restart', async () => {
        const dataKey = randomBytes(32);
        const wrapped = await vault.wrap('oakfield', dataKey);
        const again = await opened.reopen();
        expect(hex(await again.unwrap('oakfield', wrapped))).toBe(hex(dataKey));
      });

      test('is not to be seen in what it was wrapped to, nor whether two are the same', async () => {
        const dataKey = randomBytes(32);
        const one = await vault.wrap('oakfield', dataKey);
        const other = await vault.wrap('oakfield', dataKey);
        expect(one).not.toBe(other);
        expect(one).not.toContain(dataKey.toString('base64url').slice(0, 16));
        expect(one).toMatch(/^[\w.-]{40,500}$/);
      });

      test('of one school is not unwrapped for another', async () => {
        const wrapped = await vault.wrap('oakfield', randomBytes(32));
        await vault.wrap('elmfield', randomBytes(32));
        await expect(vault.unwrap('elmfield', wrapped)).rejects.toThrow(VaultFault);
        await expect(vault.unwrap('never-used', wrapped)).rejects.toThrow(VaultFault);
        await expect(vault.unwrap('', wrapped)).rejects.toThrow(VaultFault);
      });

      test('is not unwrapped by a vault with other keys', async () => {
        const wrapped = await vault.wrap('oakfield', randomBytes(32));
        const other = await opened.openOther();
        await other.wrap('oakfield', randomBytes(32));
        await expect(other.unwrap('oakfield', wrapped)).rejects.toThrow(VaultFault);
      });

      test('is not unwrapped when any character of what it was wrapped to was changed', async () => {
        const wrapped = await vault.wrap('oakfield', randomBytes(32));
        for (let at = 0; at < wrapped.length; at++) {
          for (const character of ['A', 'B', '_', '.', '=', '\n', 'é', '']) {
            const changed = wrapped.slice(0, at) + character + wrapped.slice(at + 1);
            if (changed !== wrapped)
              await expect(vault.unwrap('oakfield', changed), changed).rejects.toThrow(VaultFault);
          }
        }
      });

      test('is not unwrapped when something was put in, before or behind, or cut off', async () => {
        const wrapped = await vault.wrap('oakfield', randomBytes(32));
        const wrong = ['', '.', '..', 'nonsense', `${wrapped}A`, `${wrapped}=`, `${wrapped}\n`, ` ${wrapped}`];
        for (let end = 0; end < wrapped.length; end++) wrong.push(wrapped.slice(0, end));
        for (const changed of wrong) await expect(vault.unwrap('oakfield', changed)).rejects.toThrow(VaultFault);
      });

      test('is of 32 bytes, or is refused', async () => {
        for (const length of [0, 16, 31, 33, 64]) {
          await expect(vault.wrap('oakfield', randomBytes(length)), String(length)).rejects.toThrow(VaultFault);
        }
      });

      test('may be of a school of any name', async () => {
        const schools = ['__proto__', 'constructor', 'Ünïcödé 学校 🏫', '', ' ', 'a/b', '../oakfield', `it's "so"`];
        const dataKeys = schools.map(() => randomBytes(32));
        const wrapped = await Promise.all(
          schools.map((school, at) => vault.wrap(school, dataKeys[at] ?? randomBytes(1))),
        );
        const again = await opened.reopen();
        for (const [at, school] of schools.entries()) {
          expect(hex(await again.unwrap(school, wrapped[at] ?? '')), school).toBe(hex(dataKeys[at]));
        }
      });
    });

    describe('a token', () => {
      test('is the same for the same text of the same school, after a restart too', async () => {
        const token = await vault.token('oakfield', 'reporter sam@oakfield.example');
        expect(await vault.token('oakfield', 'reporter sam@oakfield.example')).toBe(token);
        const again = await opened.reopen();
        expect(await again.token('oakfield', 'reporter sam@oakfield.example')).toBe(token);
      });

      test('is another for another text, another school and another vault', async () => {
        const other = await opened.openOther();
        const tokens = await Promise.all([
          vault.token('oakfield', 'sam'),
          vault.token('oakfield', 'Sam'),
          vault.token('oakfield', ''),
          vault.token('elmfield', 'sam'),
          vault.token('oakfields', 'am'),
          other.token('oakfield', 'sam'),
        ]);
        expect(new Set(tokens).size).toBe(tokens.length);
      });

      test('is of 128 bits or more, URL-safe, and shows nothing of the text', async () => {
        for (const text of ['', 'sam', 'x'.repeat(100_000), 'zero\0width\u200b']) {
          expect(await vault.token('oakfield', text)).toMatch(/^[A-Za-z0-9_-]{22,64}$/);
        }
      });
    });

    describe('a school that is used for the first time', () => {
      test('by fifty at once gets one key', async () => {
        const dataKeys = Array.from({ length: 50 }, () => randomBytes(32));
        const wrapped = await Promise.all(dataKeys.map((dataKey) => vault.wrap('oakfield', dataKey)));
        const tokens = await Promise.all(dataKeys.map(() => vault.token('oakfield', 'sam')));
        expect(new Set(tokens).size).toBe(1);
        const again = await opened.reopen();
        const unwrapped = await Promise.all(wrapped.map((text) => again.unwrap('oakfield', text)));
        expect(unwrapped.map(hex)).toEqual(dataKeys.map(hex));
      });

      test('by several processes at once gets one key', async () => {
        const vaults = await Promise.all(Array.from({ length: 8 }, () => opened.reopen()));
        const tokens = await Promise.all(vaults.map((each) => each.token('oakfield', 'sam')));
        expect(new Set(tokens).size).toBe(1);
        const dataKey = randomBytes(32);
        const wrapped = await Promise.all(vaults.map((each) => each.wrap('oakfield', dataKey)));
        for (const text of wrapped) expect(hex(await vault.unwrap('oakfield', text))).toBe(hex(dataKey));
      });
    });

    test('is in health once it was used', async () => {
      await vault.health();
      await vault.wrap('oakfield', randomBytes(32));
      await vault.health();
    });

    test('a fault says what to do, and neither key nor text', async () => {
      const dataKey = randomBytes(32);
      const wrapped = await vault.wrap('oakfield', dataKey);
      for (const attempt of [
        () => vault.unwrap('elmfield', wrapped),
        () => vault.unwrap('oakfield', `${wrapped.slice(0, -2)}AA`),
      ]) {
        const fault = await attempt().catch((thrown: unknown) => thrown);
        expect(fault).toMatchObject({
          code: expect.stringMatching(/^vault-/),
          whatToDo: expect.stringMatching(/\.$/),
        });
        expect(`${fault}${(fault as Error).cause}`).not.toContain(wrapped.slice(-40));
      }
    });
  });
}

function hex(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('hex');
}
