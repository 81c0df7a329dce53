import type { FormContext } from '../../../domain/decider.ts';
import type { Note } from '../../../domain/form.ts';
import { mayRead } from '../access.ts';
import { isWholeName, nameKeys } from '../people/name-keys.ts';
import { factsOf } from '../police/facts.ts';
import { isPoliceOwed } from '../police/police-question.ts';
import type { Concern, ConcernState } from '../state.ts';
import { isSearchOwed } from './searched.ts';
import type { DevicesFile } from './state.ts';

type Taken = DevicesFile['taken'][number];

/** The devices that are held now, in the order in which they were taken. */
export function heldDevices({ file }: Concern): readonly Taken[] {
  return file.devices.taken.filter(({ returnedAt }) => returnedAt === null);
}

/** What a device is called among others: what it is, and whose. */
export function saidDevice({ device, owner }: Pick<Taken, 'device' | 'owner'>): string {
  return `${device} of ${owner}`;
}

/** Whether a sexual image of a child may be on a device of this case (R119). */
export function isImageSuspected(concern: Concern): boolean {
  return factsOf(concern)['sexual-image'] === 'yes';
}

/** Whether a device has to wait: a sexual image may be on it, and the police are still to be told of it. */
export function waitsForPolice(concern: Concern): boolean {
  const isOwed = isPoliceOwed(concern) || isSearchOwed(concern);
  return isOwed && isImageSuspected(concern) && heldDevices(concern).length > 0;
}

/** Those from whom a device was taken more than once in this case, each as they were named last (R124). */
export function takenRepeatedly({ file }: Concern): readonly { readonly owner: string; readonly times: number }[] {
  const found: { owner: string; times: number; keys: readonly string[] }[] = [];
  for (const { owner } of file.devices.taken) {
    const keys = wholeNames(owner);
    const known = found.find((one) => one.keys.some((key) => keys.includes(key)));
    if (known === undefined) found.push({ owner, times: 1, keys });
    else Object.assign(known, { owner, times: known.times + 1, keys: [...known.keys, ...keys] });
  }
  return found.filter(({ times }) => times > 1).map(({ owner, times }) => ({ owner, times }));
}

function wholeNames(owner: string): readonly string[] {
  const keys = nameKeys(owner).filter(isWholeName);
  return keys.length > 0 ? keys : [owner.trim().toLowerCase()];
}

/** Says on the form that closes a case which devices are held still; they do not keep it from being closed. */
export function heldNotes(state: ConcernState, { by, school }: Pick<FormContext, 'by' | 'school'>): readonly Note[] {
  const held = state.status !== 'none' && mayRead(state, by, school) ? heldDevices(state) : [];
  if (held.length === 0) return [];
  return [heldNote(held, 'Held still. Giving back can be recorded after the case is closed, too.')];
}

/** So many devices are named on a form; the case names all of them. */
const MOST_NAMED = 5;

/** The devices by their numbers, on a form. */
export function heldNote(held: readonly Taken[], words: string): Note {
  const named = held.slice(0, MOST_NAMED).map((one) => `${one.number}. ${saidDevice(one)}`);
  const more = held.length > MOST_NAMED ? [`And ${held.length - MOST_NAMED} more: the case lists them.`] : [];
  return { kind: 'note', tone: 'plain', text: [words, ...named, ...more].join('\n') };
}
