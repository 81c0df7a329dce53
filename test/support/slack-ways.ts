import { createRenderer } from '../../src/channels/render.ts';
import { readPress } from '../../src/channels/slack/buttons.ts';
import { drawMessage, drawModal } from '../../src/channels/slack/draw.ts';
import type { CardContent } from '../../src/domain/decider.ts';
import { actorOf } from '../../src/domain/people.ts';
import { concern } from '../../src/workflows/concern/index.ts';
import { casts } from '../workflows/concern/matrix-casts.ts';
import { monday, reference } from './concern.ts';
import { deviceCards } from './device-cards.ts';
import { slackButtons } from './drawn-slack.ts';
import { aSchool } from './school.ts';

const render = createRenderer('slack');
const slot = 'view:n.rahimi@oakfield.example';
const statuses = ['new', 'acknowledged', 'handled', 'closed'] as const;
const school = aSchool();

/** What Slack has a button for: on a case of any kind, behind its More, among its next steps, and where one is asked. */
export function waysInSlack(): ReadonlySet<string> {
  const asked = deviceCards('WORDS').map(({ content }) => content);
  const others = asked.filter(({ card }) => card !== 'form').flatMap((content) => [drawMessage(render, content, { slot })]);
  const drawn = [...shown().map((content) => drawModal(render, content, { slot })), ...others];
  return new Set(drawn.flatMap((view) => slackButtons(view).map((button) => commandOf(String(button['value'])))));
}

/** What those see of each kind of case who have a part in it. */
function shown(): readonly CardContent[] {
  return casts.flatMap(({ at, parts }) =>
    statuses.flatMap((status) =>
      Object.keys(parts).flatMap((person) =>
        ['concern/open', 'concern/more', 'concern/steps'].flatMap((type) => {
          const state = at(status);
          const context = { at: monday, by: actorOf(person), school, reference };
          if (concern.refuses(state, type, context) !== undefined) return [];
          const outcome = concern.decide(state, { type, data: { page: 1 } }, context);
          return outcome.kind === 'decision' && outcome.reply !== undefined ? [outcome.reply] : [];
        }),
      ),
    ),
  );
}

function commandOf(value: string): string {
  return String((readPress(value) as { readonly do?: unknown } | undefined)?.do);
}
