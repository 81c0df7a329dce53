import fc from 'fast-check';
import type { Decision, Refusal } from '../../../src/domain/decider.ts';
import type { Answers, Question } from '../../../src/domain/form.ts';
import { isShown } from '../../../src/domain/form.ts';
import type { Gathered } from '../../../src/domain/gathering.ts';
import { HOUR, type Instant, later, MINUTE } from '../../../src/domain/instant.ts';
import { itJobs } from '../../../src/domain/it-jobs.ts';
import { type Actor, actorOf, theClock } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import { handlersOf } from '../../../src/workflows/concern/access.ts';
import type { ConcernCommand } from '../../../src/workflows/concern/command-data.ts';
import { commandRules } from '../../../src/workflows/concern/command-rules.ts';
import type { ConcernEvent } from '../../../src/workflows/concern/events.ts';
import { concern } from '../../../src/workflows/concern/index.ts';
import { tokensToFind } from '../../../src/workflows/concern/people/named.ts';
import { factIds } from '../../../src/workflows/concern/police/events.ts';
import { reportQuestions } from '../../../src/workflows/concern/report-questions.ts';
import { presentPack } from '../../../src/workflows/concern/rules/packs.ts';
import type { ConcernState } from '../../../src/workflows/concern/state.ts';
import { everyCommand, give, monday, reference, sampleData } from '../../support/concern.ts';
import { aSchool, aSchoolFile, people, withPerson } from '../../support/school.ts';

/** One command of a run: who gives it, when, with what. */
export interface Move {
  readonly command: ConcernCommand;
  readonly who: Who;
  /** How long after the move before, in milliseconds. */
  readonly after: number;
  readonly data: unknown;
}

/** What one move came to. */
export interface Moved {
  readonly command: ConcernCommand;
  readonly by: Actor;
  readonly at: Instant;
  readonly before: ConcernState;
  readonly after: ConcernState;
  readonly outcome: Decision<ConcernEvent> | Refusal<ConcernEvent> | { readonly kind: 'malformed' };
  readonly events: readonly ConcernEvent[];
}

/** The names that people write into reports about staff: some of them name a handler. */
const staffNames = [
  'Callum Farrow',
  'Mrs Elstow',
  'the DSL',
  'Mr Okonjo',
  'Gurpreet Dhanda',
  'P. Donnellan',
  'Amara Osei',
];

/** Other cases that are found for whomever a case names first; the last is never there. */
const otherCases = ['C-4M8T2X', 'C-9Q3R7W'] as const;

/** What the store would find for the commands that ask for it. */
function gatheredFor(command: ConcernCommand, state: ConcernState): Gathered | undefined {
  if (command !== 'concern/open' && command !== 'concern/compare-person') return undefined;
  const foundBy = state.status === 'none' ? [] : tokensToFind(state);
  const [reference] = otherCases;
  return {
    kind: 'matches',
    isWhole: true,
    records: [{ reference, status: 'closed', shared: { reportedAt: monday }, foundBy }],
  };
}

/** Everybody who might press something, and the clock. */
const actors: readonly Actor[] = [...Object.values(people).map(actorOf), theClock];

/** Answers to a report that pass its form; every text of somebody's own is made by `words`. */
function someReport(words: fc.Arbitrary<string>): fc.Arbitrary<Answers> {
  const answerTo = (question: Question): fc.Arbitrary<string | readonly string[]> => {
    const values = question.choices?.map(({ value }) => value) ?? [];
    if (question.kind === 'choices') return fc.subarray(values, { minLength: 1 });
    if (values.length > 0) return fc.constantFrom(...values);
    if (question.kind === 'date') return fc.constant('2026-11-20');
    if (question.kind === 'time') return fc.constant('10:15');
    if (question.id === 'adultNames')
      return fc.tuple(fc.constantFrom(...staffNames), words).map((parts) => parts.join(' '));
    return words;
  };
  const every = fc.record(Object.fromEntries(reportQuestions.map((question) => [question.id, answerTo(question)])));
  const skipped = fc.uniqueArray(
    fc.constantFrom(...reportQuestions.filter((one) => one.required !== true).map(({ id }) => id)),
  );
  return fc
    .tuple(every, skipped)
    .map(([answers, leaveOut]) =>
      Object.fromEntries(
        reportQuestions
          .filter((question) => isShown(question, answers) && !leaveOut.includes(question.id))
          .map((question) => [question.id, answers[question.id] ?? '']),
      ),
    );
}

/** What somebody assesses: often all of it with no, else some of it with any answer, or nothing. */
function someFacts(words: fc.Arbitrary<string>): fc.Arbitrary<object> {
  const allNo = Object.fromEntries(factIds.map((id) => [id, 'no']));
  const some = fc.dictionary(fc.constantFrom(...factIds), fc.constantFrom('yes', 'no', 'no', 'not-known'), {
    maxKeys: 4,
  });
  return fc.tuple(fc.oneof(fc.constant(allNo), some), fc.oneof(words, fc.constant(''))).map(([facts, note]) => ({
    ...facts,
    note,
  }));
}

