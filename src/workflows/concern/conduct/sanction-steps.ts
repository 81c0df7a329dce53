import type { DecisionContext } from '../../../domain/decider.ts';
import { saidClock } from '../../../domain/school-time.ts';
import { handlersOf, leadersOf, placeOf } from '../access.ts';
import { isStaffCase } from '../agencies/staff-case.ts';
import { lineTo, tellHandlers } from '../case-card.ts';
import type { CommandData, ConcernCommand } from '../command-data.ts';
import { lineSlot, type Outcome, personIn } from '../decision-parts.ts';
import type { ConcernEvent } from '../events.ts';
import { step } from '../handler-steps.ts';
import { peopleNamedIn } from '../named-people.ts';
import { refuse } from '../refuse.ts';
import type { Concern } from '../state.ts';
import { foundIn, type Pending, pendingIn } from './breaches.ts';
import { saidLeaderFirst } from './leader.ts';

type Sanction = Pick<CommandData<'concern/recommend-sanction'>, 'whom' | 'breach' | 'sanction' | 'reason'>;

/** Recommends a sanction to whoever may set one, who has the case in their own chat from now on (R108). */
export function sanctionRecommended(concern: Concern, data: Sanction, context: DecisionContext): Outcome {
  const said = checked(concern, 'concern/recommend-sanction', data, context);
  if (said.kind === 'refusal') return said;
  const { school, at, reference } = context;
  const number = concern.file.conduct.recommended.length + 1;
  const told = `${reference}: a sanction is recommended. Open it to decide.`;
  return step(
    concern,
    [{ type: 'SanctionRecommended', number, ...said.words }],
    {
      line: 'recommended a sanction',
      more: (now) =>
        leadersOf(now, school).map((person) => lineTo(person, `${lineSlot(now, 'sanction', at)}:${person}`, told)),
    },
    context,
  );
}

/** Whoever leads sets a sanction: one that was recommended, perhaps changed, or one of their own (R003, R103, R108). */
export function sanctionSet(
  concern: Concern,
  { number = 'none', ...data }: CommandData<'concern/set-sanction'>,
  context: DecisionContext,
): Outcome {
  const answered = number === 'none' ? undefined : pendingIn(concern).find((one) => one.number === number);
  if (number !== 'none' && answered === undefined)
    return refuse(concern, 'concern/set-sanction', 'nothing-recommended', context);
  const said = checked(concern, 'concern/set-sanction', data, context);
  if (said.kind === 'refusal') return said;
  const event: ConcernEvent = { type: 'SanctionSet', number: answered?.number ?? null, ...said.words };
  return decided(concern, event, answered, context);
}

/** Whoever leads does not set what was recommended, and says why. */
export function sanctionDeclined(
  concern: Concern,
  data: CommandData<'concern/decline-sanction'>,
  context: DecisionContext,
): Outcome {
  const answered = pendingIn(concern).find((one) => one.number === data.number);
  if (answered === undefined) return refuse(concern, 'concern/decline-sanction', 'nothing-recommended', context);
  return decided(concern, { type: 'SanctionDeclined', ...data }, answered, context);
}

/** Tells whoever recommended it that it was decided, by role and without what (R197); else whoever handles the case. */
function decided(
  concern: Concern,
  event: ConcernEvent,
  answered: Pending | undefined,
  context: DecisionContext,
): Outcome {
  const { school, at } = context;
  const what = answered === undefined ? 'set a sanction' : 'decided on the sanction that was recommended';
  const text = `${saidLeaderFirst(concern, school)} has ${what}, ${saidClock(school, at, at)}. Open the case to read it.`;
  return step(
    concern,
    [event],
    {
      more: (now) => {
        const others = handlersOf(now, school).filter((person) => person !== personIn(context));
        const recommender = others.filter((person) => person === answered?.by);
        const isThereToRead = placeOf(now, school) === 'channel';
        const whom = recommender.length > 0 || isThereToRead ? recommender : others;
        return tellHandlers(now, lineSlot(now, 'sanction', at), text, { ...context, whom });
      },
    },
    context,
  );
}

/** The breach and the sanction with what they are called now, for the record; both have to be on the school's list. */
function checked(concern: Concern, command: ConcernCommand, data: Sanction, context: DecisionContext) {
  const found = foundIn(context.school, data);
  if (found === undefined) return refuse(concern, command, 'no-such-breach', context);
  const { breach, sanction } = found;
  if (sanction === undefined) return refuse(concern, command, 'no-such-sanction', context);
  // The categories are of the conduct of staff (000 section 5); a pupil's breach goes by the behaviour policy.
  const isOfStaff = breach.whose === 'staff' || (breach.whose === undefined && isStaffCase(concern));
  const category = isOfStaff ? { category: breach.category } : {};
  const { whom, reason } = data;
  // Nobody decides about themselves, and nobody is asked to (R108).
  const deciding = [...leadersOf(concern, context.school), personIn(context)];
  if (peopleNamedIn(whom, context.school).some((person) => deciding.includes(person)))
    return refuse(concern, command, 'decides-on-themselves', context);
  const names = { breach: breach.id, sanction: sanction.id, breachWords: breach.words, sanctionWords: sanction.words };
  return { kind: 'fits', words: { whom, reason, ...category, ...names } } as const;
}
