import { expect, test } from 'vitest';
import { button, modalOf, plain, textInput } from './slack/tiny-bot.ts';
import { type Said, started, withForm } from './slack/tiny-scene.ts';
import type { Part } from './slack/workspace.ts';
import { MODAL_TROUBLE } from './slack-person.ts';

test('a command carries all that Slack sends, and its answer is seen by that person alone', async () => {
  const { bot, amara } = await started(() => ({ body: { text: 'Opening the form' } }));
  await amara.types('/report', 'Jamie');
  expect(bot.heard[0]?.heard).toMatchObject({
    command: '/report',
    text: 'Jamie',
    user_id: 'U0AMARA',
    team_id: 'T0OAKFIELD',
  });
  expect(amara.ephemerals).toEqual(['Opening the form']);
  await expect(amara.types('/unknown')).rejects.toThrow('not a valid command');
});

test('a bot that does not answer in time, or cannot be reached, is a failure that the person sees', async () => {
  const { bot, amara } = await started(() => ({ isSilent: true }), { patienceMs: 50 });
  await amara.types('/report');
  await bot.stop();
  await amara.types('/report');
  expect(amara.troubles).toEqual([
    '/report failed with the error "operation_timeout"',
    '/report failed with the error "dispatch_failed"',
  ]);
});

test('what was typed stays where a field stays, whatever it would begin with, and goes with the field', async () => {
  const { bot, amara, opened } = await withForm(
    modalOf([textInput('what', 'What happened?'), textInput('who', 'Who?')]),
  );
  await amara.fills({ 'What happened?': 'They were late', 'Who?': 'Jamie' });
  const change = (blocks: readonly Part[]) =>
    bot.call('views.update', { view_id: opened['id'], view: modalOf(blocks) });
  await change([
    textInput('what', 'What happened?', { initial_value: 'Nothing' }),
    textInput('where', 'Where?', { initial_value: 'Here' }),
  ]);
  expect(amara.modal?.inputs.map(({ value }) => value)).toEqual(['They were late', 'Here']);
  await change([textInput('who', 'Who?')]);
  expect(amara.modal?.inputs.map(({ value }) => value)).toEqual(['']);
});

