import { describe, expect, it } from 'vitest';
import { createRenderer } from '../../../src/channels/render.ts';
import type { SlackView } from '../../../src/channels/slack/connector.ts';
import { drawModal, fitsModal } from '../../../src/channels/slack/draw.ts';
import { readForm } from '../../../src/channels/slack/form-answers.ts';
import type { Question } from '../../../src/domain/form.ts';
import { anyScreen } from '../../support/any-form.ts';
import { blockKitProblems } from '../../support/block-kit.ts';
import { type SlackPart, slackButtons } from '../../support/drawn-slack.ts';
import { fieldsOf } from '../../support/slack/state.ts';

const render = createRenderer('slack');

describe('a modal with a form', () => {
  it('is sent by its own button and given up by closing it, of which we are told', () => {
    const view = drawModal(render, anyScreen([], { cancel: 'Cancel', send: 'Record that they were told' }));
    expect(view).toMatchObject({
      submit: { text: 'Record that they were…' },
      close: { text: 'Cancel' },
      notify_on_close: true,
    });
    expect(buttonsOf(view)).toEqual([]);
  });

  it('keeps a button that leads back to the case', () => {
    expect(buttonsOf(drawModal(render, anyScreen([], { cancel: 'Back to the case' })))).toEqual(['Back to the case']);
  });

  it('has a button for each answer to a question that is answered by pressing', () => {
    const choices = [
      { value: 'yes', label: 'Yes' },
      { value: 'no', label: 'No' },
    ];
    const help = 'Ring 999 first.';
    const content = anyScreen([{ kind: 'press', id: 'danger', label: 'Is a child in danger?', help, choices }], {});
    const view = drawModal(render, content);
    expect(buttonsOf(view)).toEqual(['Yes', 'No', 'Cancel it']);
    expect(view).not.toHaveProperty('submit');
    const metadata = String(view.private_metadata);
    const [yes] = slackButtons(view).map(({ value }) => String(value));
    expect(yes).toBe('{"pressed":{"danger":"yes"}}');
    const [first] = (content.data as unknown as { readonly buttons: readonly { readonly press: object }[] }).buttons;
    expect(readForm({ metadata, values: {}, button: yes ?? '' })?.data).toEqual(first?.press);
    // Closing it is no press, and it has to be read all the same.
    expect(readForm({ metadata, values: {} })?.data).toMatchObject({ form: { step: 0, go: 'next' } });
  });

  it('keeps the answers of its other steps elsewhere where they do not fit into it', () => {
    const content = anyScreen([{ kind: 'text', id: 'text', label: 'Text' }], { kept: 'x'.repeat(3_000) });
    const view = drawModal(render, content, { slot: 'view:x' });
    expect(fitsModal(view)).toBe(false);
    expect(blockKitProblems('modal', view)).toEqual([expect.stringContaining('private_metadata')]);
    const draft = drawModal(render, content, { slot: 'view:x', isDraft: true });
    expect(fitsModal(draft)).toBe(true);
    expect(blockKitProblems('modal', draft)).toEqual([]);
    for (const button of [undefined, ...slackButtons(draft).map(({ value }) => String(value))]) {
      const read = readForm({ metadata: String(draft.private_metadata), values: {}, ...(button && { button }) });
      expect(read?.data).toMatchObject({ slot: 'view:x', form: { id: 'the-form', kept: {}, held: true } });
    }
  });

  it('holds also then what has been on the screen, so that what is taken out of it stays out', () => {
    const day: Question = { kind: 'date', id: 'day', label: 'Day', initially: 'today' };
    const content = anyScreen([day], { kept: 'x'.repeat(3_000) });
    const draft = drawModal(render, content, { isDraft: true });
    const read = readForm({ metadata: String(draft.private_metadata), values: {} });
    expect(read?.data).toMatchObject({ form: { kept: { day: '' }, held: true } });
    expect(JSON.stringify(read)).not.toContain('xxx');
  });
});

