import fc from 'fast-check';
import { HOUR, type Instant, later, MINUTE } from '../../../src/domain/instant.ts';
import { type Actor, actorOf, theClock } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import { commandData, type PolicyCommand } from '../../../src/workflows/policy/command-data.ts';
import { inTheMaking, latestVersion, type PolicyState } from '../../../src/workflows/policy/state.ts';
import { dayAfter, inLondon } from '../../support/london-days.ts';
import { people, stranger } from '../../support/school.ts';
import { aSchoolOfYears } from '../../support/school-years.ts';
import {
  aDraft,
  anAgreement,
  awaiting,
  given,
  type History,
  letPass,
  monday,
  published,
  reference,
  school,
  stateAfter,
  withGroups,
} from './a-policy.ts';

const DAY = 24 * HOUR;
const everyCommand = Object.keys(commandData) as readonly PolicyCommand[];
const actors: readonly Actor[] = [...Object.values(people), stranger].map(actorOf).concat(theClock);
const often: readonly Actor[] = [people.head, people.dsl, people.chair].map(actorOf);

/** Who holds which role changes in a run. */
const schools: readonly School[] = [
  school,
  school,
  withTwins(withGroups(aSchoolOfYears({ head: [people.senco], chair: [people.head] }))),
  withGroups(aSchoolOfYears({ dsl: [people.teacher], 'online-safety-coordinator': [people.assistant] })),
];

/** The same school, where two people have the same name. */
function withTwins(of: School): School {
  const twins = ['j.one@oakfield.example', 'j.two@oakfield.example'];
  return { ...of, people: [...of.people, ...twins.map((email) => ({ email, name: 'Jo Smith', jobTitle: 'Teacher' }))] };
}

interface Move {
  readonly command: PolicyCommand;
  readonly by: Actor;
  readonly after: number;
  readonly school: School;
  /** Which draft the button was of: 0 for the one that stands there now. */
  readonly old: number;
  readonly data: Record<string, unknown>;
  /** Days from today to the due day and to the review. */
  readonly due: number;
  readonly review: number;
}

/** What happened at one move: before it, and by what the clock gave until then. */
interface Moved {
  readonly move: Move;
  readonly before: PolicyState;
  readonly at: Instant;
  readonly step: ReturnType<ReturnType<typeof given>['when']>;
}

const drafting = ['policy/publish', 'policy/revise', 'policy/change', 'policy/confirm', 'policy/sign'] as const;
const mostly = <Value>(usual: Value, ...others: readonly Value[]) =>
  fc.oneof({ weight: 14, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const aMove: fc.Arbitrary<Move> = fc.record({
  command: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...drafting) },
    { weight: 2, arbitrary: fc.constantFrom(...everyCommand.filter((command) => command !== 'policy/withdraw')) },
    { weight: 1, arbitrary: fc.constantFrom(...everyCommand) },
  ),
  by: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...often) },
    { weight: 1, arbitrary: fc.constantFrom(...actors) },
    { weight: 1, arbitrary: fc.constant(theClock) },
  ),
  after: fc.constantFrom(MINUTE, MINUTE, MINUTE, MINUTE, DAY, DAY, 8 * DAY, 40 * DAY, 300 * DAY),
  school: fc.constantFrom(...schools),
  old: mostly(0, 1),
  due: mostly(14, -1, 400),
  review: mostly(300, 0, 20, 900),
  data: fc.record({
    kind: mostly('policy', 'agreement', 'guidance', 'update'),
    version: mostly('', '1', '900', 'four', '0'),
    isMaterial: fc.constantFrom('yes', 'no'),
    change1: mostly('It is clearer now.', ''),
    change2: fc.constant(''),
    text: mostly('Everybody keeps to this.', ''),
    address: mostly('', 'https://oakfield.example/a.pdf', 'a.pdf'),
    sha256: mostly('', 'a'.repeat(64), 'abc'),
    kinds: mostly(['staff', 'governor'], ['staff'], ['visitor'], []),
    people: mostly('', 'Amara Osei', 'Somebody Else', 'Jo Smith'),
    isYearly: fc.constantFrom('yes', 'no'),
    owner: mostly('', people.teacher, 'Somebody Else', 'Jo Smith'),
    approval: fc.constantFrom('none', 'none', 'head', 'head-and-chair'),
    concerns: mostly('', 'C-7K3Q9F', 'the case of Robin'),
    reviewMonths: fc.constantFrom('12', '24'),
    name: fc.constant('Margaret Elstow'),
    jobTitle: fc.constant('Head Teacher'),
    reason: fc.constant('Because.'),
    year: fc.constantFrom('2026-27', '2027-28', '2028-29'),
    by: fc.constantFrom(people.head, people.assistant),
    round: fc.constantFrom(1, 2),
    campaign: fc.constant('M-7K3Q9F'),
    website: fc.constantFrom('done', 'not-yet', 'not-needed'),
    families: fc.constantFrom('done', 'not-yet'),
    place: fc.constantFrom(`person:${people.head}`, 'person:x'),
    slot: fc.constantFrom(`sign:${people.head}`, 'campaign:1', `view:${people.head}`),
    outcome: fc.constantFrom('parked', 'delayed', 'came', 'may-be-repeated'),
    code: fc.constant('no-address'),
  }),
});

