import type { Instant } from '../../../src/domain/instant.ts';
import type { Actor, PersonId } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import { inLondon, schoolDay, schoolDayBefore } from '../../support/london-days.ts';
import { siteForNobody, siteForTwo } from '../../support/school-years.ts';
import { isAwaited, isHeard, isJobGiven, isJobTold, isShownInRed, isTold } from './site-duties.ts';
import { agreeToo, decide, free, type Known, type Must, type Seen, watch } from './site-known.ts';
import { daysOpen, periodOf, untilOf } from './site-periods.ts';

const mayFollow: Readonly<Record<string, readonly string[]>> = {
  none: ['asked', 'refused'],
  asked: ['approved', 'declined', 'withdrawn', 'lapsed', 'refused'],
  approved: ['open', 'ended', 'not-opened'],
  open: ['ended'],
  ended: ['blocked'],
};
const never = ['unlawful', 'adult', 'gambling', 'filter-bypass'];

/** Looks on while commands are given, and says whatever should never have happened. */
export function aSiteOracle() {
  let known: Known | undefined;

  return function look(seen: Seen): readonly string[] {
    const wrong: string[] = [];
    const { command, at, by, before, after, isDone } = seen;
    const must = (holds: boolean, words: string) =>
      holds || wrong.push(`${command} by ${nameOf(by)} at ${at}: ${words}`);
    if (before !== after) must(mayFollow[before]?.includes(after) === true, `${before} became ${after}`);
    if (isDone) known = learn(seen, known, must);
    if (known === undefined) return wrong;
    // Whatever made it end, IT is asked from now on.
    if (before !== after && after === 'ended') known = { ...known, ...askedNow(at), overAt: at };
    if (before !== after && after === 'ended') isJobGiven(seen, known.until, must, 'Block');
    if (before !== after && after === 'approved') isJobGiven(seen, known.until, must, 'Open');
    isAwaited(seen, known, must);
    return wrong;
  };
}

/** What is known after a command that was carried out, and whether it might be. */
function learn(seen: Seen, known: Known | undefined, must: Must): Known | undefined {
  const { command, at, by, data, school, before, after } = seen;
  if (known === undefined) return command === 'site-access/request' ? begun(seen, must) : undefined;
  const person = nameOf(by);
  const isDecider = free(school, decide, [known.requester]).includes(person);
  const { delegate } = school.roles['network-manager'];
  const isIt = free(school, ['network-manager']).includes(person) || (known.isStoodIn && person === delegate);
  const maySecond = known.isForTwo && free(school, agreeToo, [known.requester, ...known.agreed]).includes(person);
  switch (command.replace('site-access/', '')) {
    case 'approve': {
      const until = untilOf(data);
      const { agreed } = known;
      must(person !== known.requester, 'somebody agreed to what they asked for themselves');
      must(!agreed.includes(person), 'somebody agreed twice');
      must(isDecider || (agreed.length > 0 && maySecond), 'somebody agreed who may not');
      isPossible(until, { ...known, at, school }, must);
      const all = [...agreed, person];
      const isEnough = all.length >= (known.isForTwo ? 2 : 1);
      must((after === 'approved') === isEnough, `${all.length} agreed, and it is ${after}`);
      return { ...known, agreed: all, until, ...askedNow(at) };
    }
    case 'opened':
    case 'cannot-open':
    case 'blocked-again':
    case 'cannot-block':
      must(isIt, 'somebody said it was done who is not IT');
      if (command.endsWith('/opened')) isInTime(seen, known, must);
      if (command.endsWith('cannot-block')) {
        const told = seen.messages.map(({ to }) => (to.kind === 'person' ? to.person : ''));
        for (const one of free(school, watch)) must(told.includes(one), `${one} did not hear that IT cannot block it`);
      }
      return known;
    case 'decline':
    case 'decline-extension':
      must(isDecider || maySecond, 'somebody declined who may not');
      return command.endsWith('extension') ? { ...known, longer: [] } : known;
    case 'withdraw':
      must(person === known.requester, 'somebody withdrew what another asked for');
      return known;
    case 'end':
    case 'end-now': {
      const isOwn = command.endsWith('/end');
      must(isOwn ? person === known.requester : isDecider || maySecond, 'somebody ended it who may not');
      isTold(seen, known, must, { anew: !isOwn });
      must(after === 'ended', `it was ended and is ${after}`);
      return known;
    }
    case 'begin':
      must(at >= known.from, 'the beginning came before its time');
      // One of two who agreed has agreed to nothing yet: it is over when what was asked for is.
      isTold(seen, known, must, {
        isNothing: at >= ((before === 'asked' ? undefined : known.until) ?? known.askedUntil),
      });
      return known;
    case 'extend':
      must(person === known.requester && at < (known.until ?? ''), 'it was asked for longer by another or too late');
      return { ...known, longer: [] };
    case 'approve-extension': {
      const until = untilOf(data);
      const agreed = [...(known.longer ?? []), person];
      must(
        isDecider || (known.longer?.length === 1 && free(school, agreeToo).includes(person)),
        'not theirs to agree to',
      );
      must(person !== known.requester, 'somebody agreed to what they asked for themselves');
      must(new Set(agreed).size === agreed.length, 'somebody agreed twice');
      must(at < (known.until ?? ''), 'it was extended after its end');
      isPossible(until, { from: at > known.from ? at : known.from, at, school }, must);
      if (known.isForTwo && agreed.length < 2) return { ...known, longer: agreed };
      isJobTold(seen, until, must);
      return { ...known, until };
    }
    case 'reach-end':
      must(at >= (known.until ?? ''), 'the end came before its time');
      must(after === 'ended', `its end came and it is ${after}`);
      return known;
    case 'lapse':
      must(at >= known.askedUntil, 'it lapsed before its time');
      return known;
    case 'remind-to-block':
      return isHeard(seen, known, must) ? askedAgain(known, at) : known;
    case 'morning':
      return isShownInRed(seen, must) ? { ...known, morningAt: at } : known;
    case 'remind-of-end': {
      const told = seen.messages.some(
        ({ to, fresh }) => to.kind === 'person' && to.person === known.requester && fresh,
      );
      must(told, 'whoever asked was not told that it ends');
      return known;
    }
    case 'remind-to-open':
      must(before === 'approved' && after === 'approved', 'IT was asked to open what is not agreed');
      return seen.messages.some(({ slot }) => slot.startsWith('chase:')) ? askedAgain(known, at) : known;
    default:
      return known;
  }
}

