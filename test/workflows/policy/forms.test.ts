import { describe, expect, it } from 'vitest';
import { checkAnswers } from '../../../src/domain/check-answers.ts';
import { type Answers, type Item, type Question, questionsOf } from '../../../src/domain/form.ts';
import type { PersonId } from '../../../src/domain/people.ts';
import { LONGEST_TEXT } from '../../../src/domain/wording.ts';
import type { PolicyCommand } from '../../../src/workflows/policy/command-data.ts';
import { policy } from '../../../src/workflows/policy/index.ts';
import type { RefusalCode } from '../../../src/workflows/policy/refusals.ts';
import { manyPeople, people } from '../../support/school.ts';
import { aDraft, aRevision, awaiting, dsl, given, head, monday, published, school, stateAfter } from './a-policy.ts';

function formOf(
  command: PolicyCommand,
  {
    history = [],
    by = people.head,
    answers,
    of = school,
  }: {
    readonly history?: Parameters<typeof stateAfter>[0];
    readonly by?: PersonId;
    readonly answers?: Answers;
    readonly of?: typeof school;
  } = {},
) {
  const form = policy.commands[command]?.form?.(stateAfter(history), {
    school: of,
    now: monday,
    by,
    given: {},
    ...(answers === undefined ? {} : { answers }),
  });
  if (form === undefined) throw new Error(`${command} has a form`);
  const questions = form.steps.flatMap((step) => questionsOf(step));
  const question = (id: string): Question => {
    const found = questions.find((one) => one.id === id);
    if (found === undefined) throw new Error(`there is a question ${id}`);
    return found;
  };
  return { form, questions, ids: questions.map(({ id }) => id), question };
}

/** What a form says of an item, without what stands in it. */
function sentencesOf(item: Item): string {
  if (item.kind === 'note') return item.text;
  return 'label' in item ? `${item.label} ${'help' in item ? (item.help ?? '') : ''}` : '';
}

/** What stands in the form when it opens, sent as it is. */
function asItOpens(command: PolicyCommand, history: Parameters<typeof stateAfter>[0]) {
  const { form, questions } = formOf(command, { history });
  const answers = Object.fromEntries(
    questions.flatMap(({ id, kind, initially }) =>
      initially === undefined ? [] : [[id, kind === 'choices' ? initially.split(',') : initially]],
    ),
  );
  return checkAnswers(form, answers, { school, now: monday });
}

