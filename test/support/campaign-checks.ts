import { type Instant, later, MINUTE } from '../../src/domain/instant.ts';
import type { PersonId } from '../../src/domain/people.ts';
import { type Wording, wordingHash } from '../../src/domain/wording.ts';
import { registry } from '../../src/workflows/index.ts';
import type { CampaignTown } from './campaign-town.ts';

/** What somebody pressed yes to, and was told that it counts. */
export interface Said {
  readonly person: PersonId;
  readonly campaign: string;
  readonly version: number;
}

/** An acknowledgement as it lies in the store. */
interface Kept {
  readonly reference: string;
  readonly status: string;
  readonly campaign: string;
  readonly person: PersonId;
  readonly signed: { readonly wording: Wording; readonly hash: string } | undefined;
  /** How often it was noted that a card may stand twice. */
  readonly mayRepeat: number;
  readonly outbox: number;
}

interface Round {
  readonly reference: string;
  readonly status: string;
  readonly version: number;
  /** When it began to close. */
  readonly closedAt: Instant | undefined;
}

const counted = ['pending', 'delivered', 'unreachable', 'acknowledged'];

/** Everything that is wrong once nothing goes wrong any more, as sentences. */
export async function whatIsWrong(
  town: CampaignTown,
  of: { readonly said: readonly Said[]; readonly isWithdrawn: boolean; readonly rounds: number },
): Promise<readonly string[]> {
  const rounds = await roundsOf(town);
  const kept = await acknowledgementsOf(town);
  const live = rounds.at(-1);
  if (live === undefined || rounds.length !== of.rounds) return [`${rounds.length} rounds rather than ${of.rounds}`];
  return [
    ...town.wrong(),
    ...(await wrongFigures(town, live, kept, of.isWithdrawn)),
    ...wrongAskings(town, rounds, kept),
    ...wrongSayings(of.said, kept),
    ...rounds.slice(0, -1).flatMap((round) => wrongEnd(round, kept)),
    ...(of.isWithdrawn ? wrongEnd(live, kept) : wrongCards(town, live, kept)),
    ...kept.flatMap(({ reference, outbox }) => (outbox > 0 ? [`${reference} owes something still`] : [])),
  ];
}

/** Delivered, unreachable, pending and acknowledged are who is asked, and that is the audience. */
async function wrongFigures(town: CampaignTown, live: Round, kept: readonly Kept[], isWithdrawn: boolean) {
  const { school, vault } = town.process();
  const token = await vault.token(school.id, `campaign ${live.reference}`);
  const figures = await town.store.count({ school: school.id, kind: 'acknowledgement', token });
  const total = counted.reduce((sum, status) => sum + (figures[status] ?? 0), 0);
  const asked = kept.filter((one) => one.campaign === live.reference && counted.includes(one.status));
  const wrong: string[] = [];
  if (total !== asked.length) wrong.push(`the figures say ${total} of ${asked.length}`);
  if (isWithdrawn) return wrong;
  const present = asked.map(({ person }) => person).toSorted();
  if (present.join() !== town.people().toSorted().join())
    wrong.push(`asked are ${present} and it is ${town.people()}: ${JSON.stringify(figures)}`);
  const waits = asked.filter(({ status }) => status === 'pending').map(({ person }) => person);
  return waits.length === 0 ? wrong : [...wrong, `still pending: ${waits}`];
}

/** Nobody gets the first card of a wording twice, but for what the record knows of; and none after it was closed. */
function wrongAskings(town: CampaignTown, rounds: readonly Round[], kept: readonly Kept[]): readonly string[] {
  const first = Map.groupBy(
    town.askings.filter(({ campaign }) => campaign.endsWith(' first')),
    ({ person, campaign }) => `${person} ${campaign}`,
  );
  const twice = [...first].flatMap(([what, askings]) => {
    const [asking] = askings;
    const of = kept.find(
      ({ person, campaign }) => person === asking?.person && asking.campaign.startsWith(`${campaign} `),
    );
    // Each of these was known as one that may stand there twice, and had a reason: an answer or a process that was lost.
    const lost = askings.filter(({ isUnanswered }) => isUnanswered).length + town.kills();
    const isKnown = askings.length === 1 || (of?.mayRepeat ?? 0) > 0;
    return isKnown && askings.length <= 1 + lost ? [] : [`${what} came ${askings.length} times`];
  });
  const late = town.askings.flatMap(({ at, person, campaign }) => {
    const round = rounds.find(({ reference }) => campaign.startsWith(`${reference} `));
    if (round === undefined) return [`${person} was asked for ${campaign}, which is not there`];
    // A card that was on its way as the round began to close may still come; nothing is begun after that.
    const isLate = round.closedAt !== undefined && at > later(round.closedAt, MINUTE);
    return isLate ? [`${person} was asked for ${campaign} at ${at}, and it was closed at ${round.closedAt}`] : [];
  });
  return [...twice, ...late];
}

