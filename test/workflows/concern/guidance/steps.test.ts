import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../../src/domain/people.ts';
import type { ConcernEvent } from '../../../../src/workflows/concern/events.ts';
import { stepsOf, stepsToTake } from '../../../../src/workflows/concern/guidance/steps-of.ts';
import { owedBeforeClosing } from '../../../../src/workflows/concern/owed.ts';
import type { Concern } from '../../../../src/workflows/concern/state.ts';
import { aboutStaff, aConcern, given, someAnswers, stateAfter } from '../../../support/concern.ts';
import { aSchool, by, people } from '../../../support/school.ts';

type Answers = Parameters<typeof someAnswers>[0];
type Followed = readonly (readonly [ConcernEvent, Actor])[];

const school = aSchool();

function caseOf(answers: Answers | ReturnType<typeof aboutStaff>, followedBy: Followed = []): Concern {
  const state = stateAfter(aConcern('handled', { answers: someAnswers(answers), followedBy }));
  if (state.status === 'none') throw new Error('it was reported');
  return state;
}

const staffCase = (overrides: Answers = {}) => aboutStaff('Callum Farrow', overrides);
const idsOf = (concern: Concern) => stepsOf(concern, school).map(({ rule }) => rule.id.replace('step/', ''));
const owedIn = (concern: Concern) => owedBeforeClosing(concern, school).map(({ rule }) => rule.replace('step/', ''));
const standing = (concern: Concern, id: string) =>
  stepsOf(concern, school).find(({ rule }) => rule.id === `step/${id}`);

const toldAt = { at: '2026-11-23T14:00:00.000Z', contact: '', method: 'telephone' } as const;

function referred(agencyKind: string, number = 1): readonly [ConcernEvent, Actor] {
  const more = { agencyReference: '', outcome: '', nextCheck: '', checkAt: null };
  return [{ type: 'ConcernReferred', number, agency: agencyKind, agencyKind, ...toldAt, ...more }, by.dsl];
}

function advised(agencyKind: string): readonly [ConcernEvent, Actor] {
  return [{ type: 'AdviceRecorded', agency: agencyKind, agencyKind, ...toldAt, advice: 'Keep a note.' }, by.dsl];
}

function answeredByIt(job: 'secure-device' | 'audit-use' | 'review-filter' | 'keep-evidence'): Followed {
  const answer = { record: 'J-7K3Q9F', outcome: 'done', result: 'Done.', by: people.networkManager } as const;
  return [
    [{ type: 'ItAsked', number: 1, job, about: 'Laptop 14' }, by.dsl],
    [{ type: 'ItAnswered', number: 1, ...answer }, by.dsl],
  ];
}

const ladoTest = (answer: 'yes' | 'no'): readonly [ConcernEvent, Actor] => [
  { type: 'LadoTestRecorded', harmed: answer, offence: 'no', risk: 'no', note: 'Considered.' },
  by.head,
];

const informed: readonly [ConcernEvent, Actor] = [
  { type: 'ParentsInformed', at: toldAt.at, method: 'telephone', said: 'All of it.' },
  by.dsl,
];
const withheld: readonly [ConcernEvent, Actor] = [
  { type: 'InformingParentsWithheld', reason: 'Fear.', reviewOn: '2026-11-30', reviewAt: '2026-11-30T08:00:00.000Z' },
  by.dsl,
];