describe('the form of a version', () => {
  it('asks all that a policy has on its record [R167] [R170] [R171] [R172]', () => {
    expect(formOf('policy/publish').ids).toEqual([
      ...['kind', 'title', 'version', 'isMaterial', 'change1', 'change2', 'change3'],
      ...['text', 'address', 'sha256'],
      ...['kinds', 'roles', 'groups', 'channels', 'people', 'dueBy', 'isYearly'],
      ...['owner', 'reviewMonths', 'nextReview', 'approval', 'committee', 'coordinators', 'concerns'],
    ]);
    const { question } = formOf('policy/publish');
    expect([1, 2, 3].map((line) => question(`change${line}`).atMost)).toEqual([140, 140, 140]);
    expect(question('text').atMost).toBe(LONGEST_TEXT);
    expect(question('dueBy').notInPast).toBe(true);
  });

  it('has the same questions whatever was put in, and whoever opens it', () => {
    const { ids } = formOf('policy/publish');
    const other = formOf('policy/publish', { by: people.dsl, answers: { kind: 'agreement', reviewMonths: '6' } });
    expect(other.ids).toEqual(ids);
    expect(formOf('policy/revise', { history: published() }).ids).toEqual(ids);
    expect(formOf('policy/revise').ids).toEqual(ids);
    expect(formOf('policy/change', { history: awaiting() }).ids).toEqual(ids);
  });

  it('offers concerns to link to the DSL and the deputies alone [R172]', () => {
    const isAsked = (by: PersonId) => formOf('policy/publish', { by }).question('concerns').when === undefined;
    expect([people.dsl, people.deputy, people.head, people.coordinator].map(isAsked)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('puts the next review forward by the period that was chosen [R171]', () => {
    const next = (reviewMonths: string) =>
      formOf('policy/publish', { answers: { reviewMonths } }).question('nextReview').initially;
    expect(['6', '12', '24'].map(next)).toEqual(['2027-05-23', '2027-11-23', '2028-11-23']);
  });

  it('opens filled in with the draft when it is changed: sent as it is, it is the same', () => {
    const before = stateAfter(awaiting());
    const { values, problems } = asItOpens('policy/change', awaiting());
    expect(problems).toEqual({});
    const { state } = given(awaiting()).when('policy/change', dsl, values);
    if (before.status !== 'awaiting-signature' || state.status !== 'preview') throw new Error('it is a draft again');
    expect(state.making.draft).toEqual(before.making.draft);
  });

  it('opens filled in with the last version when it is revised, with the next number', () => {
    const { values, problems } = asItOpens('policy/revise', published());
    expect(Object.keys(problems)).toEqual(['isMaterial', 'change1']);
    expect(values).toMatchObject({ version: '5', title: 'Online safety policy', kinds: ['governor', 'staff'] });
    expect(values.change1).toBeUndefined();
  });

  it('asks for the owner by name in a school with more people than can be listed', () => {
    const of = { ...school, people: manyPeople() };
    const { question } = formOf('policy/publish', { of });
    expect([question('owner').kind, question('owner').initially]).toEqual(['text', 'Margaret Elstow']);
  });

  it('says at once to whoever may not publish that they cannot', () => {
    const notes = (by: PersonId) =>
      formOf('policy/publish', { by }).form.steps[0]?.items.filter(({ kind }) => kind === 'note');
    expect(notes(people.teacher)).toMatchObject([{ tone: 'warning' }]);
    expect(notes(people.head)).toEqual([]);
  });
});

describe('what cannot be taken as it was put', () => {
  const sha256 = 'a'.repeat(64);
  const address = 'https://oakfield.example/policy.pdf';

  it.each<readonly [string, object, RefusalCode]>([
    ['a version that is no number', { version: 'four' }, 'bad-version'],
    ['version nought', { version: '0' }, 'bad-version'],
    ['neither text nor link', { text: '' }, 'no-text'],
    ['an agreement without its text [R165]', { kind: 'agreement', text: '', address, sha256 }, 'agreement-needs-text'],
    ['a link that is no web address', { address: 'policy.pdf', sha256 }, 'bad-link'],
    ['a link that runs something', { address: 'javascript:alert(1)', sha256 }, 'bad-link'],
    ['a link with a password', { address: 'https://a:b@oakfield.example/', sha256 }, 'bad-link'],
    [
      'an agreement that does not fit its card [R165]',
      { kind: 'agreement', text: '"\n'.repeat(3_000) },
      'agreement-too-long',
    ],
    ['a link without the SHA-256 of its file', { address }, 'link-needs-hash'],
    ['a SHA-256 without a link', { sha256 }, 'hash-needs-link'],
    ['a SHA-256 that is too short', { address, sha256: 'abc' }, 'bad-hash'],
    ['nobody', { kinds: [] }, 'nobody-asked'],
    ['a group that the school has not', { kinds: [], groups: ['nobody'] }, 'nobody-asked'],
    ['people of whom there are none', { kinds: ['visitor'] }, 'nobody-there'],
    ['a name that is not on the staff list', { people: 'Amara Osei\nSomebody Else' }, 'no-such-person'],
    ['an owner who is not on the staff list', { owner: 'Somebody Else' }, 'no-such-owner'],
    ['a day that is past', { dueBy: '2026-11-22' }, 'due-past'],
    ['a day in more than a year', { dueBy: '2027-11-25' }, 'due-too-late'],
    ['a review today', { nextReview: '2026-11-23' }, 'review-past'],
    ['a review after its period', { nextReview: '2028-11-24' }, 'review-too-late'],
    ['a concern that is none', { concerns: 'C-7K3Q9F\nthe case of Robin' }, 'bad-concern'],
    ['a reference of something else', { concerns: 'P-7K3Q9F' }, 'bad-concern'],
  ])('%s is refused with what to do', (_, overrides, code) => {
    const step = given().when('policy/publish', dsl, { ...aDraft, ...overrides });
    expect(step.code).toBe(code);
    expect(step.sentence.length).toBeGreaterThan(30);
    expect(step.history).toEqual([]);
  });

  it('says on which line a name or a concern is not known', () => {
    const named = given().when('policy/publish', dsl, { ...aDraft, people: 'Amara Osei\n\nSomebody Else' });
    expect(named.sentence).toContain('line 2');
    const linked = given().when('policy/publish', dsl, { ...aDraft, concerns: 'C-7K3Q9F\nno' });
    expect(linked.sentence).toContain('Line 2');
  });

  it('a name that two people have is refused', () => {
    const twins = ['j.one@oakfield.example', 'j.two@oakfield.example'];
    const of = {
      ...school,
      people: [...school.people, ...twins.map((email) => ({ email, name: 'Jo Smith', jobTitle: 'Teacher' }))],
    };
    expect(given([], of).when('policy/publish', dsl, { ...aDraft, people: 'Jo Smith' }).code).toBe('several-people');
    expect(given([], of).when('policy/publish', dsl, { ...aDraft, owner: 'jo smith' }).code).toBe('several-owners');
    expect(given([], of).when('policy/publish', dsl, { ...aDraft, people: twins[0] }).code).toBeUndefined();
  });

  it('a new version counts up, and says what changed', () => {
    const revised = (data: object) => given(published()).when('policy/revise', head, data).code;
    expect(revised(aRevision(4))).toBe('version-too-low');
    expect(revised(aRevision(5, { change1: '', change2: '' }))).toBe('say-what-changed');
    expect(revised(aRevision(9))).toBeUndefined();
  });

  it('takes a link with the SHA-256 of its file, however it was copied', () => {
    const put = { ...aDraft, text: '', address, sha256: `${'AB '.repeat(31)}AB` };
    const { state } = given().when('policy/publish', dsl, put);
    if (state.status !== 'preview') throw new Error('it is a draft');
    expect(state.making.draft.wording.link).toEqual({ address, sha256: 'ab'.repeat(32) });
    expect(state.making.draft.wording).not.toHaveProperty('text');
  });

  it('takes a text that fits no card where it is no agreement: it is opened from there', () => {
    expect(given().when('policy/publish', dsl, { ...aDraft, text: '"\n'.repeat(3_000) }).code).toBeUndefined();
    const whole = { ...aDraft, kind: 'agreement', text: 'é'.repeat(LONGEST_TEXT) };
    expect(given().when('policy/publish', dsl, whole).code).toBeUndefined();
  });

  it('says every day as people say it', () => {
    for (const [command, history] of [
      ['policy/publish', []],
      ['policy/revise', published()],
      ['policy/reviewed', published()],
      ['policy/made-known', published()],
    ] as const) {
      const { form } = formOf(command, { history });
      const said = [form.intro, ...form.steps.flatMap(({ items }) => items.map(sentencesOf))].join(' ');
      expect([command, /\d{4}-\d{2}-\d{2}/.exec(said)?.[0]]).toEqual([command, undefined]);
    }
    expect(formOf('policy/publish').question('dueBy').help).toBe('At the latest 24 Nov 2027.');
    const late = given().when('policy/publish', dsl, { ...aDraft, dueBy: '2027-11-25' });
    expect(late.sentence).toContain('put 24 Nov 2027 at the latest');
  });

  it('takes a text of the greatest length, and not a letter more', () => {
    expect(given().when('policy/publish', dsl, { ...aDraft, text: 'é'.repeat(LONGEST_TEXT) }).code).toBeUndefined();
    const { outcome } = given().when('policy/publish', dsl, { ...aDraft, text: 'é'.repeat(LONGEST_TEXT + 1) });
    expect(outcome.kind).toBe('malformed');
  });
});

describe('the concerns that led to a version', () => {
  const linked = { ...aDraft, concerns: 'C-7K3Q9F\nc8m4r2t' };
  it('stay linked when somebody changes the draft who may not know which they are [R172]', () => {
    const drafted = given().when('policy/publish', dsl, linked);
    const changed = given(drafted.history).when('policy/change', head, { ...aDraft, concerns: 'C-222222' });
    if (changed.state.status !== 'preview') throw new Error('it is a draft');
    expect(changed.state.making.draft.concerns.map(({ reference }) => reference)).toEqual(['C-7K3Q9F', 'C-8M4R2T']);
    const cleared = given(changed.history).when('policy/change', dsl, aDraft);
    expect(cleared.state.status === 'preview' && cleared.state.making.draft.concerns).toEqual([]);
  });

  it('are told to no other record', () => {
    const drafted = given().when('policy/publish', dsl, linked);
    const { relays, messages } = given(drafted.history).when('policy/confirm', head, { draft: 1 });
    expect(JSON.stringify([relays, messages])).not.toContain('C-7K3Q9F');
  });
});