/** Who has acknowledged has, with the wording of the version that was on the card. */
function wrongSayings(said: readonly Said[], kept: readonly Kept[]): readonly string[] {
  const missing = said.flatMap(({ person, campaign, version }) => {
    const of = kept.find((one) => one.person === person && one.campaign === campaign);
    if (of?.signed === undefined) return [`${person} has acknowledged ${campaign}, and it is ${of?.status}`];
    return of.signed.wording.version === version
      ? []
      : [`${person} was shown version ${version} and ${of.signed.wording.version} is kept`];
  });
  const made = kept.flatMap(({ signed, person, campaign }) => {
    if (signed === undefined) return [];
    const isSaid = said.some((one) => one.person === person && one.campaign === campaign);
    return [
      ...(isSaid ? [] : [`${person} never acknowledged ${campaign}`]),
      ...(signed.hash === wordingHash(signed.wording) ? [] : [`${person}: the hash is another wording's`]),
    ];
  });
  return [...missing, ...made];
}

function wrongEnd({ reference, status }: Round, kept: readonly Kept[]): readonly string[] {
  const open = kept.filter(
    (one) => one.campaign === reference && !['acknowledged', 'left', 'closed'].includes(one.status),
  );
  return [
    ...(status === 'closed' ? [] : [`${reference} is ${status}`]),
    ...open.map(({ person, status: is }) => `${person} is ${is} in ${reference}, which is closed`),
  ];
}

/** Whoever has not, and can be reached, has a card of the latest version. */
function wrongCards(town: CampaignTown, live: Round, kept: readonly Kept[]): readonly string[] {
  return kept
    .filter(({ campaign, status }) => campaign === live.reference && status === 'delivered')
    .flatMap(({ person }) => {
      const versions = town.buttonsOf(person).map(({ press }) => versionIn(press));
      return versions.includes(live.version) ? [] : [`${person} has cards of ${versions}, not of ${live.version}`];
    });
}

/** The version that a button carries. */
export function versionIn(press: unknown): number {
  const { with: carried } = press as { readonly with?: { readonly version?: string } };
  return Number(carried?.version);
}

/** The campaign that a button carries. */
export function campaignIn(press: unknown): string {
  return (press as { readonly ref: string }).ref;
}

async function roundsOf(town: CampaignTown): Promise<readonly Round[]> {
  const rounds = await recordsOf(town, 'campaign');
  const all = rounds.map(({ reference, status, state, history }) => {
    const { file } = state as { readonly file: { readonly round: number; readonly wording: Wording } };
    const closing = history.find(({ event }) => event.type === 'ClosingBegan');
    return { reference, status, version: file.wording.version, round: file.round, closedAt: closing?.at };
  });
  return all.toSorted((one, other) => one.round - other.round);
}

async function acknowledgementsOf(town: CampaignTown): Promise<readonly Kept[]> {
  const all = await recordsOf(town, 'acknowledgement');
  return all.map(({ reference, status, state, history, outbox }) => {
    const { file, signed } = state as {
      readonly file: { readonly campaign: string; readonly person: PersonId };
      readonly signed?: Kept['signed'] | null;
    };
    const mayRepeat = history.filter(({ event }) => event.type === 'CardMayBeRepeated').length;
    return { reference, status, ...file, signed: signed ?? undefined, mayRepeat, outbox };
  });
}

/** All records of a kind, opened. */
async function recordsOf(town: CampaignTown, kind: string) {
  const { app, school } = town.process();
  const workflow = registry.get(kind);
  if (workflow === undefined) throw new Error(`there are no records of the kind ${kind}`);
  const { records } = await town.store.query({ school: school.id, kind, order: 'oldest-first', limit: 500 });
  return await Promise.all(
    records.map(async ({ id, status }) => {
      const found = await town.store.get(school.id, id);
      if (found === undefined) throw new Error(`${id} is gone`);
      const { state, outbox } = await app.sealer.open(workflow, found);
      const history = await app.sealer.history(workflow, found.record);
      const typed = history.map(({ event, at }) => ({ event: event as { readonly type: string }, at }));
      return { reference: id, status, state, history: typed, outbox: outbox.length };
    }),
  );
}
