import { describe, expect, it } from 'vitest';
import type { FormContext } from '../../../../src/domain/decider.ts';
import { itJobRules, itJobs } from '../../../../src/domain/it-jobs.ts';
import { theClock } from '../../../../src/domain/people.ts';
import { concern } from '../../../../src/workflows/concern/index.ts';
import { aboutHead, aboutStaff, aConcern, given, monday, someAnswers, textsOf } from '../../../support/concern.ts';
import { aSchool, by, people } from '../../../support/school.ts';

const school = aSchool();
const ofPupil = aConcern('handled', { handler: people.dsl, answers: someAnswers({ kind: 'extremism' }) });
const ofStaff = aConcern('acknowledged', { answers: aboutStaff('Callum Farrow'), handler: people.head });
const ask = { job: 'secure-device', about: 'Laptop 14 from room 7' } as const;
const answer = {
  number: 1,
  record: 'J-7K3Q9F',
  outcome: 'done',
  result: 'Held by: Ifeoma Brandt\nKept at: Server room',
  by: people.networkManager,
} as const;

function asked(history = ofPupil, who = by.dsl, data: object = ask) {
  const made = given(history).when('concern/ask-it', who, data);
  expect(made.outcome).toMatchObject({ kind: 'decision' });
  return made;
}

const relaysOf = (made: ReturnType<typeof asked>) =>
  made.outcome.kind === 'decision' ? (made.outcome.relays ?? []) : [];

describe('[R005] IT is asked for a job', () => {
  it.each(itJobs)('and learns the job, what it needs, and who may not know of it: %s', (job) => {
    const made = asked(ofPupil, by.dsl, { ...ask, job });
    made.thenHappens({ type: 'ItAsked', number: 1, job, about: ask.about });
    expect(relaysOf(made)).toEqual([
      {
        slot: 'relay:it:1',
        type: 'it-job/ask',
        key: 'C-7K3Q9F:1',
        data: { job, about: ask.about, concern: 'C-7K3Q9F', number: 1, askedBy: people.dsl, without: [] },
      },
    ]);
    expect(made.lines).toEqual([expect.stringContaining(`asked IT to ${itJobRules[job].called}, 14:08`)]);
    expect(JSON.stringify(made.messages)).not.toContain('Laptop');
  });

  it('[R041] [R101] what IT answers stands in the case whole, and whoever asked is called', () => {
    const { history } = asked();
    const done = given(history).when('concern/it-answered', theClock, answer);
    done.thenHappens({ type: 'ItAnswered', ...answer });
    expect(done.lines).toEqual(['IT has done its job (secure a device), 14:09. Open the case to read it.']);
    expect(done.messages.find(({ to }) => to.kind === 'thread')?.mentions).toEqual([people.dsl]);
    expect(JSON.stringify(done.messages)).not.toMatch(/Server room|Brandt/u);
    const texts = textsOf(given(done.history).when('concern/open', by.dsl).reply?.data).join('\n');
    expect(texts).toContain('Secure a device: Laptop 14 from room 7');
    expect(texts).toContain('Kept at: Server room');
    expect(texts).toContain('IT knows it as J-7K3Q9F');
  });

  it('[R102] the result of an audit is attached as text, however long it is', () => {
    const { history } = asked(ofStaff, by.head, { job: 'audit-use', about: 'Laptop 14, last week' });
    const result = 'The user was c.farrow. '.repeat(200).trim();
    const done = given(history).when('concern/it-answered', theClock, { ...answer, result });
    const pages = [1, 2, 3, 4, 5, 6].map((page) =>
      textsOf(given(done.history).when('concern/open', by.head, { page: String(page) }).reply?.data).join(' '),
    );
    expect(pages.join(' ').split('The user was').length).toBeGreaterThan(200);
    // A case of the head's has no thread: whoever asked is told in their own chat.
    const told = done.messages.filter(({ card }) => card === 'line');
    expect(told.map(({ to }) => to)).toContainEqual({ kind: 'person', person: people.head });
  });

  it('an answer that comes twice is there once; what could not be done at first may be done later', () => {
    const { history } = asked();
    const cannot = { ...answer, outcome: 'cannot', result: 'It is at home.' } as const;
    const failed = given(history).when('concern/it-answered', theClock, cannot);
    expect(failed.lines[0]).toContain('IT cannot do its job (secure a device)');
    expect(given(failed.history).when('concern/it-answered', theClock, cannot).events).toEqual([]);
    const done = given(failed.history).when('concern/it-answered', theClock, answer);
    expect(done.events).toHaveLength(1);
    expect(given(done.history).when('concern/it-answered', theClock, cannot).events).toEqual([]);
    expect(given(history).when('concern/it-answered', theClock, { ...answer, number: 9 }).events).toEqual([]);
  });

  it('who reads the case and asks for nothing is not asked for either: nobody else may ask', () => {
    for (const who of [by.teacher, by.chair, by.governor])
      given(ofPupil).when('concern/ask-it', who, ask).thenRefused('not-yours');
    given(ofPupil).when('concern/it-answered', by.dsl, answer).thenRefused('not-yours');
  });
});

