import { describe, expect, it } from 'vitest';
import type { ItJob } from '../../../../src/domain/it-jobs.ts';
import { type Actor, theClock } from '../../../../src/domain/people.ts';
import type { ConcernCommand } from '../../../../src/workflows/concern/command-data.ts';
import { stepsOf } from '../../../../src/workflows/concern/guidance/steps-of.ts';
import { concern } from '../../../../src/workflows/concern/index.ts';
import type { Concern } from '../../../../src/workflows/concern/state.ts';
import { aboutStaff, aConcern, given, monday, reference, sampleData, someAnswers } from '../../../support/concern.ts';
import { aSchool, by, people } from '../../../support/school.ts';

type History = ReturnType<typeof aConcern>;
type Given = readonly [command: ConcernCommand, who: Actor, data?: unknown];

const school = aSchool();

/** What happened after these commands, each of which is taken. */
function gone(history: History, ...commands: readonly Given[]): History {
  return commands.reduce<History>((before, [command, who, data = sampleData[command]]) => {
    const made = given(before).when(command, who, data);
    expect([command, made.outcome.kind, made.sentence]).toEqual([command, 'decision', '']);
    return made.history;
  }, history);
}

/** Where each step of the case stands, by its id. */
function standing(history: History): Readonly<Record<string, string>> {
  const { state } = given(history);
  return Object.fromEntries(stepsOf(state as Concern, school).map(({ rule, state: stands }) => [rule.id, stands]));
}

/** IT is asked for a job and does it. */
function itDoes(history: History, who: Actor, job: ItJob): History {
  const asked = gone(history, ['concern/ask-it', who, { job, about: 'Laptop 14' }]);
  const { state } = given(asked);
  const number = (state as Concern).file.conduct.it.length;
  const answer = { number, record: 'J-7K3Q9F', outcome: 'done', result: 'In the safe.', by: people.networkManager };
  return gone(asked, ['concern/it-answered', theClock, answer]);
}

const ofStaff = aConcern('acknowledged', {
  answers: aboutStaff('Callum Farrow', { schoolEquipment: 'yes' }),
  handler: people.head,
});
const noLado = { harmed: 'no', offence: 'no', risk: 'no', note: 'Considered with the head.' };

describe('misuse of IT by a member of staff', () => {
  it('[R041] [R101] [R102] school equipment calls for the device, the evidence and an audit, which IT does', () => {
    const wanted = ['step/secure-device', 'step/preserve-evidence', 'step/audit-systems'];
    for (const id of wanted) expect([id, standing(ofStaff)[id]]).toEqual([id, 'to-do']);
    const secured = itDoes(ofStaff, by.head, 'secure-device');
    expect(standing(secured)['step/secure-device']).toBe('done');
    const audited = itDoes(itDoes(secured, by.head, 'keep-evidence'), by.head, 'audit-use');
    for (const id of wanted) expect([id, standing(audited)[id]]).toEqual([id, 'done']);
  });

  it('[R101] asked of IT and not answered is not done', () => {
    const asked = gone(ofStaff, ['concern/ask-it', by.head, { job: 'secure-device', about: 'Laptop 14' }]);
    expect(standing(asked)['step/secure-device']).toBe('to-do');
  });

  it('[R100] where no question of the LADO test is answered with yes: accidental or deliberate, then what follows', () => {
    expect(standing(ofStaff)).not.toHaveProperty('step/accidental-or-deliberate');
    const tested = gone(ofStaff, ['concern/lado-test', by.head, noLado]);
    for (const id of ['step/accidental-or-deliberate', 'step/staff-action'])
      expect([id, standing(tested)[id]]).toEqual([id, 'to-do']);
    const closing = given(tested).when('concern/close', by.head);
    closing.thenRefused('still-owed');
    const decided = gone(
      tested,
      ['concern/tick', by.head, { step: 'step/accidental-or-deliberate' }],
      ['concern/set-sanction', by.head, { ...sample, sanction: 'warning' }],
      ['concern/tick', by.head, { step: 'step/staff-action' }],
    );
    for (const id of ['step/accidental-or-deliberate', 'step/staff-action'])
      expect([id, standing(decided)[id]]).toEqual([id, 'done']);
  });

  it('[R112] HR comes first: it says before anything else that one may be told not to discuss it', () => {
    const steps = stepsOf(given(ofStaff).state as Concern, school);
    const hr = steps.find(({ rule }) => rule.id === 'step/hr-first');
    expect(hr).toMatchObject({
      state: 'to-do',
      rule: { when: 'at-once', words: expect.stringContaining('not to discuss') },
    });
    const agency = 'kind:hr';
    const spoken = gone(ofStaff, ['concern/advice', by.head, { ...(sampleData['concern/advice'] as object), agency }]);
    expect(standing(spoken)['step/hr-first']).toBe('done');
  });

  it('[R107] a gross breach calls for more: others outside the school, equipment, suspension', () => {
    expect(standing(ofStaff)).not.toHaveProperty('step/gross-misconduct');
    const set = gone(ofStaff, [
      'concern/set-sanction',
      by.head,
      { ...sample, breach: 'offensive-material', sanction: 'suspension' },
    ]);
    expect(standing(set)['step/gross-misconduct']).toBe('to-do');
  });

  it('[R103] the report to the governing body is a step of whoever leads', () => {
    const steps = stepsOf(given(ofStaff).state as Concern, school);
    expect(steps.find(({ rule }) => rule.id === 'step/governing-body')?.rule).toMatchObject({ who: 'leader' });
  });
});

describe('[R084] extremism', () => {
  it('has the filter reviewed by IT, with a result, before the case can be closed', () => {
    const history = aConcern('acknowledged', { handler: people.dsl, answers: someAnswers({ kind: 'extremism' }) });
    expect(standing(history)['step/review-filter']).toBe('to-do');
    expect(standing(itDoes(history, by.dsl, 'review-filter'))['step/review-filter']).toBe('done');
  });
});

describe('[R112] a colleague who does it to a colleague', () => {
  it('is asked to take it down, unless HR said not to discuss it; then agreement and contract', () => {
    const answers = { kind: 'bullying-staff', about: 'staff', instigator: 'colleague' };
    const history = aConcern('acknowledged', { answers: aboutStaff('Callum Farrow', answers), handler: people.head });
    for (const id of ['step/colleague-removal', 'step/colleague-agreement', 'step/hr-first'])
      expect([id, standing(history)[id]]).toEqual([id, 'to-do']);
  });
});

describe('the form in which IT is asked', () => {
  it('has chosen already what the case still calls for', () => {
    const chosen = (history: History, person: string) => {
      const { state } = given(history);
      const form = concern.commands['concern/ask-it']?.form?.(state, { school, now: monday, by: person, given: {} });
      const item = form?.steps[0]?.items.find((one) => one.kind !== 'note' && one.id === 'job');
      return item?.kind === 'choice' ? item.initially : reference;
    };
    expect(chosen(ofStaff, people.head)).toMatch(/secure-device|keep-evidence/u);
    const history = aConcern('acknowledged', { handler: people.dsl, answers: someAnswers({ kind: 'extremism' }) });
    expect(chosen(history, people.dsl)).toBe('review-filter');
    expect(chosen(itDoes(history, by.dsl, 'review-filter'), people.dsl)).toBeUndefined();
  });
});

const sample = { whom: 'Callum Farrow', breach: 'sharing-passwords', sanction: 'warning', reason: 'Twice.' };
