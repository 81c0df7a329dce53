// The one list of what may be said beside a figure. Nothing leaves the house that does not pass through here.

/** An id of ours, in small letters: no reference, no name as it is written, no address. */
const ID = /^[a-z0-9][a-z0-9/-]{0,60}$/;
/** A code of ours or of a chat, such as `unforeseen-TypeError` or `slack-channel_not_found`: no address, no sentence. */
const CODE = /^[a-z0-9][a-z0-9_-]{0,60}$/i;

const allowed = {
  /** Of a command, such as `concern/report`. */
  type: ID,
  /** `well`, or the code of a refusal or fault. */
  outcome: CODE,
  /** The id of a school, as its file has it. */
  school: ID,
  chat: ID,
  /** A method of the record store, or what a chat was asked to do. */
  what: ID,
  path: /^\/[a-z0-9/-]{1,60}$/i,
  status: /^[1-5]\d\d$/,
} as const satisfies Record<string, RegExp>;

export type AttributeName = keyof typeof allowed;
export type Attributes = { readonly [Name in AttributeName]?: string };

/** What is said where something is not as it may be: nothing of it is quoted. */
const OTHER = 'other';

/** Of what was given only these, and each only as it may be, whatever is given at run time. */
export function attributesOf(
  names: readonly AttributeName[],
  given: { readonly [Name in AttributeName]?: unknown },
): Attributes {
  const kept: { [Name in AttributeName]?: string } = {};
  for (const name of names) {
    const value = name === 'status' && typeof given[name] === 'number' ? String(given[name]) : given[name];
    if (value !== undefined) kept[name] = typeof value === 'string' && allowed[name].test(value) ? value : OTHER;
  }
  return kept;
}
