import { describe, expect, it } from 'vitest';
import { aboutHead, aboutStaff, aConcern, given, reference, textsOf } from '../../support/concern.ts';
import { aSchoolWhere, by, people } from '../../support/school.ts';

describe('acknowledging a concern', () => {
  it('says who and when in the thread, on the card and to the reporter', () => {
    const acknowledged = given(aConcern('new')).when('concern/acknowledge', by.deputy);
    acknowledged.thenHappens({ type: 'ConcernAcknowledged' });
    expect(acknowledged.state).toMatchObject({
      status: 'acknowledged',
      acknowledged: { at: '2026-11-23T14:06:00.000Z', by: by.deputy },
    });
    expect(acknowledged.lines).toEqual(['Seen by the deputy DSL, 14:06.']);
    expect(acknowledged.message('case')?.data).toMatchObject({
      title: `Concern ${reference} · acknowledged`,
      facts: [
        { label: 'Kind', value: 'Something unsuitable came up by accident' },
        { label: 'Reported', value: 'Mon 23 Nov, 14:05' },
        { label: 'With', value: 'nobody yet' },
      ],
    });
    expect(acknowledged.message('told:seen')).toMatchObject({
      to: { kind: 'person', person: people.teacher },
      data: { text: `Your report ${reference} has been seen.` },
    });
    expect(acknowledged.message('receipt')?.data).toMatchObject({
      title: 'Your report is seen',
      lines: ['Last change: Mon 23 Nov, 14:06.', 'If you are worried, ring 01632 960101.'],
    });
  });

  it('ends the reminders', () => {
    expect(given(aConcern('new')).when('concern/acknowledge', by.dsl).state).toMatchObject({ file: { remindAt: [] } });
  });

  it('is refused to the second of two who press at once, who learns what the state is now', () => {
    const second = given(aConcern('acknowledged')).when('concern/acknowledge', by.dsl);
    second.thenRefused('already-acknowledged');
    expect(second.sentence).toBe('The deputy DSL acknowledged this at 14:06. It is acknowledged now.');
    const later = given(aConcern('handled')).when('concern/acknowledge', by.dsl, {}, '2026-11-25T09:00:00.000Z');
    expect(later.sentence).toBe('The deputy DSL acknowledged this on Mon 23 Nov, 14:06. It is being handled now.');
  });

  it('is refused on an old card of a closed case, which says when it was closed', () => {
    const late = given(aConcern('closed')).when('concern/acknowledge', by.dsl);
    late.thenRefused('closed');
    expect(late.sentence).toBe('This case was closed at 14:08. Open it to see the outcome, or reopen it.');
  });

  it('does not tell a reporter who acknowledges their own report that it was seen', () => {
    const own = given(aConcern('new', { reporter: people.dsl })).when('concern/acknowledge', by.dsl);
    expect(own.message('told:seen')).toBeUndefined();
    expect(own.message('receipt')).toBeDefined();
  });

  it('shows the case to who acknowledged it, where the private surface is open', () => {
    const { reply } = given(aConcern('new')).when('concern/acknowledge', by.dsl);
    expect(reply).toMatchObject({ slot: `view:${people.dsl}`, card: 'case-file' });
  });
});

describe('the first step of a handler', () => {
  it.each([
    ['concern/take', {}],
    ['concern/note', { text: 'Spoke to the tutor.' }],
    ['concern/ask', { text: 'Who else?' }],
    ['concern/hand-over', { to: people.deputy }],
  ] as const)('%s also acknowledges the concern: who does it has seen it', (command, data) => {
    const done = given(aConcern('new')).when(command, by.dsl, data);
    expect(done.events[0]).toEqual({ type: 'ConcernAcknowledged' });
    expect(done.lines[0]).toBe('Seen by the Designated Safeguarding Lead, 14:06.');
    expect(done.message('told:seen')).toBeDefined();
    expect(done.state).toMatchObject({ acknowledged: { by: by.dsl } });
  });

  it('tells the reporter once that it was seen, not at every step', () => {
    const second = given(aConcern('acknowledged')).when('concern/note', by.dsl, { text: 'More.' });
    expect(second.message('told:seen')).toBeUndefined();
    expect(second.message('receipt')).toBeUndefined();
  });
});

describe('taking a concern', () => {
  it('makes it somebody’s: the card and the thread say whose, by role', () => {
    const taken = given(aConcern('acknowledged')).when('concern/take', by.dsl);
    taken.thenHappens({ type: 'ConcernTaken' });
    expect(taken.state).toMatchObject({ status: 'handled', owner: people.dsl });
    expect(taken.lines).toEqual(['The Designated Safeguarding Lead has taken this, 14:07.']);
    expect(taken.message('case')?.data).toMatchObject({
      title: `Concern ${reference} · being handled`,
      facts: [{}, {}, { label: 'With', value: 'the Designated Safeguarding Lead' }],
    });
    expect(taken.message('receipt')?.data).toMatchObject({ title: 'Your report is being handled' });
  });

  it('is refused to who has it already', () => {
    const again = given(aConcern('handled')).when('concern/take', by.deputy);
    again.thenRefused('already-yours');
    expect(again.sentence).toBe('You have this one already.');
  });

  it('from a colleague is possible, and the colleague is told', () => {
    const taken = given(aConcern('handled')).when('concern/take', by.dsl);
    expect(taken.state).toMatchObject({ owner: people.dsl });
    expect(taken.messages.find(({ to }) => to.kind === 'thread')?.mentions).toEqual([people.deputy]);
  });

  it('[R002] can be done by the deputy as by the lead', () => {
    expect(given(aConcern('new')).when('concern/take', by.deputy).state).toMatchObject({ owner: people.deputy });
  });

  it('is refused when the case is closed', () => {
    given(aConcern('closed')).when('concern/take', by.dsl).thenRefused('closed');
  });
});

