import { type Instant, later, MINUTE } from '../../src/domain/instant.ts';
import { registry } from '../../src/workflows/index.ts';
import { askAgainBy, isOpen, openingsBetween } from './london-days.ts';
import { type LongLife, referenceIn, type Told } from './long-life.ts';
import type { OddTimes } from './odd-times.ts';
import type { Known } from './site-years.ts';

/** How late something may be though nothing is odd: small mishaps are tried again. */
const GRACE_MS = 10 * MINUTE;
const over = ['refused', 'declined', 'withdrawn', 'lapsed', 'not-opened', 'blocked'];

/** Says what is not as it should be after any time of a long life, from what stands in the store and in the chat. */
export function checksOfYears(life: LongLife, odd: OddTimes) {
  const workflow = registry.get('site-access');
  if (workflow === undefined) throw new Error('there is no such workflow');

  /** How often there was something to look at: what finds nothing to look at proves nothing. */
  const looked = { ends: 0, hearings: 0, mornings: 0, jobsLost: 0 };
  const toldOf = (reference: string) => life.told.filter((one) => one.reference === reference);
  const isIt = ({ place, school }: Told) =>
    school.roles['network-manager'].people.some((person) => place === `person:${person}`);
  const isItNow = (place: string) =>
    life.school().roles['network-manager'].people.some((person) => place === `person:${person}`);
  const isHearing = (one: Told) =>
    one.what !== 'remove' && isIt(one) && (one.slot.startsWith('job:') || one.slot.startsWith('chase:'));

  /** What is wrong with a request as it stands now. */
  async function ofOne(request: Known): Promise<readonly string[]> {
    const { reference, until, endedAt } = request;
    const now = life.now();
    const wrong: string[] = [];
    const must = (holds: boolean, words: string) => holds || wrong.push(`${reference} at ${now}: ${words}`);
    const { state, outbox } = await (await life.process()).record(reference);
    const status = workflow?.status(state) ?? '';
    const deadlines = workflow?.deadlines(state) ?? [];
    const first = deadlines.map(({ at }) => at).toSorted()[0];
    if (!over.includes(status)) {
      must(first !== undefined, `it is ${status} and forgotten`);
      const isLate = first !== undefined && later(first, GRACE_MS) < now && !odd.mayExcuse(first, now);
      must(!isLate, `it is ${status}, and nothing has been done since ${first}`);
    }
    if (status === 'approved' || status === 'open') {
      const end = deadlines.find(({ command }) => command === 'site-access/reach-end')?.at;
      must(end !== undefined && end === until, `it is ${status} until ${end}, and was agreed until ${until}`);
      const isPast = later(until ?? now, GRACE_MS) < now;
      must(!isPast || odd.mayExcuse(until ?? now, now), `it is ${status} past its end ${until}`);
    }
    if (status === 'ended') {
      const since = endedAt ?? until ?? now;
      const isOwed = outbox.some(({ message: { slot } }) => slot.startsWith('job:') || slot.startsWith('chase:'));
      const isHeard = toldOf(reference).some((one) => isHearing(one) && one.at >= since);
      const isTold = toldOf(reference).some((one) => one.slot.startsWith('parked:job:') && one.at >= since);
      must(isOwed || isHeard || isTold || later(since, GRACE_MS) > now, 'IT never had the job to block it again');
    }
    return wrong;
  }

  /** What was wrong with how IT and others heard of an access from its end until it was blocked again. */
  function ofHearing({ reference, endedAt, until, blockedAt }: Known): readonly string[] {
    const end = endedAt ?? until;
    if (end === undefined || blockedAt === undefined) return [];
    const wrong: string[] = [];
    looked.ends++;
    const first = toldOf(reference).find((one) => isHearing(one) && one.preview.startsWith('Block'));
    if (first !== undefined && first.at < end && !odd.mayExcuse(first.at, end))
      wrong.push(`${reference}: the job to block it came at ${first.at}, and it was to end at ${end}`);
    const told = toldOf(reference).filter(({ at }) => at >= end && at <= blockedAt);
    let heard = end;
    let due = end;
    for (const at of [...told.filter(isHearing).map((one) => one.at), blockedAt]) {
      if (at > later(due, GRACE_MS) && !odd.mayExcuse(heard, later(due, GRACE_MS)))
        wrong.push(`${reference}: IT heard ${heard} and then ${at}, not by ${due}`);
      heard = at;
      looked.hearings++;
      const { school } = life;
      due = askAgainBy([school().sites.chase.block.at(-1) ?? 0], at, 1, school());
    }
    for (const opening of openingsBetween(life.school(), end, later(blockedAt, -GRACE_MS))) {
      const by = later(opening, GRACE_MS);
      if (odd.mayExcuse(opening, by)) continue;
      looked.mornings++;
      for (const person of watchers(opening)) {
        const isShown = told.some(({ slot, at }) => slot === `overdue:${person}` && at >= opening && at <= by);
        if (!isShown) wrong.push(`${reference}: ${person} did not see it on the morning ${opening}`);
      }
    }
    return wrong;
  }

  function watchers(at: Instant): readonly string[] {
    const { roles } = life.schoolAt(at);
    return [...new Set([...roles['online-safety-coordinator'].people, ...roles.head.people])];
  }

  async function historyOf(reference: string): Promise<readonly { readonly type: string; readonly slot?: string }[]> {
    const { app, store } = await life.process();
    const found = await store.get(life.school().id, reference);
    if (found === undefined || workflow === undefined) return [];
    const history = await app.sealer.history(workflow, found.record);
    return history.map(({ event }) => event as { readonly type: string; readonly slot?: string });
  }

  /** Whether the record says that a message may stand twice, or that it never came, as far as anybody knows. */
  async function isKnown(reference: string, slot: string): Promise<boolean> {
    const types = (await historyOf(reference)).filter((event) => event.slot === slot).map(({ type }) => type);
    return types.includes('MessageMayBeRepeated') || types.includes('MessageParked');
  }

  return {
    looked,
    ofOne,
    ofHearing,
    /** Jobs that never came to IT, of which nobody else was told. */
    async lost(all: readonly Known[]): Promise<readonly string[]> {
      const wrong: string[] = [];
      for (const { reference } of all) {
        const parked = (await historyOf(reference)).filter(
          ({ type, slot }) => type === 'MessageParked' && slot?.startsWith('job:'),
        );
        if (parked.length === 0) continue;
        looked.jobsLost++;
        const isTold = toldOf(reference).some(({ slot }) => slot.startsWith('parked:job:'));
        if (!isTold) wrong.push(`${reference}: a job did not come to IT, and nobody heard of that`);
      }
      return wrong;
    },
    /** Cards that show in red what is over, or still ask IT to do something about it, though they could be changed. */
    async stale(): Promise<readonly string[]> {
      const wrong: string[] = [];
      for (const { slot = '', place, content, isStray } of life.chat.all()) {
        const { data, preview } = content;
        const isRed = slot.startsWith('overdue:') && data.attention === true;
        // Who is IT no more cannot be shown what became of it.
        const isAsked = isItNow(place) && JSON.stringify(data).includes('site-access/blocked-again');
        if (isStray || !(isRed || isAsked) || life.left.has(`${place} ${slot}`)) continue;
        if (!(await isKnown(referenceIn(content), slot))) wrong.push(`${place} still has "${preview}"`);
      }
      return wrong;
    },
    /** What came out of hours that nobody is to be woken for. */
    atNight: (): readonly string[] =>
      life.told
        .filter(({ slot, what }) => what === 'post' && (slot.startsWith('chase:') || slot.startsWith('overdue:')))
        .filter(({ at, school }) => !isOpen(school, later(at, -GRACE_MS)) && !isOpen(school, at))
        .filter(({ at }) => !odd.mayExcuse(at, at))
        .map(({ reference, slot, at }) => `${reference}: ${slot} came at ${at}`),
    /** What stands twice in a chat, and is not known to. */
    async doubled(): Promise<readonly string[]> {
      const standing = new Map<string, { readonly reference: string; readonly slot: string; count: number }>();
      for (const { place, slot, content } of life.chat.all()) {
        const reference = referenceIn(content);
        if (slot === undefined || reference === '' || life.left.has(`${place} ${slot}`)) continue;
        const key = `${place} ${slot} ${reference}`;
        const before = standing.get(key) ?? { reference, slot, count: 0 };
        standing.set(key, { ...before, count: before.count + 1 });
      }
      const wrong: string[] = [];
      for (const [key, { reference, slot, count }] of standing) {
        if (count < 2) continue;
        if (!(await isKnown(reference, slot))) wrong.push(`${key} stands ${count} times`);
      }
      return wrong;
    },
  };
}
