import { describe, expect, it } from 'vitest';
import { checkAnswers } from '../../../src/domain/check-answers.ts';
import { type Answers, questionsOf } from '../../../src/domain/form.ts';
import { later, MINUTE } from '../../../src/domain/instant.ts';
import { policyCard } from '../../../src/domain/policy-card.ts';
import { type Wording, wordingHash } from '../../../src/domain/wording.ts';
import type { PolicyCommand } from '../../../src/workflows/policy/command-data.ts';
import { policy } from '../../../src/workflows/policy/index.ts';
import { people } from '../../support/school.ts';
import {
  aDraft,
  anAgreement,
  aRevision,
  dsl,
  given,
  type History,
  head,
  monday,
  played,
  published,
  school,
  stateAfter,
  textOf,
} from './a-policy.ts';

/** The questions of a form, and what is said of each screen that is sent with these answers. */
function formOf(command: PolicyCommand, history: History = [], answers?: Answers, now = monday) {
  const form = policy.commands[command]?.form?.(stateAfter(history), {
    school,
    now,
    by: people.head,
    given: {},
    ...(answers === undefined ? {} : { answers }),
  });
  if (form === undefined) throw new Error(`${command} has a form`);
  const question = (id: string) => {
    const found = form.steps.flatMap((step) => questionsOf(step)).find((one) => one.id === id);
    if (found === undefined) throw new Error(`there is a question ${id}`);
    return found;
  };
  const problems = (step: string) =>
    checkAnswers({ steps: form.steps.filter(({ id }) => id === step) }, answers ?? {}, { school, now }).problems;
  return { question, problems };
}

describe('what is wrong in the form of a version', () => {
  const revising = { ...aRevision(5), change1: '' };

  it('is said with its own step where that can be known: what changed, the version, the text', () => {
    const what = (version: string) => formOf('policy/revise', published(), { ...revising, version }).problems('what');
    expect(Object.keys(what('5'))).toEqual(['change1']);
    expect(what('4').version).toBe('Put a whole number here, 5 or higher.');
    expect(what('five').version).toBe('Put a whole number here, 5 or higher.');
    expect(what('9').version).toBeUndefined();
    expect(formOf('policy/publish', [], { ...aDraft, version: '0' }).problems('what').version).toContain('1 or higher');
    const text = (put: object) => Object.keys(formOf('policy/publish', [], { ...aDraft, ...put }).problems('text'));
    const link = { address: 'https://oakfield.example/a.pdf', sha256: 'a'.repeat(64) };
    expect(text({ text: '' })).toEqual(['text']);
    expect(text({ text: '', ...link })).toEqual([]);
    expect(text({ text: '', ...link, kind: 'agreement' })).toEqual(['text']);
    expect(text({ address: link.address })).toEqual(['sha256']);
    expect(text({ sha256: link.sha256 })).toEqual(['address']);
    expect(text({})).toEqual([]);
  });

  it('is asked of a new version under a label of its own, and not called optional there', () => {
    expect(formOf('policy/revise', published()).question('change1')).toMatchObject({
      label: 'What changed',
      required: true,
    });
    expect(formOf('policy/publish').question('change1').required).not.toBe(true);
  });

  it('leaves a link without a text possible to send from the first', () => {
    const { question } = formOf('policy/publish', [], { kind: 'policy' });
    expect([question('text').required, question('sha256').required]).not.toContain(true);
  });

  it('is said all at once at the end', () => {
    const wrong = { version: 'four', text: '', people: 'Somebody Else', owner: 'Nobody', dueBy: '2026-11-22' };
    const step = given().when('policy/publish', dsl, { ...aDraft, ...wrong, nextReview: '2026-11-23', concerns: 'no' });
    expect(step.code).toBe('bad-version');
    for (const words of [
      'Put the version as a whole number',
      'People need something to read',
      'line 1 of the people by name',
      'what stands for the owner',
      'Line 1 of the concerns',
      'The day by which people are asked is past',
      'The next review has to be on a day to come',
    ])
      expect(step.sentence).toContain(words);
    expect(step.sentence).toMatch(/^7 things cannot be taken like this/);
    expect(step.history).toEqual([]);
  });
});

describe('what a version says', () => {
  const first = { ...anAgreement, change1: 'How staff use the network.' };
  const preview = (history: History) => textOf(given(history).when('policy/preview', head).reply);

  it('is about something the first time, and changed something after that', () => {
    expect(preview(played([['policy/publish', head, first]]))).toContain('"What it is about"');
    const revised = played([
      ['policy/publish', head, first, monday],
      ['policy/confirm', head, { draft: 1 }],
      ['policy/revise', head, aRevision(2, { kind: 'agreement' })],
    ]);
    expect(preview(revised)).toContain('"What changed"');
    const wording: Wording = {
      policy: 'P-7K3Q9F',
      version: 1,
      kind: 'policy',
      title: 'A',
      changes: ['B'],
      statement: 'C',
      isSigned: false,
    };
    const card = (version: number) =>
      JSON.stringify(policyCard({ ...wording, version }, { school, dueBy: '2026-12-04', buttons: [] }));
    expect([card(1).includes('What it is about'), card(1).includes('What changed')]).toEqual([true, false]);
    expect([card(2).includes('What it is about'), card(2).includes('What changed')]).toEqual([false, true]);
    expect(wordingHash(wording)).toHaveLength(64);
  });

  it('speaks in its preview of an earlier version only where there is one', () => {
    const drafted = preview(played([['policy/publish', head, first]]));
    expect(drafted).toContain('All of them are asked.');
    expect(drafted).not.toContain('earlier version');
    const revised = given(published()).when('policy/revise', head, aRevision(5)).history;
    expect(preview(revised)).toContain('All of them are asked, also who has acknowledged an earlier version.');
  });

  it('says on its file that everybody is asked, not that they were: some are still to come', () => {
    const file = textOf(given(published()).when('policy/open', head).reply);
    expect(file).toContain('Round 1: everybody is asked.');
  });
});

describe('the form of a version', () => {
  it('puts a day on which the school is open for reading it', () => {
    const on = (now: string) => formOf('policy/publish', [], undefined, now).question('dueBy').initially;
    expect(on(monday)).toBe('2026-12-07');
    expect(on('2026-11-22T10:00:00.000Z')).toBe('2026-12-04');
  });

  it('says that 1 is for something new only where it is new', () => {
    expect(formOf('policy/publish').question('version').help).toContain('1 for something new');
    expect(formOf('policy/revise', published()).question('version').help).toBe('A whole number, 5 or higher.');
  });
});

describe('who signs what they sent themselves', () => {
  const sent = played([
    ['policy/publish', head, { ...aDraft, approval: 'head' }, monday],
    ['policy/confirm', head, { draft: 1 }],
  ]);
  const name = { draft: 1, name: 'Margaret Elstow', jobTitle: 'Head Teacher' };

  it('is not told that it was signed; another who sent it is', () => {
    const own = given(sent).when('policy/sign', head, name, later(monday, 5 * MINUTE));
    expect(own.state.status).toBe('published');
    expect(own.slots).not.toContain(`draft:${people.head}`);
    const theirs = played([
      ['policy/publish', dsl, { ...aDraft, approval: 'head' }, monday],
      ['policy/confirm', dsl, { draft: 1 }],
    ]);
    expect(given(theirs).when('policy/sign', head, name).slots).toContain(`draft:${people.dsl}`);
  });
});

describe('the policies that are due for review', () => {
  it('are left out for whoever has none to review', () => {
    expect(policy.lists.find(({ id }) => id === 'policy-reviews')?.onlyFilled).toBe(true);
  });
});
