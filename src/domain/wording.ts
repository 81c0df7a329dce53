import { createHash } from 'node:crypto';
import { z } from 'zod';

/** What is published (R167): each kind with what a person is asked to say of it. */
export const documentKinds = ['policy', 'update', 'agreement', 'guidance'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/**
 * What one person is shown and says yes to: exactly the words, tied to one version (R165, R167). Kept with each
 * acknowledgement, so that nobody has to ask later what somebody had signed.
 */
export const wordingSchema = z.object({
  /** The policy's reference. */
  policy: z.string(),
  /** Counts from 1; a new one for each change, however small. */
  version: z.number().int().min(1),
  kind: z.enum(documentKinds),
  title: z.string(),
  /** What changed, at most three lines. */
  changes: z.array(z.string()),
  /** The text in full; absent where only a link is given. */
  text: z.string().optional(),
  /** Where it stands, and the SHA-256 of the file that was published there, 64 hexadecimal digits. */
  link: z.object({ address: z.string(), sha256: z.string() }).optional(),
  /** What a person says by pressing the button, such as `I have read and understood this`. */
  statement: z.string(),
  /** True for an agreement: signed with full name and job title (R165). */
  isSigned: z.boolean(),
});
export type Wording = z.infer<typeof wordingSchema>;

/** What the button says that acknowledges. */
export const statement = 'I have read and understood this';

/** The most characters of a text that a card shows in full in both chats. */
export const LONGEST_TEXT = 8_000;

/** The SHA-256 of a wording, 64 hexadecimal digits: of all of it, in a fixed order. */
export function wordingHash(wording: Wording): string {
  const { policy, version, kind, title, changes, text, link, statement: said, isSigned } = wording;
  const parts = [policy, version, kind, title, changes, text ?? null, link?.address ?? null, link?.sha256 ?? null];
  return createHash('sha256')
    .update(JSON.stringify(['wording/1', ...parts, said, isSigned]))
    .digest('hex');
}
