import { Fault, faultCode } from '../../application/faults.ts';
import { opensAnew } from '../../application/form-command.ts';
import { beginnings } from '../../application/overview.ts';
import { waitAtMost } from '../../application/wait-at-most.ts';
import { brokeDown, notice, notSaved, stranger } from '../../application/words.ts';
import type { Registry } from '../../domain/decider.ts';
import type { SlackView } from './connector.ts';
import type { Incoming, SlackAnswer } from './incoming.ts';
import type { Presses } from './presses.ts';
import { readModal } from './read-press.ts';
import type { Speaker } from './speaker.ts';
import type { UnsentForms } from './unsent-forms.ts';
import type { Visitors } from './visitors.ts';

export interface ModalsParts {
  readonly visitors: Visitors;
  readonly presses: Presses;
  readonly unsentForms: UnsentForms;
  readonly speaker: Speaker;
  readonly registry: Registry;
  readonly noted: (of: { readonly code: string; readonly school?: string }) => void;
}

type Sent = Extract<Incoming, { kind: 'submission' }>;

/** Slack gives up on a modal that was sent after three seconds; within this many milliseconds it has its answer. */
const ANSWER_WITHIN_MS = 2_500;

/** What becomes of a modal as a whole: it is filled in, sent or closed. */
export function createModals({ visitors, presses, unsentForms, speaker, registry, noted }: ModalsParts) {
  async function answerTo(modal: Sent): Promise<SlackView> {
    const from = await visitors.recognise(modal.who);
    return from.kind === 'known'
      ? await presses.sent(modal, from.visitor)
      : presses.notTaken(modal, from.school, from.text);
  }

  return {
    /** Has its answer in time, whatever the store does: the truth, with all that was typed. */
    async sent(modal: Sent): Promise<SlackAnswer> {
      unsentForms.stands(modal);
      const school = visitors.schoolOf(modal.who);
      if (school === undefined) {
        noted({ code: 'unknown-workspace' });
        return { kind: 'view', view: presses.said(stranger(undefined)) };
      }
      const tooSlow = () =>
        new Fault('an answer took too long', { code: 'answer-slow', whatToDo: 'Look at the store.' });
      try {
        return { kind: 'view', view: await waitAtMost(ANSWER_WITHIN_MS, answerTo(modal), tooSlow) };
      } catch (error) {
        noted({ code: faultCode(error), school: school.id });
        const text = error instanceof Fault ? notSaved(school) : brokeDown(school);
        return { kind: 'view', view: presses.notTaken(modal, school, text) };
      }
    },

    async closed(modal: Extract<Incoming, { kind: 'closing' }>): Promise<void> {
      const from = await visitors.recognise(modal.who);
      if (from.kind !== 'known') return;
      const trouble = await unsentForms.closed(modal, from.visitor);
      if (trouble === undefined) return;
      const read = readModal(modal);
      const again = read && opensAnew(registry, read.data);
      const buttons = again === undefined ? beginnings(registry) : [again];
      await speaker.tell(modal.who.userId, notice('', [trouble], buttons));
    },

    async typed(modal: Extract<Incoming, { kind: 'typing' }>): Promise<void> {
      // What was typed some time ago may have been changed since.
      const from = modal.isFresh ? await visitors.recognise(modal.who) : undefined;
      if (from?.kind === 'known') unsentForms.typed(modal, modal.at, from.visitor);
    },
  };
}
