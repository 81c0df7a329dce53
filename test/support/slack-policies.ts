import type { SlackPerson } from './slack-person.ts';

type Given = Readonly<Record<string, string | readonly string[]>>;

/** What somebody puts into each step of the form for a policy; what is left out keeps what stands there. */
export interface PolicyGiven {
  readonly what?: Given;
  readonly text?: Given;
  readonly who?: Given;
  readonly record?: Given;
}

/** What is published when a test says nothing else: a policy for all staff. */
const aPolicy = {
  what: {
    'What is it?': 'Policy',
    Title: 'Phones in school',
    'What changed, or what it is about': 'Phones stay in bags',
  },
  text: { 'The text, as people read it': 'MARKER-TEXT: phones stay in bags.\nAlso at break.' },
  who: { 'Everybody who is': ['All staff'] },
  record: {},
} as const satisfies PolicyGiven;

/** An acceptable-use agreement for all staff, which is signed. */
export const anAgreement = {
  ...aPolicy,
  what: { ...aPolicy.what, 'What is it?': 'Acceptable-use agreement', Title: 'Acceptable use' },
} as const satisfies PolicyGiven;

/** Fills in the form for a policy up to its preview. */
export async function drafts(person: SlackPerson, given: PolicyGiven = {}): Promise<void> {
  await person.types('/publish-policy');
  await fillsInPolicy(person, { ...aPolicy, ...given });
}

/** Fills in the steps of the form for a policy that stands open. */
export async function fillsInPolicy(person: SlackPerson, given: PolicyGiven): Promise<void> {
  for (const step of ['what', 'text', 'who', 'record'] as const) {
    await person.fills(given[step] ?? {});
    await person.submits();
  }
}

/** Publishes a policy; gives its reference. */
export async function publishes(person: SlackPerson, given: PolicyGiven = {}): Promise<string> {
  await drafts(person, given);
  const [reference] = /P-[0-9A-Z]{6}/.exec(person.modal?.words ?? '') ?? [];
  if (reference === undefined) throw new Error(`no preview: ${person.modal?.words}`);
  await person.presses('Publish');
  await person.closes();
  return reference;
}
