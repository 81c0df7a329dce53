import { describe, expect, it } from 'vitest';
import { type Actor, actorOf } from '../../../../src/domain/people.ts';
import type { School } from '../../../../src/domain/school.ts';
import { partsOf } from '../../../../src/workflows/concern/access.ts';
import { concern } from '../../../../src/workflows/concern/index.ts';
import { offered } from '../../../../src/workflows/concern/offers.ts';
import {
  aConcern,
  buttonsOf,
  everyCommand,
  give,
  given,
  type History,
  reference,
  sampleData,
  someAnswers,
  stateAfter,
  textsOf,
} from '../../../support/concern.ts';
import { choicesIn, formOf, notesIn, questionIn } from '../../../support/concern-form.ts';
import { aSchool, aSchoolWhere, by, people } from '../../../support/school.ts';

const school = aSchool();
const senco = actorOf(people.senco);
const coordinator = actorOf(people.coordinator);
const special = aConcern('handled', { answers: someAnswers({ send: 'yes' }) });
const QUESTION = 'Are the ordinary safeguards enough for Robin Ash?';
const ANSWER = 'More is needed: a shorter list of sites.';

const consulted = (history: History = special, of: { role?: string; text?: string; school?: School } = {}) => {
  const { role = 'senco', text = QUESTION, school: at = school } = of;
  return given(history, at).when('concern/consult', by.dsl, { role, text });
};
const read = (history: History, actor: Actor = senco, number: number | 'none' = 1) =>
  given(history).when('concern/consultation', actor, number === 'none' ? {} : { number: String(number) });
const answered = (history: History, data: Record<string, unknown> = {}, actor: Actor = senco) =>
  given(history).when('concern/answer-consultation', actor, { number: 1, safeguards: 'more', text: ANSWER, ...data });
const slot = `consultation:1:${people.senco}`;

describe('consulting the SENCO', () => {
  it('[R007] [R044] asks whoever holds the role, in their own chat, without a word of what it is about', () => {
    const asked = consulted();
    asked.thenHappens({ type: 'ConsultationAsked', number: 1, role: 'senco', text: QUESTION });
    expect(asked.message(slot)).toEqual({
      slot,
      to: { kind: 'person', person: people.senco },
      card: 'notice',
      preview: 'There is a question about a pupil',
      data: {
        title: 'There is a question about a pupil',
        lines: [`Concern ${reference}, asked Mon 23 Nov, 14:08.`],
        buttons: [
          expect.objectContaining({
            label: 'Read the question',
            opens: true,
            press: { do: 'concern/consultation', ref: reference, with: { number: '1' } },
          }),
        ],
      },
    });
    expect(asked.lines).toEqual(['The Designated Safeguarding Lead consulted the SENCO, 14:08.']);
  });

  it('[R007] comes to the delegate where the SENCO is whom the case is about', () => {
    const { roles } = school;
    const other = aSchool({ roles: { ...roles, senco: { people: [people.senco], delegate: people.assistant } } });
    const about = aConcern('handled', {
      answers: someAnswers({ kind: 'contact-by-adult', contactAdult: 'Yusuf Kestrel' }),
      school: other,
    });
    const asked = consulted(about, { school: other });
    expect(asked.messages.filter(({ slot: one }) => one.startsWith('consultation:')).map(({ to }) => to)).toEqual([
      { kind: 'person', person: people.assistant },
    ]);
    expect(given(asked.history, other).when('concern/consultation', senco, { number: 1 }).outcome).toMatchObject({
      code: 'not-yours',
    });
  });

  it('[R007] is not offered where nobody but who asks could answer', () => {
    // The DSL stands in for the SENCO and for the co-ordinator, both of whom the case is about.
    const about = aConcern('handled', {
      answers: someAnswers({ kind: 'contact-by-adult', contactAdult: 'Yusuf Kestrel\nMei Tanaka' }),
    });
    expect(offered(stateAfter(about), people.dsl, school)).not.toContain('concern/consult');
    consulted(about).thenRefused('nobody-to-consult');
    expect(offered(stateAfter(about), people.deputy, school)).toContain('concern/consult');
  });

  it('[R007] asks the DSL’s question of those who can answer it, the SENCO first', () => {
    const form = formOf(special, 'concern/consult');
    expect(choicesIn(form, 'role')).toEqual(['senco', 'online-safety-coordinator']);
    expect(questionIn(form, 'role')?.initially).toBe('senco');
    expect(questionIn(form, 'text')?.help).toContain('nothing else of the case');
    const about = aConcern('handled', {
      answers: someAnswers({ kind: 'contact-by-adult', contactAdult: 'Yusuf Kestrel' }),
    });
    expect(choicesIn(formOf(about, 'concern/consult'), 'role')).toEqual(['online-safety-coordinator']);
    consulted(about).thenRefused('nobody-to-consult');
  });

  it('[R044] a pupil with special educational or mental-health needs makes the case urgent', () => {
    expect(given(special).state).toMatchObject({ file: { urgency: 'urgent' } });
  });
});

