import type { DecisionContext } from '../../../domain/decider.ts';
import { HOUR, type Instant, later } from '../../../domain/instant.ts';
import type { Message } from '../../../domain/message.ts';
import type { PersonId } from '../../../domain/people.ts';
import { instantOf } from '../../../domain/school-time.ts';
import { freeFrom, leadersOf, mayRead } from '../access.ts';
import { checkOn } from '../agencies/next-check.ts';
import { lineTo } from '../case-card.ts';
import type { CommandData, ConcernCommand } from '../command-data.ts';
import { type Outcome, personIn } from '../decision-parts.ts';
import type { ConcernEvent } from '../events.ts';
import { step } from '../handler-steps.ts';
import { refuse } from '../refuse.ts';
import type { Concern } from '../state.ts';
import { waiting } from './agreements.ts';

/** What is recorded of telling the police, by whatever button. */
type Telling = CommandData<'concern/tell-police'> & { readonly agency: string };

/**
 * The police were told. It is a referral like any other, and the head and the online-safety governor hear that it was
 * done (R072). A question whether to leave it falls.
 */
export function toldPolice(
  command: ConcernCommand,
  concern: Concern,
  { agency, date, time, nextCheck, ...told }: Telling,
  context: DecisionContext,
): Outcome {
  const at = instantOf(context.school, date, time);
  if (at < earliest(concern)) return refuse(concern, command, 'told-too-early', context);
  const isNews = !concern.file.steps.some(({ event }) => event.type === 'PoliceTold' && event.at === at);
  const informed = isNews ? informing(concern, context) : { leaders: [], governors: [] };
  const { advice, ...how } = told;
  const events: readonly ConcernEvent[] = [
    {
      type: 'ConcernReferred',
      number: concern.file.referrals.length + 1,
      agency,
      agencyKind: 'police',
      at,
      outcome: advice,
      ...how,
      ...checkOn(nextCheck, 'police', context),
    },
    { type: 'PoliceTold', at, advice, ...how, informed: [...informed.leaders, ...informed.governors] },
    ...waiting(concern)
      .filter(({ what }) => what === 'no-police')
      .map(({ number }) => ({ type: 'AgreementWithdrawn', number, reason: 'The police have been told.' }) as const),
  ];
  const more = (now: Concern) => messages(now, informed, context);
  return step(concern, events, { line: 'recorded that the police were told', more }, context);
}

interface Informing {
  /** Who leads: they hear of which case it was. */
  readonly leaders: readonly PersonId[];
  /** Who oversees online safety: they hear that there was a report, and no more. */
  readonly governors: readonly PersonId[];
}

function informing(concern: Concern, context: DecisionContext): Informing {
  const { school } = context;
  const isOther = (person: PersonId) => person !== personIn(context);
  const leaders = leadersOf(concern, school).filter(isOther);
  const governors = freeFrom(concern, ['online-safety-governor'], school).filter(
    (person) => isOther(person) && !leaders.includes(person),
  );
  return { leaders, governors };
}

function messages(now: Concern, { leaders, governors }: Informing, context: DecisionContext): readonly Message[] {
  const { school, reference } = context;
  const slot = (person: PersonId) => `police:${now.file.referrals.length}:${person}`;
  const open = (person: PersonId) => (mayRead(now, person, school) ? ' You can open it.' : '');
  return [
    ...leaders.map((person) =>
      lineTo(person, slot(person), `The police have been told of concern ${reference}.${open(person)}`),
    ),
    ...governors.map((person) =>
      lineTo(person, slot(person), 'An online safety report has been made to the police. This is for you to know.'),
    ),
  ];
}

/**
 * Since when telling the police can have been about this: a day before the report, as somebody in danger is told of to
 * the police before a form. After a case was closed it has to be told anew.
 */
function earliest({ file }: Concern): Instant {
  const closed = file.steps.findLast(({ event }) => event.type === 'ConcernClosed');
  if (closed !== undefined) return closed.at;
  return later(file.reportedAt, -24 * HOUR);
}
