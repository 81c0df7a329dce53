import { HOUR, type Instant, later, MINUTE } from '../../src/domain/instant.ts';
import type { PersonId, Role } from '../../src/domain/people.ts';
import type { School } from '../../src/domain/school.ts';
import { dayAfter, fromLondon, hasSchool, inLondon, whenOpen } from './london-days.ts';
import type { LongLife } from './long-life.ts';
import type { OddTimes } from './odd-times.ts';
import { people } from './school.ts';
import { aSchoolOfYears, siteForNobody, siteForTwo } from './school-years.ts';

/** What is known of one request from the answers that people got. */
export interface Known {
  readonly reference: string;
  readonly requester: PersonId;
  readonly asked: { readonly from: Instant; readonly until: Instant };
  readonly isForTwo: boolean;
  agreed: number;
  /** Its end, once as many agreed as must. */
  until?: Instant;
  /** When somebody ended it before that. */
  endedAt?: Instant;
  /** When IT said that it was blocked again. */
  blockedAt?: Instant;
  /** When it was over without anything to block. */
  overAt?: Instant;
}

/** Who holds which roles in turn. */
const inTurn: readonly Partial<Record<Role, readonly PersonId[]>>[] = [
  {},
  { 'network-manager': [people.assistant] },
  { 'online-safety-coordinator': [people.otherTeacher], 'deputy-dsl': [people.senco] },
  { 'network-manager': [people.networkManager, people.assistant], head: [people.dsl] },
];

interface Step {
  readonly at: Instant;
  readonly do: () => Promise<void>;
}

