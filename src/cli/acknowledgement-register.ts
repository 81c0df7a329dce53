import { type Wording, wordingHash } from '../domain/wording.ts';
import { saidReason } from '../workflows/acknowledgement/delivery-reasons.ts';
import { type Acknowledgement, signedOf } from '../workflows/acknowledgement/state.ts';

/** One acknowledgement as it stands in the records. */
export interface Registered {
  readonly school: string;
  readonly reference: string;
  readonly state: Acknowledgement;
}

/** What each status is called in the register. */
export const standings: Record<Acknowledgement['status'], string> = {
  pending: 'not yet delivered',
  delivered: 'outstanding',
  unreachable: 'cannot be reached',
  acknowledged: 'acknowledged',
  left: 'left',
  closed: 'closed',
};

const columns: readonly (readonly [heading: string, of: (one: Registered) => string])[] = [
  ['school', ({ school }) => school],
  ['policy', ({ state }) => state.file.policy],
  ['title', ({ state }) => signedOf(state)?.wording.title ?? state.file.title],
  ['version', ({ state }) => String(signedOf(state)?.wording.version ?? state.file.version)],
  ['round of asking', ({ state }) => state.file.campaign],
  ['acknowledgement', ({ reference }) => reference],
  ['name', ({ state }) => state.file.name],
  ['job title', ({ state }) => state.file.jobTitle],
  ['address', ({ state }) => state.file.person],
  ['status', ({ state }) => standings[state.status]],
  ['why not', ({ state }) => (state.status === 'unreachable' ? saidReason(state.code) : '')],
  ['asked (UTC)', ({ state }) => state.file.askedAt],
  ['due by', ({ state }) => state.file.dueBy],
  ['reminded', ({ state }) => String(state.file.reminded)],
  ['acknowledged (UTC)', ({ state }) => signedOf(state)?.at ?? ''],
  ['signed as', ({ state }) => signedOf(state)?.signature?.name ?? ''],
  ['signed as job title', ({ state }) => signedOf(state)?.signature?.jobTitle ?? ''],
  // Of what was said yes to; else of what is asked for.
  ['wording SHA-256', ({ state }) => signedOf(state)?.hash ?? state.file.hash],
];

/** The register of acknowledgements as the rows of a table, with a row of headings. */
export function registerRows(all: readonly Registered[]): readonly (readonly string[])[] {
  const sorted = all.toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
  return [columns.map(([heading]) => heading), ...sorted.map((one) => columns.map(([, of]) => of(one)))];
}

/** Each wording that somebody said yes to, once, by its hash. */
export function signedWordings(all: readonly Registered[]): ReadonlyMap<string, Wording> {
  return new Map(
    all.flatMap(({ state }) => {
      const signed = signedOf(state);
      return signed === undefined ? [] : [[signed.hash, signed.wording] as const];
    }),
  );
}

/** Whether what somebody said yes to is still what its hash was made of; true for what nobody has said yes to. */
export function isAsSigned({ state }: Registered): boolean {
  const signed = signedOf(state);
  return signed === undefined || wordingHash(signed.wording) === signed.hash;
}

/** Every wording as it was shown, as a text that can be read and printed. */
export function wordingsText(wordings: ReadonlyMap<string, Wording>): string {
  return [...wordings]
    .map(([hash, { policy, version, kind, title, changes, text, link, statement }]) =>
      [
        `SHA-256: ${hash}`,
        `${policy}, version ${version}, ${kind}`,
        `Title: ${title}`,
        ...changes.map((line) => `Changed: ${line}`),
        ...(link === undefined ? [] : [`Link: ${link.address}`, `SHA-256 of the file there: ${link.sha256}`]),
        `Said: ${statement}`,
        ...(text === undefined ? [] : ['', text]),
        '',
      ].join('\n'),
    )
    .join(`${'='.repeat(72)}\n`);
}

function placeOf({ school, state, reference }: Registered): string {
  const { policy, campaign, name } = state.file;
  return JSON.stringify([school, policy, campaign, name, reference]);
}
