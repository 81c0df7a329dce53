import { describe, expect, it } from 'vitest';
import { checkAnswers } from '../../../../src/domain/check-answers.ts';
import type { ConcernEvent } from '../../../../src/workflows/concern/events.ts';
import { offered } from '../../../../src/workflows/concern/offers.ts';
import {
  aConcern,
  given,
  type History,
  monday,
  sampleData,
  someAnswers,
  stateAfter,
} from '../../../support/concern.ts';
import { choicesIn, formOf, notesIn, questionIn } from '../../../support/concern-form.ts';
import { aSchool, by, people } from '../../../support/school.ts';

const school = aSchool();
const phone = aConcern('handled', { answers: someAnswers({ kind: 'phone-misuse' }) });
const withImage = aConcern('handled', {
  answers: someAnswers({ kind: 'sexual-harassment', harassment: ['image-consent'] }),
});

const taking = {
  device: 'Grey telephone',
  owner: 'Robin Ash, 9B',
  holder: 'The main office',
  place: 'The safe',
  reason: 'It rang in a lesson.',
  refused: 'no',
  told: 'The mother',
  date: '2026-11-23',
  time: '14:00',
};
const taken = (history: History, data: Partial<typeof taking> = {}) =>
  given(history).when('concern/take-device', by.dsl, { ...taking, ...data });
const returned = (history: History, number: number) =>
  given(history).when('concern/return-device', by.dsl, { number, to: 'The mother', date: '2026-11-23', time: '15:30' });
const blockOf = (history: History, heading: string) => {
  const blocks = given(history).when('concern/open', by.dsl).reply?.data.blocks;
  const all = Array.isArray(blocks) ? (blocks as { heading: string; text: string }[]) : [];
  return all.find((block) => block.heading.includes(heading))?.text;
};

