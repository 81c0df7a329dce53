import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/domain/people.ts';
import { concern } from '../../../src/workflows/concern/index.ts';
import {
  aConcern,
  buttonsOf,
  everyStatus,
  given,
  monday,
  reference,
  someAnswers,
  stateAfter,
  textsOf,
} from '../../support/concern.ts';
import { aSchool, aSchoolWhere, by, people, stranger } from '../../support/school.ts';

const school = aSchool();

describe('opening a concern', () => {
  it.each(everyStatus)('[R198] is on the record, also when it is %s', (status) => {
    const opened = given(aConcern(status)).when('concern/open', by.dsl);
    opened.thenHappens({ type: 'ConcernOpened', page: 1 });
    expect(opened.state).toMatchObject({ file: { reads: [{ by: by.dsl }] } });
    expect(opened.messages).toEqual([]);
  });

  it('shows everything that the reporter wrote, with the questions', () => {
    const answers = someAnswers({
      kind: 'bullying-pupil',
      bullying: ['repeated', 'messages'],
      platform: 'messaging',
      date: '2026-11-20',
      time: '12:10',
      room: 'Library',
      evidence: 'Two messages on her telephone.',
      evidenceSince: '2026-11-21',
    });
    const { reply } = given(aConcern('new', { answers })).when('concern/open', by.dsl);
    expect(reply).toMatchObject({ slot: `view:${people.dsl}`, card: 'case-file', preview: `Concern ${reference}` });
    expect(reply?.data).toMatchObject({ title: `Concern ${reference} · new`, attention: false, page: '', turns: [] });
    expect(reply?.data.blocks).toEqual([
      {
        heading: 'Where it stands',
        text: ['Reported by Amara Osei, today 14:05.', 'Not acknowledged yet.', 'Parents: not informed yet.'].join(
          '\n',
        ),
      },
      {
        heading: 'The report',
        text: [
          'Immediate danger: No',
          'Kind: Online bullying of a pupil',
          'About: One or more pupils',
          'Day: Fri 20 Nov',
          'Time: 12:10',
        ].join('\n'),
      },
      { heading: 'Pupils', text: 'Robin Ash, 9B' },
      { heading: 'What happened', text: 'A page with a fight came up in the library.' },
      { heading: 'Next steps', text: expect.stringMatching(/^1\. Acknowledge it.*\n2\. .*\n3\. .*\n0 of \d+ steps/) },
      { heading: 'Still owed before it can be closed', text: expect.stringMatching(/^- Consider the police/) },
      { heading: 'Evidence', text: expect.stringContaining('Two messages on her telephone.') },
      {
        heading: 'Details',
        text: [
          'How it is known: I saw or heard it myself',
          'Where online: Messages, chat or email',
          'What fits: It happened more than once; By messages',
          'Room: Library',
          'It goes by: Behaviour policy.',
          'Bullying may need recording in the behaviour record too.',
          'Why it came here: Concerns about pupils go to the DSL and the deputies (000 sections 2.3.3 and 4.1; 003 sections 3.3 and 3.32).',
        ].join('\n'),
      },
    ]);
  });

  it('answers an acknowledgement with the report, and every page says what comes next', () => {
    const answers = someAnswers({ kind: 'sexual-harassment', narrative: 'It went on for weeks. '.repeat(350) });
    const pressed = given(aConcern('new', { answers })).when('concern/acknowledge', by.dsl);
    const headings = (data: unknown) =>
      (data as { blocks: { heading: string }[] }).blocks.map(({ heading }) => heading);
    expect(headings(pressed.reply?.data).slice(0, 2)).toEqual(['Where it stands', 'The report']);
    for (const page of ['1', '2']) {
      const { reply } = given(pressed.history).when('concern/open', by.dsl, { page });
      expect(headings(reply?.data)).toContain('Next steps');
      expect(reply?.data.page).toMatch(/^Page \d of \d$/);
    }
  });

  it('says first where the team was called to', () => {
    const called = given([]).when('concern/call-team', by.teacher, { room: 'Library' });
    const opened = given(called.history).when('concern/open', by.dsl);
    expect(textsOf(opened.reply?.data).join('\n')).toContain('Called to: Library.\nReported by');
  });

  it('says by what is known now how urgent it is, and calls the others for a danger that was found since', () => {
    const found = given(aConcern('acknowledged')).when('concern/assess', by.dsl, { 'immediate-risk': 'yes' });
    expect(found.message('case')?.data.title).toBe(`Concern ${reference} · acknowledged · immediate danger`);
    const line = found.messages.find(({ preview }) => preview.includes('Open it'));
    expect(line?.mentions).toEqual([people.deputy]);
  });

  it('[R056] says of bullying that it may need recording in the behaviour record, and not of other things', () => {
    const text = (kind: string, handler = by.dsl) =>
      textsOf(
        given(aConcern('new', { answers: someAnswers({ kind }) })).when('concern/open', handler).reply?.data,
      ).join();
    expect(text('bullying-pupil')).toContain('behaviour record');
    expect(text('bullying-staff', by.head)).toContain('behaviour record');
    expect(text('fraud')).not.toContain('behaviour record');
  });

  it('[R052] tells the DSL not to view an image either: the police view it on the device', () => {
    const { reply } = given(aConcern('new')).when('concern/open', by.dsl);
    expect(reply?.data.caution).toContain('Do not view, copy or send any image.');
    expect(reply?.data.caution).toContain('the police view it');
  });

  it('says who has seen it, who has it, and how it ended', () => {
    const text = textsOf(given(aConcern('closed')).when('concern/open', by.dsl).reply?.data).join('\n');
    expect(text).toContain('Acknowledged by Daniel Okonjo, today 14:06.');
    expect(text).toContain('Handled by Daniel Okonjo.');
    expect(text).toContain('Closed by Daniel Okonjo, today 14:08: Supported in school.');
    expect(text).toContain('Today 14:07 · Daniel Okonjo took this');
  });

  it('is in the colour of alarm only for immediate danger that nobody has acknowledged', () => {
    const danger = { answers: someAnswers({ danger: 'yes' }) };
    expect(given(aConcern('new', danger)).when('concern/open', by.dsl).reply?.data).toMatchObject({ attention: true });
    expect(given(aConcern('handled', danger)).when('concern/open', by.dsl).reply?.data).toMatchObject({
      attention: false,
    });
    expect(given(aConcern('new')).when('concern/open', by.dsl).reply?.data).toMatchObject({ attention: false });
  });

  it('says how urgent a case is as long as it is open', () => {
    const title = (status: 'handled' | 'closed') =>
      given(aConcern(status, { answers: someAnswers({ danger: 'yes' }) })).when('concern/open', by.dsl).reply?.data
        .title;
    expect(title('handled')).toBe(`Concern ${reference} · being handled · immediate danger`);
    expect(title('closed')).toBe(`Concern ${reference} · closed`);
  });

  it('leaves the chat again: what takes its place says nothing of it', () => {
    const { reply } = given(aConcern('new')).when('concern/open', by.dsl);
    expect(reply?.fades).toMatchObject({
      card: 'notice',
      data: { lines: [`Concern ${reference} was shown here and has been put away.`] },
    });
    expect(JSON.stringify(reply?.fades)).not.toMatch(/Robin|fight|Osei/);
    const put = given(aConcern('new')).when('concern/put-away', by.dsl);
    put.thenHappens();
    expect(put.reply).toEqual({ slot: `view:${people.dsl}`, ...reply?.fades });
    expect(buttonsOf(put.reply?.data)).toEqual(['concern/open']);
  });

  it.each([
    'not-yet',
    by.teacher,
    by.otherTeacher,
    by.head,
    by.chair,
    by.governor,
    { kind: 'person', person: stranger },
  ] as const)('[R194] is refused to who does not handle it, with the words for what is not there: %j', (who) => {
    if (who === 'not-yet') {
      given([]).when('concern/open', by.dsl).thenRefused('not-yours');
      return;
    }
    const refused = given(aConcern('handled')).when('concern/open', who as Actor);
    refused.thenRefused('not-yours');
    expect(refused.sentence).toBe(concern.notThere(reference, school));
  });

  it('[R194] is refused at once to somebody who has given the role up', () => {
    const history = aConcern('handled', { handler: people.deputy });
    const other = aSchoolWhere({ 'deputy-dsl': [people.senco] });
    given(history, other).when('concern/open', by.deputy).thenRefused('not-yours');
    expect(given(history, other).when('concern/open', { kind: 'person', person: people.senco }).outcome.kind).toBe(
      'decision',
    );
  });

  it('[R198] refused, goes on the record: who tried what, once an hour for each', () => {
    const first = given(aConcern('handled')).when('concern/open', by.head);
    expect(first.events).toEqual([{ type: 'AttemptRefused', command: 'concern/open', code: 'not-yours' }]);
    const again = given(first.history).when('concern/open', by.head);
    expect(again.events).toEqual([]);
    expect(given(first.history).when('concern/note', by.head, { text: 'x' }).events).toHaveLength(1);
    expect(given(first.history).when('concern/open', by.chair).events).toHaveLength(1);
    const hourOn = given(first.history).when('concern/open', by.head, {}, '2026-11-23T15:08:00.000Z');
    expect(hourOn.events).toHaveLength(1);
  });

  it('refused for another reason, is not an attempt', () => {
    expect(given(aConcern('handled')).when('concern/reopen', by.dsl, { reason: 'x' }).events).toEqual([]);
  });
});