const moves = fc.array(aMove, { minLength: 4, maxLength: 14, size: 'max' });
/** What a run begins with: nothing, something published, or something that waits for signatures. */
const beginnings = { nothing: [], policy: published(), agreement: published(anAgreement), awaiting: awaiting() };
export const aRun = fc.record({ from: fc.constantFrom(...names(beginnings)), moves });

function names<Of extends object>(of: Of) {
  return Object.keys(of) as (keyof Of)[];
}

/** What the move's command carries, as a card or a form of now would, or of one draft before. */
function dataFor({ data, old, due, review, command }: Move, state: PolicyState, at: Instant): object {
  const today = inLondon(at).date;
  const making = inTheMaking(state)?.making;
  const latest = state.status === 'none' ? 0 : (latestVersion(state)?.wording.version ?? 0);
  const isDraft = ['policy/publish', 'policy/revise', 'policy/change'].includes(command);
  const days = { dueBy: dayAfter(today, due), nextReview: dayAfter(today, review) };
  const known =
    review === 300 ? { websiteOn: today, familiesOn: today } : review === 20 ? { websiteOn: dayAfter(today, 3) } : {};
  const version = data['version'] === '' ? String(latest + 1) : data['version'];
  return {
    ...(isDraft ? aDraft : {}),
    ...data,
    ...days,
    ...known,
    version,
    draft: (making?.number ?? 1) + old,
  };
}

/** Makes the moves one after the other; between them the clock gives every deadline in its time. */
export function playMoves({ from, moves: made }: typeof aRun extends fc.Arbitrary<infer Run> ? Run : never) {
  const played: Moved[] = [];
  const clocked: (ReturnType<typeof letPass>['steps'][number] & { readonly in: School })[] = [];
  let history: History = beginnings[from];
  for (const move of made) {
    const at = later(history.at(-1)?.at ?? monday, move.after);
    const passed = letPass(history, at, move.school);
    clocked.push(...passed.steps.map((step) => ({ ...step, in: move.school })));
    const now = later(passed.history.at(-1)?.at ?? monday, MINUTE);
    const when = now > at ? now : at;
    const standing = passed.state;
    const command = standing.status === 'none' ? 'policy/publish' : move.command;
    const begun = { ...move, command } as const;
    const step = given(passed.history, move.school, standing).when(
      command,
      move.by,
      dataFor(begun, standing, when),
      when,
    );
    played.push({ move: begun, before: standing, at: when, step });
    history = step.history;
  }
  const before = from === 'policy' || from === 'agreement' ? ['begin 1'] : [];
  return { before, played, clocked, history, state: stateAfter(history) };
}

/** What the relays of some steps ask of campaigns, in order: such as `begin 2`. */
export function askedOfCampaigns(
  relays: readonly { readonly type: string; readonly key?: string }[],
): readonly string[] {
  return relays.flatMap(({ type, key = '' }) =>
    type.startsWith('campaign/')
      ? [`${type.slice('campaign/'.length)} ${key.replace(`campaign ${reference} `, '')}`]
      : [],
  );
}