test('a form is sent with what stands in it, as Slack sends each kind of field', async () => {
  const options = ['Yes', 'No'].map((each) => ({ text: plain(each), value: each.toLowerCase() }));
  const asked = (id: string, type: string, more: Part = {}) => ({
    ...textInput(id, id, { type, ...more }),
    optional: id === 'when' || id === 'at',
  });
  const view = modalOf([
    textInput('text', 'text', { initial_value: 'Before' }),
    asked('choice', 'static_select', { options }),
    asked('choices', 'checkboxes', { options }),
    asked('date', 'datepicker', { initial_date: '2026-11-23' }),
    asked('when', 'timepicker'),
    asked('at', 'url_text_input'),
    { ...textInput('none', 'none', { type: 'checkboxes', options }), optional: true },
  ]);
  const { bot, amara } = await withForm(view);
  await amara.submits();
  expect(amara.modal?.inputs.map(({ problem }) => problem)).toEqual([
    undefined,
    'Please complete this required field.',
    'Please complete this required field.',
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  await amara.chooses('choice', 'No');
  await amara.fills({ text: 'After', choices: ['Yes', 'No'] });
  await expect(amara.chooses('choice', 'Maybe')).rejects.toThrow('only these can be chosen: Yes, No');
  await amara.submits();
  const sent = bot.heard.at(-1)?.heard['view'] as { state: { values: Part } } | undefined;
  expect(sent?.state.values).toEqual({
    text: { text: { type: 'plain_text_input', value: 'After' } },
    choice: { choice: { type: 'static_select', selected_option: options[1] } },
    choices: { choices: { type: 'checkboxes', selected_options: options } },
    date: { date: { type: 'datepicker', selected_date: '2026-11-23' } },
    when: { when: { type: 'timepicker', selected_time: null } },
    at: { at: { type: 'url_text_input', value: null } },
    none: { none: { type: 'checkboxes', selected_options: [] } },
  });
  expect(amara.modal).toBeUndefined();
});

test('a field takes no more than it says', async () => {
  const { amara } = await withForm(modalOf([textInput('what', 'What happened?', { max_length: 5 })]));
  await expect(amara.fills({ 'What happened?': '123456' })).rejects.toThrow('no more than 5 characters');
});

test('the answer to a form can show another, name problems, or be no good', async () => {
  let body: unknown = {
    response_action: 'update',
    view: modalOf([], { title: plain('Thank you'), submit: undefined }),
  };
  const { slack, amara } = await withForm(modalOf([textInput('what', 'What?', {}, { optional: true })]), () => ({
    body,
  }));
  const answered = async (next: unknown) => {
    body = next;
    await amara.submits();
    return amara.modal;
  };
  expect((await answered({ response_action: 'errors', errors: { what: 'Say more' } }))?.inputs[0]?.problem).toBe(
    'Say more',
  );
  expect((await answered({ response_action: 'update', view: modalOf([{ type: 'section' }]) }))?.trouble).toBe(
    MODAL_TROUBLE,
  );
  expect(slack.badAnswers.join()).toContain('missing required field: text');
  expect((await answered({ response_action: 'push', view: modalOf([], { title: plain('Above') }) }))?.title).toBe(
    'Above',
  );
  expect((await answered({}))?.title).toBe('A form');
  const thanks = { response_action: 'update', view: modalOf([], { title: plain('Thank you'), submit: undefined }) };
  expect((await answered(thanks))?.title).toBe('Thank you');
  await expect(amara.submits()).rejects.toThrow('it cannot be sent');
});

test('a button in a modal sends what was typed so far; closing tells the bot when it asked to be told', async () => {
  const blocks = [
    textInput('what', 'What?'),
    { type: 'actions', block_id: 'row', elements: [button('Yes', '{"go":1}')] },
  ];
  const { bot, amara } = await withForm(modalOf(blocks, { notify_on_close: true, private_metadata: 'kept' }));
  await amara.fills({ 'What?': 'Late' });
  await amara.presses('Yes');
  const values = { what: { what: { type: 'plain_text_input', value: 'Late' } } };
  expect(bot.heard.at(-1)?.heard).toMatchObject({
    type: 'block_actions',
    container: { type: 'view' },
    view: { state: { values }, private_metadata: 'kept' },
    actions: [{ type: 'button', action_id: 'yes', block_id: 'row', value: '{"go":1}' }],
  });
  await expect(amara.presses('No')).rejects.toThrow('there is no button "No"');
  await amara.closes();
  expect(bot.heard.at(-1)?.heard).toMatchObject({
    type: 'view_closed',
    is_cleared: false,
    view: { state: { values } },
  });
});

test('lines, files, shortcuts, the Home tab and invitations reach the bot as events and interactions', async () => {
  const { slack, bot, amara } = await started();
  const last = () => bot.heard.at(-1)?.heard as Said;
  await amara.writes('safeguarding');
  expect(last().event).toMatchObject({
    type: 'message',
    channel_type: 'im',
    text: 'safeguarding',
    channel: amara.chat,
  });
  await amara.sharesFile('photo.png', 'look');
  expect(last().event).toMatchObject({ subtype: 'file_share', files: [{ name: 'photo.png' }] });
  await amara.edits('safeguarding', 'safeguarding please');
  expect(last().event).toMatchObject({ subtype: 'message_changed' });
  await amara.usesShortcut('Report');
  expect(last()).toMatchObject({ type: 'shortcut', callback_id: 'report' });
  await amara.usesMessageShortcut('Report this', 'He hit me', { channel: 'C0DSL' });
  expect(last()).toMatchObject({ type: 'message_action', callback_id: 'report-this', message: { text: 'He hit me' } });
  await amara.opensHome();
  expect(last().event).toMatchObject({ type: 'app_home_opened', tab: 'home', user: 'U0AMARA' });
  await slack.invitesBot('C0DSL', 'U0AMARA');
  expect(last().event).toMatchObject({ type: 'member_joined_channel', user: slack.botUserId, channel: 'C0DSL' });
});
