import type { Background } from './background.ts';
import type { ModalState, StateValues } from './incoming.ts';

/** A form, and which of its steps stands in a modal. */
export interface FormPlace {
  readonly id: string;
  readonly step: number;
}

/** Keeps what stands in a modal. Never rejects. */
type Keep = (modal: ModalState) => Promise<void>;

/** Nobody is followed letter by letter: what stands there is kept so long after the first, in milliseconds. */
export const KEPT_AFTER_MS = 3_000;
/** And so long after each later one, and as long again for each 1,000 characters: all that is kept is in one record. */
export const KEPT_EVERY_MS = 20_000;
const LONG_CHARACTERS = 1_000;
/** Twice as long after it was last heard of, a form is remembered no more, in milliseconds. */
export const SWEPT_EVERY_MS = 30 * 60_000;
/** How many forms are remembered at the most, and how many that were sent. */
const MOST = 2_000;

/** A form that somebody is filling in. */
interface Begun {
  modal: ModalState;
  /** When the last was typed, by Slack's own clock. */
  at: string;
  /** What stood in each step when it was last heard of. */
  readonly values: Map<number, StateValues>;
  isWaiting: boolean;
  wasKept: boolean;
  isSilent: boolean;
  keeping: Promise<void>;
}

/**
 * Remembers what stands in forms. When a modal is closed, Slack does not say what stood in it; and when Slack is quit or
 * a telephone puts it away, it says nothing at all.
 */
export function createTyping(background: Background) {
  const forms = new Map<string, Begun>();
  const sent = new Set<string>();
  let isSwept = false;

  function remember({ id, step }: FormPlace, modal: ModalState, at?: string): Begun | undefined {
    const before = forms.get(id);
    if (sent.has(id) || (before !== undefined && at !== undefined && at < before.at)) return undefined;
    const form = before ?? begun(modal);
    form.modal = modal;
    form.at = at ?? form.at;
    form.isSilent = false;
    form.values.set(step, modal.values);
    forms.delete(id);
    forms.set(id, form);
    dropOldest(forms);
    if (!isSwept) background.run(sweep);
    return form;
  }

  async function sweep(): Promise<void> {
    isSwept = true;
    while (forms.size > 0) {
      for (const form of forms.values()) form.isSilent = true;
      await background.pause(SWEPT_EVERY_MS);
      if (background.isStopping) return;
      for (const [id, { isSilent }] of forms) if (isSilent) forms.delete(id);
    }
    isSwept = false;
  }

  async function keepLater(id: string, form: Begun, keep: Keep): Promise<void> {
    form.isWaiting = true;
    await background.pause(form.wasKept ? pauseFor(form.modal) : KEPT_AFTER_MS);
    form.isWaiting = false;
    form.wasKept = true;
    if (forms.get(id) !== form) return;
    form.keeping = form.keeping.then(() => keep(form.modal));
    await form.keeping;
  }

  return {
    /** Something was typed in a form, or something else was done in it that says what stands there. */
    stands(place: FormPlace, modal: ModalState): void {
      remember(place, modal);
    },

    /** Something was typed: before long, what stands there then is given to `keep`. Nobody waits for that. */
    typed(place: FormPlace, modal: ModalState, at: string, keep: Keep): void {
      const form = remember(place, modal, at);
      if (form !== undefined && !form.isWaiting) background.run(() => keepLater(place.id, form, keep));
    },

    /** What stands in a step of a form; undefined where that is not known. */
    in({ id, step }: FormPlace): StateValues | undefined {
      return forms.get(id)?.values.get(step);
    },

    /** It was closed or left. Resolves when nothing of it is being kept any more. */
    async forget(id: string): Promise<void> {
      const form = forms.get(id);
      forms.delete(id);
      await form?.keeping;
    },

    /** It was sent: what comes late of it is nothing any more. */
    sent(id: string): void {
      forms.delete(id);
      sent.add(id);
      dropOldest(sent);
    },
  };
}

function begun(modal: ModalState): Begun {
  const keeping = Promise.resolve();
  return { modal, at: '', values: new Map(), isWaiting: false, wasKept: false, isSilent: false, keeping };
}

function dropOldest(all: Map<string, unknown> | Set<string>): void {
  const [oldest] = all.keys();
  if (all.size > MOST && oldest !== undefined) all.delete(oldest);
}

function pauseFor({ values }: ModalState): number {
  return KEPT_EVERY_MS * (1 + JSON.stringify(values).length / LONG_CHARACTERS);
}
