import type { Note } from '../../domain/form.ts';
import type { CardData, Json } from '../../domain/message.ts';
import { createButtonDrawer, type Pressable, pack } from './buttons.ts';
import { HEADER_LIMIT, prepareData } from './card-data.ts';
import { type FormQuestion, inputsOf, isLong } from './form-inputs.ts';
import { shorten } from './long-text.ts';

type FormState = { readonly [part: string]: Json };
type FormButton = Pressable & { readonly press: { readonly form: FormState } };

/** What the form walk gives every chat to draw a form from. */
interface FormCard {
  readonly title: string;
  readonly intro: string;
  readonly trouble: string;
  readonly items: readonly FormItem[];
  /** What may be left for later. */
  readonly more: readonly FormItem[];
  readonly moreOpen: boolean;
  readonly moreButton: FormButton;
  readonly buttons: readonly FormButton[];
}

type FormItem = Pick<Note, 'kind' | 'text' | 'tone'> | FormQuestion;

/** A form as the template takes it, with what its modal holds besides the blocks. */
export interface DrawnForm {
  readonly data: CardData;
  /** The words on the modal's own button; undefined where one of the others goes on. */
  readonly submit: string | undefined;
  /** What all its buttons carry, and the modal's own. */
  readonly metadata: string;
}

/** What a form's modal closes with; it gives the form up. */
export const CANCEL = 'Cancel';
const SUBMIT_LIMIT = 24;

/**
 * Makes a form ready for the template. Its buttons carry only what differs from the modal's own one, so that the answers
 * of other steps are there once. With `isDraft` those answers are kept elsewhere, and the modal says so.
 */
export function drawForm(
  given: CardData,
  { slot, isDraft = false }: { readonly slot?: string | undefined; readonly isDraft?: boolean },
): DrawnForm {
  // It is what `formScreen` made.
  const card = given as unknown as FormCard;
  const submit = card.buttons.find(({ primary, press }) => primary && press.form['pressed'] === undefined);
  const { press } = submit ?? card.buttons[0] ?? card.moreButton;
  const state = (form: FormState): FormState => (isDraft ? { ...form, kept: emptyOf(form), held: true } : form);
  const { pressed: _, ...shared } = state(press.form);
  const form = { ...shared, go: submit === undefined ? 'next' : (press.form['go'] ?? 'next') };
  const rows = createButtonDrawer((button) => differing(state((button as FormButton).press.form), form));
  const data = { ...given, items: itemsOf(card, String(shared['id'])), more: [], moreButton: null };
  return {
    data: prepareData({ ...data, buttons: buttonsOf(card, submit) as unknown as Json }, rows),
    submit: submit && shorten(submit.label, SUBMIT_LIMIT),
    metadata: pack({ ...press, ...(slot === undefined ? {} : { slot }), form }),
  };
}

/** Which inputs have been on the screen, so that what was taken out of them stays out. */
function emptyOf({ kept }: FormState): Json {
  return Object.fromEntries(Object.entries(kept ?? {}).filter(([, answer]) => answer === ''));
}

function differing(form: FormState, from: FormState): FormState {
  return Object.fromEntries(
    Object.entries(form).filter(([part, value]) => JSON.stringify(value) !== JSON.stringify(from[part])),
  );
}

function buttonsOf(card: FormCard, submit: FormButton | undefined): readonly FormButton[] {
  // The modal closes by itself; a button that leads somewhere else has other words.
  const isClosing = ({ press, label }: FormButton) => press.form['go'] === 'cancel' && label === CANCEL;
  const others = card.buttons.filter((button) => button !== submit && !isClosing(button));
  const hasMore = card.more.length > 0 || card.items.some(isRoomy);
  return [...(hasMore && !card.moreOpen ? [card.moreButton] : []), ...others];
}

function itemsOf({ items, more, moreOpen }: FormCard, formId: string): Json {
  const shown = moreOpen ? [...items, ...more] : items;
  const hint = hintFor(more.length > 0, moreOpen);
  return shown.map((item): Json => {
    if (item.kind === 'note') return { ...item, inputs: [], problem: '', help: '' };
    const { kind, label, problem, help } = item;
    const inputs = inputsOf(item, { formId, isRoomy: moreOpen, hint });
    const said = { label: shorten(label, HEADER_LIMIT), help: kind === 'press' ? help : '' };
    return { kind, ...said, inputs, problem };
  });
}

/** Where there is room for a text that does not fit into one input. */
function hintFor(hasMore: boolean, isOpen: boolean): string {
  if (isOpen) return 'Each box takes 3,000 characters; go on in the next.';
  return hasMore ? 'Long account? "Add more details" gives more room.' : '';
}

function isRoomy(item: FormItem): boolean {
  return item.kind !== 'note' && isLong(item);
}