describe('handing a concern over', () => {
  it('gives it to somebody else who handles it, with what they should know, and calls them', () => {
    const given_ = given(aConcern('handled')).when('concern/hand-over', by.deputy, {
      to: people.dsl,
      reason: 'I am away.',
    });
    given_.thenHappens({ type: 'ConcernHandedOver', to: people.dsl, reason: 'I am away.' });
    expect(given_.state).toMatchObject({ status: 'handled', owner: people.dsl });
    expect(given_.lines).toEqual(['The deputy DSL handed this over to the Designated Safeguarding Lead, 14:08.']);
    expect(given_.messages.find(({ to }) => to.kind === 'thread')?.mentions).toEqual([people.dsl]);
  });

  it.each([
    ['somebody who does not handle concerns', people.otherTeacher],
    ['somebody whom the school does not know', 'x@elsewhere.example'],
    ['who has it already', people.deputy],
  ])('is refused to %s', (_who, to) => {
    const refused = given(aConcern('handled')).when('concern/hand-over', by.deputy, { to });
    refused.thenRefused('not-a-handler');
    expect(refused.sentence).toBe('That person cannot take this case now. Choose somebody from the list.');
  });

  it('is refused where nobody else handles it', () => {
    const alone = given(aConcern('new', { answers: aboutHead() })).when('concern/hand-over', by.chair, {
      to: people.chair,
    });
    alone.thenRefused('nobody-else');
    expect(alone.sentence).toBe('Nobody else handles this case, so it cannot be handed over.');
  });

  it('one to one, tells who has it now in their own chat, without a name and without the reason', () => {
    const school = aSchoolWhere({ head: [people.head, people.senco] });
    const history = aConcern('handled', { answers: aboutStaff('Callum Farrow'), handler: people.head, school });
    const over = given(history, school).when('concern/hand-over', by.head, { to: people.senco, reason: 'My cousin.' });
    const line = over.messages.find(({ card }) => card === 'line');
    expect(line).toMatchObject({
      to: { kind: 'person', person: people.senco },
      preview: `${reference}: handed over to you, 14:08. Open it to read why.`,
    });
    expect(textsOf(over.reply?.data).join()).toContain('My cousin.');
  });
});

describe('adding a note', () => {
  it('[R055] puts it into the history with author and time, and only that it was added into the thread', () => {
    const noted = given(aConcern('handled')).when('concern/note', by.dsl, {
      text: 'Police advice: keep the phone off.',
    });
    noted.thenHappens({ type: 'NoteAdded', text: 'Police advice: keep the phone off.' });
    expect(noted.lines).toEqual(['The Designated Safeguarding Lead added a note, 14:08.']);
    expect(noted.reply?.data.blocks).toContainEqual({
      heading: 'Today 14:08 · Naila Rahimi noted',
      text: 'Police advice: keep the phone off.',
    });
  });

  it('[R055] never takes the place of an earlier one', () => {
    const first = given(aConcern('handled')).when('concern/note', by.dsl, { text: 'First.' });
    const second = given(first.history).when('concern/note', by.deputy, { text: 'Second.' });
    expect(textsOf(second.reply?.data)).toEqual(expect.arrayContaining(['First.', 'Second.']));
    expect(second.messages.filter(({ to }) => to.kind === 'thread').map(({ slot }) => slot)).not.toEqual(
      first.messages.filter(({ to }) => to.kind === 'thread').map(({ slot }) => slot),
    );
  });

  it('in the same moment as another, has a line of its own in the thread', () => {
    const at = '2026-11-23T15:00:00.000Z';
    const first = given(aConcern('handled')).when('concern/note', by.dsl, { text: 'First.' }, at);
    const second = given(first.history).when('concern/note', by.deputy, { text: 'Second.' }, at);
    const slots = [...first.messages, ...second.messages]
      .filter(({ to }) => to.kind === 'thread')
      .map(({ slot }) => slot);
    expect(new Set(slots).size).toBe(2);
  });

  it('is refused when the case is closed', () => {
    given(aConcern('closed')).when('concern/note', by.dsl, { text: 'Late.' }).thenRefused('closed');
  });
});

describe('recording an action', () => {
  it('[R033] keeps what was done and why', () => {
    const data = { action: 'Moved the pupil to another set.', reason: 'They sit beside each other.' };
    const recorded = given(aConcern('handled')).when('concern/record-action', by.dsl, data);
    recorded.thenHappens({ type: 'ActionRecorded', ...data });
    expect(recorded.lines).toEqual(['The Designated Safeguarding Lead recorded an action, 14:08.']);
    expect(recorded.reply?.data.blocks).toContainEqual({
      heading: 'Today 14:08 · Naila Rahimi recorded an action',
      text: 'Moved the pupil to another set.\nReason: They sit beside each other.',
    });
  });

  it.each([{ action: 'Rang home.' }, { action: 'Rang home.', reason: '  ' }, { reason: 'Why.' }])(
    '[R033] cannot be done without a reason, nor without an action: %j',
    (data) => {
      expect(given(aConcern('handled')).when('concern/record-action', by.dsl, data).outcome.kind).toBe('malformed');
    },
  );
});