describe('the steps that the policies name', () => {
  it.each<readonly [string, string, Answers]>([
    ['[R047] signs of harm from outside the family', 'outside-harm', { outsideHarm: ['criminal'] }],
    ['[R048] what makes it bullying', 'is-it-bullying', { kind: 'bullying-pupil' }],
    ['[R057] no blame after something came up by accident', 'reassure', { kind: 'accidental-access' }],
    ['[R059] the exam board after a telephone in an examination', 'exam-board', { kind: 'phone-misuse' }],
    ['[R060] the malpractice procedure for work of AI', 'malpractice', { kind: 'ai-misuse' }],
    ['[R077] a meeting offered to parents', 'offer-meeting', { kind: 'contact-by-adult' }],
    ['[R078] parents of bullying, and how to block messages', 'parents-bullying', { kind: 'bullying-pupil' }],
    ['[R079] parents of whoever did it', 'parents-instigator', { capacity: 'instigator' }],
    ['[R079] parents of whom it happened to', 'parents-victim', { capacity: 'victim' }],
    ['[R080] whoever did it may be at risk too', 'liaison-instigator', { capacity: 'instigator', danger: 'yes' }],
    ['[R081] how to end the contact', 'end-contact', { kind: 'contact-by-adult' }],
    ['[R083] advice about Prevent', 'prevent-advice', { kind: 'extremism' }],
    ['[R085] a breach of the rules for using IT too', 'extremism-breach', { kind: 'extremism' }],
    ['[R086] pastoral support', 'pastoral-support', { kind: 'self-harm' }],
    ['[R086] whether the risk is online', 'explore-risk', { kind: 'self-harm' }],
    ['[R086] help from outside', 'refer-for-help', { kind: 'self-harm' }],
    ['[R088] an answer in proportion', 'in-proportion', { kind: 'bullying-pupil' }],
    ['[R089] what a provider can do', 'providers', { kind: 'bullying-pupil' }],
    ['[R090] reporting abuse where it stands', 'report-abuse', { kind: 'bullying-staff', about: 'staff' }],
    ['[R091] whether harmful material spreads', 'is-it-spreading', { kind: 'bullying-pupil' }],
    ['[R092] who supports the pupil in school', 'support-victim', { capacity: 'victim' }],
    ["[R093] the school's own procedures afterwards", 'review-procedures', { capacity: 'instigator' }],
    ['[R094] access of a parent to the site', 'restrict-access', { kind: 'parent-conduct', about: 'adult' }],
    ['[R095] no child a criminal without need', 'no-child-criminal', { kind: 'sexual-harassment' }],
    ['[R097] a report to CEOP', 'report-to-ceop', { kind: 'contact-by-adult' }],
  ])('%s: step/%s', (_row, id, answers) => {
    const of = answers?.about === 'staff' || answers?.about === 'adult' ? { names: undefined, adultNames: 'X' } : {};
    const there = standing(caseOf({ ...answers, ...of }), id);
    expect(there).toMatchObject({ state: 'to-do', rule: { isOwed: false } });
    expect(idsOf(caseOf({ kind: 'data-breach' }))).not.toContain(id);
  });

  it('[R049] ask for what fits of sexual harassment in the report, and lead to proportion and the guidance', () => {
    const concern = caseOf({ kind: 'sexual-harassment', harassment: ['upskirting'] });
    expect(standing(concern, 'no-viewing')?.rule.guidance).toBe('nudes');
    expect(standing(concern, 'no-child-criminal')?.rule.guidance).toBe('child-on-child');
  });

  it('[R061] begin with acknowledging, talking to the reporter, speaking to the pupil, and deciding', () => {
    const first = ['acknowledge', 'talk-to-reporter', 'speak-to-pupil', 'decide'];
    expect(idsOf(caseOf({}))).toEqual(expect.arrayContaining(first));
    expect(idsOf(caseOf({})).slice(0, 4)).toEqual(first);
    const acknowledged = standing(caseOf({}), 'acknowledge');
    expect(acknowledged).toMatchObject({ state: 'done', by: people.deputy, at: '2026-11-23T14:06:00.000Z' });
    const isNew = stateAfter(aConcern('new')) as Concern;
    expect(stepsToTake(isNew, school)[0]?.rule.id).toBe('step/acknowledge');
    expect(idsOf(caseOf(staffCase()))).not.toContain('speak-to-pupil');
  });

  it('[R092] choose who supports the pupil from the five whom the policy names', () => {
    expect(standing(caseOf({ capacity: 'victim' }), 'support-victim')?.rule.choices).toHaveLength(5);
  });

  it.each([
    ['parent', ['invite-parent', 'parent-chair', 'parent-letter']],
    ['colleague', ['colleague-removal', 'colleague-agreement', 'hr-first']],
    ['pupil', ['pupils-removal', 'pupils-behaviour']],
  ])('[R111] [R112] [R113] of a staff victim depend on who does it: a %s', (instigator, its) => {
    const of = { kind: 'bullying-staff', about: 'staff', names: undefined, adultNames: 'Amara Osei', instigator };
    const here = idsOf(caseOf(of));
    expect(here).toEqual(expect.arrayContaining(its));
    const others = ['invite-parent', 'colleague-removal', 'pupils-removal'].filter((id) => !its.includes(id));
    expect(here.filter((id) => others.includes(id))).toEqual([]);
  });

  it('[R113] come too once somebody is added as who did it', () => {
    const of = { kind: 'bullying-staff', about: 'staff', names: undefined, adultNames: 'Amara Osei' };
    const pupil = { type: 'PersonAdded', name: 'Kit Marsh', kind: 'pupil', capacity: 'instigator' } as const;
    const concern = caseOf(of, [[{ ...pupil, detail: '9B', subjects: [] }, by.head]]);
    expect(idsOf(concern)).toEqual(expect.arrayContaining(['pupils-removal', 'identify-pupils']));
  });

  it('[R114] [R115] of a staff victim name the chair, the police, the LADO where a child is at risk, and the union', () => {
    const here = caseOf({ kind: 'bullying-staff', about: 'staff', names: undefined, adultNames: 'Amara Osei' });
    expect(idsOf(here)).toEqual(
      expect.arrayContaining(['tell-chair', 'local-police', 'anti-bullying-adviser', 'child-at-risk']),
    );
    expect(standing(here, 'support-colleague')?.rule.words).toContain('union');
  });

  it('[R112] put HR first in a staff case, with the word that it may not be discussed', () => {
    const hr = standing(caseOf(staffCase()), 'hr-first');
    expect(hr).toMatchObject({ state: 'to-do', rule: { when: 'at-once' } });
    expect(hr?.rule.words).toContain('not to discuss');
    expect(standing(caseOf(staffCase(), [advised('hr')]), 'hr-first')?.state).toBe('done');
  });

  it('[R107] of gross misconduct name what it may come to', () => {
    const set = {
      whom: 'Callum Farrow',
      breach: 'security',
      sanction: 'suspension',
      reason: 'x',
      category: 'B',
    } as const;
    const concern = caseOf(staffCase(), [[{ type: 'SanctionSet', number: null, ...set }, by.head]]);
    expect(standing(concern, 'gross-misconduct')?.rule.words).toMatch(/LADO.*police.*suspension/);
    expect(owedIn(concern)).toContain('online-safety-officer');
    expect(idsOf(caseOf(staffCase()))).not.toContain('gross-misconduct');
  });

  it('[R103] leave it to the head, or the chair, to report to the governing body', () => {
    expect(standing(caseOf(staffCase()), 'governing-body')?.rule).toMatchObject({ who: 'leader', isOwed: false });
  });
});

