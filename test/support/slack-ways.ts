import { beginnings, offeredSections } from '../../src/application/overview.ts';
import { createRenderer } from '../../src/channels/render.ts';
import { readPress } from '../../src/channels/slack/buttons.ts';
import { drawMessage, drawModal } from '../../src/channels/slack/draw.ts';
import type { CardContent } from '../../src/domain/decider.ts';
import { registry } from '../../src/workflows/index.ts';
import { caseCards } from './case-cards.ts';
import { deviceCards } from './device-cards.ts';
import { slackButtons } from './drawn-slack.ts';
import { aSchool, people } from './school.ts';

const render = createRenderer('slack');
const slot = `view:${people.dsl}`;

/** What Slack has a button for: on the overview, on a case of any kind, and on what somebody is asked. */
export function waysInSlack(): ReadonlySet<string> {
  const sections = offeredSections(registry, { person: people.dsl, school: aSchool() });
  const overview: CardContent = {
    card: 'list',
    preview: 'Safeguarding',
    data: { title: 'Safeguarding', sections, buttons: beginnings(registry), help: '' },
  };
  const asked = deviceCards('WORDS').flatMap(({ content }) => (content.card === 'form' ? [] : [content]));
  const drawn = [
    ...[...caseCards(), overview].map((content) => drawModal(render, content, { slot })),
    ...asked.map((content) => drawMessage(render, content, { slot })),
  ];
  return new Set(drawn.flatMap((view) => slackButtons(view).map((button) => commandOf(String(button['value'])))));
}

function commandOf(value: string): string {
  return String((readPress(value) as { readonly do?: unknown } | undefined)?.do);
}