function begun({ by, at, data, school, after }: Seen, must: Must): Known {
  const { from, until } = periodOf(data, at, school);
  const host = data.address?.replace(/^https:\/\//, '').split('/')[0] ?? '';
  const isNever = never.includes(data.category ?? '') || host === siteForNobody;
  must((after === 'refused') === isNever, `what may ${isNever ? 'never' : ''} be opened is ${after}`);
  const isForTwo = data.category === 'social-media' || data.use === 'write' || host === siteForTwo;
  if (after === 'asked') isPossible(until, { from, at, school }, must);
  return { requester: nameOf(by), from, askedUntil: until, isForTwo, agreed: [], isStoodIn: false, ...askedNow(at) };
}

/** IT, or whoever it is with now, is asked anew. */
function askedNow(at: Instant) {
  return { askedAt: at, askedAgain: 0, morningAt: at };
}

function askedAgain(known: Known, at: Instant): Known {
  const count = known.askedAgain + 1;
  return { ...known, askedAt: at, askedAgain: count, isStoodIn: known.isStoodIn || count > 1 };
}

/** No access is without an end, and none is for longer than the school lets it. */
function isPossible(
  until: Instant,
  { from, at, school }: { readonly from: Instant; readonly at: Instant; readonly school: School },
  must: Must,
) {
  must(until > at, `its end ${until} is over`);
  must(until > from, `its end ${until} is not after its beginning ${from}`);
  const { longestDays } = school.sites;
  must(daysOpen(from, until) <= longestDays, `it ends on ${until}, ${longestDays} days are the most`);
}

/** It is opened on the school day before it is wanted, at the earliest. */
function isInTime({ at, school }: Seen, { from }: Known, must: Must) {
  const { opens } = schoolDay(school, schoolDayBefore(school, inLondon(from).date));
  must(at >= opens, `it was opened before ${opens}, and is wanted from ${from}`);
}

function nameOf(by: Actor): PersonId {
  return by.kind === 'person' ? by.person : 'the clock';
}
