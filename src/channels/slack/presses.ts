import type { Drafts } from '../../application/drafts.ts';
import { Fault } from '../../application/faults.ts';
import { beginnings, type Overview } from '../../application/overview.ts';
import type { Press, PressData, Presser, Screen } from '../../application/press.ts';
import { notDone, notice, unreadable } from '../../application/words.ts';
import type { CardContent, Registry } from '../../domain/decider.ts';
import type { School } from '../../domain/school.ts';
import type { createRenderer } from '../render.ts';
import type { SlackView } from './connector.ts';
import { drawModal, fitsModal } from './draw.ts';
import type { Coming } from './front.ts';
import type { Incoming, ModalState } from './incoming.ts';
import { pressOf, readButton, readModal } from './read-press.ts';
import type { UnsentForms } from './unsent-forms.ts';
import type { Visitor } from './visitors.ts';

export interface PressesParts {
  readonly presser: Presser;
  readonly overview: Overview;
  readonly drafts: Drafts;
  readonly unsentForms: UnsentForms;
  readonly registry: Registry;
  readonly render: ReturnType<typeof createRenderer>;
  readonly noted: (of: { readonly code: string; readonly school?: string }) => void;
}

type Pressed = Extract<Incoming, { kind: 'press' }>;

/** Answers presses, of a button anywhere and of a modal's own. */
export function createPresses({ presser, overview, drafts, unsentForms, registry, render, noted }: PressesParts) {
  const view = (content: CardContent, slot?: string): SlackView => drawModal(render, content, { slot });
  const said = (text: string): SlackView => view(notice('', [text]));

  function viewOf(screen: Screen): SlackView {
    return screen.kind === 'card' ? view(screen.content, screen.slot) : said(screen.text);
  }

  /**
   * What stands in the modal after a press in it. A form whose other answers are more than Slack remembers is kept in
   * the store on its way; where that cannot be, it stays as it is.
   */
  async function after(pressed: Press): Promise<SlackView> {
    const screen = await presser.press(pressed);
    if (screen.kind === 'done' || (screen.kind === 'card' && !screen.isForm)) unsentForms.ended(pressed);
    const drawn = viewOf(screen);
    if (screen.kind !== 'card' || fitsModal(drawn)) return drawn;
    try {
      const keeping = await drafts.keep(pressed, { offer: false });
      if (keeping.kind === 'refused') return viewOf(presser.notTaken(pressed, keeping.sentence));
      return drawModal(render, screen.content, { slot: screen.slot, isDraft: true });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      noted({ code: error.code, school: pressed.school.id });
      return viewOf(presser.notTaken(pressed, notDone(pressed.school)));
    }
  }

  function unread(school: School): SlackView {
    noted({ code: 'unreadable-press', school: school.id });
    return said(unreadable(school, undefined));
  }

  async function unlessDown(school: School, content: Promise<CardContent>): Promise<CardContent> {
    try {
      return await content;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      noted({ code: error.code, school: school.id });
      return notice('Safeguarding', [notDone(school)], beginnings(registry));
    }
  }

  return {
    said,

    /** What opens for a command: its form; for the name of a list, that list. */
    async begin(trigger: string, visitor: Visitor, type: string): Promise<Coming> {
      const read = { data: { do: type }, answers: {} };
      const screen = await presser.press(pressOf(`trigger ${trigger}`, visitor, read, { kind: 'dialog' }));
      return { view: viewOf(screen), isNeeded: true };
    },

    /** Why somebody may not begin what they typed the name of; undefined where they may. */
    notOffered(visitor: Visitor, type: string): CardContent | undefined {
      const why = presser.notOffered(type, visitor);
      return why === undefined ? undefined : notice('', [why]);
    },

    /** Everything that somebody may see, for a modal: it is drawn anew each time. */
    async overview({ school, person }: Visitor): Promise<Coming> {
      return { view: view(await unlessDown(school, overview.all(person.email, school))), isNeeded: true };
    },

    /** What is somebody's own, for where it may stand for days: rights may be lost meanwhile. */
    ownOverview: ({ school, person }: Visitor): Promise<CardContent> =>
      unlessDown(school, overview.own(person.email, school)),

    /** A list, or how the service stands, that somebody asked for in their own chat. */
    async shown(visitor: Visitor, what: string): Promise<CardContent> {
      const read = { data: { do: what }, answers: {} };
      const screen = await presser.press(pressOf(`line ${what}`, visitor, read, { kind: 'chat', chat: 'slack' }));
      return screen.kind === 'card' ? screen.content : notice('', [screen.text]);
    },

    /** A button on a message or on the Home tab. */
    async onMessage({ trigger, actionId, value }: Pressed, visitor: Visitor): Promise<Coming> {
      const read = readButton(value);
      if (read === undefined) return { view: unread(visitor.school), isNeeded: true };
      const surface = actionId.startsWith('open:')
        ? ({ kind: 'dialog' } as const)
        : ({ kind: 'chat', chat: 'slack' } as const);
      const screen = await presser.press(pressOf(`trigger ${trigger}`, visitor, read, surface));
      return { view: viewOf(screen), isNeeded: surface.kind === 'dialog' || !showsByItself(screen, read.data) };
    },

    /** A button in a modal, other than the one that sends it. */
    async inModal({ trigger, value }: Pressed, modal: ModalState, visitor: Visitor): Promise<SlackView> {
      const read = readModal(modal, value) ?? readButton(value);
      if (read === undefined) return unread(visitor.school);
      return await after(pressOf(`trigger ${trigger}`, visitor, read, { kind: 'dialog' }));
    },

    /** A modal that was sent: what stands there next. */
    async sent(modal: ModalState, visitor: Visitor): Promise<SlackView> {
      const read = readModal(modal);
      if (read === undefined) return unread(visitor.school);
      const id = `view ${modal.viewId} ${modal.hash}`;
      return await after(pressOf(id, visitor, read, { kind: 'dialog' }));
    },

    /** A modal that could not be taken stands there again with all that was typed. Nobody has to be known for it. */
    notTaken(modal: ModalState, school: School | undefined, text: string): SlackView {
      const read = readModal(modal);
      if (read === undefined || school === undefined) return said(text);
      const person = { email: '', name: '', jobTitle: '' };
      return viewOf(presser.notTaken(pressOf('', { school, person }, read, { kind: 'dialog' }), text));
    },
  };
}

export type Presses = ReturnType<typeof createPresses>;

/** Whether what was done shows on the pressed message itself, which is edited as part of what was written. */
function showsByItself(screen: Screen, { slot }: PressData): boolean {
  if (screen.kind === 'card') return slot !== undefined && screen.slot === slot;
  return screen.kind === 'done';
}
