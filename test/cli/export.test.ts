import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRecordSealer } from '../../src/application/sealed-record.ts';
import { addExport } from '../../src/cli/export.ts';
import { theClock } from '../../src/domain/people.ts';
import { readCsv } from '../../src/domain/read-csv.ts';
import type { StoredRecord } from '../../src/domain/record.ts';
import { statement, type Wording, wordingHash } from '../../src/domain/wording.ts';
import { createSqliteRecordStore } from '../../src/store/sqlite/record-store.ts';
import { openFileVault } from '../../src/vault/file-vault.ts';
import type { AcknowledgementEvent } from '../../src/workflows/acknowledgement/events.ts';
import { acknowledgement } from '../../src/workflows/acknowledgement/index.ts';
import { compiledCode } from '../support/compiled-code.ts';
import { aStoredRecord } from '../support/stored-record.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

const AT = '2026-11-23T09:00:00.000Z';
const wording: Wording = {
  policy: 'P-222222',
  version: 3,
  kind: 'agreement',
  title: 'Acceptable use',
  changes: ['A line on telephones.'],
  text: 'I keep my password to myself.\nI lock my screen.',
  statement,
  isSigned: true,
};
const hash = wordingHash(wording);

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const file = (name: string) => folder.path(name);
const places = () => ['--store', `sqlite:${file('records.db')}`, '--vault', `file:${file('keys.json')}`];

