import { type DecisionContext, decision } from '../../domain/decider.ts';
import type { Message } from '../../domain/message.ts';
import { accessMessage } from './access-card.ts';
import type { CommandData } from './command-data.ts';
import type { Outcome } from './decision-parts.ts';
import { isJob, jobMessages, overdueMessage } from './job-card.ts';
import { requestMessages } from './request-card.ts';
import type { SiteRequest } from './state.ts';

/** Everything that must stand in one channel, or in one person's own chat, to stand at the end of it. */
export function shownAgain(
  request: SiteRequest,
  { place, chat }: CommandData<'site-access/show-again'>,
  context: DecisionContext,
): Outcome {
  const isTheirs = request.status === 'approved' || request.status === 'open';
  const access = isTheirs ? accessMessage(request, context) : undefined;
  const shown = request.status === 'ended' ? request.shownTo : [];
  const all: readonly Message[] = [
    ...requestMessages(request, context),
    ...(isJob(request) ? jobMessages(request, context) : []),
    ...(request.status === 'ended' ? shown.map((person) => overdueMessage(request, person, context)) : []),
    ...(access === undefined ? [] : [access]),
  ];
  const isThere = ({ to }: Message) =>
    (to.kind === 'person' && place === `person:${to.person}`) ||
    (to.kind === 'channel' && place === `channel:${to.channel}`);
  const messages = all.filter(isThere).map((message) => ({ ...message, fresh: true, onlyIn: chat }));
  return decision({ events: [], messages });
}
