import type { Said } from '../../../domain/pages.ts';
import { saidTime } from '../../../domain/school-time.ts';
import type { CardContext } from '../card-context.ts';
import { imageSuspected, saidSearchAdvice, searchDecisionRules, searchGroundRules } from '../rules/search.ts';
import type { Sayings } from '../saying.ts';
import type { Concern } from '../state.ts';
import type { DeviceEvent } from './events.ts';
import { heldDevices, isImageSuspected, saidDevice, takenRepeatedly, waitsForPolice } from './held.ts';

/** How each of its events stands in the history of a case. */
export const deviceSayings: Sayings<DeviceEvent> = {
  DeviceSearched: (event, { did, of: { school, at } }) => {
    const { searchedBy, ground, decision, isImageSuspected: isSuspected } = event;
    const who = searchedBy === '' ? '' : ` by ${searchedBy}`;
    const reason = searchGroundRules.find((rule) => rule.ground === ground)?.words ?? ground;
    const decided = searchDecisionRules.find((rule) => rule.decision === decision)?.words ?? decision;
    return did(
      'recorded a search of a device',
      saidDevice(event),
      `Searched ${saidTime(school, event.at, at)}${who}.`,
      `Good reason: ${reason}. ${event.why}`,
      isSuspected ? 'A sexual image of a child may be on it.' : '',
      `Decided with ${event.agreedWith}: ${decided}.`,
      `Why: ${event.decisionWhy}`,
    );
  },
  DeviceTaken: (event, { did, of: { school, at } }) =>
    did(
      'recorded that a device was taken',
      saidDevice(event),
      `Taken ${saidTime(school, event.at, at)}. Held by ${event.holder}, kept at ${event.place}.`,
      `Reason: ${event.reason}`,
      event.wasRefused ? 'It was not handed over at first.' : '',
      event.told === '' ? '' : `Told: ${event.told}`,
    ),
  DeviceReturned: ({ number, to, at: given }, { concern, did, of: { school, at } }) => {
    const one = concern.file.devices.taken.find((taken) => taken.number === number);
    return did(
      'recorded that a device was given back',
      one === undefined ? '' : saidDevice(one),
      `Given to ${to}, ${saidTime(school, given, at)}.`,
    );
  },
  SearchComplained: ({ by, passedTo, at: when }, { did, of: { school, at } }) =>
    did('recorded a complaint about a search', `By ${by}, ${saidTime(school, when, at)}.`, `Passed on to: ${passedTo}`),
};

/** What an open case shows of it: what is held, what that calls for, and where complaints went. */
export function deviceBlocks(concern: Concern, { school, at }: CardContext): readonly Said[] {
  const { devices } = concern.file;
  if (devices.taken.length === 0 && devices.searches.length === 0) return [];
  const held = heldDevices(concern).map(
    (one) =>
      `Held: ${one.number}. ${saidDevice(one)}, by ${one.holder}, at ${one.place}, since ${saidTime(school, one.at, at)}.`,
  );
  const repeated = takenRepeatedly(concern).map(
    ({ owner, times }) =>
      `Taken from ${owner} ${times} times in this case: talk to parents or carers about whether it comes to school.`,
  );
  const lines = [
    ...(held.length > 0 ? held : devices.taken.length > 0 ? ['Nothing is held any more.'] : []),
    ...(isImageSuspected(concern) ? [imageSuspected] : []),
    ...(waitsForPolice(concern) ? ['Nothing is given back before the police have been told.'] : []),
    ...repeated,
    ...complaints(concern),
    saidSearchAdvice,
  ];
  return [{ heading: 'Devices', text: lines.join('\n') }];
}

function complaints({ file }: Concern): readonly string[] {
  return file.steps.flatMap(({ event }) =>
    event.type === 'SearchComplained' ? [`A complaint about a search went to: ${event.passedTo}`] : [],
  );
}
