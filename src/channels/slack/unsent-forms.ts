import { randomUUID } from 'node:crypto';
import type { Drafts } from '../../application/drafts.ts';
import { Fault, faultCode } from '../../application/faults.ts';
import type { Press } from '../../application/press.ts';
import type { Background } from './background.ts';
import type { ModalState } from './incoming.ts';
import { pressOf, type ReadPress, readModal } from './read-press.ts';
import { createTyping } from './typing.ts';
import type { Visitor } from './visitors.ts';
import { notKept } from './words.ts';

export interface UnsentFormsParts {
  readonly drafts: Pick<Drafts, 'keep' | 'find' | 'drop'>;
  readonly background: Background;
  readonly noted: (of: { readonly code: string; readonly school?: string }) => void;
}

const inDialog = { kind: 'dialog' } as const;
/** How long is waited before it is tried again to end a draft, in milliseconds. */
const TRIED_AGAIN_AFTER_MS = [1_000, 5_000, 30_000, 120_000, 600_000];

/** Keeps what was typed into a form that may never be sent, for its own person alone. */
export function createUnsentForms({ drafts, background, noted }: UnsentFormsParts) {
  const typing = createTyping(background);

  /** While it stands in the modal: what cannot be kept now is kept when more is typed, or when it is closed. */
  async function keep(modal: ModalState, visitor: Visitor): Promise<void> {
    const read = readModal(modal);
    if (read === undefined) return;
    try {
      const pressed = pressOf(`typing ${randomUUID()}`, visitor, read, inDialog);
      await drafts.keep(pressed, { offer: false, isTyping: true });
    } catch (error) {
      noted({ code: faultCode(error), school: visitor.school.id });
    }
  }

  /** What stood in a modal, where Slack says that or it was heard before. */
  function asItStood(modal: ModalState): ModalState | undefined {
    if (isSaid(modal)) return modal;
    const place = readModal(modal)?.data.form;
    const values = place && typing.in(place);
    return values && { ...modal, values };
  }

  /** A form with what the store has of it, which another replica may have kept. */
  async function withKept(pressed: Press): Promise<Press | undefined> {
    const { school, person, data } = pressed;
    const found = await drafts.find(school, person.email, data.form?.id ?? '');
    if (found.kind === 'sent') return undefined;
    if (found.kind !== 'kept') return pressed;
    // The modal says of what it shows only that it was there.
    const carried = Object.entries(data.form?.kept ?? {}).filter(([, answer]) => answer !== '');
    return { ...pressed, answers: { ...found.answers, ...Object.fromEntries(carried) } };
  }

  async function drop({ school, person }: Visitor, formId: string, how: 'left' | 'sent'): Promise<void> {
    for (const pauseMs of [...TRIED_AGAIN_AFTER_MS, 0]) {
      try {
        return await drafts.drop(school, person.email, formId, how);
      } catch (error) {
        noted({ code: faultCode(error), school: school.id });
      }
      await background.pause(pauseMs);
    }
  }

  async function offer(read: ReadPress, isKnown: boolean, modal: ModalState, visitor: Visitor) {
    const said = pressOf(`view ${modal.viewId} ${modal.hash}`, visitor, read, inDialog);
    const pressed = isKnown ? said : await withKept(said);
    return pressed && (await drafts.keep(pressed, { offer: true }));
  }

  return {
    /** Something was typed in a modal. Nobody waits for what becomes of it. */
    typed(modal: ModalState, at: string, visitor: Visitor): void {
      const place = readModal(modal)?.data.form;
      if (place !== undefined) typing.typed(place, modal, at, (latest) => keep(latest, visitor));
    },

    /** A button was pressed in a modal, or it was sent: that says what stands there. */
    stands(modal: ModalState): void {
      const place = readModal(modal)?.data.form;
      if (place !== undefined && isSaid(modal)) typing.stands(place, modal);
    },

    /**
     * A modal was closed before it was sent: what was typed is offered again. Gives what to say where it could not be
     * kept.
     */
    async closed(modal: ModalState, visitor: Visitor): Promise<string | undefined> {
      const stood = asItStood(modal);
      const read = readModal(stood ?? modal);
      if (read?.data.form === undefined) return undefined;
      await typing.forget(read.data.form.id);
      try {
        const keeping = await offer(read, stood !== undefined, modal, visitor);
        return keeping?.kind === 'refused' ? keeping.sentence : undefined;
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        noted({ code: error.code, school: visitor.school.id });
        return notKept(visitor.school);
      }
    },

    /** A form was sent, or left for what it stood in place of: nothing of it is kept any more. Nobody waits for that. */
    ended({ school, person, data: { form } }: Press): void {
      if (form === undefined) return;
      const { id, go } = form;
      const how = go === 'cancel' ? 'left' : 'sent';
      if (how === 'sent') typing.sent(id);
      background.run(async () => {
        await typing.forget(id);
        await drop({ school, person }, id, how);
      });
    },
  };
}

export type UnsentForms = ReturnType<typeof createUnsentForms>;

function isSaid({ values }: ModalState): boolean {
  return Object.keys(values).length > 0;
}
