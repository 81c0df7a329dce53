import { type DecisionContext, decision } from '../../domain/decider.ts';
import { nextWorkingTime, saidTime } from '../../domain/school-time.ts';
import type { CommandData } from './command-data.ts';
import { after, askingsIn, type Outcome, personIn } from './decision-parts.ts';
import type { CampaignEvent, Figures } from './events.ts';
import { exportFile } from './export-card.ts';
import { figuresIn, noFigures, notReached, open } from './figures.ts';
import { remindersAsked } from './morning-steps.ts';
import { namesFile } from './names-card.ts';
import { namesFor } from './offers.ts';
import { progressCards, progressFile } from './progress-card.ts';
import { refuse } from './refusals.ts';
import { type Campaign, isLive } from './state.ts';
import { people, peopleHave } from './words.ts';

// What people read of a campaign, on the private surface. Each opening is an event.

/** How it goes now, for whoever looks after it. */
export function opened(campaign: Campaign, context: DecisionContext): Outcome {
  const figures = figuresIn(context);
  const shown = figures ?? campaign.file.figures ?? noFigures;
  const events: readonly CampaignEvent[] = [{ type: 'CampaignOpened', figures: shown }];
  const said = figures === undefined ? 'The figures could not be read just now. These are the last ones.' : '';
  const reply = progressFile(after(campaign, events, context), personIn(context), shown, context, said);
  return decision({ events, messages: [], reply });
}

/** Who has not, by name. */
export function namesOpened(
  campaign: Campaign,
  { of, after: from, page }: CommandData<'campaign/who-has-not'>,
  context: DecisionContext,
): Outcome {
  const person = personIn(context);
  const whose = namesFor(campaign, of, person, context);
  if (whose !== 'all' && whose !== 'mine' && whose !== 'unsigned') return refuse(campaign, whose, context);
  const shown = { of: whose, ...askingsRead(context), after: from, page };
  return decision({
    events: [{ type: 'NamesOpened', of: whose, page }],
    messages: [],
    reply: namesFile(campaign, person, shown, context),
  });
}

/** Everybody, as a table. */
export function exportOpened(
  campaign: Campaign,
  { after: from, page }: CommandData<'campaign/export'>,
  context: DecisionContext,
): Outcome {
  const shown = { ...askingsRead(context), after: from, page };
  return decision({
    events: [{ type: 'ExportOpened', page }],
    messages: [],
    reply: exportFile(campaign, personIn(context), shown, context),
  });
}

/** Whoever publishes has those reminded who have not. */
export function remindedNow(campaign: Campaign, context: DecisionContext): Outcome {
  if (!isLive(campaign)) return refuse(campaign, 'over', context);
  const figures = figuresIn(context) ?? campaign.file.figures ?? noFigures;
  const asked = remindersAsked(campaign, context);
  const now = after(campaign, [asked.event], context);
  const reply = progressFile(
    now,
    personIn(context),
    figures,
    context,
    asked.isAtOnce ? saidRemindersNow(figures) : saidReminders(open(figures), now, context),
  );
  // It cannot be asked for again today: the cards do not offer it any more.
  const cards = campaign.file.figures === null ? [] : progressCards(now, context);
  const messages = cards.map((message) => ({ ...message, onlyEdits: true }));
  return decision({ events: [asked.event], messages, reply });
}

/** Only who has the card is reminded; the others are sent it, where that can be. */
function saidRemindersNow(figures: Figures): string {
  const { delivered } = figures;
  const missed = notReached(figures);
  return [
    ...(delivered === 0 ? [] : [`Reminders are going out now to ${whoHaveNot(delivered)}.`]),
    ...(missed === 0 ? [] : [`${peopleHave(missed)} not been reached yet; that is tried again.`]),
  ].join('\n');
}

function whoHaveNot(count: number): string {
  return `${people(count)} who ${count === 1 ? 'has' : 'have'} not`;
}

function saidReminders(count: number, { file }: Campaign, { school, at }: DecisionContext): string {
  const opens = nextWorkingTime(school, at);
  const when = opens > at ? opens : (file.morning ?? opens);
  const why = opens > at ? 'as school opens' : 'as some were reminded today already';
  return `Reminders go out ${saidTime(school, when, at)}, ${why}, to ${whoHaveNot(count)}.`;
}

/** The acknowledgements that were read, as far as they could be. */
function askingsRead({ gathered }: DecisionContext) {
  if (gathered?.kind !== 'records') return { askings: [], isWhole: false };
  const { records, next, isWhole } = gathered;
  const askings = askingsIn(records);
  return { askings, next, isWhole: isWhole && askings.length === records.length };
}
