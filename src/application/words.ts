import type { CardContent } from '../domain/decider.ts';
import type { Json } from '../domain/message.ts';
import { roleTelephone, type School } from '../domain/school.ts';

/** What the product says by itself, outside any workflow. */

/** Nothing is known to be saved. Said where the form still stands, with all that was typed. */
export function notSaved(school: School): string {
  return `Not saved: the record store did not answer. Your text is still below. Press the button again; it cannot be recorded twice. If a child is at risk now, ring the safeguarding team on ${roleTelephone(school, 'dsl')}.`;
}

/** A step that has no text of its own could not be saved. */
export function notDone(school: School): string {
  return `Not done: the record store did not answer. Nothing was changed. Press again in a minute; if a child is at risk now, ring ${roleTelephone(school, 'dsl')}.`;
}

/** Somebody whom the school file does not name. */
export function stranger(telephone: string | undefined): string {
  const ring = telephone === undefined ? 'the school office' : telephone;
  return `You are not on this school's staff list, so nothing can be done here and nothing was kept. If you are worried about a child, ring ${ring}, or 999 in an emergency.`;
}

/** A picture or file was sent (R050 to R053). */
export function noFiles(school: School): CardContent {
  return notice('Pictures and files cannot be taken here', [
    'This one was not kept.',
    `If it may be a sexual image of a child: do not view, copy or send it. Secure the device and tell the safeguarding team in person or on ${roleTelephone(school, 'dsl')}.`,
    'Parents must not be sent such an image either; the police view it on the device.',
    'To say what you know in words, report a concern.',
  ]);
}

/** A form was given up. */
export function nothingSent(): CardContent {
  return notice('', ['Nothing was sent, and nothing was kept.'], [reportAgain]);
}

const reportAgain = { label: 'Report a concern', press: { do: 'concern/report' }, primary: false, opens: true, chatOnly: false };

/** A short card of lines, with buttons where there is something to do. */
export function notice(title: string, lines: readonly string[], buttons: readonly Json[] = []): CardContent {
  return { card: 'notice', preview: title === '' ? (lines[0] ?? '') : title, data: { title, lines: [...lines], buttons: [...buttons] } };
}
