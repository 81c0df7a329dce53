import { HOUR, type Instant, later, MINUTE } from '../../../src/domain/instant.ts';
import type { Role } from '../../../src/domain/people.ts';
import { askAgainBy, dayAfter, hasSchool, inLondon, isOpen, schoolDay, whenOpen } from '../../support/london-days.ts';
import { free, type Known, type Must, type Seen, watch } from './site-known.ts';
import { said } from './site-periods.ts';

const hearBeside: readonly (readonly Role[])[] = [[], ['online-safety-coordinator'], watch];
/** What the clock may do at any hour: the end is the end, and a short lesson is decided at once. */
const atAnyHour = ['reach-end', 'lapse', 'remind-of-end', 'begin'];

/** IT is given the job in the same decision: on its own card, with a button. */
export function isJobGiven(
  { school, messages, at }: Seen,
  until: Instant | undefined,
  must: Must,
  verb: 'Open' | 'Block',
) {
  for (const one of free(school, ['network-manager'])) {
    const job = messages.find(({ slot }) => slot === `job:${one}`);
    must(job?.to.kind === 'person' && job.to.person === one, `no job came to ${one}`);
    must(JSON.stringify(job?.data ?? '').includes(verb), `the job of ${one} does not say ${verb}`);
    must(job?.onlyEdits !== true && (job?.notBefore ?? at) <= at, `the job of ${one} may not come`);
    if (verb === 'Open')
      must(JSON.stringify(job?.data).includes(said(until ?? '')), `its end is not ${said(until ?? '')}`);
    else must(job?.fresh === true, `the job of ${one} does not come anew`);
  }
}

/** IT hears of another end. */
export function isJobTold({ school, messages }: Seen, until: Instant, must: Must) {
  for (const one of free(school, ['network-manager'])) {
    const told = messages.filter(({ to }) => to.kind === 'person' && to.person === one);
    must(
      told.some(({ data }) => JSON.stringify(data).includes(said(until))),
      `${one} does not hear of ${said(until)}`,
    );
  }
}

/** Whoever asked hears of it: as something new, or where it stands already, or not at all. */
export function isTold(
  { messages }: Seen,
  { requester }: Known,
  must: Must,
  { anew = true, isNothing = false }: { readonly anew?: boolean; readonly isNothing?: boolean },
) {
  const told = messages.filter(({ to }) => to.kind === 'person' && to.person === requester);
  if (isNothing) return must(told.length === 0, 'whoever asked heard of what is over');
  const isNew = told.some(({ slot, fresh }) => fresh === true || slot.startsWith('told:'));
  return must(told.length > 0 && (!anew || isNew), 'whoever asked did not hear of it');
}

/** Who hears that it is not blocked again: IT each time, and others the longer it lasts. Nobody, out of hours. */
export function isHeard({ school, messages, before, at }: Seen, { askedAgain, overAt }: Known, must: Must): boolean {
  must(before === 'ended', `IT was asked to block what is ${before}`);
  const hear = messages.flatMap(({ slot, to, fresh, notBefore = at }) => {
    if (!slot.startsWith('chase:') || to.kind !== 'person' || fresh !== true) return [];
    must(isOpen(school, notBefore), `${to.person} was asked out of hours`);
    return [to.person];
  });
  if (hear.length === 0 && !isOpen(school, at)) return false;
  const it = school.roles['network-manager'];
  const beside = free(school, hearBeside[Math.min(askedAgain, 2)] ?? []);
  const all = [...it.people, ...(askedAgain > 0 ? [it.delegate, ...beside] : [])];
  // Who is shown it in red as school opens is not told in a line as well.
  const { opens } = schoolDay(school, inLondon(at).date);
  const isInRed = (overAt ?? at) < opens && opens <= at && at < later(opens, HOUR);
  const should = all.filter((one) => !isInRed || it.people.includes(one) || !free(school, watch).includes(one));
  for (const one of should) must(hear.includes(one), `${one} did not hear, asked again ${askedAgain + 1} times`);
  for (const one of hear) must(should.includes(one), `${one} heard, asked again ${askedAgain + 1} times`);
  return true;
}

/** The card that co-ordinator and head find each school morning, in red. Nobody finds one at a weekend or at night. */
export function isShownInRed({ school, messages, before, at }: Seen, must: Must): boolean {
  must(before === 'ended', `what is ${before} was shown as not blocked`);
  const shown = messages.filter(({ slot }) => slot.startsWith('overdue:'));
  for (const { notBefore = at, slot } of shown) must(isOpen(school, notBefore), `${slot} came out of hours`);
  if (shown.length === 0 && !isOpen(school, at)) return false;
  for (const one of free(school, watch)) {
    const card = shown.find(({ slot }) => slot === `overdue:${one}`);
    must(card?.to.kind === 'person' && card.to.person === one && card.fresh === true, `${one} has no card`);
    must(card?.data.attention === true, `the card of ${one} is not red`);
    must(
      JSON.stringify(card?.data ?? '').includes('Still open past its end'),
      `the card of ${one} says something else`,
    );
  }
  return true;
}