describe('a device that was taken', () => {
  it('[R122] is logged with owner, holder, place, reason, who was told, and when', () => {
    const { history } = taken(phone).thenHappens({
      type: 'DeviceTaken',
      number: 1,
      device: 'Grey telephone',
      owner: 'Robin Ash, 9B',
      holder: 'The main office',
      place: 'The safe',
      reason: 'It rang in a lesson.',
      told: 'The mother',
      wasRefused: false,
      at: '2026-11-23T14:00:00.000Z',
    });
    expect(blockOf(history, 'Devices')).toContain(
      'Held: 1. Grey telephone of Robin Ash, 9B, by The main office, at The safe, since today 14:00.',
    );
    expect(blockOf(history, 'recorded that a device was taken')).toBe(
      [
        'Grey telephone of Robin Ash, 9B',
        'Taken today 14:00. Held by The main office, kept at The safe.',
        'Reason: It rang in a lesson.',
        'Told: The mother',
      ].join('\n'),
    );
  });

  it('[R122] is given back to somebody at some time, which ends the holding', () => {
    const { history } = returned(taken(phone).history, 1).thenHappens({
      type: 'DeviceReturned',
      number: 1,
      to: 'The mother',
      at: '2026-11-23T15:30:00.000Z',
    });
    expect(blockOf(history, 'Devices')).toContain('Nothing is held any more.');
    expect(blockOf(history, 'given back')).toBe('Grey telephone of Robin Ash, 9B\nGiven to The mother, today 15:30.');
    returned(history, 1).thenRefused('nothing-held');
  });

  it('[R122] is offered for giving back while it is held, and not otherwise', () => {
    const offers = (history: History) => offered(stateAfter(history), people.dsl, school);
    expect(offers(phone)).not.toContain('concern/return-device');
    const { history } = taken(phone);
    expect(offers(history)).toContain('concern/return-device');
    expect(offers(returned(history, 1).history)).not.toContain('concern/return-device');
    returned(phone, 1).thenRefused('nothing-held');
    returned(history, 2).thenRefused('not-held');
  });

  it('[R122] is chosen from those that are held; where there is one alone, it is chosen already', () => {
    const { history } = taken(phone);
    expect(questionIn(formOf(history, 'concern/return-device'), 'number')).toMatchObject({
      initially: '1',
      choices: [{ value: '1', label: 'Device 1, taken Mon 23 Nov, 14:00' }],
    });
    expect(notesIn(formOf(history, 'concern/return-device'))).toEqual([
      'Held now:\n1. Grey telephone of Robin Ash, 9B',
    ]);
    const two = taken(history, { device: 'Watch', owner: 'Kit Marsh' }).history;
    expect(choicesIn(formOf(two, 'concern/return-device'), 'number')).toEqual(['1', '2']);
    expect(questionIn(formOf(two, 'concern/return-device'), 'number')?.initially).toBeUndefined();
    expect(choicesIn(formOf(returned(two, 1).history, 'concern/return-device'), 'number')).toEqual(['2']);
  });

  it('[R122] names five of many on the form, and says that there are more', () => {
    let { history } = taken(phone);
    for (let nth = 2; nth < 8; nth++) history = taken(history, { owner: `Pupil ${nth}` }).history;
    const [note = ''] = notesIn(formOf(history, 'concern/return-device'));
    expect(note.split('\n').slice(-2)).toEqual(['5. Grey telephone of Pupil 5', 'And 2 more: the case lists them.']);
    expect(choicesIn(formOf(history, 'concern/return-device'), 'number')).toHaveLength(7);
  });

  it('[R122] can be given back after the case was closed', () => {
    const closed: ConcernEvent = { type: 'ConcernClosed', outcome: 'supported', reason: 'Done.' };
    const history = [...taken(phone).history, { event: closed, at: '2026-11-23T15:00:00.000Z', by: by.dsl }];
    expect(returned(history, 1).state).toMatchObject({ status: 'closed' });
    expect(given(history).when('concern/take-device', by.dsl, taking).outcome).toMatchObject({ code: 'closed' });
  });

  it('[R122] is said on the form that closes the case, which it does not keep open', () => {
    const notes = (history: History) => notesIn(formOf(history, 'concern/close')).join();
    const { history } = taken(phone);
    expect(notes(history)).toContain('1. Grey telephone of Robin Ash, 9B');
    expect(notes(returned(history, 1).history)).not.toContain('Held still');
    expect(JSON.stringify(formOf(history, 'concern/close', { by: people.otherTeacher }))).not.toContain('Robin');
    const close = given(history).when('concern/close', by.dsl, { outcome: 'behaviour', reason: 'Done.' });
    expect(close.sentence).not.toContain('telephone');
  });

  it('[R119] is not given back before the police were told, where a sexual image of a child may be on it', () => {
    const { history } = taken(withImage);
    returned(history, 1).thenRefused('device-for-police');
    expect(offered(stateAfter(history), people.dsl, school)).not.toContain('concern/return-device');
    const told: ConcernEvent = {
      type: 'PoliceTold',
      at: monday,
      method: 'telephone',
      contact: '',
      agencyReference: '',
      advice: '',
    };
    const after = [...history, { event: told, at: '2026-11-23T14:30:00.000Z', by: by.dsl }];
    expect(returned(after, 1).outcome.kind).toBe('decision');
  });

  it('[R119] the form says not to look through it, and that the police view it', () => {
    expect(notesIn(formOf(phone, 'concern/take-device')).join()).toMatch(
      /do not view, copy or delete it.*police view/i,
    );
  });

  it('[R123] that was not handed over at first is noted in plain words', () => {
    const { history, events } = taken(phone, { refused: 'yes' });
    expect(events[0]).toMatchObject({ wasRefused: true });
    expect(blockOf(history, 'recorded that a device was taken')).toContain('It was not handed over at first.');
    expect(JSON.stringify(formOf(phone, 'concern/take-device'))).not.toMatch(/obstruct|justice|offence/i);
  });

  it('[R124] for the second time from the same pupil calls for a talk with the parents', () => {
    const once = returned(taken(phone).history, 1).history;
    expect(blockOf(once, 'Devices')).not.toContain('talk to parents');
    const talk = 'times in this case: talk to parents or carers about whether it comes to school.';
    expect(blockOf(taken(once, { owner: 'ASH, Robin' }).history, 'Devices')).toContain(`ASH, Robin 2 ${talk}`);
    expect(blockOf(taken(once, { owner: 'Kit Marsh' }).history, 'Devices')).not.toContain(talk);
  });

  it('has whose it most likely is filled in: the one pupil of the report', () => {
    expect(questionIn(formOf(phone, 'concern/take-device'), 'owner')?.initially).toBe('Robin Ash, 9B');
    const two = aConcern('handled', { answers: someAnswers({ names: 'Robin Ash\nKit Marsh' }) });
    expect(questionIn(formOf(two, 'concern/take-device'), 'owner')?.initially).toBeUndefined();
    const outsider = formOf(phone, 'concern/take-device', { by: people.otherTeacher });
    expect(JSON.stringify(outsider)).not.toContain('Robin');
  });

  it('passes its form as it is sent', () => {
    const form = formOf(phone, 'concern/take-device');
    expect(checkAnswers(form, taking, { school, now: monday })).toEqual({ values: taking, problems: {} });
  });
});

describe('a complaint about a search', () => {
  const searched = given(phone).when('concern/search-device', by.dsl, sampleData['concern/search-device']).history;

  it('[R121] goes to the complaints procedure, which the school names, and is linked to the case', () => {
    const own = aSchool({ concerns: { policies: { complaints: 'Concerns and complaints policy 2026' } } });
    const form = formOf(searched, 'concern/search-complaint', { school: own });
    expect(questionIn(form, 'passedTo')?.initially).toBe('Concerns and complaints policy 2026');
    const data = { by: 'The father', passedTo: 'Complaints procedure, CP-12', date: '2026-11-23', time: '14:05' };
    const { history } = given(searched).when('concern/search-complaint', by.dsl, data).thenHappens({
      type: 'SearchComplained',
      by: 'The father',
      passedTo: 'Complaints procedure, CP-12',
      at: '2026-11-23T14:05:00.000Z',
    });
    expect(blockOf(history, 'Devices')).toContain('A complaint about a search went to: Complaints procedure, CP-12');
    expect(blockOf(history, 'complaint about a search')).toContain('By The father, today 14:05.');
  });

  it('[R121] is not offered where nothing was searched', () => {
    expect(offered(stateAfter(phone), people.dsl, school)).not.toContain('concern/search-complaint');
    given(phone)
      .when('concern/search-complaint', by.dsl, sampleData['concern/search-complaint'])
      .thenRefused('no-search');
    expect(offered(stateAfter(searched), people.dsl, school)).toContain('concern/search-complaint');
  });
});
