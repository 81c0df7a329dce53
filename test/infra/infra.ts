import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { type Bicep, parseBicep, parseParameters, type Resource, type Value } from './bicep.ts';

// All of infra/ at once, and rules that it is held to. Each rule says what is wrong, and is shown to see it.

const FOLDER = fileURLToPath(new URL('../../infra/', import.meta.url));

/** A resource with the file that makes it. */
export interface Placed extends Resource {
  readonly file: string;
}

export interface Infra {
  /** By their path below infra/, such as `modules/keys.bicep`. */
  readonly files: ReadonlyMap<string, Bicep>;
  /** Files of parameters, by their path below infra/. */
  readonly parameters: ReadonlyMap<string, { readonly [name: string]: Value }>;
  /** What is made, in every file; not what is only named because it is there already. */
  readonly made: readonly Placed[];
  readonly texts: ReadonlyMap<string, string>;
}

/** What is wrong, in words; empty when all is well. */
export type Rule = (infra: Infra) => readonly string[];

/** Nearly every file is read as often as there are rules. */
const parsed = new Map<string, Bicep>();

function parsedOnce(text: string): Bicep {
  const known = parsed.get(text) ?? parseBicep(text);
  parsed.set(text, known);
  return known;
}

/** infra/ as it stands, with the text of one file replaced where that is given. */
export function readInfra(changed: Readonly<Record<string, string>> = {}): Infra {
  const names = globSync('**/*.{bicep,bicepparam}', { cwd: FOLDER }).toSorted();
  const texts = new Map(names.map((name) => [name, changed[name] ?? readFileSync(join(FOLDER, name), 'utf8')]));
  const files = new Map(
    names.filter((name) => name.endsWith('.bicep')).map((name) => [name, parsedOnce(texts.get(name) ?? '')]),
  );
  const parameters = new Map(
    names.filter((name) => name.endsWith('.bicepparam')).map((name) => [name, parseParameters(texts.get(name) ?? '')]),
  );
  const made = [...files].flatMap(([file, { resources }]) =>
    resources.filter(({ isExisting }) => !isExisting).map((resource) => ({ ...resource, file })),
  );
  return { files, parameters, made, texts };
}

/** The resources of a type, of which there must be one at least. */
export function ofType(infra: Infra, type: string): readonly Placed[] {
  const found = infra.made.filter((resource) => resource.type === type);
  if (found.length === 0) throw new Error(`infra/ makes no ${type}`);
  return found;
}

/** A change that a rule must see: in this file, this text becomes that. */
export type Damage = readonly [file: string, from: string, to: string];

/** The rule holds for infra/ as it stands, and sees each of these changes. */
export function holds(sentence: string, rule: Rule, damages: readonly Damage[]): void {
  it(sentence, () => {
    expect(rule(readInfra())).toEqual([]);
    for (const [file, from, to] of damages) {
      const text = readInfra().texts.get(file) ?? '';
      expect(text.includes(from), `${file} has no ${from}`).toBe(true);
      expect(rule(readInfra({ [file]: text.replace(from, to) })), `${from} became ${to}`).not.toEqual([]);
    }
  });
}
