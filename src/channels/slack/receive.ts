import { setTimeout as pause } from 'node:timers/promises';
import type { Arrivals } from '../../application/arrivals.ts';
import type { Directory } from '../../application/directory.ts';
import type { Drafts } from '../../application/drafts.ts';
import { faultCode } from '../../application/faults.ts';
import { createHelp } from '../../application/help.ts';
import type { Overview } from '../../application/overview.ts';
import type { AddressBook } from '../../application/ports.ts';
import type { Presser } from '../../application/press.ts';
import type { StandingPoster } from '../../application/show-again.ts';
import { notice } from '../../application/words.ts';
import type { CardContent, Registry } from '../../domain/decider.ts';
import type { Arrived, Heard } from '../arrived.ts';
import type { createRenderer } from '../render.ts';
import { createBackground } from './background.ts';
import { createComings } from './comings.ts';
import type { SlackConnector } from './connector.ts';
import { drawHome, drawModal } from './draw.ts';
import { createFront } from './front.ts';
import type { Incoming, SlackReceive, Who } from './incoming.ts';
import { createModals } from './modals.ts';
import { createOpener } from './opener.ts';
import { createPresses } from './presses.ts';
import { createSpeaker } from './speaker.ts';
import { createTypedLines } from './typed-lines.ts';
import { createUnsentForms } from './unsent-forms.ts';
import { createVisitors } from './visitors.ts';
import { oneMoment } from './words.ts';

export interface SlackReceiverParts {
  readonly directory: Directory;
  readonly addresses: AddressBook;
  readonly presser: Presser;
  readonly overview: Overview;
  readonly drafts: Drafts;
  readonly arrivals: Arrivals;
  readonly arrived: Arrived;
  readonly heard: Heard;
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
  /** The same for what nobody waits for, unless it is called off. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
  /** Told of work that nobody waits for. */
  readonly inBackground?: (work: Promise<void>) => void;
}

export interface SlackReceiver {
  readonly receive: SlackReceive;
  /** Keeps what is being typed. Nothing more may come. */
  stop(): Promise<void>;
}

/** Takes what Slack sends: finds out who it is, and translates it. Decides nothing. */
export function createSlackReceiver(given: SlackReceiverParts): SlackReceiver {
  const parts = { monotonicMs: () => performance.now(), wait: pause, sleep: calledOff, ...given };
  const { registry, connector, render, arrivals, noted } = parts;
  const visitors = createVisitors(parts);
  const failed = (error: unknown) => noted({ code: faultCode(error) });
  const background = createBackground({ ...parts, failed });
  const unsentForms = createUnsentForms({ ...parts, background });
  const presses = createPresses({ ...parts, unsentForms });
  const speaker = createSpeaker(parts);
  const lines = createTypedLines({ ...parts, presses, speaker, help: createHelp(registry) });
  const draw = (content: CardContent) => drawModal(render, content, {});
  const front = createFront({ connector, draw, waiting: oneMoment(), failed: noted, wait: parts.wait });
  const opener = createOpener({ ...parts, front, presses, speaker });
  const comings = createComings({ ...parts, visitors });
  const modals = createModals({ ...parts, visitors, presses, unsentForms, speaker });

  async function showHome(who: Who): Promise<void> {
    const from = await visitors.recognise(who);
    const content = from.kind === 'known' ? await presses.ownOverview(from.visitor) : notice('', [from.text]);
    await connector.publishHome(who.userId, drawHome(render, content));
  }

  async function heard(line: Extract<Incoming, { kind: 'line' }>): Promise<void> {
    const { who, eventId } = line;
    const school = visitors.schoolOf(who);
    if (school === undefined) return noted({ code: 'unknown-workspace' });
    // Slack sends a line again where it did not hear in time that it had arrived.
    if (!(await arrivals.isNewLine(school, `slack ${who.workspaceId} ${eventId}`))) return;
    const from = await visitors.recognise(who);
    if (from.kind === 'known') await lines.read(line, from.visitor);
    else await speaker.tell(line.channel, notice('', [from.text]));
  }

  async function receive(incoming: Incoming): ReturnType<SlackReceive> {
    const arrivedAtMs = parts.monotonicMs();
    switch (incoming.kind) {
      case 'command':
        return await opener.command({ incoming, arrivedAtMs }, await visitors.recognise(incoming.who));
      case 'shortcut':
        return void (await opener.shortcut({ incoming, arrivedAtMs }, await visitors.recognise(incoming.who)));
      case 'press':
        if (incoming.on.kind === 'modal') unsentForms.stands(incoming.on);
        return void (await opener.press({ incoming, arrivedAtMs }, await visitors.recognise(incoming.who)));
      case 'submission':
        return await modals.sent(incoming);
      case 'closing':
        return void (await modals.closed(incoming));
      case 'typing':
        return void (await modals.typed(incoming));
      case 'line':
        return void (await heard(incoming));
      case 'home-opened':
        return void (await speaker.show(() => showHome(incoming.who)));
      case 'joined':
      case 'left':
      case 'came':
        return void (await comings.heard(incoming));
      default:
        return incoming satisfies never;
    }
  }

  return { receive, stop: () => background.stop() };
}

function calledOff(milliseconds: number, signal: AbortSignal): Promise<unknown> {
  return pause(milliseconds, undefined, { signal });
}
