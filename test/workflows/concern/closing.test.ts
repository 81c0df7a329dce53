import { describe, expect, it } from 'vitest';
import { outcomes } from '../../../src/workflows/concern/choices.ts';
import { concern } from '../../../src/workflows/concern/index.ts';
import { aConcern, buttonsOf, given, reference, textsOf } from '../../support/concern.ts';
import { by, people } from '../../support/school.ts';

const close = { outcome: 'supported', reason: 'The family has support.' };

describe('closing a concern', () => {
  it.each(['acknowledged', 'handled'] as const)(
    'that is %s keeps the outcome and why, and tells the reporter',
    (status) => {
      const closed = given(aConcern(status)).when('concern/close', by.dsl, close);
      closed.thenHappens({ type: 'ConcernClosed', ...close });
      expect(closed.state).toMatchObject({ status: 'closed', closed: { by: by.dsl, ...close } });
      expect(closed.lines).toEqual([expect.stringMatching(/^The Designated Safeguarding Lead closed this, 14:0\d\.$/)]);
      expect(closed.message('receipt')?.data).toMatchObject({ title: 'Your report is closed' });
      const told = closed.messages.find(({ slot }) => slot.startsWith('told:closed'));
      expect(told).toMatchObject({
        to: { kind: 'person', person: people.teacher },
        preview: `Your report ${reference} has been dealt with and closed. If you are still worried, report it again or ring 01632 960101.`,
      });
    },
  );

  it('says nothing of the outcome or the reason outside the private surface', () => {
    const closed = given(aConcern('handled')).when('concern/close', by.dsl, close);
    for (const message of closed.messages) expect(JSON.stringify(message)).not.toMatch(/support/i);
    expect(closed.reply?.data.blocks).toContainEqual({
      heading: 'Today 14:08 · Naila Rahimi closed this',
      text: 'Supported in school\nReason: The family has support.',
    });
  });

  it('leaves one button on the card, and on the case only what is possible then', () => {
    const closed = given(aConcern('handled')).when('concern/close', by.dsl, close);
    expect(buttonsOf(closed.message('case')?.data)).toEqual(['concern/open']);
    expect(closed.message('case')?.data).toMatchObject({
      facts: [{}, {}, { label: 'Closed', value: 'Mon 23 Nov, 14:08' }],
    });
    expect(buttonsOf({ buttons: closed.reply?.data.buttons ?? [] })).toEqual([
      'concern/reopen',
      'concern/steps',
      'concern/enter-elsewhere',
      'concern/more',
      'concern/put-away',
    ]);
  });

  it('is refused while nobody has acknowledged it', () => {
    const refused = given(aConcern('new')).when('concern/close', by.dsl, close);
    refused.thenRefused('not-acknowledged');
    expect(refused.sentence).toBe('Nobody has acknowledged this yet. Acknowledge it first.');
  });

  it('is refused when it is closed, which is said with the time', () => {
    const refused = given(aConcern('closed')).when('concern/close', by.dsl, close, '2026-11-24T09:00:00.000Z');
    refused.thenRefused('closed');
    expect(refused.sentence).toBe(
      'This case was closed on Mon 23 Nov, 14:08. Open it to see the outcome, or reopen it.',
    );
  });

  it.each([{ outcome: 'supported' }, { outcome: 'supported', reason: ' ' }, { outcome: 'forgotten', reason: 'x' }, {}])(
    'needs an outcome of the list and a reason: %j',
    (data) => {
      expect(given(aConcern('handled')).when('concern/close', by.dsl, data).outcome.kind).toBe('malformed');
    },
  );

  it.each(outcomes.map(({ value }) => value))('may end as "%s"', (outcome) => {
    expect(given(aConcern('handled')).when('concern/close', by.dsl, { outcome, reason: 'x' }).state).toMatchObject({
      closed: { outcome },
    });
  });

  it('keeps the day on which a decision about parents is to be reviewed, also once it is closed [R075]', () => {
    const withheld = given(aConcern('handled')).when('concern/withhold-from-parents', by.dsl, {
      reason: 'A.',
      reviewOn: '2026-12-04',
    });
    const closed = given(withheld.history).when('concern/close', by.dsl, close).state;
    expect(concern.deadlines(closed)).toEqual([
      { at: expect.stringMatching(/^2026-12-04/), command: 'concern/parents-review', data: {} },
    ]);
  });
});

describe('reopening a concern', () => {
  it('gives it back to who had it, with the reason on the record', () => {
    const reopened = given(aConcern('closed')).when('concern/reopen', by.dsl, { reason: 'It happened again.' });
    reopened.thenHappens({ type: 'ConcernReopened', reason: 'It happened again.' });
    expect(reopened.state).toMatchObject({ status: 'handled', owner: people.deputy });
    expect(reopened.lines).toEqual(['The Designated Safeguarding Lead reopened this, 14:09.']);
    expect(reopened.message('receipt')?.data).toMatchObject({
      title: 'Your report is being handled',
      lines: ['Last change: Mon 23 Nov, 14:09.', expect.any(String)],
    });
    expect(textsOf(reopened.reply?.data)).toContain('Reason: It happened again.');
  });

  it('leaves it with nobody where nobody had it', () => {
    const closed = given(aConcern('acknowledged')).when('concern/close', by.dsl, close);
    expect(given(closed.history).when('concern/reopen', by.dsl, { reason: 'More came.' }).state.status).toBe(
      'acknowledged',
    );
  });

  it('needs a reason', () => {
    expect(given(aConcern('closed')).when('concern/reopen', by.dsl, {}).outcome.kind).toBe('malformed');
  });

  it.each(['new', 'acknowledged', 'handled'] as const)('is refused while it is %s', (status) => {
    const refused = given(aConcern(status)).when('concern/reopen', by.dsl, { reason: 'x' });
    refused.thenRefused('not-closed');
    expect(refused.sentence).toBe('This case is not closed, so there is nothing to reopen.');
  });

  it('and closing it again tells the reporter again', () => {
    const reopened = given(aConcern('closed')).when('concern/reopen', by.dsl, { reason: 'It happened again.' });
    const first = given(aConcern('handled')).when('concern/close', by.deputy, close);
    const second = given(reopened.history).when('concern/close', by.deputy, close);
    const slotOf = (done: typeof first) => done.messages.find(({ slot }) => slot.startsWith('told:'))?.slot;
    expect(slotOf(second)).toBeDefined();
    expect(slotOf(second)).not.toBe(slotOf(first));
  });

  it('brings a review of parents back', () => {
    const withheld = given(aConcern('handled')).when('concern/withhold-from-parents', by.dsl, {
      reason: 'A.',
      reviewOn: '2026-12-04',
    });
    const closed = given(withheld.history).when('concern/close', by.dsl, close);
    const reopened = given(closed.history).when('concern/reopen', by.dsl, { reason: 'x' });
    expect(concern.deadlines(reopened.state)).toHaveLength(1);
  });
});
