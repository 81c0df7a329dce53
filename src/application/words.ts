import type { CardContent } from '../domain/decider.ts';
import type { Button } from '../domain/message.ts';
import { roleLabel, roleTelephone, type School } from '../domain/school.ts';

/** What the product says by itself, outside any workflow. */

/** Nothing is known to be saved. Said where the form still stands, with all that was typed. */
export function notSaved(school: School): string {
  return `Not saved: the record store did not answer. Your text is still below. Press the button again; what you do not change is not recorded twice. If a child is at risk now, ring the safeguarding team on ${roleTelephone(school, 'dsl')}.`;
}

/** A step that has no text of its own could not be saved, or nothing is known of it. */
export function notDone(school: School): string {
  return `Not done: the record store did not answer. Press again in a minute; nothing is done twice by that. If a child is at risk now, ring the safeguarding team on ${roleTelephone(school, 'dsl')}.`;
}

/** A list could not be looked through. Said where the form still stands. */
export function notSearched(school: School): string {
  return `${notDone(school)} ${textIsStillThere}`;
}

/** A record is not what it was when it was written. Nobody can mend that from a chat. */
export function cannotBeRead(school: School, reference: string | undefined): string {
  const what = reference ?? 'That';
  return `${what} cannot be read: it is damaged, so nothing was changed. Tell the ${roleLabel(school, 'network-manager')}, who can look into it without seeing what it says. If a child is at risk now, ring the safeguarding team on ${roleTelephone(school, 'dsl')}.`;
}

/** Something that nobody foresaw. */
export function brokeDown(school: School): string {
  return `That did not work, and it is not known to be saved. Try again in a minute; if it goes on, tell the ${roleLabel(school, 'network-manager')}. If a child is at risk now, ring the safeguarding team on ${roleTelephone(school, 'dsl')}.`;
}

/** Added to what is said of a form that could not be sent, where it does not say so itself. */
export const textIsStillThere = 'Your text is still below.';

/** What was sent is not what any button of ours sends. */
export function unreadable(school: School, reference: string | undefined): string {
  const what = reference === undefined ? 'That' : `The step for ${reference}`;
  return `${what} could not be read, so nothing was changed. Write "help" to start again, or ring ${school.telephone}.`;
}

/** What was typed on other screens of a form was thrown away or is too old. */
export const textIsLost =
  'Not sent: what you wrote on the other screens is not kept any more. Please go through them again.';

/** A record has no room for what was to be added. */
export function fullRecord(reference: string | undefined): string {
  if (reference === undefined) return 'This is too long to be kept in one record, so it was not saved. Shorten it.';
  return `${reference} is full, so this was not saved. Begin a new one that names ${reference} and go on there.`;
}

/** Some of a list could not be read. Says neither how many nor which: that may not be for whoever reads it. */
export function listIncomplete(school: School): string {
  return `Something that may belong here cannot be read. Tell the ${roleLabel(school, 'network-manager')}.`;
}

/** A list is longer than is looked through at once. */
export function notAllLookedThrough(most: number, isSearched: boolean): string {
  const what = `Only the latest ${most.toLocaleString('en-GB')} were looked through.`;
  return isSearched ? `${what} Search between two dates to see what is older.` : what;
}

/** A search that no button could carry from page to page. */
export const tooLongToSeek = 'This is too long to look for. Shorten it and search again.';

/** What was sent had been taken already. */
export const savedAlready = 'This had been saved already. Nothing was recorded twice.';

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

/** A form was given up; it can be opened again. */
export function nothingSent(again?: Button): CardContent {
  return notice('', ['Nothing was sent, and nothing was kept.'], again === undefined ? [] : [again]);
}

/** What is left where something stood that stands elsewhere now. */
export function shownBelow(): CardContent {
  const text = 'This is shown again below.';
  return { card: 'line', data: { text }, preview: text };
}

/** A short card of lines, with buttons where there is something to do. */
export function notice(title: string, lines: readonly string[], buttons: readonly Button[] = []): CardContent {
  return {
    card: 'notice',
    preview: title === '' ? (lines[0] ?? '') : title,
    data: { title, lines: [...lines], buttons: [...buttons] },
  };
}
