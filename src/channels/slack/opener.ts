import type { Arrivals } from '../../application/arrivals.ts';
import { DeliveryFault } from '../../application/faults.ts';
import { beginnings } from '../../application/overview.ts';
import { readTyped } from '../../application/typed-command.ts';
import { notice, unreadable } from '../../application/words.ts';
import type { Registry } from '../../domain/decider.ts';
import type { School } from '../../domain/school.ts';
import { TRIGGER_USED } from './connector.ts';
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

type Triggered = Extract<Incoming, { kind: 'command' | 'shortcut' | 'press' }>;

/** Opens what a slash command, a shortcut or a button asks for, in front of whoever asked. */
export function createOpener({ front, presses, speaker, arrivals, registry, noted }: OpenerParts) {
  /** Where Slack does not open it any more, the person is told in their own chat, once. */
  async function open(of: Triggered, school: School, coming: Promise<Coming>): Promise<void> {
    try {
      await front.open(of.trigger, coming);
    } catch (error) {
      if (!(error instanceof DeliveryFault)) throw error;
      noted({ code: error.code, school: school.id });
      // It was opened before: this is the same request again.
      if (error.code === TRIGGER_USED || !of.isFresh) return;
      if (!(await arrivals.isNew(school, `slack late ${of.trigger}`))) return;
      await speaker.tell(of.who.userId, said(of, school));
    }
  }

  function said({ kind }: Triggered, school: School) {
    const isButton = kind === 'press';
    return notice('', [tooLate(school, isButton ? 'button' : 'command')], isButton ? [] : beginnings(registry));
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
      await open(of, visitor.school, coming);
      return of.hasText ? { kind: 'text', text: TEXT_NOT_READ } : undefined;
    },

    async shortcut(of: Extract<Incoming, { kind: 'shortcut' }>, from: Recognised): Promise<void> {
      if (from.kind === 'turned-away') return await turnAway(of, from.text);
      // A shortcut on a message has an id of its own, and means the same.
      const [type = ''] = of.callbackId.split(':');
      await open(of, from.visitor.school, presses.begin(of.trigger, from.visitor, type));
    },

    async press(of: Extract<Incoming, { kind: 'press' }>, from: Recognised): Promise<void> {
      const { on } = of;
      if (on.kind === 'modal') {
        const view = from.kind === 'known' ? await presses.inModal(of, on, from.visitor) : presses.said(from.text);
        return await front.replace({ id: on.viewId, hash: on.hash }, view);
      }
      if (from.kind === 'turned-away') return await turnAway(of, from.text);
      await open(of, from.visitor.school, presses.onMessage(of, from.visitor));
    },
  };
}