describe('the question', () => {
  it('[R204] is read on the private surface alone, and leaves the chat again', () => {
    const { reply } = read(consulted().history);
    expect(concern.commands['concern/consultation']?.opens).toBe(true);
    expect(reply).toMatchObject({ slot, card: 'case-file', preview: 'There is a question about a pupil' });
    expect(reply?.data.blocks).toEqual([{ heading: 'Asked Mon 23 Nov, 14:08', text: QUESTION }]);
    expect(textsOf(reply?.fades?.data).join()).not.toContain('Robin');
    expect(buttonsOf(reply?.data)).toEqual(['concern/answer-consultation', 'concern/consultation']);
    const away = given(consulted().history).when('concern/consultation', senco, { number: '1', away: 'yes' });
    expect(away.events).toEqual([]);
    expect(away.reply).toEqual({ slot, ...reply?.fades });
  });

  it('[R198] goes on the record each time it is read, and the case says that it was', () => {
    const opened = read(consulted().history);
    opened.thenHappens({ type: 'ConsultationOpened', number: 1 });
    const blocks = (history: History) => JSON.stringify(given(history).when('concern/open', by.dsl).reply?.data.blocks);
    expect(blocks(consulted().history)).toContain('SENCO: asked today 14:08, not read yet.');
    expect(blocks(opened.history)).toContain('SENCO: asked today 14:08, read today 14:09, not answered yet.');
    const again = read(opened.history);
    again.thenHappens({ type: 'ConsultationOpened', number: 1 });
    expect(blocks(again.history)).toContain('read today 14:09');
  });

  it('[R007] is all that they see of the case: nothing else can be opened or done', () => {
    const { history } = consulted();
    const theirs = ['concern/consultation', 'concern/answer-consultation'];
    for (const command of everyCommand) {
      const context = { at: '2026-11-23T15:00:00.000Z', by: senco, school, reference };
      const outcome = give(stateAfter(history), command, sampleData[command], context);
      if (theirs.includes(command)) expect(outcome.kind).toBe('decision');
      else
        expect(outcome).toMatchObject({
          kind: 'refusal',
          code: expect.stringMatching(/^(not-yours|already-reported)$/),
        });
    }
    expect(textsOf(read(history).reply?.data).join()).not.toContain('A page with a fight');
    expect(offered(stateAfter(history), people.senco, school)).toEqual([]);
  });

  it('to one role is not shown to the other', () => {
    const both = consulted(consulted().history, { role: 'online-safety-coordinator', text: 'Can the filter do it?' });
    expect(both.events).toMatchObject([{ number: 2 }]);
    expect(both.message(`consultation:2:${people.coordinator}`)?.preview).toBe(
      'There is a question about technology in a case',
    );
    read(both.history, coordinator, 1).thenRefused('no-such-consultation');
    read(both.history, senco, 2).thenRefused('no-such-consultation');
    read(both.history, senco, 9).thenRefused('no-such-consultation');
    expect(JSON.stringify(read(both.history, coordinator, 2).reply)).toContain('Can the filter do it?');
    answered(both.history, { number: 2 }).thenRefused('no-such-consultation');
    expect(
      notesIn(formOf(both.history, 'concern/answer-consultation', { by: people.senco, given: { number: '2' } })),
    ).toEqual([]);
  });

  it('that waits longest is the one that is shown where no number is given', () => {
    const two = consulted(consulted().history, { text: 'And at home?' });
    expect(read(two.history, senco, 'none').events).toEqual([{ type: 'ConsultationOpened', number: 1 }]);
    const first = answered(two.history);
    expect(read(first.history, senco, 'none').events).toEqual([{ type: 'ConsultationOpened', number: 2 }]);
  });

  it('is nothing to anybody who is not asked', () => {
    const { history } = consulted();
    for (const actor of [by.otherTeacher, by.teacher, by.head, coordinator, by.dsl]) {
      const outcome = read(history, actor).outcome;
      expect(outcome).toMatchObject({ kind: 'refusal', code: 'not-yours' });
    }
    expect(read(special).outcome).toMatchObject({ code: 'not-yours' });
  });
});

