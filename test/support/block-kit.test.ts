import { expect, test } from 'vitest';
import { blockKitProblems } from './block-kit.ts';
import { button, modalOf, plain, textInput } from './slack/tiny-bot.ts';
import type { Part } from './slack/workspace.ts';

const option = (text: string, value = text): Part => ({ text: plain(text), value });
const asked = (element: Part): Part => modalOf([textInput('q', 'Question', element)]);
const many = (count: number, make: (index: number) => Part) => Array.from({ length: count }, (_, index) => make(index));
const section = (text: string): Part => ({ type: 'section', text: plain(text) });
const message = (...blocks: readonly Part[]): Part => ({ text: 'A message', blocks });
const row = (...elements: readonly Part[]): Part => ({ type: 'actions', elements });

const taken: readonly (readonly ['modal' | 'message' | 'home', string, Part])[] = [
  ['modal', 'a title of 24', modalOf([], { title: plain('x'.repeat(24)) })],
  ['modal', 'metadata of 3,000', modalOf([], { private_metadata: 'x'.repeat(3_000) })],
  ['modal', 'a hundred blocks', modalOf(many(100, () => ({ type: 'divider' })))],
  ['modal', 'an initial value as long as may be', asked({ max_length: 5, initial_value: '12345' })],
  ['modal', 'an initial option', asked({ type: 'static_select', options: [option('A')], initial_option: option('A') })],
  ['modal', 'ten checkboxes', asked({ type: 'checkboxes', options: many(10, (at) => option(`${at}`)) })],
  ['modal', 'a date', asked({ type: 'datepicker', initial_date: '2028-02-29' })],
  ['modal', 'a time', asked({ type: 'timepicker', initial_time: '23:59' })],
  ['message', 'fifty blocks', message(...many(50, () => ({ type: 'divider' })))],
  ['message', 'a long value', message(row(button('Yes', 'x'.repeat(2_000))))],
  ['message', 'a section of 3,000', message(section('x'.repeat(3_000)))],
  [
    'message',
    'rich text',
    message({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }] }),
  ],
  ['home', 'a row of buttons', { type: 'home', blocks: [row(button('Report'))] }],
];

test.each(taken)('Slack takes in a %s: %s', (surface, _what, drawn) => {
  expect(blockKitProblems(surface, drawn)).toEqual([]);
});

const refused: readonly (readonly ['modal' | 'message' | 'home', string, Part])[] = [
  ['modal', 'less than 25 characters', modalOf([], { title: plain('x'.repeat(25)) })],
  ['modal', 'less than 25 characters', modalOf([], { submit: plain('x'.repeat(25)) })],
  ['modal', 'less than 25 characters', modalOf([], { close: plain('x'.repeat(25)) })],
  ['modal', 'less than 3001 characters', modalOf([], { private_metadata: 'x'.repeat(3_001) })],
  ['modal', 'less than 256 characters', modalOf([textInput('x'.repeat(256), 'Question')])],
  ['modal', 'no more than 100 items', modalOf(many(101, () => ({ type: 'divider' })))],
  ['modal', 'missing required field: submit', modalOf([textInput('q', 'Question')], { submit: undefined })],
  ['modal', '`block_id` must be different', modalOf([textInput('q', 'One'), textInput('q', 'Two')])],
  ['modal', 'invalid additional property: name', modalOf([], { name: 'x' })],
  ['modal', 'more than 0 characters', modalOf([textInput('q', '')])],
  ['modal', 'less than 2001 characters', modalOf([textInput('q', 'x'.repeat(2_001))])],
  ['modal', 'less than 2001 characters', modalOf([textInput('q', 'Question', {}, { hint: plain('x'.repeat(2_001)) })])],
  ['modal', 'initial_value must be less than 6', asked({ max_length: 5, initial_value: '123456' })],
  ['modal', 'must be between 1 and 3000', asked({ max_length: 0 })],
  ['modal', 'must be between 1 and 3000', asked({ max_length: 3_001 })],
  ['modal', 'no fewer than 1 items', asked({ type: 'static_select', options: [] })],
  ['modal', 'no more than 100 items', asked({ type: 'static_select', options: many(101, (at) => option(`${at}`)) })],
  ['modal', 'no more than 10 items', asked({ type: 'checkboxes', options: many(11, (at) => option(`${at}`)) })],
  ['modal', 'less than 76 characters', asked({ type: 'static_select', options: [option('x'.repeat(76), 'x')] })],
  ['modal', 'less than 151 characters', asked({ type: 'static_select', options: [option('x', 'x'.repeat(151))] })],
  [
    'modal',
    'one of the options',
    asked({ type: 'static_select', options: [option('A')], initial_option: option('A', 'B') }),
  ],
  ['modal', 'among the options', asked({ type: 'checkboxes', options: [option('A')], initial_options: [option('B')] })],
  ['modal', 'a date as YYYY-MM-DD', asked({ type: 'datepicker', initial_date: '2026-02-29' })],
  ['modal', 'a date as YYYY-MM-DD', asked({ type: 'datepicker', initial_date: '1/2/2026' })],
  ['modal', 'a time as HH:mm', asked({ type: 'timepicker', initial_time: '24:00' })],
  ['modal', 'unsupported type: button', asked({ type: 'button' })],
  ['modal', 'view_too_large', modalOf(many(90, () => section('é'.repeat(2_999))))],
  ['message', 'unsupported type: input', message(textInput('q', 'Question'))],
  ['message', 'unsupported type: plain_text_input', message(row({ type: 'plain_text_input', action_id: 'q' }))],
  ['message', 'no more than 50 items', message(...many(51, () => ({ type: 'divider' })))],
  ['message', 'no more than 25 items', message(row(...many(26, (at) => button(`${at}`))))],
  ['message', '`action_id` must be different', message(row(button('Yes', '1'), button('Yes', '2')))],
  ['message', 'less than 76 characters', message(row(button('x'.repeat(76))))],
  ['message', 'less than 2001 characters', message(row(button('Yes', 'x'.repeat(2_001))))],
  ['message', 'more than 0 characters', message(section(''))],
  ['message', 'less than 3001 characters', message(section('x'.repeat(3_001)))],
  ['message', 'less than 151 characters', message({ type: 'header', text: plain('x'.repeat(151)) })],
  ['message', 'must be one of plain_text', message({ type: 'header', text: { type: 'mrkdwn', text: 'x' } })],
  [
    'message',
    'invalid additional property: emoji',
    message({ type: 'section', text: { type: 'mrkdwn', text: 'x', emoji: true } }),
  ],
  ['message', 'no more than 10 items', message({ type: 'context', elements: many(11, () => plain('x')) })],
  ['message', 'msg_blocks_too_long', message(...many(5, () => section('x'.repeat(3_000))))],
  ['message', 'no_text', {}],
  ['home', 'invalid additional property: submit', { type: 'home', blocks: [], submit: plain('Send') }],
  ['home', 'must be one of home', modalOf([])],
];

test.each(refused)('Slack refuses in a %s: %s', (surface, sentence, drawn) => {
  expect(blockKitProblems(surface, drawn).join('\n')).toContain(sentence);
});
