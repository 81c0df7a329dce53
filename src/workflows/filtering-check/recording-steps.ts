import { type DecisionContext, decision } from '../../domain/decider.ts';
import type { PersonId } from '../../domain/people.ts';
import { personNamed } from '../../domain/person-named.ts';
import { holds, type School } from '../../domain/school.ts';
import { type LocalDate, localDateTime } from '../../domain/school-time.ts';
import { cardsReplaced, saidRecorded } from './cards.ts';
import { checkFile } from './check-file.ts';
import { reviewers, reviewNeeds } from './checks.ts';
import type { CommandData } from './command-data.ts';
import { dueOn, latestNext } from './dates.ts';
import { after, type Outcome, personIn } from './decision-parts.ts';
import type { CheckEvent, Recorded } from './events.ts';
import { type RefusalCode, refuse } from './refusals.ts';
import { standards } from './standards.ts';
import { type Check, lastDate } from './state.ts';

/** A review is recorded, by governors with IT (R133). */
export function reviewRecorded(
  check: Check,
  { next, ...data }: CommandData<'filtering-check/record-review'>,
  context: DecisionContext,
): Outcome {
  const code = whyNotReviewed(data.tookPart, context.school);
  if (code !== undefined) return refuse(check, code, context);
  return recorded(check, { kind: 'filtering-review', ...data, tookPart: [...new Set(data.tookPart)] }, next, context);
}

/** How each standard is met is recorded, with who is responsible for it (R134). */
export function standardsRecorded(
  check: Check,
  data: CommandData<'filtering-check/record-standards'>,
  context: DecisionContext,
): Outcome {
  const { date, next } = data;
  const answers = standards.map(({ id }) => ({
    id,
    standing: data[`standing-${id}`],
    how: data[`how-${id}`],
    named: personNamed(data[`who-${id}`], context.school),
  }));
  const wrong = answers.flatMap(({ id, named }) => (named.kind === 'problem' ? [{ id, code: named.problem }] : []));
  const [first] = wrong;
  if (first !== undefined) {
    const about = wrong.filter(({ code }) => code === first.code).map(({ id }) => id);
    return refuse(check, first.code, context, { about });
  }
  const all = answers.flatMap(({ named, ...answer }) =>
    named.kind === 'person' ? [{ ...answer, who: named.person }] : [],
  );
  return recorded(check, { kind: 'filtering-standards', date, standards: all }, next, context);
}

/** A full security check is recorded (R138). */
export function securityRecorded(
  check: Check,
  { next, ...data }: CommandData<'filtering-check/record-security'>,
  context: DecisionContext,
): Outcome {
  return recorded(check, { kind: 'security-check', ...data }, next, context);
}

/** Keeps what was recorded beside all that was before, and plans the next one. The cards say so where they stand. */
function recorded(check: Check, of: Recorded, next: LocalDate, context: DecisionContext): Outcome {
  const code = whyNotDated(check, of.date, next, context);
  if (code !== undefined) return refuse(check, code, context, { date: of.date });
  const { by } = context;
  const event: CheckEvent = { type: 'CheckRecorded', recorded: of, next: dueOn(of.kind, next, context) };
  const now = after(check, [event], context);
  return decision({
    events: [event],
    messages: cardsReplaced(check.file.shown, saidRecorded(now, by, context), context),
    reply: checkFile(now, personIn(context), 1, context),
  });
}

function whyNotDated(
  check: Check,
  date: LocalDate,
  next: LocalDate,
  { school, at }: DecisionContext,
): RefusalCode | undefined {
  if (date > localDateTime(school, at).date) return 'still-to-come';
  if (date < lastDate(check)) return 'before-the-last';
  if (next <= date) return 'next-too-early';
  return next > latestNext(check.file.kind, date) ? 'next-too-late' : undefined;
}

function whyNotReviewed(tookPart: readonly PersonId[], school: School): RefusalCode | undefined {
  if (!tookPart.every((person) => holds(school, person, reviewers))) return 'not-at-school';
  if (!tookPart.some((person) => holds(school, person, reviewNeeds.governors))) return 'no-governor';
  if (!tookPart.some((person) => holds(school, person, reviewNeeds.it))) return 'no-it';
  return new Set(tookPart).size < 2 ? 'nobody-else' : undefined;
}
