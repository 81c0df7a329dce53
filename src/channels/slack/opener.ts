import type { Arrivals } from '../../application/arrivals.ts';
import { DeliveryFault } from '../../application/faults.ts';
import { beginnings } from '../../application/overview.ts';
import { readTyped } from '../../application/typed-command.ts';
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
  readonly noted: (of: { readonly code: string; readonly school?: string }) => void;
}

/** A trigger lasts three seconds, and as long Slack waits for the answer to a command, which can say that it was of no use. */
const OPENED_WITHIN_MS = 2_400;

/** What became of something that was to be opened; `whole` resolves when all of it is there. */
interface Opened {
  readonly fault?: DeliveryFault;
  readonly whole?: Promise<void>;
}

type Triggered = Extract<Incoming, { kind: 'command' | 'shortcut' | 'press' }>;

/** Opens what a slash command, a shortcut or a button asks for, in front of whoever asked. */
export function createOpener({ front, presses, speaker, arrivals, registry, noted }: OpenerParts) {
  /** Gives why it was not opened, or what still has to come. */
  async function open({ trigger }: Triggered, school: School, coming: Promise<Coming>): Promise<Opened> {
    try {
      return await waitAtMost(OPENED_WITHIN_MS, front.open(trigger, coming), slowToOpen);
    } catch (error) {
      if (!(error instanceof DeliveryFault)) throw error;
      noted({ code: error.code, school: school.id });
      return { fault: error };
    }
  }

  /** Where Slack did not open it, the person is told in their own chat, once. */
  async function tell(of: Triggered, school: School, { code }: DeliveryFault): Promise<void> {
    // It was opened before: this is the same request again.
    if (code === TRIGGER_USED || !of.isFresh) return;
    if (!(await arrivals.isNew(school, `slack late ${of.trigger}`))) return;
    await speaker.tell(of.who.userId, said(of, school));
  }

  async function openOrTell(of: Triggered, school: School, coming: Promise<Coming>): Promise<void> {
    const { fault, whole } = await open(of, school, coming);
    if (fault !== undefined) await tell(of, school, fault);
    await whole;
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
    async command(of: Extract<Incoming, { kind: 'command' }>, from: Recognised): Promise<SlackAnswer | undefined> {
      if (from.kind === 'turned-away') return { kind: 'text', text: from.text };
      const { visitor } = from;
      const meant = readTyped(registry, of.name);
      if (meant.kind === 'other') return { kind: 'text', text: unreadable(visitor.school, undefined) };
      const coming =
        meant.kind === 'overview' ? presses.overview(visitor) : presses.begin(of.trigger, visitor, meant.type);
      const { fault, whole: rest } = await open(of, visitor.school, coming);
      // While Slack still waits for the answer to a command, that says it where they typed.
      const isHeard = fault !== undefined && fault.code !== TRIGGER_USED && fault.code !== TRIGGER_GONE;
      if (isHeard) return { kind: 'text', text: tooLate(visitor.school, 'command') };
      if (fault !== undefined) await tell(of, visitor.school, fault);
      return of.hasText ? { kind: 'text', text: TEXT_NOT_READ, rest } : { kind: 'nothing', rest };
    },

    async shortcut(of: Extract<Incoming, { kind: 'shortcut' }>, from: Recognised): Promise<void> {
      if (from.kind === 'turned-away') return await turnAway(of, from.text);
      // A shortcut on a message has an id of its own, and means the same.
      const [type = ''] = of.callbackId.split(':');
      await openOrTell(of, from.visitor.school, presses.begin(of.trigger, from.visitor, type));
    },

    async press(of: Extract<Incoming, { kind: 'press' }>, from: Recognised): Promise<void> {
      const { on } = of;
      if (on.kind === 'modal') {
        const view =
          from.kind === 'known'
            ? await presses.inModal(of, on, from.visitor)
            : presses.notTaken(on, from.school, from.text);
        return await front.replace({ id: on.viewId, hash: on.hash }, view);
      }
      if (from.kind === 'turned-away') return await turnAway(of, from.text);
      await openOrTell(of, from.visitor.school, presses.onMessage(of, from.visitor));
    },
  };
}

function slowToOpen(): DeliveryFault {
  return new DeliveryFault('Slack did not open a modal in time', {
    code: 'slack-slow',
    whatToDo: 'Look at the way from this server to Slack.',
    certain: false,
  });
}
