import type { ChatWindow } from './playground-window.ts';

/** A step that somebody takes in a case that they have open. */
export interface StepInCase {
  readonly button: string;
  /** What the form says, the last screen of it at least. */
  readonly title: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly choices?: Readonly<Record<string, string>>;
  readonly send: string;
  /** What the case says once it is done. */
  readonly says: string;
}

/** The case as it stands open in a chat, by its reference. */
export function openCase(reference: string): RegExp {
  return new RegExp(`${reference}[\\s\\S]*If there may be one of a child`);
}

/** Everything that can be done with a case, as it stands in place of the case once "More" was pressed. */
function menuOf(reference: string): RegExp {
  return new RegExp(`${reference}[\\s\\S]*what else`);
}

/** Presses a button of an open case, also one that stands under "More". */
export async function pressInCase(window: ChatWindow, reference: string, button: string): Promise<void> {
  const onCase = await window.buttons(openCase(reference));
  if (onCase.includes(button)) return await window.press(button, openCase(reference));
  await window.press('More', openCase(reference));
  await window.press(button, menuOf(reference));
}

/** Everything that an open case offers. */
export async function offeredInCase(window: ChatWindow, reference: string): Promise<readonly string[]> {
  await window.press('More', openCase(reference));
  await window.waitForText('what else');
  const offered = await window.buttons(menuOf(reference));
  await window.press('Back to the case', menuOf(reference));
  await window.waitForNoText('what else');
  return offered;
}

/** Takes a step of one screen in an open case. */
export async function stepInCase(window: ChatWindow, reference: string, step: StepInCase): Promise<void> {
  const { button, title, fields = {}, choices = {}, send, says } = step;
  await pressInCase(window, reference, button);
  await window.waitForText(title);
  for (const [label, choice] of Object.entries(choices)) await window.choose(label, choice);
  for (const [label, text] of Object.entries(fields)) await window.fill(label, text);
  await window.press(send, title);
  await window.waitForText(says);
}
