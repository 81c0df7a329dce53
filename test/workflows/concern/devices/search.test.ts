import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAnswers } from '../../../../src/domain/check-answers.ts';
import { isShown } from '../../../../src/domain/form.ts';
import { searchDecisions, searchGrounds } from '../../../../src/workflows/concern/devices/events.ts';
import type { ConcernEvent } from '../../../../src/workflows/concern/events.ts';
import { factsOf } from '../../../../src/workflows/concern/police/facts.ts';
import { aConcern, give, given, reference, someAnswers, stateAfter, textsOf } from '../../../support/concern.ts';
import { choicesIn, formOf, notesIn, questionIn } from '../../../support/concern-form.ts';
import { aSchool, by, people } from '../../../support/school.ts';
import { type Move, play } from '../random-run.ts';

const school = aSchool();
const phone = aConcern('handled', { answers: someAnswers({ kind: 'phone-misuse' }) });
/** One in which the report says that there is a sexual image of a child. */
const withImage = aConcern('handled', {
  answers: someAnswers({ kind: 'sexual-harassment', harassment: ['image-no-consent'] }),
});

/** A search that came to nothing, with what a test changes in it. */
const search = {
  device: 'Grey telephone',
  owner: 'Robin Ash, 9B',
  searchedBy: 'Callum Farrow',
  date: '2026-11-23',
  time: '13:50',
  ground: 'rules',
  why: 'It was used in an examination.',
  agreedWith: people.dsl,
  image: 'no',
  decision: 'nothing',
  decisionWhy: 'Nothing of the kind was on it.',
};
/** Where the Department for Education publishes it. */
const ADVICE = 'https://www.gov.uk/government/publications/searching-screening-and-confiscation';
const toPolice = ['keep-and-police', 'police'];
const searched = (history: typeof phone, data: Record<string, unknown> = {}) =>
  given(history).when('concern/search-device', by.dsl, { ...search, ...data });

describe('recording a search of a device', () => {
  it.each(searchGrounds)('[R117] needs a good reason, and what it rests on: %s', (ground) => {
    searched(phone, { ground }).thenHappens({
      type: 'DeviceSearched',
      number: 1,
      device: 'Grey telephone',
      owner: 'Robin Ash, 9B',
      searchedBy: 'Callum Farrow',
      at: '2026-11-23T13:50:00.000Z',
      ground,
      why: 'It was used in an examination.',
      agreedWith: 'Naila Rahimi',
      isImageSuspected: false,
      decision: 'nothing',
      decisionWhy: 'Nothing of the kind was on it.',
    });
  });

  it.each([
    ['another reason', { ground: 'curiosity' }],
    ['no reason', { ground: undefined }],
    ['no word of what it rests on', { why: ' ' }],
    ['no reason for the decision', { decisionWhy: '' }],
    ['nobody who decided with them', { agreedWith: '', agreedOther: '' }],
  ])('[R117] [R118] with %s is not taken', (_what, wrong) => {
    expect(searched(phone, wrong).outcome).toEqual({ kind: 'malformed' });
  });

  it('[R117] offers the three reasons of the policy and no other', () => {
    expect(choicesIn(formOf(phone, 'concern/search-device'), 'ground')).toEqual(['harm', 'disrupt', 'rules']);
  });

  it('[R118] stands in the history with who, when, with whom and why', () => {
    const opened = given(searched(phone, { decision: 'delete', decisionWhy: 'It insulted a pupil.' }).history);
    expect(opened.when('concern/open', by.dsl).reply?.data.blocks).toContainEqual({
      heading: 'Today 14:08 · Naila Rahimi recorded a search of a device',
      text: [
        'Grey telephone of Robin Ash, 9B',
        'Searched today 13:50 by Callum Farrow.',
        'Good reason: It was or could be used to break a school rule. It was used in an examination.',
        'Decided with Naila Rahimi: Delete the material.',
        'Why: It insulted a pupil.',
      ].join('\n'),
    });
  });

  it('[R118] offers to delete, to keep and to tell the police', () => {
    const form = formOf(phone, 'concern/search-device', { answers: { image: 'no' } });
    expect(choicesIn(form, 'decision')).toEqual([...toPolice, 'keep', 'delete', 'nothing']);
  });

  it('[R118] is decided with the DSL, a deputy, the head or another senior leader, and by nobody alone', () => {
    const leaders = aSchool({ concerns: { leaders: [people.coordinator] } });
    const form = formOf(phone, 'concern/search-device', { school: leaders, answers: { image: 'no' } });
    expect(choicesIn(form, 'agreedWith')).toEqual([people.dsl, people.deputy, people.head, people.coordinator]);
    searched(phone, { searchedBy: '' }).thenRefused('decided-alone');
    searched(phone, { agreedWith: people.otherTeacher }).thenRefused('not-a-decider');
    const another = searched(phone, { agreedWith: '', agreedOther: 'Rosalind Ferrier' });
    expect(another.events[0]).toMatchObject({ agreedWith: 'Rosalind Ferrier' });
    expect(checkAnswers(form, { ...search, agreedWith: '', agreedOther: '' }).problems).toEqual({
      agreedOther: 'Choose who decided it above, or name them here.',
    });
  });

  it('[R118] is never decided with whom the case is about', () => {
    const staff = aConcern('handled', {
      answers: someAnswers({ kind: 'staff-misuse', about: 'staff', adultNames: 'Daniel Okonjo', names: undefined }),
      handler: people.head,
    });
    const form = formOf(staff, 'concern/search-device', { by: people.head });
    expect(choicesIn(form, 'agreedWith')).not.toContain(people.deputy);
    given(staff)
      .when('concern/search-device', by.head, { ...search, agreedWith: people.deputy })
      .thenRefused('not-a-decider');
  });

  it('[R120] shows where the national advice is, on the form and in the case', () => {
    expect(notesIn(formOf(phone, 'concern/search-device')).join()).toContain(ADVICE);
    const { reply } = given(searched(phone).history).when('concern/open', by.dsl);
    expect(textsOf(reply?.data).join()).toContain(ADVICE);
  });

  it('says in the thread that a search was recorded, and nothing of it', () => {
    expect(searched(phone).lines).toEqual(['The Designated Safeguarding Lead recorded a search of a device, 14:08.']);
  });
});

