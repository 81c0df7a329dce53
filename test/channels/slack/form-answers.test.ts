import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pressSchema } from '../../../src/application/screen.ts';
import { createRenderer } from '../../../src/channels/render.ts';
import type { SlackView } from '../../../src/channels/slack/connector.ts';
import { drawModal } from '../../../src/channels/slack/draw.ts';
import { readForm } from '../../../src/channels/slack/form-answers.ts';
import type { StateValues } from '../../../src/channels/slack/incoming.ts';
import { aForm, anyForm } from '../../support/any-form.ts';
import { blockKitProblems } from '../../support/block-kit.ts';
import { type SlackPart, slackButtons } from '../../support/drawn-slack.ts';
import { carryOver, fieldsOf, stateOf, type Typed } from '../../support/slack/state.ts';
import { strangeText } from '../../support/strange-text.ts';

const render = createRenderer('slack');
const untouched: ReadonlyMap<string, Typed> = new Map();

interface FormButtons {
  readonly buttons: readonly { readonly label: string; readonly press: object }[];
  readonly moreButton: FormButtons['buttons'][number];
}

describe('a form in a modal', () => {
  it('says what it says in every chat, whichever button is pressed, and gives back every answer', () => {
    fc.assert(
      fc.property(anyForm, fc.constantFrom(undefined, 'view:x'), ({ answers, screen, isOpen }, slot) => {
        const content = screen(answers, { isMoreOpen: isOpen });
        const view = drawModal(render, content, { slot });
        expect(blockKitProblems('modal', view)).toEqual([]);
        const { buttons, moreButton } = content.data as unknown as FormButtons;
        const drawn = new Map(slackButtons(view).map(({ text, value }) => [labelOf(text), String(value)]));
        for (const button of [...buttons, moreButton]) {
          const isSubmit = button.label === labelOf(view['submit']);
          if (!isSubmit && !drawn.has(button.label)) {
            expect(button).toBe(moreButton);
            continue;
          }
          const read = readIn(view, untouched, isSubmit ? undefined : drawn.get(button.label));
          expect(read?.data).toEqual(slot === undefined ? button.press : { ...button.press, slot });
          expect(pressSchema.safeParse(read?.data).success).toBe(true);
          expect(read?.answers).toEqual(answers);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('offers room for the longest answer once it is asked for, and not before', () => {
    const inputs = (value: string, isMoreOpen: boolean) =>
      fieldsOf(drawModal(render, aForm(value === '' ? {} : { text: value }, { isMoreOpen }))).length;
    expect(inputs('', false)).toBe(1);
    expect(inputs('', true)).toBe(4);
    expect(inputs('x'.repeat(7_000), false)).toBe(3);
    expect(inputs('x'.repeat(9_999), true)).toBe(5);
    expect(inputs('x'.repeat(10_000), true)).toBe(4);
    expect(inputs('😀'.repeat(9_000), true)).toBe(7);
  });

  it('has to be answered in the first of several inputs alone', () => {
    const fields = fieldsOf(drawModal(render, aForm({}, { isMoreOpen: true })));
    expect(fields.map(({ block }) => block['optional'])).toEqual([false, true, true, true]);
    expect(fields.map(({ block }) => labelOf(block['label']))).toEqual(['Note', ...Array(3).fill('Note (continued)')]);
  });

  it('offers more room by a button, which is gone once there is', () => {
    const buttons = (isMoreOpen: boolean) =>
      slackButtons(drawModal(render, aForm({}, { isMoreOpen }))).map(({ text }) => labelOf(text));
    expect(buttons(false)).toEqual(['More room to write', 'Back to the case']);
    expect(buttons(true)).toEqual(['Back to the case']);
  });
});

/** What somebody does to a modal: writes into some of its inputs, and has it drawn again. */
const turn = fc.record({
  given: fc.array(fc.tuple(fc.nat(20), fc.oneof(strangeText(3_000), fc.constant(''), fc.string())), { maxLength: 4 }),
  isMoreOpen: fc.boolean(),
  trouble: fc.constantFrom({}, { trouble: 'Not saved.' }),
});

describe('a form that is drawn again while Slack keeps what stands in it', () => {
  it('has every word that was typed, and none of them twice', () => {
    fc.assert(
      fc.property(anyForm, fc.array(turn, { minLength: 1, maxLength: 5 }), ({ answers, screen, isOpen }, turns) => {
        const typed = new Map<string, Typed>();
        let view = drawModal(render, screen(answers, { isMoreOpen: isOpen }));
        for (const { given, isMoreOpen, trouble } of turns) {
          const texts = fieldsOf(view).filter(({ type }) => type === 'plain_text_input');
          for (const [at, text] of given) {
            const field = texts[at % Math.max(1, texts.length)];
            if (field !== undefined) typed.set(field.key, fitted(text, Number(field.element['max_length'])));
          }
          const before = readIn(view, typed)?.answers ?? {};
          const next = drawModal(render, screen(before, { isMoreOpen, ...trouble }));
          carryOver(typed, view, next);
          view = next;
          expect(readIn(view, typed)?.answers).toEqual(before);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps what is typed while a press is on its way, where the answer fits into one input', () => {
    const keysOf = (text: string) => fieldsOf(drawModal(render, aForm({ text }, {}))).map(({ key }) => key);
    expect(keysOf('Begun, and going on')).toEqual(keysOf('Begun'));
  });

  it('takes nothing that Slack remembers of another form', () => {
    const view = drawModal(render, aForm({ text: 'Mine' }, {}));
    const other = drawModal(render, aForm({ text: 'Theirs' }, {}, 'another-form'));
    const values = { ...valuesOf(view), ...valuesOf(other) };
    const merged = { text: { ...valuesOf(other)['text'], ...valuesOf(view)['text'] } };
    expect(readForm({ metadata: String(view.private_metadata), values: merged })?.answers).toEqual({ text: 'Mine' });
    expect(readForm({ metadata: String(view.private_metadata), values })?.answers).toEqual({});
  });
});

describe('what did not come of a form of ours', () => {
  const view = drawModal(render, aForm({ text: 'Mine' }, {}));
  const metadata = String(view.private_metadata);
  const values = valuesOf(view);

  it.each(['', 'no JSON', 'null', '[]', '{}', '{"do":"concern/note"}', '{"form":{}}', '{"form":{"id":1}}'])(
    'is not read: a modal that keeps %s',
    (kept) => {
      expect(readForm({ metadata: kept, values })).toBeUndefined();
    },
  );

  it.each(['', 'no JSON', 'null', '[]', '"next"', '5'])('is not read: a button that carries %s', (button) => {
    expect(readForm({ metadata, values, button })).toBeUndefined();
  });

  it.each([
    null,
    'text',
    {},
    { type: 'file_input', files: [] },
    { type: 'plain_text_input', value: 5 },
    { type: 'checkboxes', selected_options: [{}] },
    { type: 'static_select', selected_option: 'x' },
  ])('is not read: an input that holds %o', (state) => {
    const [[block, states]] = Object.entries(values) as [[string, StateValues[string]]];
    const [action] = Object.keys(states) as [string];
    expect(readForm({ metadata, values: { [block]: { [action]: state } } })).toBeUndefined();
  });

  it('changes no command: of a button only where it leads is read', () => {
    const button = '{"go":"back","do":"concern/close","id":"x","step":9,"seen":[]}';
    expect(readForm({ metadata, values, button })?.data).toEqual({
      ...JSON.parse(metadata),
      form: { ...JSON.parse(metadata).form, go: 'back' },
    });
  });
});

function readIn(view: SlackView, typed: ReadonlyMap<string, Typed>, button?: string) {
  const values = valuesOf(view, typed);
  return readForm({ metadata: String(view.private_metadata), values, ...(button === undefined ? {} : { button }) });
}

/** As Slack sends it. */
function valuesOf(view: SlackView, typed = untouched): StateValues {
  return (stateOf(view as unknown as SlackPart, typed) as { readonly values: StateValues }).values;
}

function fitted(text: string, most: number): string {
  return text.toWellFormed().slice(0, most).toWellFormed();
}

function labelOf(text: unknown): string {
  return String((text as SlackPart)['text']);
}