/** People of a school who ask for sites, agree, open, end, extend and block, as people do: late, or not at all. */
export function peopleOfYears(life: LongLife, odd: OddTimes, chance: () => number) {
  const steps: Step[] = [];
  const known: Known[] = [];
  const refused = new Map<string, number>();
  const one = <Value>(of: readonly Value[]): Value => of[Math.floor(chance() * of.length)] as Value;
  const among = (least: number, most: number) => Math.floor(least + chance() * (most - least));
  const holders = (school: School, ...roles: readonly Role[]) => roles.flatMap((role) => school.roles[role].people);

  function plan(at: Instant, work: () => Promise<void>): void {
    const place = steps.findIndex((step) => step.at > at);
    steps.splice(place < 0 ? steps.length : place, 0, { at, do: work });
  }
  /** Somebody gets round to it some time later, while the school is open. */
  const soon = (least: number, most: number, work: () => Promise<void>) =>
    plan(later(whenOpen(life.school(), later(life.now(), among(least, most))), among(0, 50) * MINUTE), work);

  async function give(command: string, by: PersonId, request: Known | undefined, data: Record<string, string> = {}) {
    const of = request === undefined ? { data } : { reference: request.reference, data };
    const { result, at } = await life.give(`site-access/${command}`, by, of);
    if (result.kind === 'refused') refused.set(result.code, (refused.get(result.code) ?? 0) + 1);
    return result.kind === 'done' ? { reference: result.reference, at } : undefined;
  }

  async function ask(): Promise<void> {
    const school = life.school();
    const now = life.now();
    const requester = one([
      people.teacher,
      people.teacher,
      people.senco,
      people.dsl,
      people.networkManager,
      people.head,
    ]);
    const usual = ['one.example', 'one.example', 'one.example', 'one.example/topic?part=2', 'one.example/topic?part=3'];
    const host = one([...usual, ...usual, siteForTwo, siteForTwo, siteForNobody]);
    const category = one(['education', 'education', 'video', 'social-media']);
    const period = one(['lesson', 'day', 'day', 'study', 'study', 'study']);
    let date = dayAfter(inLondon(now).date, one([0, 0, 1, 4]));
    while (!hasSchool(school, date)) date = dayAfter(date);
    const [from, until] = one([
      ['11:00', '12:00'],
      ['13:40', '14:40'],
      ['14:50', '15:50'],
    ] as const);
    const untilDate = dayAfter(date, one([1, 3, 7, 14, 28, 40]));
    const asked = {
      lesson: { from: fromLondon(date, from), until: fromLondon(date, until) },
      day: { from: fromLondon(date, '08:30'), until: fromLondon(date, '16:00') },
      study: { from: fromLondon(date, '08:30'), until: fromLondon(untilDate, '16:00') },
    }[period as 'lesson' | 'day' | 'study'];
    const dates = { lesson: { date, from, until }, day: { date }, study: { fromDate: date, untilDate } };
    const made = await give('request', requester, undefined, {
      address: `https://${host}`,
      category,
      period,
      scope: 'site',
      use: 'look',
      ...dates[period as keyof typeof dates],
      purpose: 'To compare two reports of one event.',
      group: '9B',
      supervisor: requester,
      checked: 'yes',
    });
    if (made === undefined) return;
    const isForTwo = host === siteForTwo || category === 'social-media';
    const request: Known = { reference: made.reference, requester, asked, isForTwo, agreed: 0 };
    known.push(request);
    if (host === siteForNobody) request.overAt = made.at;
    else if (chance() < 0.04) soon(0, 3 * HOUR, () => over('withdraw', requester, request));
    else if (chance() < 0.08)
      soon(0, 3 * HOUR, async () => over('decline', decider(request), request, { reason: 'No.' }));
    else if (chance() < 0.92) soon(0, one([HOUR, 4 * HOUR, 30 * HOUR]), () => approve(request));
  }

  const decider = ({ requester }: Known) => {
    const may = holders(life.school(), 'dsl', 'deputy-dsl', 'online-safety-coordinator');
    return one(may.filter((person) => person !== requester));
  };

  async function over(command: string, by: PersonId, request: Known, data = {}): Promise<void> {
    const made = await give(command, by, request, data);
    if (made !== undefined) request.overAt = made.at;
  }

  async function approve(request: Known): Promise<void> {
    const { date, time } = inLondon(request.asked.until);
    const untilDate = chance() < 0.8 ? date : dayAfter(date, one([-1, 1, 5, 60]));
    const why = 'To compare two reports of one event.';
    const made = await give('approve', decider(request), request, { untilDate, untilTime: time, why });
    if (made !== undefined) request.agreed++;
    if (request.until === undefined && request.agreed >= (request.isForTwo ? 2 : 1)) {
      request.until = fromLondon(untilDate, time);
      goOn(request);
    } else if (request.until === undefined && chance() < 0.8) soon(0, 5 * HOUR, () => approve(request));
  }

  /** What comes of a request that was agreed. */
  function goOn(request: Known): void {
    const { until = '', requester } = request;
    whenItIsThere(0, one([HOUR, 9 * HOUR]), async (it) => {
      if (request.endedAt !== undefined) return;
      if (chance() < 0.04) await over('cannot-open', it, request, { reason: 'The filter does not let me.' });
      else if (chance() < 0.93) await give('opened', it, request);
    });
    if (chance() < 0.2)
      plan(between(life.now(), until), () => end(chance() < 0.7 ? requester : decider(request), request));
    if (chance() < 0.35) plan(between(life.now(), until), () => extend(request));
    plan(later(until, MINUTE), async () => block(request));
  }

  const between = (first: Instant, second: Instant) =>
    later(first, Math.max(0, Math.floor(chance() * (Date.parse(second) - Date.parse(first)))));

  async function end(by: PersonId, request: Known): Promise<void> {
    const made = await give('end', by, request);
    if (made === undefined) return;
    request.endedAt = made.at;
    block(request);
  }

  async function extend(request: Known): Promise<void> {
    const { date } = inLondon(later(request.until ?? life.now(), one([1, 2, 10, 39]) * 24 * HOUR));
    const longer = { untilDate: date, untilTime: one(['16:00', '15:30', '10:00']) };
    const made = await give('extend', request.requester, request, { ...longer, reason: 'It takes longer.' });
    if (made === undefined) return;
    const answer = one(['approve', 'approve', 'decline', 'nothing']);
    const approvals = request.isForTwo ? 2 : 1;
    let agreed = 0;
    for (let count = 0; count < approvals && answer === 'approve'; count++)
      soon(0, one([20 * MINUTE, 8 * HOUR]), async () => {
        if (
          (await give('approve-extension', decider(request), request, { ...longer, why: 'It takes longer.' })) ===
          undefined
        )
          return;
        if (++agreed < approvals) return;
        request.until = fromLondon(longer.untilDate, longer.untilTime);
        plan(later(request.until, MINUTE), async () => block(request));
        if (chance() < 0.3) plan(between(life.now(), request.until), () => extend(request));
      });
    if (answer === 'decline')
      soon(
        0,
        8 * HOUR,
        async () => void (await give('decline-extension', decider(request), request, { reason: 'No.' })),
      );
  }

  /** IT blocks it again, sooner or later. */
  function block(request: Known): void {
    whenItIsThere(0, one([5 * MINUTE, HOUR, 10 * HOUR, 60 * HOUR]), async (it) => {
      if (request.blockedAt !== undefined || request.overAt !== undefined) return;
      const isOver = request.endedAt ?? ((request.until ?? '') <= life.now() ? request.until : undefined);
      if (isOver === undefined) return;
      if (chance() < 0.06) await give('cannot-block', it, request, { reason: 'The filter does not answer.' });
      const made = await give('blocked-again', it, request);
      if (made === undefined) return block(request);
      request.blockedAt = made.at;
    });
  }

  function whenItIsThere(least: number, most: number, work: (it: PersonId) => Promise<void>): void {
    soon(least, most, async () => {
      if (odd.isNow('it-absent', life.now())) return whenItIsThere(HOUR, 30 * HOUR, work);
      await work(one(holders(life.school(), 'network-manager')));
    });
  }

  return {
    known,
    refused,
    plan,
    ask,
    handOver: () => life.changeSchool(aSchoolOfYears(one(inTurn))),
    /** Lets people do what they have planned until then. */
    async liveUntil(until: Instant): Promise<void> {
      for (let step = steps[0]; step !== undefined && step.at <= until; step = steps[0]) {
        steps.shift();
        if (step.at > life.now()) await life.pass(step.at);
        await step.do();
      }
      if (life.now() < until) await life.pass(until);
    },
    isAnythingPlanned: () => steps.length > 0,
  };
}
