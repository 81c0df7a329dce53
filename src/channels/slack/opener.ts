import type { Arrivals } from '../../application/arrivals.ts';
import { DeliveryFault, faultCode } from '../../application/faults.ts';
import { beginnings } from '../../application/overview.ts';
import { SERVICE_CHECK } from '../../application/service-check-card.ts';
import { readTyped, type Typed } from '../../application/typed-command.ts';
import { waitAtMost } from '../../application/wait-at-most.ts';
import { notice, unreadable } from '../../application/words.ts';
import type { Registry } from '../../domain/decider.ts';
import type { School } from '../../domain/school.ts';
import { TRIGGER_GONE, TRIGGER_USED } from './connector.ts';
import type { Coming, Front } from './front.ts';
import type { Incoming, SlackAnswer } from './incoming.ts';
import type { Presses } from './presses.ts';
import type { Speaker } from './speaker.ts';
import type { Recognised } from './visitors.ts';
import { TEXT_NOT_READ, tooLate } from './words.ts';

export interface OpenerParts {
  readonly front: Front;
  readonly presses: Presses;
  readonly speaker: Speaker;
  readonly arrivals: Arrivals;
  readonly registry: Registry;
  /** Milliseconds that only ever go forward. */
  readonly monotonicMs: () => number;
  readonly noted: (of: { readonly code: string; readonly school?: string }) => void;
}

/** A trigger lasts three seconds, and as long Slack waits for the answer to a command, which can say that it was of no use. */
const OPENED_WITHIN_MS = 2_400;

/** What became of something that was to be opened; `whole` says whether all of it came. */
interface Opened {
  readonly fault?: DeliveryFault;
  readonly whole: Promise<boolean>;
}

type Triggered = Extract<Incoming, { kind: 'command' | 'shortcut' | 'press' }>;

/** Something that is to open something, and when it came. */
interface Opening<What extends Triggered = Triggered> {
  readonly incoming: What;
  readonly arrivedAtMs: number;
}

/** Opens what a slash command, a shortcut or a button asks for, in front of whoever asked. */
export function createOpener({ front, presses, speaker, arrivals, registry, noted, monotonicMs }: OpenerParts) {
  /** Gives why it was not opened, or what still has to come. */
  async function open(of: Opening, school: School, coming: Promise<Coming>): Promise<Opened> {
    try {
      const leftMs = Math.max(0, OPENED_WITHIN_MS - (monotonicMs() - of.arrivedAtMs));
      return await waitAtMost(leftMs, front.open(of.incoming.trigger, coming), slowToOpen);
    } catch (error) {
      if (!(error instanceof DeliveryFault)) throw error;
      noted({ code: error.code, school: school.id });
      return { fault: error, whole: Promise.resolve(false) };
    }
  }

  /** Where Slack did not open it, the person is told in their own chat, once. */
  async function tell({ incoming }: Opening, school: School, fault?: DeliveryFault): Promise<void> {
    // It was opened before: this is the same request again.
    if (fault?.code === TRIGGER_USED || !incoming.isFresh) return;
    if (!(await arrivals.isNew(school, `slack late ${incoming.trigger}`))) return;
    await speaker.tell(incoming.who.userId, said(incoming, school));
  }

  async function tellUnlessWhole(of: Opening, school: School, { fault, whole }: Opened): Promise<void> {
    if (!(await whole)) await tell(of, school, fault);
  }

  function said({ kind }: Triggered, school: School) {
    return notice('', [tooLate(school, kind)], kind === 'press' ? [] : beginnings(registry));
  }

  /** Somebody who may do nothing here is told so in front of them; nobody else hears of it. */
  async function turnAway(of: Triggered, text: string): Promise<void> {
    try {
      await front.open(of.trigger, Promise.resolve({ view: presses.said(text), isNeeded: true }));
    } catch (error) {
      if (!(error instanceof DeliveryFault)) throw error;
      noted({ code: error.code });
    }
  }

  return {
    async command(
      of: Opening<Extract<Triggered, { kind: 'command' }>>,
      from: Recognised,
    ): Promise<SlackAnswer | undefined> {
      const { incoming } = of;
      if (from.kind === 'turned-away') return { kind: 'text', text: from.text };
      const { visitor } = from;
      const meant = readTyped(registry, incoming.name);
      if (meant.kind === 'other') return { kind: 'text', text: unreadable(visitor.school, undefined) };
      const coming =
        meant.kind === 'overview'
          ? presses.overview(visitor)
          : presses.begin(incoming.trigger, visitor, begunBy(meant));
      const opened = await open(of, visitor.school, coming);
      // While Slack still waits for the answer to a command, that says it where they typed.
      const code = opened.fault?.code;
      const isHeard = code !== undefined && code !== TRIGGER_USED && code !== TRIGGER_GONE;
      if (isHeard) return { kind: 'text', text: tooLate(visitor.school, 'command') };
      // Nobody waits for this before Slack has its answer: what goes wrong in it ends here.
      const rest = tellUnlessWhole(of, visitor.school, opened).catch((error: unknown) =>
        noted({ code: faultCode(error), school: visitor.school.id }),
      );
      return incoming.hasText && meant.kind !== 'list'
        ? { kind: 'text', text: TEXT_NOT_READ, rest }
        : { kind: 'nothing', rest };
    },

    async shortcut(of: Opening<Extract<Triggered, { kind: 'shortcut' }>>, from: Recognised): Promise<void> {
      const { incoming } = of;
      if (from.kind === 'turned-away') return await turnAway(incoming, from.text);
      // A shortcut on a message has an id of its own, and means the same.
      const [type = ''] = incoming.callbackId.split(':');
      const { school } = from.visitor;
      const opened = await open(of, school, presses.begin(incoming.trigger, from.visitor, type));
      await tellUnlessWhole(of, school, opened);
    },

    async press(of: Opening<Extract<Triggered, { kind: 'press' }>>, from: Recognised): Promise<void> {
      const { incoming } = of;
      const { on } = incoming;
      if (on.kind === 'modal') {
        const view =
          from.kind === 'known'
            ? await presses.inModal(incoming, on, from.visitor)
            : presses.notTaken(on, from.school, from.text);
        return await front.replace({ id: on.viewId, hash: on.hash }, view);
      }
      if (from.kind === 'turned-away') return await turnAway(incoming, from.text);
      const { school } = from.visitor;
      await tellUnlessWhole(of, school, await open(of, school, presses.onMessage(incoming, from.visitor)));
    },
  };
}

function begunBy(meant: Exclude<Typed, { kind: 'overview' | 'other' }>): string {
  if (meant.kind === 'check') return SERVICE_CHECK;
  return meant.kind === 'list' ? `list/${meant.id}` : meant.type;
}

function slowToOpen(): DeliveryFault {
  return new DeliveryFault('Slack did not open a modal in time', {
    code: 'slack-slow',
    whatToDo: 'Look at the way from this server to Slack.',
    certain: false,
  });
}