/** A sanction for a breach; not all of them are on the school's list, and not all go with each other. */
function aSanction(words: fc.Arbitrary<string>): fc.Arbitrary<object> {
  return fc.record({
    whom: words,
    breach: fc.constantFrom('banned-site', 'sharing-passwords', 'offensive-material', 'nothing-known'),
    sanction: fc.constantFrom('talk', 'warning', 'warning', 'suspension'),
    reason: words,
  });
}

/** A step of the rules, whether or not it is one of the case. */
const someStep = fc.constantFrom(...presentPack.steps.map(({ id }) => id));

/** What a command carries; texts are made by `words`. */
function dataFor(command: ConcernCommand, words: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const number = fc.constantFrom(1, 1, 2, 3);
  const day = fc.constantFrom('2026-11-23', '2026-11-30', '2026-12-04');
  const time = fc.constantFrom('00:00', '09:30', '14:04');
  const method = fc.constantFrom('telephone', 'in-person', 'letter');
  const agency = fc.constantFrom('police', 'lado', 'social-care', 'nowhere', 'kind:prevent', 'kind:other');
  const yesNo = fc.constantFrom('yes', 'no', 'no');
  switch (command) {
    case 'concern/report':
      return someReport(words);
    case 'concern/open':
      return fc.record({ page: fc.constantFrom('1', '2', '9') });
    case 'concern/hand-over':
      return fc.record({
        to: fc.constantFrom(people.dsl, people.deputy, people.dsl, people.deputy, ...Object.values(people)),
        reason: words,
      });
    case 'concern/note':
    case 'concern/ask':
      return fc.record({ text: words });
    case 'concern/answer':
      return fc.record({ number, text: words });
    case 'concern/question':
    case 'concern/referral-check':
      return fc.record({ number });
    case 'concern/add-person':
      return fc.record({
        name: fc.tuple(fc.constantFrom('Kit Marsh', ...staffNames), words).map((parts) => parts.join(' ')),
        kind: fc.constantFrom('pupil', 'staff', 'adult'),
        capacity: fc.constantFrom('victim', 'instigator', 'witness', 'not-known'),
        detail: words,
      });
    case 'concern/record-action':
      return fc.record({ action: words, reason: words });
    case 'concern/refer':
      return fc.record({
        agency,
        agencyName: fc.oneof(words, fc.constant('')),
        contact: words,
        date: day,
        time,
        method,
        agencyReference: words,
        outcome: words,
        nextCheck: fc.oneof(day, fc.constant('')),
      });
    case 'concern/advice':
      return fc.record({
        agency,
        agencyName: fc.oneof(words, fc.constant('')),
        contact: words,
        date: day,
        time,
        method,
        advice: words,
      });
    case 'concern/update-referral':
      return fc.record({
        number,
        agencyReference: fc.oneof(words, fc.constant('')),
        outcome: fc.oneof(words, fc.constant('')),
        isFinished: yesNo,
        nextCheck: fc.oneof(day, fc.constant('')),
      });
    case 'concern/lado-test':
      return fc.record({ harmed: yesNo, offence: yesNo, risk: yesNo, note: fc.oneof(words, fc.constant('')) });
    case 'concern/recommend-sanction':
      return aSanction(words);
    case 'concern/set-sanction':
      return fc
        .tuple(aSanction(words), fc.constantFrom('none', 1, 1, 2))
        .map(([sanction, answered]) => ({ ...sanction, number: answered }));
    case 'concern/decline-sanction':
      return fc.record({ number: fc.constantFrom(1, 1, 1, 2), reason: words });
    case 'concern/ask-it':
      return fc.record({ job: fc.constantFrom(...itJobs), about: words });
    case 'concern/it-answered':
      return fc.record({
        number,
        record: fc.constant('J-7K3Q9F'),
        outcome: fc.constantFrom('done', 'cannot'),
        result: words,
        by: fc.constantFrom(people.networkManager, ''),
      });
    case 'concern/inform-parents':
      return fc.record({ date: day, time, method, said: words });
    case 'concern/compare-person':
      return fc.record({
        pair: fc.constantFrom(...otherCases.map((one) => `${one} 1`)),
        is: fc.constantFrom('same', 'other'),
      });
    case 'concern/log':
      return fc
        .tuple(someReport(words), fc.constantFrom('telephone', 'paper', 'alert'), words)
        .map(([report, loggedHow, loggedFor]) => ({ ...report, loggedHow, loggedFor }));
    case 'concern/search-device':
      return fc.record({
        device: words,
        owner: words,
        searchedBy: fc.oneof(words, fc.constant('')),
        date: day,
        time,
        ground: fc.constantFrom('harm', 'disrupt', 'rules'),
        why: words,
        agreedWith: fc.constantFrom('', people.dsl, people.deputy, people.head, people.otherTeacher),
        agreedOther: words,
        image: fc.constantFrom('yes', 'no', 'no', 'no'),
        decision: fc.constantFrom('nothing', 'delete', 'keep', 'police', 'keep-and-police'),
        decisionWhy: words,
      });
    case 'concern/take-device':
      return fc.record({
        device: words,
        owner: words,
        holder: words,
        place: words,
        reason: words,
        refused: yesNo,
        told: fc.oneof(words, fc.constant('')),
        date: day,
        time,
      });
    case 'concern/return-device':
      return fc.record({ number, to: words, date: day, time });
    case 'concern/search-complaint':
      return fc.record({ by: words, passedTo: words, date: day, time });
    case 'concern/add-evidence':
      return fc.record({ description: words, holder: words, place: words, since: fc.oneof(day, fc.constant('')) });
    case 'concern/move-evidence':
      return fc.record({ number, holder: words, place: words, since: fc.oneof(day, fc.constant('')), why: words });
    case 'concern/consult':
      return fc.record({ role: fc.constantFrom('senco', 'online-safety-coordinator'), text: words });
    case 'concern/consultation':
      return fc.record({ number });
    case 'concern/answer-consultation':
      return fc.record({ number, safeguards: fc.constantFrom('enough', 'more'), text: words });
    case 'concern/assess':
      return someFacts(words);
    case 'concern/tell-police':
      return fc.record({
        date: day,
        time,
        method,
        contact: words,
        agencyReference: words,
        advice: fc.oneof(words, fc.constant('')),
        nextCheck: fc.oneof(day, fc.constant('')),
      });
    case 'concern/propose-no-police':
      return fc.record({ reason: words });
    case 'concern/propose-correction':
      return fc.record({ fact: fc.constantFrom(...factIds), reason: words });
    case 'concern/agree':
      return fc.record({ number, note: words });
    case 'concern/disagree':
      return fc.record({ number, reason: words });
    case 'concern/withhold-from-parents':
      return fc.record({ reason: words, reviewOn: day });
    case 'concern/block-site':
      return fc.record({
        address: fc.constantFrom('unsuitable.example', 'unsuitable.example/page?v=1'),
        scope: fc.constantFrom('page', 'site'),
      });
    case 'concern/site-blocked':
      return fc.record({
        number,
        outcome: fc.constantFrom('blocked', 'cannot', 'lifted'),
        record: fc.constant('B-7K3Q9F'),
      });
    case 'concern/close':
      return fc.record({ outcome: fc.constantFrom('supported', 'resolved', 'no-further-action'), reason: words });
    case 'concern/reopen':
      return fc.record({ reason: words });
    case 'concern/show-again':
      return fc.record({
        place: fc.constantFrom('channel:safeguarding', ...Object.values(people).map((one) => `person:${one}`)),
      });
    case 'concern/delivery-note':
      return fc.record({
        slot: fc.constantFrom(
          'case',
          'receipt',
          'question:1',
          'relay:block:1',
          'relay:it:1',
          ...Object.values(people).flatMap((one) => [`case:${one}`, `parked:case:${one}`]),
        ),
        outcome: fc.constantFrom('delayed', 'came', 'parked', 'may-be-repeated'),
        code: fc.constant('blocked'),
      });
    case 'concern/hand-to-safeguarding':
      return fc.record({ reason: words });
    case 'concern/nominate-contact':
      return fc.record({ person: fc.constantFrom(people.head, people.chair, people.dsl) });
    case 'concern/put-away':
    case 'concern/acknowledge':
    case 'concern/take':
    case 'concern/remind':
    case 'concern/parents-review':
      return fc.constant({});
    case 'concern/tick':
      return fc.record({ step: someStep });
    case 'concern/tick-choices':
      return fc.record({
        step: fc.constantFrom('step/support-victim', 'step/providers', 'step/report-abuse', 'step/contain'),
        what: fc.subarray(['dsl', 'takedown', 'removal', 'network'], { minLength: 1 }),
        note: words,
      });
    case 'concern/not-needed':
      return fc.record({ step: someStep, reason: words });
    case 'concern/enter-elsewhere':
      return fc.record({
        system: fc.constantFrom('Behaviour record', 'Another record', 'Nowhere'),
        entry: words,
        date: day,
        time,
      });
    default:
      return fc.constant(sampleData[command]);
  }
}