describe('the answer', () => {
  it('[R007] joins the case with whether the ordinary safeguards are enough, and leaves every chat', () => {
    const done = answered(consulted().history);
    done.thenHappens({ type: 'ConsultationAnswered', number: 1, safeguards: 'more', text: ANSWER });
    expect(done.reply).toEqual({
      slot,
      card: 'notice',
      preview: 'The question about a pupil has been answered',
      data: {
        title: 'The question about a pupil has been answered',
        lines: [`Concern ${reference}, answered Mon 23 Nov, 14:09.`],
        buttons: [],
      },
    });
    const { reply } = given(done.history).when('concern/open', by.dsl);
    expect(reply?.data.blocks).toContainEqual({
      heading: 'Consulted',
      text: 'SENCO: asked today 14:08, answered today 14:09. Are the ordinary safeguards enough? No, more is needed.',
    });
    expect(reply?.data.blocks).toContainEqual({
      heading: 'Today 14:09 · Yusuf Kestrel (consulted) answered for the SENCO',
      text: `Are the ordinary safeguards enough? No, more is needed.\n${ANSWER}`,
    });
    expect(read(done.history).reply?.card).toBe('notice');
    expect(read(done.history).events).toEqual([]);
  });

  it('is told to who asked, in the thread, by role and without its words', () => {
    const done = answered(consulted().history);
    expect(done.lines).toEqual(['The SENCO answered, 14:09. Open the case to read it.']);
    expect(done.messages.find(({ to }) => to.kind === 'thread')?.mentions).toEqual([people.dsl]);
  });

  it('ends the cards of all who were asked', () => {
    const two = aSchoolWhere({ senco: [people.senco, people.assistant] });
    const asked = consulted(special, { school: two });
    const done = given(asked.history, two).when('concern/answer-consultation', senco, {
      number: 1,
      safeguards: 'enough',
      text: 'Yes.',
    });
    const cards = done.messages.filter((message) => message.slot.startsWith('consultation:'));
    expect(cards.map(({ to, preview, onlyEdits }) => [to, preview, onlyEdits])).toEqual(
      [people.senco, people.assistant].map((person) => [
        { kind: 'person', person },
        'The question about a pupil has been answered',
        true,
      ]),
    );
    given(done.history, two)
      .when('concern/answer-consultation', actorOf(people.assistant), { number: 1, safeguards: 'more', text: 'No.' })
      .thenRefused('consultation-answered');
  });

  it('does not acknowledge a case for those who handle it', () => {
    const asked = consulted(aConcern('acknowledged', { answers: someAnswers({ send: 'yes' }) }));
    expect(answered(asked.history).state.status).toBe('acknowledged');
  });

  it('still joins a case that was closed meanwhile', () => {
    const closed = { type: 'ConcernClosed', outcome: 'supported', reason: 'Done.' } as const;
    const history = [...consulted().history, { event: closed, at: '2026-11-23T14:20:00.000Z', by: by.dsl }];
    expect(answered(history).state).toMatchObject({ status: 'closed' });
  });

  it('is asked with the question above it, and about the safeguards only of the SENCO', () => {
    const two = consulted(consulted().history, { role: 'online-safety-coordinator', text: 'Can the filter do it?' });
    const form = (person: string, number: string) =>
      formOf(two.history, 'concern/answer-consultation', { by: person, given: { number } });
    expect(notesIn(form(people.senco, '1'))).toEqual([QUESTION]);
    expect(choicesIn(form(people.senco, '1'), 'safeguards')).toEqual(['enough', 'more']);
    expect(notesIn(form(people.coordinator, '2'))).toEqual(['Can the filter do it?']);
    expect(questionIn(form(people.coordinator, '2'), 'safeguards')).toBeUndefined();
    expect(notesIn(form(people.otherTeacher, '1'))).toEqual([]);
    const advice = given(two.history).when('concern/answer-consultation', coordinator, { number: 2, text: 'It can.' });
    expect(advice.events).toEqual([
      { type: 'ConsultationAnswered', number: 2, safeguards: 'not-asked', text: 'It can.' },
    ]);
  });

  it('sent twice shows that it was answered, and no more', () => {
    const done = answered(consulted().history);
    const ask = { type: 'concern/answer-consultation', data: { number: 1, safeguards: 'more', text: ANSWER } };
    const context = { at: '2026-11-23T15:00:00.000Z', by: senco, school, reference };
    expect(concern.again(done.state, ask, context)).toEqual(done.reply);
    expect(concern.again(done.state, ask, { ...context, by: coordinator })).toBeUndefined();
  });
});

