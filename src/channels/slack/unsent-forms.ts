import type { Drafts } from '../../application/drafts.ts';
import { Fault } from '../../application/faults.ts';
import type { Press } from '../../application/press.ts';
import type { ModalState } from './incoming.ts';
import { pressOf, readModal } from './read-press.ts';
import type { Typing } from './typing.ts';
import type { Visitor } from './visitors.ts';
import { notKept } from './words.ts';

export interface UnsentFormsParts {
  readonly drafts: Drafts;
  readonly typing: Typing;
  readonly noted: (of: { readonly code: string; readonly school?: string }) => void;
}

const inDialog = { kind: 'dialog' } as const;

/** Keeps what was typed into a form that may never be sent, for its own person alone. */
export function createUnsentForms({ drafts, typing, noted }: UnsentFormsParts) {
  async function keep(modal: ModalState, at: string, visitor: Visitor): Promise<void> {
    const read = readModal(modal);
    if (read === undefined) return;
    try {
      await drafts.keep(pressOf(`typing ${modal.viewId} ${at}`, visitor, read, inDialog), { offer: false });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      // It still stands in the modal.
      noted({ code: error.code, school: visitor.school.id });
    }
  }

  /** The modal with what stood in it, where Slack does not say that itself. */
  function asItStood(modal: ModalState): ModalState {
    const isSaid = Object.keys(modal.values).length > 0;
    return isSaid ? modal : { ...modal, values: typing.in(modal)?.values ?? {} };
  }

  /** The form with what the store has of it, which another replica may have kept. */
  async function withKept(pressed: Press, formId: string): Promise<Press | undefined> {
    if (Object.keys(pressed.answers).length > 0) return pressed;
    const found = await drafts.find(pressed.school, pressed.person.email, formId);
    if (found.kind === 'sent') return undefined;
    return found.kind === 'kept' ? { ...pressed, answers: found.answers } : pressed;
  }

  return {
    /** Something was typed in a modal. */
    typed: (modal: ModalState, at: string, visitor: Visitor): Promise<void> =>
      typing.typed(modal, at, (latest) => keep(latest.modal, latest.at, visitor)),

    /**
     * A modal was closed before it was sent: what was typed is offered again. Gives what to say where it could not be
     * kept.
     */
    async closed(modal: ModalState, visitor: Visitor): Promise<string | undefined> {
      const read = readModal(asItStood(modal));
      typing.forget(modal.viewId);
      if (read?.data.form === undefined) return undefined;
      try {
        const id = `view ${modal.viewId} ${modal.hash}`;
        const pressed = await withKept(pressOf(id, visitor, read, inDialog), read.data.form.id);
        const keeping = pressed && (await drafts.keep(pressed, { offer: true }));
        return keeping?.kind === 'refused' ? keeping.sentence : undefined;
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        noted({ code: error.code, school: visitor.school.id });
        return notKept(visitor.school);
      }
    },

    /** A form was sent, or left for what it stood in place of: nothing of it is kept any more. Nobody waits for that. */
    ended(modal: ModalState, { school, person, data: { form } }: Press): void {
      typing.forget(modal.viewId);
      if (form === undefined) return;
      drafts.dropLater(school, person.email, form.id, form.go === 'cancel' ? 'left' : 'sent');
    },
  };
}

export type UnsentForms = ReturnType<typeof createUnsentForms>;