describe('[R198] where somebody of IT is whom it is about', () => {
  const aboutIt = aConcern('acknowledged', { answers: aboutStaff('Ifeoma Brandt'), handler: people.head });

  it('the job is kept from them from the beginning', () => {
    expect(relaysOf(asked(aboutIt, by.head))[0]?.data).toMatchObject({ without: [people.networkManager] });
  });

  it('or from when they are named: every job is told so', () => {
    const first = asked();
    const second = asked(first.history, by.dsl, { ...ask, job: 'keep-evidence' });
    const person = { name: 'Ifeoma Brandt', kind: 'staff', capacity: 'instigator', detail: '' };
    const named = given(second.history).when('concern/add-person', by.dsl, person);
    expect(relaysOf(named).map(({ slot, data }) => [slot, data.without])).toEqual([
      ['relay:it:1', [people.networkManager]],
      ['relay:it:2', [people.networkManager]],
    ]);
  });

  it('and where nobody at all can be asked, the case says so and nobody is kept waiting', () => {
    const { history } = asked(aboutIt, by.head);
    const result = 'Nobody of IT can be asked in the chat.';
    const told = given(history).when('concern/it-answered', theClock, { ...answer, outcome: 'cannot', result, by: '' });
    expect(told.messages.filter(({ card }) => card === 'line').map(({ to }) => to)).toContainEqual({
      kind: 'person',
      person: people.head,
    });
    expect(textsOf(given(told.history).when('concern/open', by.head).reply?.data).join('\n')).toContain(result);
  });

  it('[R003] in a case about the head, the head has no job of it either', () => {
    const made = asked(aConcern('acknowledged', { answers: aboutHead(), handler: people.chair }), by.chair);
    expect(relaysOf(made)[0]?.data).toMatchObject({ without: [people.head] });
  });
});

describe('[R084] [R101] the form in which IT is asked', () => {
  const formOf = (answers: FormContext['answers'], person: string = people.dsl) => {
    const form = concern.commands['concern/ask-it']?.form?.(given(ofPupil).state, {
      school,
      now: monday,
      by: person,
      given: {},
      ...(answers === undefined ? {} : { answers }),
    });
    return (form?.steps ?? []).map((step) => step.items.map((item) => (item.kind === 'note' ? item.text : item.label)));
  };

  it('shows exactly what IT will read before it is sent', () => {
    const [, check = []] = formOf({ job: 'review-filter', about: 'extreme.example got through in the library' });
    expect(check).toEqual([
      'Look at it once more. This is all that IT reads:',
      `${itJobRules['review-filter'].task}\nextreme.example got through in the library`,
    ]);
  });

  it('warns where a name of the case stands in it, and only those who read the case', () => {
    const [, check = []] = formOf({ job: 'audit-use', about: "Find what robin's tablet was used for, ASH, 9B" });
    expect(check.filter((text) => text.includes('is a name in this case'))).toEqual([
      '"Robin" is a name in this case. Go back and take it out, unless IT cannot do the job without it.',
      '"Ash" is a name in this case. Go back and take it out, unless IT cannot do the job without it.',
    ]);
    const [, plain = []] = formOf({ job: 'audit-use', about: 'ASH, 9B' }, people.otherTeacher);
    expect(plain).toHaveLength(2);
  });

  it('has the same steps and questions whatever was put in', () => {
    const shape = (answers: FormContext['answers']) => formOf(answers).map((labels) => labels.length);
    expect(shape(undefined)).toEqual(shape({ job: 'audit-use', about: 'Laptop 14' }));
  });
});