describe('safeguarding export acknowledgements', () => {
  it('[R160] [R165] writes who was asked and who has signed, with name, job title, day and the hash of the wording', async () => {
    await fill(signed('A. Osei'), asked('B. Tallis'), unreachable('C. Farrow'));
    const { lines, code } = await exported(['--policy', 'p222222', '--to', file('register.csv')]);
    expect(code).toBe(0);
    expect(lines).toEqual([
      '3 acknowledgements of 1 policy: 1 not yet delivered, 1 cannot be reached, 1 acknowledged.',
      `Written to ${file('register.csv')}, for your own account alone to read. It names people: keep it where the staff files are.`,
    ]);
    expect(tableIn('register.csv')).toEqual([
      expect.objectContaining({
        name: 'A. Osei',
        status: 'acknowledged',
        'acknowledged (UTC)': AT,
        'signed as': 'Full A. Osei',
        'signed as job title': 'Teacher of History',
        'wording SHA-256': hash,
        version: '3',
      }),
      expect.objectContaining({
        name: 'B. Tallis',
        status: 'not yet delivered',
        'acknowledged (UTC)': '',
        policy: 'P-222222',
      }),
      expect.objectContaining({
        name: 'C. Farrow',
        status: 'cannot be reached',
        'why not': 'has blocked or removed the app in Teams',
      }),
    ]);
  });

  it('writes every wording that somebody signed once, as it was shown', async () => {
    await fill(signed('A. Osei'), signed('B. Tallis'), asked('C. Farrow'));
    const { lines } = await exported(['--all', '--to', file('register.csv'), '--wordings', file('wordings.txt')]);
    expect(lines.at(-1)).toBe(`1 wording as signed: ${file('wordings.txt')}`);
    const text = readFileSync(file('wordings.txt'), 'utf8');
    expect(text).toContain(`SHA-256: ${hash}\nP-222222, version 3, agreement\nTitle: Acceptable use\n`);
    expect(text).toContain('\nI keep my password to myself.\nI lock my screen.\n');
  });

  it('writes the policy that is meant, or all of them, of one school or of all', async () => {
    await fill(
      signed('A. Osei'),
      signed('B. Tallis', { policy: 'P-333333' }),
      signed('C. Farrow', { school: 'elmfield' }),
    );
    const namesWith = async (...options: string[]) => {
      const name = `${randomUUID()}.csv`;
      await exported([...options, '--to', file(name)]);
      return tableIn(name).map(({ name: person }) => person);
    };
    expect(await namesWith('--all')).toEqual(['C. Farrow', 'A. Osei', 'B. Tallis']);
    expect(await namesWith('--policy', 'P-333333')).toEqual(['B. Tallis']);
    expect(await namesWith('--all', '--school', 'oakfield')).toEqual(['A. Osei', 'B. Tallis']);
  });

  it('writes a file that nobody else on the machine reads, and never over one that is there', async () => {
    await fill(signed('A. Osei'));
    await exported(['--all', '--to', file('register.csv')]);
    if (process.platform !== 'win32') expect(statSync(file('register.csv')).mode & 0o777).toBe(0o600);
    writeFileSync(file('mine.csv'), 'mine');
    for (const options of [
      ['--to', file('mine.csv')],
      ['--to', file('other.csv'), '--wordings', file('mine.csv')],
    ])
      await expect(exported(['--all', ...options])).rejects.toThrow('mine.csv is there already');
    expect([readFileSync(file('mine.csv'), 'utf8'), existsSync(file('other.csv'))]).toEqual(['mine', false]);
  });

  it('names a record that cannot be read, writes the others, and ends with 1', async () => {
    await fill(signed('A. Osei'), signed('B. Tallis'), altered(signed('C. Farrow')));
    const { lines, code } = await exported(['--all', '--to', file('register.csv')]);
    expect(code).toBe(1);
    expect(lines[0]).toMatch(/^DAMAGED R-\w{6} \(oakfield\): it cannot be read, and is not in the file\.$/);
    expect(tableIn('register.csv')).toHaveLength(2);
  });

  it('names an acknowledgement whose wording is not the one of its hash, and ends with 1', async () => {
    await fill(signed('A. Osei', { as: 'f'.repeat(64) }));
    const { lines, code } = await exported(['--all', '--to', file('register.csv')]);
    expect([code, lines[0]]).toEqual([
      1,
      expect.stringContaining('its wording is not the one that its SHA-256 was made of'),
    ]);
  });

  it('makes no formula of what somebody is called', async () => {
    await fill(signed('=HYPERLINK("https://elsewhere.example")'));
    await exported(['--all', '--to', file('register.csv')]);
    expect(readFileSync(file('register.csv'), 'utf8')).not.toMatch(/(^|,|")=/m);
  });

  it.each([
    [['--to', 'x.csv'], 'It is not said what to export'],
    [['--all', '--policy', 'P-222222', '--to', 'x.csv'], 'It is not said what to export'],
    [['--policy', 'C-222222', '--to', 'x.csv'], 'no reference of a policy'],
    [['--all', '--to', 'x.csv', '--wordings', './x.csv'], 'name the same file'],
    [['--policy', 'P-999999', '--to', 'x.csv'], 'No acknowledgement of P-999999'],
    [['--all', '--to', 'no/such/folder/x.csv'], 'could not be written'],
  ])('says what to do for %j, and writes nothing', async (options, words) => {
    // What is wrong with the options is said before any record is looked at.
    if (!/option|not said|reference|same file/.test(words)) await fill(signed('A. Osei'));
    const inFolder = options.map((option) => (/\.csv$/.test(option) ? file(option) : option));
    await expect(exported(inFolder)).rejects.toThrow(words);
    expect(existsSync(file('x.csv'))).toBe(false);
  });

  it('ends with 2 and what to do where it could not do its work, as a command', async () => {
    const { code, out, err } = await new Promise<{ code: number; out: string; err: string }>((done) => {
      const words = [resolve('src/cli.ts'), 'export', 'acknowledgements', '--all', '--to', file('x.csv'), ...places()];
      execFile(process.execPath, words, { env: compiledCode }, (error, out, err) =>
        done({ code: Number(error?.code ?? 0), out, err }),
      );
    });
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^Not done: .+records\.db is not there\.\nCorrect STORE and VAULT/);
  });
});

interface Filled {
  readonly school: string;
  readonly events: readonly AcknowledgementEvent[];
  readonly tamper: (record: StoredRecord) => StoredRecord;
}

function asked(name: string, { policy = 'P-222222', school = 'oakfield' } = {}): Filled {
  const person = `${name.replace(/\W/g, '').toLowerCase()}@oakfield.example`;
  const of = { campaign: `M${policy.slice(1)}`, policy, person, name, jobTitle: 'Teacher', chat: 'teams' } as const;
  const event = {
    type: 'AcknowledgementAsked',
    ...of,
    version: 3,
    title: 'Acceptable use',
    hash,
    dueBy: '2026-12-04',
  } as const;
  return { school, events: [event], tamper: (record) => record };
}

function signed(name: string, { as = hash, ...of }: { as?: string; policy?: string; school?: string } = {}): Filled {
  const signature = { name: `Full ${name}`, jobTitle: 'Teacher of History' };
  const before = asked(name, of);
  return { ...before, events: [...before.events, { type: 'WordingAcknowledged', wording, hash: as, signature }] };
}

function unreachable(name: string): Filled {
  const before = asked(name);
  return { ...before, events: [...before.events, { type: 'CardParked', code: 'teams-403' }] };
}

function altered(filled: Filled): Filled {
  return { ...filled, tamper: (record) => ({ ...record, state: `${record.state.slice(0, -8)}AAAAAAAA` }) };
}

async function fill(...all: readonly Filled[]): Promise<void> {
  const store = await createSqliteRecordStore({ path: file('records.db') });
  const ids = { fresh: randomUUID, bytes: randomBytes };
  const sealer = createRecordSealer({ vault: await openFileVault(file('keys.json')), ids });
  for (const [at, { school, events, tamper }] of all.entries()) {
    const begun = await sealer.begin(acknowledgement, { school, id: `R-22222${at + 2}`, at: AT });
    const of = { of: events, by: theClock, command: randomUUID() };
    const { stored } = await sealer.change(acknowledgement, begun, { at: AT, events: of });
    await store.create(tamper(stored));
  }
  // Records of other kinds are none of an export's business.
  await store.create(aStoredRecord({ id: 'C-222222' }));
  await store.close();
}

async function exported(options: readonly string[]): Promise<{ lines: readonly string[]; code: number }> {
  const lines: string[] = [];
  let code = 0;
  const program = new Command('safeguarding').exitOverride();
  addExport(program, {
    say: (line) => lines.push(line),
    end: (ended) => {
      code = ended;
    },
  });
  await program.parseAsync(['export', 'acknowledgements', ...options, ...places()], { from: 'user' });
  return { lines, code };
}

function tableIn(name: string): readonly Record<string, string>[] {
  const [head, ...rows] = readCsv(readFileSync(file(name), 'utf8')).rows.map(({ cells }) => cells);
  return rows.map((cells) => Object.fromEntries((head ?? []).map((heading, at) => [heading, cells[at] ?? ''])));
}