describe('a long case', () => {
  const long = aConcern('handled', {
    answers: someAnswers({ narrative: `begin ${'word '.repeat(1_900)}end` }),
    followedBy: Array.from(
      { length: 30 },
      (_, index) => [{ type: 'NoteAdded', text: `Note ${index}.` }, by.dsl] as const,
    ),
  });
  const open = (page?: number) =>
    given(long).when('concern/open', by.dsl, page === undefined ? {} : { page: String(page) });

  it('[R198] is read a page at a time, and each page that is turned is on the record', () => {
    const first = open();
    expect(first.reply?.data).toMatchObject({
      page: expect.stringMatching(/^Page 1 of \d+$/),
      turns: [{ label: 'Later', press: { do: 'concern/open', ref: reference, with: { page: '2' } } }],
    });
    const second = given(first.history).when('concern/open', by.dsl, { page: '2' });
    second.thenHappens({ type: 'ConcernOpened', page: 2 });
    expect(second.reply?.data.turns).toMatchObject([{ label: 'Earlier' }, { label: 'Later' }]);
    expect(second.state).toMatchObject({ file: { reads: [{ by: by.dsl }, { by: by.dsl }] } });
  });

  it('has every word on one of its pages, none twice, and no page too large for a chat', () => {
    const total = Number(/of (\d+)/.exec(String(open().reply?.data.page))?.[1]);
    expect(total).toBeGreaterThan(2);
    const pages = Array.from({ length: total }, (_, index) => open(index + 1).reply?.data.blocks);
    const all = pages.flatMap((blocks) => textsOf(blocks)).join('\n');
    for (let index = 0; index < 30; index++) expect(all.split(`Note ${index}.`)).toHaveLength(2);
    expect(all.match(/word/g)).toHaveLength(1_900);
    for (const blocks of pages) {
      expect(JSON.stringify(blocks).length).toBeLessThan(9_000);
      expect(Array.isArray(blocks) && blocks.length).toBeLessThanOrEqual(20);
    }
  });

  it('ends with its last page, also when a later one is asked for', () => {
    const last = open(500).reply?.data;
    expect(last?.turns).toMatchObject([{ label: 'Earlier' }]);
    expect(textsOf(last?.blocks)).toContain('Note 29.');
  });

  it('shows its last page after a step, where the step stands', () => {
    const noted = given(long).when('concern/note', by.deputy, { text: 'The latest.' });
    expect(textsOf(noted.reply?.data.blocks)).toContain('The latest.');
  });

  it.each(['0', '-1', '501', 'x', '1.5', ''])('has no page %j', (page) => {
    expect(given(long).when('concern/open', by.dsl, { page }).outcome.kind).toBe('malformed');
  });
});

describe('what a concern can be found by', () => {
  it('is its reporter and the names in it, and nothing else', () => {
    expect(concern.findableBy(stateAfter(aConcern('handled')))).toEqual([
      `reporter:${people.teacher}`,
      'name:full:ash robin',
      'name:short:ash r',
      'name:short:robin a',
    ]);
    expect(concern.findableBy(concern.initial)).toEqual([]);
  });

  it('in the clear is its status alone', () => {
    expect(everyStatus.map((status) => concern.status(stateAfter(aConcern(status))))).toEqual(everyStatus);
    expect(concern.status(concern.initial)).toBe('none');
    expect(monday).toBe(aConcern('new')[0]?.at);
  });
});