describe('somebody who turns out to be whom the case is about after they were asked', () => {
  const named = given(consulted().history).when('concern/add-person', by.dsl, {
    name: 'Yusuf Kestrel',
    kind: 'staff',
    capacity: 'instigator',
    detail: '',
  });

  it('[R198] sees their card end as it does for everybody, and finds nothing any more', () => {
    const ended = named.message(slot);
    expect(ended).toMatchObject({
      to: { kind: 'person', person: people.senco },
      onlyEdits: true,
      preview: 'The question about a pupil has been answered',
      data: { title: 'The question about a pupil has been answered', buttons: [] },
    });
    expect(read(named.history).outcome).toMatchObject({
      code: 'not-yours',
      sentence: concern.notThere(reference, school),
    });
    expect(partsOf(named.state as never, people.senco, school)).toEqual([]);
  });

  it('[R198] gets no card that was still on its way', () => {
    const card = consulted().message(slot);
    const ended = named.message(slot);
    if (card === undefined || ended === undefined) throw new Error('there is no card');
    expect(concern.mayStillSend(consulted().state, card, school)).toBe(true);
    expect(concern.mayStillSend(named.state, card, school)).toBe(false);
    expect(concern.mayStillSend(named.state, ended, school)).toBe(true);
  });

  it('[R008] gives way to the delegate, who gets the question', () => {
    expect(partsOf(named.state as never, people.dsl, school)).toContain('handler');
    const { roles } = school;
    const other = aSchool({ roles: { ...roles, senco: { people: [people.senco], delegate: people.assistant } } });
    const moved = given(consulted(special, { school: other }).history, other).when('concern/add-person', by.dsl, {
      name: 'Yusuf Kestrel',
      kind: 'staff',
      capacity: 'instigator',
      detail: '',
    });
    expect(moved.message(`consultation:1:${people.assistant}`)).toMatchObject({
      preview: 'There is a question about a pupil',
    });
  });
});