describe('where a sexual image of a child may be on a device', () => {
  const decisionsWith = (history: typeof phone, answers?: Record<string, string>) =>
    choicesIn(formOf(history, 'concern/search-device', answers === undefined ? {} : { answers }), 'decision');

  it('[R119] the form offers no "delete" and no "nothing", also before it is asked', () => {
    expect(decisionsWith(phone, { image: 'yes' })).toEqual(toPolice);
    expect(decisionsWith(phone)).toEqual(toPolice);
    expect(decisionsWith(withImage, { image: 'no' })).toEqual(toPolice);
  });

  it('[R119] nothing that the form offers is to view it', () => {
    for (const history of [phone, withImage])
      for (const image of ['yes', 'no']) {
        const form = formOf(history, 'concern/search-device', { answers: { image } });
        const labels = form.steps.flatMap(({ items }) =>
          items.flatMap((item) => (item.kind === 'note' ? [] : (item.choices ?? []).map(({ label }) => label))),
        );
        expect(labels.filter((label) => /view|look at/i.test(label))).toEqual([]);
      }
  });

  it('[R119] the words say why', () => {
    const form = formOf(phone, 'concern/search-device', { answers: { image: 'yes' } });
    const notes = (form.steps[1]?.items ?? []).filter(
      (item) => item.kind === 'note' && item.tone === 'warning' && isShown(item, { image: 'yes' }),
    );
    expect(notes).toEqual([
      expect.objectContaining({
        text: 'A sexual image of a child may be on it, so it may be evidence of a crime. Do not view, copy or delete it. Secure the device; the police view it.',
      }),
    ]);
  });

  it('[R119] a mind that was changed on the way back is caught: "delete" does not pass any more', () => {
    const answers = { ...search, image: 'yes', decision: 'delete' };
    const form = formOf(phone, 'concern/search-device', { answers });
    expect(Object.keys(checkAnswers(form, answers).problems)).toEqual(['decision']);
  });

  it.each(searchDecisions.filter((decision) => !toPolice.includes(decision)))(
    '[R119] "%s" is refused, whatever the form says',
    (decision) => {
      expect(searched(phone, { image: 'yes', decision }).outcome).toEqual({ kind: 'malformed' });
      searched(withImage, { image: 'no', decision }).thenRefused('image-suspected');
    },
  );

  it('[R119] by what is known of the case, the form asks no more whether there may be one', () => {
    const question = questionIn(formOf(withImage, 'concern/search-device'), 'image');
    expect(question).toMatchObject({ initially: 'yes', choices: [{ value: 'yes' }] });
  });

  it('[R119] it is a fact of the case from then on', () => {
    const found = searched(phone, { image: 'yes', decision: 'keep-and-police' });
    expect(found.events.map(({ type }) => type)).toEqual(['DeviceSearched', 'FactsAssessed']);
    expect(found.state.status === 'none' ? {} : factsOf(found.state)).toMatchObject({ 'sexual-image': 'yes' });
    given(found.history)
      .when('concern/search-device', by.deputy, { ...search, agreedWith: people.head })
      .thenRefused('image-suspected');
    const known = searched(withImage, { image: 'yes', decision: 'police' });
    expect(known.events.map(({ type }) => type)).toEqual(['DeviceSearched']);
  });

  it('[R119] of all that a search can be, none that may have found one leaves the police out', () => {
    let suspected = 0;
    for (const history of [phone, withImage])
      for (const image of ['yes', 'no'])
        for (const decision of searchDecisions)
          for (const ground of searchGrounds)
            for (const agreedWith of [...Object.values(people), '']) {
              const data = { ...search, image, decision, ground, agreedWith, agreedOther: 'Rosalind Ferrier' };
              const context = { at: '2026-11-23T15:00:00.000Z', by: by.dsl, school, reference };
              const outcome = give(stateAfter(history), 'concern/search-device', data, context);
              if (outcome.kind !== 'decision') continue;
              const event = outcome.events.find(({ type }) => type === 'DeviceSearched');
              if (history === phone && image === 'no') continue;
              suspected++;
              expect(event).toMatchObject({ isImageSuspected: true });
              expect(toPolice).toContain(event?.type === 'DeviceSearched' ? event.decision : '');
            }
    expect(suspected).toBeGreaterThan(50);
  });

  it('[R119] whatever is known, assessed and corrected meanwhile, nothing is deleted where one is suspected', () => {
    let [searches, refused] = [0, 0];
    const never = fc.property(aFewSearches, (moves) => {
      for (const { before, events, outcome } of play([reportOf(moves.length), ...moves], school)) {
        if (outcome.kind === 'refusal' && outcome.code === 'image-suspected') refused++;
        const event = events.find(({ type }) => type === 'DeviceSearched');
        if (event?.type !== 'DeviceSearched' || before.status === 'none') continue;
        searches++;
        const isKnown = factsOf(before)['sexual-image'] === 'yes';
        if (isKnown) expect(event.isImageSuspected).toBe(true);
        if (event.isImageSuspected) expect(toPolice).toContain(event.decision);
      }
    });
    fc.assert(never, { numRuns: 150 });
    expect(searches).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(20);
  });
});