/** Somebody in particular, or whoever handles the concern by then: the first of them, the second, and so on. */
type Who = Actor | { readonly kind: 'handler'; readonly nth: number };

const leaders: readonly Who[] = [people.head, people.chair].map(actorOf);

/** Who gives a command: more often than not somebody who may. */
function someone(command: ConcernCommand): fc.Arbitrary<Who> {
  const handlers: readonly Who[] = [0, 1].map((nth) => ({ kind: 'handler', nth }));
  const { who } = commandRules[command];
  const likelyFor = {
    handler: handlers,
    reporter: [actorOf(people.teacher)],
    leader: leaders,
    consulted: [people.senco, people.senco, people.coordinator].map(actorOf),
  };
  const likely =
    who === 'clock' ? [theClock] : typeof who === 'string' ? actors : who.flatMap((part) => likelyFor[part]);
  return fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...likely) },
    { weight: 1, arbitrary: fc.constantFrom(...actors) },
  );
}

function actorFor(who: Who, state: ConcernState, school: School): Actor {
  if (who.kind !== 'handler') return who;
  const handlers = state.status === 'none' ? [] : handlersOf(state, school);
  return actorOf(handlers[who.nth % handlers.length] ?? people.dsl);
}

/** Every command, and more often what takes several steps that have to follow each other. */
const often: readonly ConcernCommand[] = [
  ...everyCommand,
  ...([
    'concern/assess',
    'concern/tell-police',
    'concern/propose-no-police',
    'concern/propose-no-police',
    'concern/propose-correction',
    'concern/agree',
    'concern/look-again',
    'concern/nominate-contact',
    'concern/nominate-contact',
    'concern/recommend-sanction',
    'concern/decline-sanction',
    'concern/tick',
    'concern/inform-parents',
    'concern/close',
    'concern/close',
    'concern/reopen',
  ] as const),
];