describe('what is owed before a case is closed', () => {
  it('is nothing in an ordinary case', () => {
    for (const kind of ['accidental-access', 'filter-bypass', 'self-harm', 'fraud', 'phone-misuse', 'other'])
      expect([kind, owedIn(caseOf({ kind }))]).toEqual([kind, []]);
  });

  it.each([
    ['[R075] sexual harassment', 'sexual-harassment', 'parents-sexual'],
    ['[R076] deliberate access', 'deliberate-access', 'parents-access'],
  ])('is a decision about parents: %s', (_row, kind, id) => {
    expect(owedIn(caseOf({ kind }))).toContain(id);
    expect(owedIn(caseOf({ kind }, [informed]))).not.toContain(id);
    expect(owedIn(caseOf({ kind }, [withheld]))).not.toContain(id);
    const due = caseOf({ kind }, [
      withheld,
      [{ type: 'ParentsReviewCame', reviewAt: '2026-12-07T08:30:00.000Z' }, { kind: 'clock' }],
    ]);
    expect(owedIn(due)).toEqual(expect.arrayContaining([id, 'parents/review']));
  });

  it('[R077] is telling the parents of contact by an adult, which withholding does not answer', () => {
    const kind = 'contact-by-adult';
    expect(owedIn(caseOf({ kind }))).toContain('parents-contact');
    expect(owedIn(caseOf({ kind }, [withheld]))).toContain('parents-contact');
    expect(owedIn(caseOf({ kind }, [informed]))).not.toContain('parents-contact');
    expect(owedIn(caseOf({ kind }, [informed, withheld]))).not.toContain('parents-contact');
  });

  it('[R080] is telling the child-protection liaison officer where a child whom it happened to is at risk', () => {
    const answers = { danger: 'yes', capacity: 'victim' };
    expect(owedIn(caseOf(answers))).toContain('liaison-officer');
    expect(owedIn(caseOf({ ...answers, danger: 'no' }))).not.toContain('liaison-officer');
    expect(owedIn(caseOf({ ...answers, capacity: 'instigator' }))).not.toContain('liaison-officer');
    expect(owedIn(caseOf(answers, [referred('child-protection-liaison')]))).not.toContain('liaison-officer');
  });

  it("[R026] is the local authority's online-safety officer where it is significant", () => {
    expect(owedIn(caseOf({ danger: 'yes' }))).toContain('online-safety-officer');
    expect(owedIn(caseOf({ danger: 'yes' }, [referred('online-safety-officer')]))).not.toContain(
      'online-safety-officer',
    );
  });

  it('[R082] [R084] is social care, and a review of the filter with its result, after extremism', () => {
    const kind = 'extremism';
    expect(owedIn(caseOf({ kind }))).toEqual(expect.arrayContaining(['extremism-referral', 'review-filter']));
    expect(owedIn(caseOf({ kind }, [referred('social-care')]))).not.toContain('extremism-referral');
    const asked = answeredByIt('review-filter').slice(0, 1);
    expect(owedIn(caseOf({ kind }, asked))).toContain('review-filter');
    expect(owedIn(caseOf({ kind }, answeredByIt('review-filter')))).not.toContain('review-filter');
  });

  it('[R083] [R096] the outcome of the Channel panel comes up once it was referred there', () => {
    const kind = 'extremism';
    expect(idsOf(caseOf({ kind }))).not.toContain('channel-outcome');
    const concern = caseOf({ kind }, [referred('channel')]);
    expect(standing(concern, 'channel-outcome')?.state).toBe('to-do');
    const update = { agencyReference: '', outcome: 'Support plan.', nextCheck: '', checkAt: null, isFinished: true };
    const done = caseOf({ kind }, [referred('channel'), [{ type: 'ReferralUpdated', number: 1, ...update }, by.dsl]]);
    expect(standing(done, 'channel-outcome')?.state).toBe('done');
  });

  it('[R041] [R102] is preserved evidence and an audit where school equipment or the network was used', () => {
    const answers = { kind: 'contact-by-adult', schoolEquipment: 'yes' };
    expect(owedIn(caseOf(answers))).toEqual(expect.arrayContaining(['preserve-evidence', 'audit-systems']));
    expect(owedIn(caseOf(answers, answeredByIt('audit-use')))).not.toContain('audit-systems');
    expect(owedIn(caseOf({ ...answers, schoolEquipment: 'not-known' }))).not.toContain('audit-systems');
  });

  it('[R101] is the device taken out of use where staff used school equipment', () => {
    expect(owedIn(caseOf(staffCase({ schoolEquipment: 'yes' })))).toContain('secure-device');
    const done = caseOf(staffCase({ schoolEquipment: 'yes' }), answeredByIt('secure-device'));
    expect(owedIn(done)).not.toContain('secure-device');
    expect(idsOf(caseOf(staffCase()))).toContain('find-equipment');
    expect(idsOf(caseOf({ schoolEquipment: 'yes' }))).not.toContain('secure-device');
  });

  it('[R098] is the LADO test in a staff case, and after a yes the LADO', () => {
    expect(owedIn(caseOf(staffCase()))).toContain('lado-test');
    const yes = caseOf(staffCase(), [ladoTest('yes')]);
    expect(owedIn(yes)).toContain('lado-contact');
    expect(owedIn(yes)).not.toContain('lado-test');
    expect(owedIn(caseOf(staffCase(), [ladoTest('yes'), referred('lado')]))).not.toContain('lado-contact');
    expect(owedIn(caseOf({ kind: 'fraud' }))).not.toContain('lado-test');
  });

  it('[R099] [R100] is, where the LADO test came to no: their advice considered, what it was, and what follows', () => {
    const no = caseOf(staffCase(), [ladoTest('no')]);
    expect(idsOf(no)).toContain('lado-advice');
    expect(owedIn(no)).toEqual(expect.arrayContaining(['accidental-or-deliberate', 'staff-action']));
    expect(standing(no, 'staff-action')?.rule).toMatchObject({ who: 'leader' });
    expect(standing(no, 'staff-action')?.rule.words).toMatch(/disciplinary procedure, with HR/);
    expect(idsOf(caseOf(staffCase(), [ladoTest('yes')]))).not.toContain('accidental-or-deliberate');
  });

  it('[R087] is the police, or why not, where bullying goes on or there is a threat to a life', () => {
    const of = { kind: 'bullying-pupil' };
    expect(owedIn(caseOf(of))).not.toContain('consider-police');
    expect(owedIn(caseOf({ ...of, bullying: ['repeated'] }))).toContain('consider-police');
    const facts = { 'threat-to-life': 'yes' } as const;
    const threatened = caseOf(of, [[{ type: 'FactsAssessed', facts, note: '' }, by.dsl]]);
    expect(owedIn(threatened)).toContain('consider-police');
    const declined = given(aConcern('handled', { answers: someAnswers({ ...of, bullying: ['repeated'] }) })).when(
      'concern/not-needed',
      by.dsl,
      { step: 'step/consider-police', reason: 'It has stopped, and the family asked for peace.' },
    );
    expect(owedIn(declined.state as Concern)).not.toContain('consider-police');
    const noReason = given(aConcern('handled')).when('concern/not-needed', by.dsl, {
      step: 'step/talk-to-reporter',
      reason: ' ',
    });
    expect(noReason.outcome.kind).toBe('malformed');
  });

  it('[R091] is how spreading material was contained', () => {
    const facts = { spreading: 'yes' } as const;
    const spreading = aConcern('handled', { followedBy: [[{ type: 'FactsAssessed', facts, note: '' }, by.dsl]] });
    expect(owedIn(stateAfter(spreading) as Concern)).toContain('contain');
    const done = given(spreading).when('concern/tick-choices', by.dsl, { step: 'step/contain', what: ['network'] });
    expect(owedIn(done.state as Concern)).not.toContain('contain');
  });

  it('is said in the refusal, in words without any name', () => {
    const refused = given(aConcern('handled', { answers: someAnswers({ kind: 'deliberate-access' }) })).when(
      'concern/close',
      by.dsl,
      { outcome: 'supported', reason: 'x' },
    );
    refused.thenRefused('still-owed');
    expect(refused.sentence).toBe(
      'This cannot be closed yet. Still to do: Tell the parents or carers what happened and what is going to be done.',
    );
  });
});