/** Searches of every kind, and all that can say whether there is an image or not. */
const aFewSearches: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.oneof(
    fc.record({ image: fc.constantFrom('yes', 'no'), decision: fc.constantFrom(...searchDecisions) }).map(
      (data): Move => ({
        command: 'concern/search-device',
        who: by.dsl,
        after: 60_000,
        data: { ...search, ...data },
      }),
    ),
    fc
      .constantFrom('yes', 'no', 'not-known')
      .map((fact): Move => ({ command: 'concern/assess', who: by.dsl, after: 60_000, data: { 'sexual-image': fact } })),
    fc.constant<Move>({
      command: 'concern/propose-correction',
      who: by.dsl,
      after: 60_000,
      data: { fact: 'sexual-image', reason: 'It was a drawing.' },
    }),
    fc
      .constantFrom(1, 2)
      .map((number): Move => ({ command: 'concern/agree', who: by.head, after: 60_000, data: { number } })),
  ),
  { minLength: 3, maxLength: 12 },
);

/** A report that says there is an image, or none. */
function reportOf(which: number): Move {
  const answers = someAnswers(which % 2 === 0 ? { kind: 'sexual-harassment', harassment: ['image-consent'] } : {});
  return { command: 'concern/report', who: by.teacher, after: 0, data: answers };
}

describe('a search that came to the police', () => {
  const told = (at: string): ConcernEvent => ({
    type: 'PoliceTold',
    at,
    method: 'telephone',
    contact: '',
    agencyReference: '',
    advice: '',
  });
  const close = (history: typeof phone) =>
    given(history).when('concern/close', by.dsl, { outcome: 'supported', reason: 'Done.' });
  const { history } = searched(phone, { decision: 'police' });
  const withEvent = (event: ConcernEvent) => [...history, { event, at: '2026-11-23T14:30:00.000Z', by: by.dsl }];

  it('[R118] keeps the case from being closed until the police are told', () => {
    const refused = close(history);
    refused.thenRefused('police-first');
    expect(refused.sentence).toContain('Tell the police of the device');
    close(withEvent(told('2026-11-23T13:40:00.000Z'))).thenRefused('police-first');
    expect(close(withEvent(told('2026-11-23T14:20:00.000Z'))).outcome).not.toMatchObject({ code: 'police-first' });
  });

  it('is not the same as one that came to something else', () => {
    expect(close(searched(phone, { decision: 'keep' }).history).outcome).not.toMatchObject({ code: 'police-first' });
  });
});