describe('a question', () => {
  it.each([
    ['date', '2026-02-29', undefined],
    ['date', '2028-02-29', '2028-02-29'],
    ['date', 'yesterday', undefined],
    ['time', '24:00', undefined],
    ['time', '09:05', '09:05'],
  ] as const)('for a %s shows %s as it is, or not at all', (kind, answer, shown) => {
    const view = drawModal(render, anyScreen([{ kind, id: 'when', label: 'When' }], { answers: { when: answer } }));
    expect(blockKitProblems('modal', view)).toEqual([]);
    expect(fieldsOf(view as unknown as SlackPart)[0]?.element[`initial_${kind}`]).toBe(shown);
  });

  it('has boxes for up to ten choices, a menu for more, and a menu in groups for more than a hundred', () => {
    const shown = (count: number, kind: 'choice' | 'choices') => {
      const choices = Array.from({ length: count }, (_, number) => ({ value: `v${number}`, label: `No ${number}` }));
      const view = drawModal(render, anyScreen([{ kind, id: 'some', label: 'Some', choices }], {}));
      expect(blockKitProblems('modal', view)).toEqual([]);
      const [field] = fieldsOf(view as unknown as SlackPart);
      const groups = field?.element['option_groups'] as readonly SlackPart[] | undefined;
      return [field?.type, groups?.map(({ label }) => (label as SlackPart)['text'])];
    };
    expect(shown(10, 'choices')).toEqual(['checkboxes', undefined]);
    expect(shown(11, 'choices')).toEqual(['multi_static_select', undefined]);
    expect(shown(1, 'choice')).toEqual(['static_select', undefined]);
    expect(shown(130, 'choice')).toEqual(['static_select', ['1 to 100', '101 to 130']]);
  });

  it('whose choices cannot be had keeps what was chosen, and is not there when nothing was', () => {
    const shown = (answers: Readonly<Record<string, string>>) =>
      fieldsOf(
        drawModal(
          render,
          anyScreen([{ kind: 'choice', id: 'to', label: 'To whom?', choices: [] }], { answers }),
        ) as unknown as SlackPart,
      ).map(({ element }) => element['initial_option']);
    expect(shown({})).toEqual([]);
    expect(shown({ to: 'd.okonjo@oakfield.example' })).toMatchObject([
      { text: { text: 'As chosen before' }, value: 'd.okonjo@oakfield.example' },
    ]);
  });

  it('says by itself neither that it is optional nor more than it has to', () => {
    const view = drawModal(
      render,
      anyScreen(
        [
          { kind: 'text', id: 'room', label: 'Room' },
          { kind: 'text', id: 'name', label: 'Name', required: true, help: 'As you know them.' },
        ],
        {},
      ),
    );
    const element = { type: 'plain_text_input', action_id: 'answer:the-form', multiline: false, max_length: 200 };
    const [room, name] = fieldsOf(view as unknown as SlackPart).map(({ block }) => block);
    expect(room).toMatchObject({ block_id: 'room', label: { text: 'Room' }, optional: true, element });
    expect(room).not.toHaveProperty('hint');
    expect(name).toMatchObject({
      block_id: 'name',
      label: { text: 'Name' },
      hint: { text: 'As you know them.' },
      optional: false,
      element,
    });
  });

  it('tells what is typed in it while it is typed, as a modal that is closed does not say what stood in it', () => {
    const view = drawModal(render, anyScreen([{ kind: 'long-text', id: 'text', label: 'Text' }], {}));
    const [field] = fieldsOf(view as unknown as SlackPart);
    expect(field?.block).toMatchObject({
      dispatch_action: true,
      element: { dispatch_action_config: { trigger_actions_on: ['on_character_entered'] } },
    });
  });

  it('for a long text says where there is more room', () => {
    const more = { kind: 'text', id: 'room', label: 'Room', more: true } as const;
    const long = { kind: 'long-text', id: 'text', label: 'What happened?', help: 'In their words.' } as const;
    const hints = (questions: Parameters<typeof anyScreen>[0], isMoreOpen: boolean) =>
      fieldsOf(drawModal(render, anyScreen(questions, { shown: { isMoreOpen } })) as unknown as SlackPart).map(
        ({ block }) => (block['hint'] as SlackPart | undefined)?.['text'],
      );
    expect(hints([long, more], false)).toEqual(['In their words. Long account? "Add more details" gives more room.']);
    expect(hints([long], false)).toEqual(['In their words.']);
    expect(hints([{ ...long, atMost: 3_000 }, more], true)).toEqual(['In their words.', undefined]);
    expect(hints([long], true)).toEqual([
      'In their words. Each box takes 3,000 characters; go on in the next.',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

function buttonsOf(view: SlackView): readonly unknown[] {
  return slackButtons(view).map(({ text }) => (text as SlackPart)['text']);
}