function aMove(words: fc.Arbitrary<string>, commands: readonly ConcernCommand[]): fc.Arbitrary<Move> {
  const after = fc.constantFrom(0, MINUTE, 30 * MINUTE, 9 * 24 * HOUR);
  return fc
    .constantFrom(...commands)
    .chain((command) =>
      fc.record({ command: fc.constant(command), who: someone(command), after, data: dataFor(command, words) }),
    );
}

/** The same, as what IT found: rare otherwise, and the co-ordinator's. */
function asAudit(answers: Answers): Answers {
  const { names = 'Robin Ash, 9B' } = answers;
  return { ...answers, danger: 'no', kind: 'filter-bypass', about: 'pupil', source: 'it-audit', names };
}

/** Oakfield School later on, when somebody whose name was written before has come to it and is a deputy. */
export const schoolLater = aSchool({
  ...withPerson(aSchoolFile(), 'k.marsh@oakfield.example', 'Kit Marsh', 'Teacher of Physics'),
  roles: {
    ...aSchoolFile().roles,
    'deputy-dsl': { people: [people.deputy, 'k.marsh@oakfield.example'], delegate: people.coordinator },
  },
});

/** A run: a report by a teacher, and whatever anybody asks of it then. */
export function aRun(
  words: fc.Arbitrary<string>,
  most = 40,
  commands: readonly ConcernCommand[] = often,
): fc.Arbitrary<readonly Move[]> {
  const reports = fc.oneof(
    { weight: 9, arbitrary: someReport(words) },
    { weight: 1, arbitrary: someReport(words).map(asAudit) },
  );
  const report = reports.map(
    (data): Move => ({ command: 'concern/report', who: actorOf(people.teacher), after: 0, data }),
  );
  // Before it, somebody may try to log it for somebody else who is not trained to.
  const log: Move = { command: 'concern/log', who: actorOf(people.teacher), after: 0, data: sampleData['concern/log'] };
  const tried = fc.constantFrom<readonly Move[]>([], [], [], [log]);
  const moves = fc.array(aMove(words, commands), { maxLength: most, size: 'max' });
  return fc.tuple(tried, report, moves).map(([refused, first, more]) => [...refused, first, ...more]);
}

/** Makes the moves one after the other, as the application does; from the first `look-again` on in another school file. */
export function play(moves: readonly Move[], first: School, then: School = first): readonly Moved[] {
  let school = first;
  const played: Moved[] = [];
  let state: ConcernState = concern.initial;
  let at = monday;
  for (const { command, who, after, data } of moves) {
    at = later(at, after);
    const before = state;
    if (command === 'concern/look-again') school = then;
    const by = actorFor(who, before, school);
    const gathered = gatheredFor(command, before);
    const outcome = give(before, command, data, { at, by, school, reference, ...(gathered && { gathered }) });
    const events =
      outcome.kind === 'malformed' ? [] : outcome.kind === 'refusal' ? (outcome.noted ?? []) : outcome.events;
    for (const event of events) state = concern.evolve(state, { event, at, by });
    played.push({ command, by, at, before, after: state, outcome, events });
  }
  return played;
}
