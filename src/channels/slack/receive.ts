import { setTimeout as pause } from 'node:timers/promises';
import type { Arrivals } from '../../application/arrivals.ts';
import type { Directory } from '../../application/directory.ts';
import type { Drafts } from '../../application/drafts.ts';
import { Fault } from '../../application/faults.ts';
import { createHelp } from '../../application/help.ts';
import { beginnings, type Overview } from '../../application/overview.ts';
import type { AddressBook } from '../../application/ports.ts';
import type { Presser } from '../../application/press.ts';
import type { StandingPoster } from '../../application/show-again.ts';
import { notDone, notice } from '../../application/words.ts';
import type { CardContent, Registry } from '../../domain/decider.ts';
import { privateChannels } from '../../domain/message.ts';
import type { createRenderer } from '../render.ts';
import type { SlackConnector } from './connector.ts';
import { drawHome, drawModal } from './draw.ts';
import { createFront } from './front.ts';
import type { Incoming, SlackReceive, Who } from './incoming.ts';
import { createModals } from './modals.ts';
import { createOpener } from './opener.ts';
import { createPresses } from './presses.ts';
import { createSpeaker } from './speaker.ts';
import { createTypedLines } from './typed-lines.ts';
import { createTyping } from './typing.ts';
import { createUnsentForms } from './unsent-forms.ts';
import { createVisitors, type Visitor } from './visitors.ts';
import { oneMoment } from './words.ts';

export interface SlackReceiverParts {
  readonly directory: Directory;
  readonly addresses: AddressBook;
  readonly presser: Presser;
  readonly overview: Overview;
  readonly drafts: Drafts;
  readonly arrivals: Arrivals;
  readonly standing: StandingPoster;
  readonly registry: Registry;
  readonly connector: SlackConnector;
  readonly render: ReturnType<typeof createRenderer>;
  /** Told what came in, for the log: kinds and codes, never content. */
  readonly noted: (of: { readonly code: string; readonly school?: string }) => void;
  /** Milliseconds that only ever go forward. */
  readonly monotonicMs?: () => number;
  /** Lets this many milliseconds pass. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/** Takes what Slack sends: finds out who it is, and translates it. Decides nothing. */
export function createSlackReceiver(given: SlackReceiverParts): SlackReceive {
  const parts = { monotonicMs: () => performance.now(), wait: pause, ...given };
  const { registry, connector, render, arrivals, noted } = parts;
  const visitors = createVisitors(parts);
  const unsentForms = createUnsentForms({ ...parts, typing: createTyping(parts) });
  const presses = createPresses({ ...parts, unsentForms });
  const speaker = createSpeaker(parts);
  const lines = createTypedLines({ ...parts, presses, speaker, help: createHelp(registry) });
  const draw = (content: CardContent) => drawModal(render, content, {});
  const front = createFront({ connector, draw, waiting: oneMoment(), wait: parts.wait });
  const opener = createOpener({ ...parts, front, presses, speaker });
  const modals = createModals({ ...parts, visitors, presses, unsentForms, speaker });

  async function homeOf({ school, person }: Visitor): Promise<CardContent> {
    try {
      return await parts.overview.own(person.email, school);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      noted({ code: error.code, school: school.id });
      return notice('Safeguarding', [notDone(school)], beginnings(registry));
    }
  }

  async function showHome(who: Who): Promise<void> {
    const from = await visitors.recognise(who);
    const content = from.kind === 'known' ? await homeOf(from.visitor) : notice('', [from.text]);
    await connector.publishHome(who.userId, drawHome(render, content));
  }

  /** The bot was invited to a private channel of the school: what must stand there is posted again. */
  async function joined({ channel, userId, eventId, ...of }: Extract<Incoming, { kind: 'joined' }>): Promise<void> {
    const school = visitors.schoolOf(of);
    const name = privateChannels.find((one) => school?.channels[one].slack?.channelId === channel);
    if (school === undefined || name === undefined || userId !== (await connector.ownUserId())) return;
    if (!(await arrivals.isNew(school, `slack ${of.workspaceId} ${eventId}`))) return;
    await parts.standing.showAgain(school, { place: `channel:${name}`, chat: 'slack' });
  }

  async function heard(line: Extract<Incoming, { kind: 'line' }>): Promise<void> {
    const { who, eventId } = line;
    const school = visitors.schoolOf(who);
    // Slack sends a line again where it did not hear in time that it had arrived.
    if (school === undefined || !(await arrivals.isNew(school, `slack ${who.workspaceId} ${eventId}`))) return;
    const from = await visitors.recognise(who);
    if (from.kind === 'known') await lines.read(line, from.visitor);
    else await speaker.tell(line.channel, notice('', [from.text]));
  }

  return async (incoming) => {
    switch (incoming.kind) {
      case 'command':
        return await opener.command(incoming, await visitors.recognise(incoming.who));
      case 'shortcut':
        return void (await opener.shortcut(incoming, await visitors.recognise(incoming.who)));
      case 'press':
        return void (await opener.press(incoming, await visitors.recognise(incoming.who)));
      case 'submission':
        return await modals.sent(incoming);
      case 'closing':
        return void (await modals.closed(incoming));
      case 'typing':
        return void (await modals.typed(incoming));
      case 'line':
        return void (await heard(incoming));
      case 'home-opened':
        return void (await showHome(incoming.who));
      case 'joined':
        return void (await joined(incoming));
      default:
        return incoming satisfies never;
    }
  };
}