/** Whatever is not over has a deadline, and the one that its status asks for. */
export function isAwaited({ command, after, at, deadlines, school }: Seen, known: Known, must: Must) {
  const when = (command: string) => deadlines.find((one) => one.command === `site-access/${command}`)?.at;
  for (const deadline of deadlines) {
    const isAnyHour = atAnyHour.some((command) => deadline.command.endsWith(command));
    must(isAnyHour || isOpen(school, deadline.at), `${deadline.command} would come at ${deadline.at}, out of hours`);
  }
  const { block, decide: deciding, open } = school.sites.chase;
  /** At the latest; at once in school hours, where that has passed. */
  const by = (ladder: readonly number[], since = known.askedAt) =>
    latest(askAgainBy(ladder, since, known.askedAgain, school), whenOpen(school, at));
  switch (after) {
    case 'asked': {
      must((when('lapse') ?? '9') <= known.askedUntil, `it would lapse at ${when('lapse')}`);
      isBegun(when('begin'), known, at, must);
      const asksFirst = askAgainBy(deciding, at, deciding.length, school);
      must((when('remind-approvers') ?? asksFirst) <= asksFirst, 'nobody is asked again to decide');
      const inTime = askedInTime(deciding, known, { at, school });
      if (command === 'site-access/request')
        must((when('remind-approvers') ?? '9') <= inTime, `nobody is asked again by ${inTime}, before it is needed`);
      return;
    }
    case 'approved':
    case 'open': {
      must(when('reach-end') === known.until, `it is to end at ${when('reach-end')}, not at ${known.until}`);
      const toOpen = latest(by(open), by(open, later(known.from, -HOUR)));
      if (after === 'open') isReminded(when('remind-of-end'), known, { at, school }, must);
      if (after === 'approved') isBegun(when('begin'), known, at, must);
      if (after === 'approved') must((when('remind-to-open') ?? '9') <= toOpen, `open by ${when('remind-to-open')}`);
      return;
    }
    case 'ended': {
      must(
        (when('remind-to-block') ?? '9') <= by(block),
        `asked to block at ${when('remind-to-block')}, not ${by(block)}`,
      );
      const morning = when('morning') ?? '9';
      const [today, tomorrow] = [0, 1].map((days) => schoolDay(school, dayAfter(inLondon(known.morningAt).date, days)));
      const opens = [today?.opens ?? '', tomorrow?.opens ?? ''].find((one) => one > known.morningAt) ?? '';
      const next = latest(whenOpen(school, opens), whenOpen(school, at));
      must(known.morningAt < morning && morning <= next, `shown at ${morning}, not at ${next}`);
      must(schoolDay(school, inLondon(morning).date).opens === morning, `${morning} is not in the morning`);
      return;
    }
    default:
      must(deadlines.length === 0, `what is ${after} has ${deadlines.map(({ command }) => command).join()}`);
  }
}

/** When those who decide are first asked again, at the latest: where the ladder is too late, halfway to when it matters. */
function askedInTime(
  ladder: readonly number[],
  { from, askedUntil }: Known,
  { at, school }: Pick<Seen, 'at' | 'school'>,
): Instant {
  const needed = from > at ? from : askedUntil;
  const first = askAgainBy(ladder, at, 0, school);
  const half = Math.max((Date.parse(needed) - Date.parse(at)) / 2, 10 * MINUTE);
  const halfway = whenOpen(school, later(at, half));
  return first >= needed && halfway < needed ? halfway : first;
}

/** What is wanted later is looked at then. */
function isBegun(begins: Instant | undefined, { from }: Known, at: Instant, must: Must): void {
  if (from > at) must(begins === from, `its beginning comes at ${begins}, not at ${from}`);
}

function latest(one: Instant, other: Instant): Instant {
  return one > other ? one : other;
}

/** Whoever asked is reminded shortly before the end, and where it lasts for days, as its last school day begins. */
function isReminded(
  reminder: Instant | undefined,
  { from, until = '' }: Known,
  { at, school }: Pick<Seen, 'at' | 'school'>,
  must: Must,
): void {
  let lastDay = inLondon(until).date;
  while (!hasSchool(school, lastDay) || schoolDay(school, lastDay).opens >= until) lastDay = dayAfter(lastDay, -1);
  const wanted = [later(until, -school.sites.remindBefore * MINUTE)];
  if (lastDay > inLondon(from).date) wanted.push(schoolDay(school, lastDay).opens);
  const [next] = wanted.filter((one) => one > at && one > from).toSorted();
  if (next !== undefined) must((reminder ?? '9') <= next, `reminded of its end at ${reminder}, not at ${next}`);
}
