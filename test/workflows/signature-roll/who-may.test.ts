import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/domain/message.ts';
import { actorOf } from '../../../src/domain/people.ts';
import { signatureRoll } from '../../../src/workflows/signature-roll/index.ts';
import { refusalSentences } from '../../../src/workflows/signature-roll/refusals.ts';
import { aSchoolWhere, by, stranger } from '../../support/school.ts';
import { aStage } from '../../support/stage.ts';
import {
  aBeginning,
  aRoll,
  aRollOf,
  buttonsOf,
  clock,
  factOn,
  letComeDue,
  networkManager,
  people,
  recorder,
  reference,
  school,
} from './a-roll.ts';

const YEAR_7 = 'Amelia Hart,7B,yes,yes\nJacob Lowe,7A,yes,no\nMina Pace,7B,no,no';
const names = /Hart|Lowe|Pace|Amelia|Jacob|Mina/;
const slotsOf = (messages: readonly Message[]) => messages.map(({ slot }) => slot);

describe('a signature roll', () => {
  it('is begun by those who publish, and recorded by them and by who was named for it', () => {
    const begin = (who: ReturnType<typeof actorOf>) =>
      aStage(signatureRoll, { school, reference, at: '2026-11-23T10:00:00.000Z' }).give(
        'signature-roll/begin',
        who,
        aBeginning,
      );
    for (const publisher of [by.head, by.dsl, actorOf(people.coordinator)])
      expect(begin(publisher).kind).toBe('decision');
    for (const other of [by.teacher, recorder, networkManager, actorOf(stranger), clock])
      expect(begin(other).kind).toBe('refusal');
    const table = 'Amelia Hart,7B,yes,yes';
    for (const one of [recorder, by.dsl])
      expect(aRoll().give('signature-roll/record', one, { table }).kind).toBe('decision');
    for (const other of [by.teacher, networkManager, by.chair, actorOf(stranger)])
      expect(aRoll().give('signature-roll/record', other, { table }).code).toBe('not-yours');
  });

  it('is offered to nobody else', () => {
    const offered = signatureRoll.commands['signature-roll/begin']?.isOffered;
    expect([people.head, people.teacher, people.assistant].map((person) => offered?.(person, school))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('is changed and closed by those who publish alone', () => {
    const roll = aRoll();
    expect(roll.give('signature-roll/close', recorder, { reason: 'x' }).code).toBe('not-publisher');
    expect(buttonsOf(roll.give('signature-roll/open', recorder).reply)).toEqual([
      'signature-roll/record',
      'signature-roll/take-off',
      'signature-roll/put-away',
    ]);
    roll.give('signature-roll/close', by.head, { reason: 'The school year is over.' });
    expect(roll.give('signature-roll/record', recorder, { table: 'A,7B' }).code).toBe('closed');
    expect(roll.give('signature-roll/open', recorder).said).toContain('Closed: The school year is over.');
  });

  it('is lost by somebody who is not named for it any more, with their card', () => {
    const roll = aRollOf(YEAR_7);
    const changed = roll.give('signature-roll/change', by.head, {
      dueOn: '2026-12-04',
      internet: 'yes',
      recorders: people.teacher,
    });
    expect(changed.messages.find(({ slot }) => slot === `roll:${people.assistant}`)).toMatchObject({
      card: 'notice',
      onlyEdits: true,
    });
    expect(slotsOf(changed.messages)).toContain(`roll:${people.teacher}`);
    expect(roll.give('signature-roll/open', recorder).code).toBe('not-yours');
    const owed: Message = {
      slot: `roll:${people.assistant}`,
      to: { kind: 'person', person: people.assistant },
      card: 'case',
      data: {},
      preview: '',
    };
    expect(signatureRoll.mayStillSend(roll.state, owed, school)).toBe(false);
    expect(signatureRoll.findableBy(roll.state)).toEqual([`recorder:${people.teacher}`]);
  });

  it('asks for colleagues that there are', () => {
    const stage = aStage(signatureRoll, { school, reference, at: '2026-11-23T10:00:00.000Z' });
    const refused = stage.give('signature-roll/begin', by.head, {
      ...aBeginning,
      recorders: 'Bronwen Tallis\nA. Nobody',
    });
    expect([refused.code, refused.sentence]).toEqual(['no-such-person', expect.stringContaining('"A. Nobody"')]);
  });

  it.each([
    ['2026-11-22', 'due-past'],
    ['2027-12-01', 'due-too-late'],
  ])('takes no last day that is past or too far away, such as %s', (dueOn, code) => {
    const stage = aStage(signatureRoll, { school, reference, at: '2026-11-23T10:00:00.000Z' });
    expect(stage.give('signature-roll/begin', by.head, { ...aBeginning, dueOn }).code).toBe(code);
  });

  it('[R197] [R203] names no pupil on a card, in a preview, in a list or to a channel; only who opens it reads names', () => {
    const roll = aRoll();
    const recorded = roll.give('signature-roll/record', recorder, { table: YEAR_7 });
    const due = letComeDue(roll);
    const off = roll.give('signature-roll/take-off', recorder, { table: 'Mina Pace,7B', reason: 'Left.' });
    const messages = [...recorded.messages, ...due.messages, ...off.messages];
    expect(messages.length).toBeGreaterThan(5);
    for (const message of messages) {
      expect(JSON.stringify(message)).not.toMatch(names);
      expect(message.to.kind).toBe('person');
    }
    for (const list of signatureRoll.lists)
      for (const person of Object.values(people))
        expect(JSON.stringify(list.row(roll.state, { reference, person, school, now: roll.at }) ?? '')).not.toMatch(
          names,
        );
    const opened = roll.give('signature-roll/open', recorder);
    expect(opened.said).toMatch(names);
    expect(opened.reply?.preview).not.toMatch(names);
    expect(JSON.stringify(opened.reply?.fades)).not.toMatch(names);
    expect(opened.events).toEqual([{ type: 'RollOpened', part: 'roll', page: 1 }]);
  });
});

it('has a sentence for every refusal', () => {
  const of = { school, reference, phase: 'secondary', bad: [], about: 'line 2', count: 1_600 } as const;
  for (const sentence of Object.values(refusalSentences)) expect(sentence(of)).toMatch(/^[A-Z].+\.$/s);
});

describe('[R163] IT', () => {
  it('hears how many have not signed once the last day is past, in school hours, and not before', () => {
    const roll = aRollOf(YEAR_7);
    expect(roll.give('signature-roll/show-who', networkManager).code).toBe('not-shown');
    const due = letComeDue(roll);
    expect(roll.at).toBe('2026-12-01T08:30:00.000Z');
    expect(factOn(due.messages, `unsigned:${people.networkManager}`, 'Not signed')).toBe('2 of 3 pupils');
    expect(due.messages.every(({ fresh }) => fresh)).toBe(true);
  });

  it('sees with one press who it is: names and classes, nothing else, and that stands on the record', () => {
    const roll = aRollOf(YEAR_7);
    letComeDue(roll);
    const shown = roll.give('signature-roll/show-who', networkManager);
    const blocks = shown.reply?.data['blocks'];
    expect(blocks).toEqual([
      { heading: 'Acceptable-use agreement, Year 7, 2026-27', text: 'Not signed: 2 of 3 pupils' },
      { heading: '7A', text: 'Jacob Lowe' },
      { heading: '7B', text: 'Mina Pace' },
    ]);
    expect(shown.events).toEqual([{ type: 'RollOpened', part: 'unsigned', page: 1 }]);
    const to = { kind: 'person', person: people.networkManager } as const;
    const owed: Message = { slot: `view:${people.networkManager}`, to, card: 'case-file', data: {}, preview: '' };
    expect(signatureRoll.mayStillSend(roll.state, owed, school)).toBe(true);
    expect(signatureRoll.mayStillSend(aRollOf(YEAR_7).state, owed, school)).toBe(false);
    expect(roll.give('signature-roll/open', networkManager).code).toBe('not-yours');
  });

  it('has one card, which is edited as signatures come, until everybody has signed', () => {
    const roll = aRollOf(YEAR_7);
    letComeDue(roll);
    const slot = `unsigned:${people.networkManager}`;
    const one = roll.give('signature-roll/record', recorder, { table: 'Mina Pace,7B,yes,yes' });
    expect(factOn(one.messages, slot, 'Not signed')).toBe('1 of 3 pupils');
    expect(one.messages.find((message) => message.slot === slot)?.fresh).toBeUndefined();
    const all = roll.give('signature-roll/record', recorder, { table: 'Jacob Lowe,7A,yes,yes' });
    const card = all.messages.find((message) => message.slot === slot);
    expect([card?.data['title'], card?.data['buttons']]).toEqual([
      `Signatures ${reference} · everybody has signed`,
      [],
    ]);
  });

  it('hears nothing where the internet does not depend on it, and no more when the roll is closed', () => {
    const other = aRollOf(YEAR_7, { internet: 'no' });
    expect(slotsOf(letComeDue(other).messages).some((slot) => slot.startsWith('unsigned:'))).toBe(false);
    expect(other.give('signature-roll/show-who', networkManager).code).toBe('not-shown');
    const roll = aRollOf(YEAR_7);
    letComeDue(roll);
    const closed = roll.give('signature-roll/close', by.head, { reason: 'Over.' });
    expect(closed.messages.find(({ slot }) => slot === `unsigned:${people.networkManager}`)).toMatchObject({
      onlyEdits: true,
      card: 'notice',
    });
    expect(roll.give('signature-roll/show-who', networkManager).code).toBe('not-shown');
  });

  it('has it among its jobs, and gives it up with the role', () => {
    const roll = aRollOf(YEAR_7);
    letComeDue(roll);
    const jobs = signatureRoll.lists.find(({ id }) => id === 'it-jobs');
    const of = { reference, person: people.networkManager, now: roll.at };
    expect(jobs?.row(roll.state, { ...of, school })?.detail).toBe('2 of 3 pupils');
    const changed = aSchoolWhere({ 'network-manager': [people.teacher] });
    expect(jobs?.row(roll.state, { ...of, school: changed })).toBeUndefined();
    roll.becomes(changed);
    expect(roll.give('signature-roll/show-who', networkManager).code).toBe('not-yours');
  });

  it('who cannot be told is told another way: those who record hear of it, once', () => {
    const roll = aRollOf(YEAR_7);
    letComeDue(roll);
    const note = { slot: `unsigned:${people.networkManager}`, outcome: 'parked', code: 'blocked' };
    const noted = roll.give('signature-roll/delivery-note', clock, note);
    expect(noted.messages.map(({ to }) => to)).toEqual([
      { kind: 'person', person: people.head },
      { kind: 'person', person: people.assistant },
    ]);
    expect(roll.give('signature-roll/delivery-note', clock, note).events).toEqual([]);
    expect(roll.give('signature-roll/open', recorder).said).toContain('could not be delivered to Ifeoma Brandt');
  });
});