describe('somebody who comes to the role after their name was written', () => {
  const { roles } = school;
  const before = aSchool({ roles: { ...roles, senco: { people: [people.assistant], delegate: people.coordinator } } });
  const now = aSchool({ roles: { ...roles, senco: { people: [people.senco], delegate: people.coordinator } } });
  const about = aConcern('handled', {
    answers: someAnswers({ kind: 'contact-by-adult', contactAdult: 'Yusuf Kestrel' }),
    school: before,
  });
  const asked = consulted(about, { school: before });

  it('[R198] never learns of the question', () => {
    expect(asked.message(`consultation:1:${people.assistant}`)).toBeDefined();
    given(asked.history, now).when('concern/consultation', senco, { number: 1 }).thenRefused('not-yours');
    given(asked.history, now).when('concern/consultation', coordinator, { number: 1 }).thenHappens({
      type: 'ConsultationOpened',
      number: 1,
    });
  });

  it('[R198] has their card ended where the name comes to the school file only then', () => {
    const unknown = aConcern('handled', {
      answers: someAnswers({ kind: 'contact-by-adult', contactAdult: 'Rosalind Ferrier' }),
    });
    const question = consulted(unknown);
    const { people: all } = school;
    const renamed = all.map((one) => (one.email === people.senco ? { ...one, name: 'Rosalind Ferrier' } : one));
    const other = aSchool({
      people: renamed,
      roles: { ...roles, senco: { people: [people.senco], delegate: people.assistant } },
    });
    const looked = given(question.history, other).when('concern/look-again', { kind: 'clock' });
    expect(looked.message(slot)).toMatchObject({
      onlyEdits: true,
      preview: 'The question about a pupil has been answered',
      data: { buttons: [] },
    });
    expect(looked.message(`consultation:1:${people.assistant}`)).toMatchObject({
      preview: 'There is a question about a pupil',
    });
    given(looked.history, other).when('concern/consultation', senco, { number: 1 }).thenRefused('not-yours');
  });
});

describe('the list of questions to somebody', () => {
  const list = concern.lists.find(({ id }) => id === 'consultations');
  const rowFor = (history: History, person: string) =>
    list?.row(stateAfter(history), { reference, person, school, now: '2026-11-23T15:00:00.000Z' });

  it('has those that wait for their answer, without their words, so that none is lost in the chat', () => {
    expect(rowFor(consulted().history, people.senco)).toEqual({
      rank: 0,
      since: '2026-11-23T14:08:00.000Z',
      title: `${reference} · There is a question about a pupil`,
      detail: 'Asked today 14:08',
      press: { label: 'Read', command: 'concern/consultation' },
    });
    expect(rowFor(answered(consulted().history).history, people.senco)).toBeUndefined();
    for (const person of [people.coordinator, people.dsl, people.head, people.otherTeacher])
      expect(rowFor(consulted().history, person)).toBeUndefined();
  });

  it('is found by what says nothing of the case, and only while one waits', () => {
    const token = list?.findBy?.(people.senco);
    expect(concern.findableBy(consulted().state)).toContain(token);
    expect(concern.findableBy(given(special).state)).not.toContain(token);
    expect(concern.findableBy(answered(consulted().history).state)).not.toContain(token);
  });

  it('is for those who may be consulted, and their delegates', () => {
    const isFor = (person: string) => list?.isFor(person, school);
    expect([people.senco, people.coordinator, people.dsl].map(isFor)).toEqual([true, true, true]);
    expect([people.otherTeacher, people.networkManager].map(isFor)).toEqual([false, false]);
  });
});

describe('a question that cannot be delivered', () => {
  it('is told to those who handle the case, without a name', () => {
    const note = { slot, outcome: 'parked', code: 'no-address' };
    const noted = given(consulted().history).when('concern/delivery-note', { kind: 'clock' }, note);
    expect(noted.messages.map(({ preview }) => preview)).toEqual(
      [people.dsl, people.deputy].map(
        () => `A message about ${reference} to who was consulted could not be delivered. Tell them another way.`,
      ),
    );
  });
});
