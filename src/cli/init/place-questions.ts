import { resolve, sep } from 'node:path';
import { variables } from '../../config-variables.ts';
import type { Answers } from './answers.ts';
import { oneLine, type Question, type Reading } from './question.ts';

// Where the records, their keys and their checkpoints go.

/** What systemd, Docker and Node each read in the same way behind `NAME=`, without quotes. */
const readBySystems = /^[^\s#'"`\\$][^#'"`\\$\p{Cc}]*$/u;

/** Whether a value can stand in a file of variables. */
export function isPlainValue(value: string): boolean {
  return readBySystems.test(value) && value === value.trim();
}

export function placeQuestions(answers: Answers, folder: string): readonly Question[] {
  const isInCosmos = answers.get('store')?.startsWith('cosmos:') === true;
  const isInKeyVault = answers.get('vault')?.startsWith('keyvault:') === true;
  const own = (kind: string, ...names: readonly string[]) => `${kind}:${absolute(folder, names.join('/'))}`;
  return [
    {
      name: 'store',
      ask: 'Where are the records kept?',
      example: 'cosmos:https://oakfield.documents.azure.com/safeguarding',
      usual: own('sqlite', 'records', 'records.db'),
      explain:
        'A file on this machine is right for one school on one machine: "sqlite:" and its path. Azure Cosmos DB is right ' +
        'for several machines: "cosmos:", the address of the account, a slash and the database (docs/cosmos.md).',
      read: place('STORE', ['sqlite'], folder),
    },
    {
      name: 'vault',
      ask: 'Where are the keys kept that the records are sealed with?',
      example: 'keyvault:https://oakfield.vault.azure.net/keys/records',
      ...(isInCosmos ? {} : { usual: own('file', 'keys', 'keys.json') }),
      explain:
        'Without the keys nobody can read the records again: back both up, apart from each other. A file is "file:" and ' +
        'its path; on the disk of the records, whoever takes the disk has both, so encrypt it. Azure Key Vault is "keyvault:" and the address of a key (docs/key-vault.md).',
      read: place('VAULT', ['file'], folder),
    },
    {
      name: 'checkpoints',
      ask: 'In which folder are the daily checkpoints kept, which show if a record was changed or removed?',
      example: 'folder:/mnt/checkpoints',
      ...(isInCosmos || isInKeyVault ? {} : { usual: own('folder', 'checkpoints') }),
      explain:
        'Best where whoever can change the records cannot write, such as a share of another machine: beside the records, ' +
        'one account may change both. docs/tamper-evidence.md says more.',
      read: place('CHECKPOINTS', ['folder'], folder),
    },
    {
      name: 'port',
      ask: 'On which port does the service listen?',
      usual: '3978',
      explain: 'Any that is free on this machine; what stands in front of it, such as a gateway, calls this one.',
      read: variable('PORT'),
    },
  ];
}

/** What a variable may hold, in the words of the configuration. */
export function variable(name: 'PORT' | 'STORE' | 'VAULT' | 'CHECKPOINTS' | 'TEAMS_CLIENT_ID'): Question['read'] {
  return (typed) => {
    const line = oneLine(typed);
    if ('problem' in line) return line;
    const { schema, remedy } = variables[name];
    const parsed = schema.safeParse(line.text);
    if (!parsed.success) return { problem: `${parsed.error.issues[0]?.message}. ${remedy.replace(/\.$/, '')}` };
    return isPlainValue(line.text) ? line : { problem: NOT_PLAIN };
  };
}

const NOT_PLAIN = 'choose a name without quotes, backslashes, # and $, which systems read differently';

/** A place of a variable; a path on this machine becomes absolute, as the service may be started from anywhere. */
function place(name: 'STORE' | 'VAULT' | 'CHECKPOINTS', kinds: readonly string[], folder: string): Question['read'] {
  const read = variable(name);
  return (typed): Reading => {
    const text = typed.trim();
    const kind = kinds.find((one) => text.startsWith(`${one}:`));
    const path = kind === undefined ? '' : text.slice(kind.length + 1);
    if (kind === undefined || path === '' || path === ':memory:') return read(text);
    return read(`${kind}:${absolute(folder, path)}`);
  };
}

/** With strokes, which every system reads. */
function absolute(folder: string, path: string): string {
  return resolve(folder, path).replaceAll(sep, '/');
}
