import { type DecisionContext, decision, type Reply } from '../../domain/decider.ts';
import { personNamed } from '../../domain/person-named.ts';
import { saidClock, saidDateTime } from '../../domain/school-time.ts';
import { readAsked } from '../../domain/site-address.ts';
import { handlersAlone, handlersOf, mayTwoAgree } from './access.ts';
import type { CommandData } from './command-data.ts';
import { after, type Outcome } from './decision-parts.ts';
import { endOf, endProblem, longerFrom } from './end.ts';
import type { SiteEvent } from './events.ts';
import { spanOf } from './period.ts';
import { refuse } from './refuse.ts';
import { channelCard, lineSlot, lineTo, requestMessages } from './request-card.ts';
import { questionMessage, receipt } from './requester-cards.ts';
import { rulingFor } from './ruling.ts';
import type { SiteAt, SiteRequest, SiteState } from './state.ts';
import { step } from './step.ts';
import { stepMessages } from './step-messages.ts';
import { accessEnded, decideBy, neededBy } from './timing.ts';
import { saidIt } from './words.ts';

/** Somebody asks for a site: those who decide hear of it, unless a rule has decided already. */
export function requested(
  state: SiteState,
  data: CommandData<'site-access/request'>,
  context: DecisionContext,
): Outcome {
  const { school } = context;
  const of = { state, command: 'site-access/request' } as const;
  const read = readAsked(data.address, data.scope, 'open');
  if (read.kind === 'problem') return refuse(of, 'address', context, { problem: read.problem });
  const span = spanOf(data, context);
  if (span.kind === 'problem') return refuse(of, span.problem, context, { latest: span.latest, day: span.day });
  const named = personNamed(data.supervisor, school);
  if (named.kind === 'problem') return refuse(of, named.problem, context);
  const { purpose, group, use, period, category: kind } = data;
  const { site } = read;
  const ruling = rulingFor({ site, kind, use }, school);
  const { from, until } = span;
  const asked: SiteEvent = {
    type: 'SiteRequested',
    ...{
      site: { ...site, marks: [...site.marks] },
      kind,
      period,
      use,
      from,
      until,
      purpose,
      group,
      supervisor: named.person,
      ruling,
    },
    remindAt: decideBy(neededBy(span, context.at), context),
  };
  if (ruling.opening === 'never') {
    const events: readonly SiteEvent[] = [asked, { type: 'SiteRefused' }];
    const now = after(state, events, context);
    return decision({ events, messages: [channelCard(now, context)], reply: receipt(now, context) });
  }
  const now = after(state, [asked], context);
  if (handlersOf(now, school).length === 0) return refuse(of, 'nobody-to-decide', context);
  if (ruling.opening === 'two-approvals' && !mayTwoAgree(now, school)) return refuse(of, 'no-second', context);
  return decision({ events: [asked], messages: requestMessages(now, context), reply: receipt(now, context) });
}

/** Whoever asked does not want it any more. */
export function withdrawn(request: SiteRequest, context: DecisionContext): Outcome {
  const line = `Withdrawn by whoever asked, ${saidNow(context)}.`;
  return step(request, [{ type: 'SiteWithdrawn' }], { line, settled: 'this was withdrawn.' }, context);
}

/** Whoever asked gives it back before its time is over. */
export function givenBack(request: SiteAt<'approved' | 'open'>, context: DecisionContext): Outcome {
  const line = `Ended by whoever asked, ${saidNow(context)}. It is with ${saidIt(context.school)} to block again.`;
  return step(request, [accessEnded('given-back', context)], { line, settled: 'its time is over.' }, context);
}

/** Whoever asked needs it for longer: those who decide are asked again. */
export function extensionAsked(
  request: SiteAt<'open'>,
  data: CommandData<'site-access/extend'>,
  context: DecisionContext,
): Outcome {
  const of = { state: request, command: 'site-access/extend' } as const;
  const { school, at } = context;
  if (at >= request.until) return refuse(of, 'time-over', context);
  const until = endOf(data, school);
  const problem = endProblem(until, { after: request.until, from: longerFrom(request, at) }, school);
  if (problem !== undefined) return refuse(of, problem.code, context, problem);
  const number = request.extensions + 1;
  const events: readonly SiteEvent[] = [
    { type: 'ExtensionAsked', number, until, reason: data.reason, remindAt: decideBy(request.until, context) },
  ];
  const line = `Whoever asked needs it for longer: until ${saidDateTime(school, until)}. Nobody has decided yet.`;
  return step(request, events, { line, isNew: true }, context);
}

/** Whoever asked answers a question; those who decide are told. */
export function answered(
  request: SiteRequest,
  data: CommandData<'site-access/answer'>,
  context: DecisionContext,
): Outcome {
  const of = { state: request, command: 'site-access/answer' } as const;
  const question = request.file.questions.find(({ number }) => number === data.number);
  if (question === undefined) return refuse(of, 'no-such-question', context);
  if (question.answeredAt !== null) return refuse(of, 'already-answered', context);
  const events: readonly SiteEvent[] = [{ type: 'SiteQuestionAnswered', ...data }];
  const now = after(request, events, context);
  const text = `The answer to a question has come, ${saidNow(context)}. Open it to read it.`;
  const more = handlersAlone(now, context.school).map((person) =>
    lineTo(person, `${lineSlot(now, 'answer', context.at)}:${person}`, `${context.reference}: ${text}`),
  );
  return decision({
    events,
    messages: stepMessages(request, now, { line: text, more }, context),
    reply: questionReply(now, data.number, context),
  });
}

/** Whoever asked looks at a question again. */
export function questionShown(
  request: SiteRequest,
  { number }: CommandData<'site-access/question'>,
  context: DecisionContext,
): Outcome {
  if (!request.file.questions.some((question) => question.number === number))
    return refuse({ state: request, command: 'site-access/question' }, 'no-such-question', context);
  return decision({ events: [], messages: [], reply: questionReply(request, number, context) });
}

/** A question, or that it was answered, on the card of whoever asked. */
export function questionReply(request: SiteRequest, number: number, context: DecisionContext): Reply {
  const { slot, card, data, preview } = questionMessage(request, number, context);
  return { slot, card, data, preview };
}

function saidNow({ school, at }: DecisionContext): string {
  return saidClock(school, at, at);
}
