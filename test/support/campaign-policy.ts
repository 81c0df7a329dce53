import type { CampaignTown } from './campaign-town.ts';
import { people } from './school.ts';

/** A policy as it was published last, from the answers that people got. */
export interface PublishedPolicy {
  readonly reference: string;
  readonly version: number;
  /** Which round of asking that is; a material version begins a new one. */
  readonly round: number;
}

/** What the form of a version is filled in with. */
function draft(words: string, isMaterial: boolean) {
  return {
    kind: 'policy',
    title: 'Mobile telephones',
    isMaterial: isMaterial ? 'yes' : 'no',
    change1: words,
    text: `Telephones stay in the locker. ${words}`,
    kinds: ['volunteer'],
    dueBy: '2027-03-19',
    owner: people.coordinator,
    nextReview: '2027-06-01',
  };
}

/** The head publishes a policy, through its preview. */
export async function publishPolicy(town: CampaignTown): Promise<PublishedPolicy> {
  const made = await town.give('policy/publish', people.head, { data: draft('This is the first of them.', true) });
  if (made.kind === 'refused') throw new Error(made.sentence);
  await confirm(town, made.reference);
  return { reference: made.reference, version: 1, round: 1 };
}

/** A new version of it, through its preview. */
export async function revisePolicy(
  town: CampaignTown,
  { reference, version, round }: PublishedPolicy,
  isMaterial: boolean,
): Promise<PublishedPolicy> {
  const data = draft(`This is number ${version + 1}.`, isMaterial);
  const made = await town.give('policy/revise', people.head, { reference, data });
  if (made.kind === 'refused') throw new Error(made.sentence);
  await confirm(town, reference);
  return { reference, version: version + 1, round: isMaterial ? round + 1 : round };
}

export async function withdrawPolicy(town: CampaignTown, { reference }: PublishedPolicy): Promise<void> {
  const data = { reason: 'It says what another one says.' };
  const made = await town.give('policy/withdraw', people.head, { reference, data });
  if (made.kind === 'refused') throw new Error(made.sentence);
}

async function confirm(town: CampaignTown, reference: string): Promise<void> {
  const { state } = await town.process().record(reference);
  const { making } = state as unknown as { readonly making: { readonly number: number } };
  const made = await town.give('policy/confirm', people.head, { reference, data: { draft: making.number } });
  if (made.kind === 'refused') throw new Error(made.sentence);
}
