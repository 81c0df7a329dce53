import type { Instant } from '../../domain/instant.ts';
import type { Said } from '../../domain/pages.ts';
import { documentNames } from '../../domain/policies.ts';
import { saidChanges } from '../../domain/policy-card.ts';
import type { School } from '../../domain/school.ts';
import { type LocalDate, saidDate } from '../../domain/school-time.ts';
import { type Wording, wordingHash } from '../../domain/wording.ts';
import { saidVersion } from './words.ts';

/** A version as people read it, in the order in which it stands on their card. */
export function wordingBlocks(
  wording: Wording,
  { dueBy, school, at }: { readonly dueBy: LocalDate; readonly school: School; readonly at: Instant },
): readonly Said[] {
  const { changes, text, link, isSigned, statement, kind } = wording;
  const ask = isSigned ? 'Please read and sign' : 'Please read and acknowledge';
  return [
    {
      heading: saidVersion(wording),
      text: `${documentNames[kind]}. ${ask} by ${saidDate(school, dueBy, at)}.`,
    },
    ...(changes.length === 0
      ? []
      : [{ heading: saidChanges(wording), text: changes.map((line) => `• ${line}`).join('\n') }]),
    ...(text === undefined ? [] : [{ heading: 'The text', text }]),
    ...(link === undefined
      ? []
      : [{ heading: 'Where it stands', text: `${link.address}\nSHA-256 of the file: ${link.sha256}` }]),
    {
      heading: 'What people say to it',
      text: isSigned ? `"${statement}", with their full name and job title.` : `"${statement}", with one press.`,
    },
    ...(text === undefined && link === undefined
      ? [{ heading: 'The text', text: 'Kept in the history, and with each acknowledgement.' }]
      : [{ heading: '', text: `Fingerprint of this wording: ${wordingHash(wording).slice(0, 16)}` }]),
  ];
}
