import type { DecisionContext } from '../../../domain/decider.ts';
import { findPerson, personName } from '../../../domain/school.ts';
import { instantOf } from '../../../domain/school-time.ts';
import type { CommandData } from '../command-data.ts';
import type { Deciders } from '../deciders.ts';
import { type Outcome, personIn } from '../decision-parts.ts';
import type { ConcernEvent } from '../events.ts';
import { step } from '../handler-steps.ts';
import { refuse } from '../refuse.ts';
import type { Concern } from '../state.ts';
import type { deviceData } from './data.ts';
import { policeDecisions } from './events.ts';
import { searchDeciders } from './forms.ts';
import { heldDevices, isImageSuspected } from './held.ts';

/** What each command of this part of a case comes to. */
export const deviceSteps: Deciders<keyof typeof deviceData> = {
  'concern/search-device': searched,

  'concern/take-device': (concern, { date, time, refused, ...data }, context) => {
    const event: ConcernEvent = {
      type: 'DeviceTaken',
      ...data,
      number: concern.file.devices.taken.length + 1,
      wasRefused: refused === 'yes',
      at: instantOf(context.school, date, time),
    };
    return step(concern, [event], { line: 'recorded that a device was taken' }, context);
  },

  'concern/return-device': (concern, { date, time, ...data }, context) => {
    if (!heldDevices(concern).some(({ number }) => number === data.number))
      return refuse(concern, 'concern/return-device', 'not-held', context);
    const event: ConcernEvent = { type: 'DeviceReturned', ...data, at: instantOf(context.school, date, time) };
    return step(concern, [event], { line: 'recorded that a device was given back' }, context);
  },

  'concern/search-complaint': (concern, { date, time, ...data }, context) => {
    const event: ConcernEvent = { type: 'SearchComplained', ...data, at: instantOf(context.school, date, time) };
    return step(concern, [event], { line: 'recorded a complaint about a search' }, context);
  },
};

/**
 * A search and what was decided after it. Where a sexual image of a child may be on the device, by this search or by what
 * is known of the case, it can only come to the police (R119); that one may be there is a fact of the case from then on.
 */
function searched(concern: Concern, data: CommandData<'concern/search-device'>, context: DecisionContext): Outcome {
  const { date, time, image, agreedWith, agreedOther, ...rest } = data;
  const { school, at } = context;
  const isKnown = isImageSuspected(concern);
  const isSuspected = isKnown || image === 'yes';
  if (isSuspected && !policeDecisions.includes(data.decision))
    return refuse(concern, 'concern/search-device', 'image-suspected', context);
  if (findPerson(school, agreedWith) !== undefined && !searchDeciders(concern, school).includes(agreedWith))
    return refuse(concern, 'concern/search-device', 'not-a-decider', context);
  if (agreedWith === personIn(context) && data.searchedBy === '')
    return refuse(concern, 'concern/search-device', 'decided-alone', context);
  const event: ConcernEvent = {
    type: 'DeviceSearched',
    ...rest,
    number: concern.file.devices.searches.length + 1,
    at: date === undefined || time === undefined ? at : instantOf(school, date, time),
    agreedWith: agreedWith === '' ? agreedOther : personName(school, agreedWith),
    isImageSuspected: isSuspected,
  };
  const found: readonly ConcernEvent[] = isSuspected && !isKnown ? [imageFound] : [];
  return step(concern, [event, ...found], { line: 'recorded a search of a device' }, context);
}

const imageFound: ConcernEvent = {
  type: 'FactsAssessed',
  facts: { 'sexual-image': 'yes' },
  note: 'Suspected when a device was searched.',
};
