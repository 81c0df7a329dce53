import { isDeepStrictEqual } from 'node:util';
import { boolean, byType, type Check, integer, isParts, like, list, object, string, word } from './schema.ts';

// The elements of Block Kit and their limits, as docs.slack.dev publishes them: reference/block-kit/block-elements and
// reference/block-kit/composition-objects. Written apart from the product, so that the two can disagree.

export const id = string(1, 255);

export const plain = (max: number, min = 1): Check =>
  object({ type: word('plain_text'), text: string(min, max) }, { emoji: boolean });
const mrkdwn = (max: number): Check => object({ type: word('mrkdwn'), text: string(1, max) }, { verbatim: boolean });
export const anyText = (max: number): Check => byType({ plain_text: plain(max), mrkdwn: mrkdwn(max) });

const confirm = object(
  { title: plain(100), text: anyText(300), confirm: plain(30), deny: plain(30) },
  { style: word('primary', 'danger') },
);
const option = object({ text: plain(75), value: string(1, 150) }, { description: plain(75) });
const markedOption = object({ text: anyText(75), value: string(1, 150) }, { description: anyText(75) });
const optionGroup = object({ label: plain(75), options: list(1, 100, option) });

const date = like(isDate, 'must be a date as YYYY-MM-DD');
const time = like((text) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text), 'must be a time as HH:mm');
const webAddress = like((text) => URL.canParse(text) && text.length <= 3_000, 'must be a valid URL');

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}

/** What every element that is acted on may have. */
const acted = { type: string(1, 255), action_id: id, confirm, focus_on_load: boolean };
const asked = { ...acted, placeholder: plain(150) };
const dispatched = {
  dispatch_action_config: object({
    trigger_actions_on: list(1, 2, word('on_enter_pressed', 'on_character_entered')),
  }),
};

type Parts = { readonly [name: string]: unknown };

/** What is offered beforehand must be one of the options, in every part of it. */
function offersInitial(parts: Parts): readonly string[] {
  const groups = Array.isArray(parts['option_groups']) ? parts['option_groups'] : [];
  const options = [parts['options'], ...groups.map((group) => isParts(group) && group['options'])].flatMap(
    (some) => (Array.isArray(some) ? some : []) as unknown[],
  );
  const one = parts['initial_option'] === undefined ? [] : [parts['initial_option']];
  const many = Array.isArray(parts['initial_options']) ? parts['initial_options'] : [];
  const isOffered = (initial: unknown) => options.some((each) => isDeepStrictEqual(each, initial));
  const values = options.map((each) => (isParts(each) ? each['value'] : undefined));
  const has = (name: string) => parts[name] !== undefined;
  return [
    ...(one.every(isOffered) ? [] : ['initial_option must be one of the options']),
    ...(many.every(isOffered) ? [] : ['initial_options must be among the options']),
    ...(new Set(values).size === values.length ? [] : ['the values of options must be different']),
    ...(has('options') === has('option_groups') ? ['must provide either options or option_groups'] : []),
  ];
}

const select = { options: list(1, 100, option), option_groups: list(1, 100, optionGroup) };
const many = { max_selected_items: integer(1, 100) };

function inputLengths({ min_length, max_length, initial_value }: Parts): readonly string[] {
  const max = typeof max_length === 'number' ? max_length : 3_000;
  const least = typeof min_length === 'number' ? min_length : 0;
  const length = typeof initial_value === 'string' ? initial_value.length : 0;
  return [
    ...(length > max ? [`initial_value must be less than ${max + 1} characters`] : []),
    ...(least > max ? ['min_length must be less than or equal to max_length'] : []),
  ];
}

const button = object(
  { type: word('button'), text: plain(75), action_id: id },
  {
    value: string(1, 2_000),
    url: webAddress,
    style: word('primary', 'danger'),
    confirm,
    accessibility_label: string(1, 75),
  },
);
const choices = {
  required: { options: list(1, 10, markedOption), action_id: id },
  checkboxes: { ...acted, initial_options: list(1, 10, markedOption) },
  radio: { ...acted, initial_option: markedOption },
};
const menus = {
  static_select: object({ action_id: id }, { ...asked, ...select, initial_option: option }, offersInitial),
  multi_static_select: object(
    { action_id: id },
    { ...asked, ...select, ...many, initial_options: list(1, 100, option) },
    offersInitial,
  ),
  users_select: object({ action_id: id }, { ...asked, initial_user: id }),
  conversations_select: object({ action_id: id }, { ...asked, initial_conversation: id, filter: () => undefined }),
  checkboxes: object(choices.required, choices.checkboxes, offersInitial),
  radio_buttons: object(choices.required, choices.radio, offersInitial),
  datepicker: object({ action_id: id }, { ...asked, initial_date: date }),
  timepicker: object({ action_id: id }, { ...asked, initial_time: time, timezone: string(1, 100) }),
};

/** What may stand beside the text of a section. */
export const accessory = byType({
  ...menus,
  button,
  image: object({ type: word('image'), alt_text: string(1, 2_000) }, { image_url: webAddress }),
  overflow: object({ type: word('overflow'), options: list(1, 5, option), action_id: id }, { confirm }),
});

/** What may stand in a row of actions. */
export const action = byType({
  ...menus,
  button,
  overflow: object({ type: word('overflow'), options: list(1, 5, option), action_id: id }, { confirm }),
});

const typed = { ...asked, ...dispatched, initial_value: string(0, 3_000) };

/** What may be asked in an input block. */
export const input = byType({
  ...menus,
  plain_text_input: object(
    { action_id: id },
    { ...typed, multiline: boolean, min_length: integer(0, 3_000), max_length: integer(1, 3_000) },
    inputLengths,
  ),
  url_text_input: object({ action_id: id }, { ...typed, initial_value: webAddress }),
  email_text_input: object({ action_id: id }, typed),
});
