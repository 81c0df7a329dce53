import { describe, expect, it } from 'vitest';
import type { Answers } from '../../src/domain/form.ts';
import { HOUR } from '../../src/domain/instant.ts';
import type { PersonId } from '../../src/domain/people.ts';
import type { School } from '../../src/domain/school.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { aboutStaff, someAnswers } from '../support/concern.ts';
import { aSchool, aSchoolFile, people } from '../support/school.ts';

const { open, aPath } = applications();

/** What somebody sees of those who were seen before, line by line, when they open a case. */
async function seenBy(t: TestApplication, reference: string, person: PersonId = people.dsl) {
  const opened = await t.give('concern/open', { by: person, reference });
  if (opened.kind !== 'done') return opened.code;
  const blocks = (opened.reply?.data.blocks ?? []) as unknown as readonly { heading: string; text: string }[];
  return blocks.find(({ heading }) => heading === 'Seen before')?.text.split('\n') ?? [];
}

const about = (names: string, of: Parameters<typeof someAnswers>[0] = {}): Answers => someAnswers({ names, ...of });

/** Reports these one after the other, a day apart; gives their references. */
async function reported(t: TestApplication, ...all: readonly Answers[]): Promise<readonly string[]> {
  const references: string[] = [];
  for (const answers of all) {
    references.push(await t.report(answers));
    t.clock.move(24 * HOUR);
  }
  return references;
}

describe('the earlier concerns of a pupil', () => {
  it('[R039] are found however the name was written, and shown with their references', async () => {
    const t = await open();
    const references = await reported(
      t,
      about('ASH Robin'),
      about('Ash, Robin (9B)'),
      about('R. Ash'),
      about('Kit Marsh'),
      about('Robin Ash, 9B'),
    );
    const [first, second, third, , last = ''] = references;
    expect(await seenBy(t, last)).toEqual([
      'Robin Ash, 9B: 2 earlier, last in November; perhaps 1 more, by part of the name.',
      `${second} · Tue 24 Nov · the same name`,
      `${first} · Mon 23 Nov · the same name`,
      `${third} · Wed 25 Nov · part of the name is the same`,
    ]);
    expect(await seenBy(t, references[3] ?? '')).toEqual([]);
  });

  it('[R198] are those alone that who looks may read: others are not even counted', async () => {
    const t = await open();
    // A member of staff is in all three; about staff it is the head's and the co-ordinator's.
    const [mine = '', theirs = '', last = ''] = await reported(
      t,
      about('Robin Ash', { others: 'Callum Farrow, witness' }),
      aboutStaff('Callum Farrow'),
      about('Kit Marsh', { others: 'Callum Farrow' }),
    );
    expect(await seenBy(t, theirs)).toBe('not-yours');
    const lines = await seenBy(t, last);
    expect(lines[0]).toBe('Callum Farrow: 1 earlier, last in November.');
    expect(lines).toContain(`${mine} · Mon 23 Nov · the same name`);
    expect(JSON.stringify(lines)).not.toContain(theirs);
    const ofHead = await seenBy(t, theirs, people.head);
    expect(JSON.stringify(ofHead)).not.toContain(mine);
    expect(JSON.stringify(ofHead)).not.toContain(last);
  });

  it('[R198] never tell somebody that there is one about them, whatever their role', async () => {
    const t = await open();
    const [, last = ''] = await reported(
      t,
      aboutStaff('Naila Rahimi'),
      about('Robin Ash', { others: 'Naila Rahimi, witness' }),
    );
    expect(await seenBy(t, last)).toEqual([]);
    expect(await seenBy(t, last, people.deputy)).toEqual([]);
  });

  it('[R198] are not given away by many that who looks may not read', async () => {
    const t = await open();
    for (let count = 0; count < 25; count++) await t.report(aboutStaff('Callum Farrow'));
    const [old = ''] = await reported(t, about('Robin Ash', { others: 'Callum Farrow' }));
    for (let count = 0; count < 25; count++) await t.report(aboutStaff('Callum Farrow'));
    const [last = ''] = await reported(t, about('Kit Marsh', { others: 'Callum Farrow' }));
    expect(await seenBy(t, last)).toEqual([
      'Callum Farrow: 1 earlier, last in November.',
      `${old} · Mon 23 Nov · the same name`,
    ]);
  });

  it('are said not to be all where there are more than are looked through', async () => {
    const t = await open();
    for (let count = 0; count < 22; count++) await t.report(about('Robin Ash'));
    t.clock.move(24 * HOUR);
    const [last = ''] = await reported(t, about('Robin Ash'));
    const lines = await seenBy(t, last);
    expect(lines[0]).toBe('Robin Ash: 20 earlier, last in November.');
    expect(lines.at(-1)).toBe('There may be more: not everything could be looked through.');
  });

  it('are said not to be all where one cannot be read, and the case opens all the same', async () => {
    const t = await open();
    const [damaged = '', other = '', last = ''] = await reported(
      t,
      about('Robin Ash'),
      about('Robin Ash'),
      about('Robin Ash'),
    );
    const [from, found] = [await t.store.get(t.school.id, other), await t.store.get(t.school.id, damaged)];
    if (found === undefined || from === undefined) throw new Error('they are there');
    await t.store.replace({ ...found.record, state: from.record.state }, found.etag);
    expect(await seenBy(t, last)).toEqual([
      'Robin Ash: 1 earlier, last in November.',
      `${other} · Tue 24 Nov · the same name`,
      'There may be more: not everything could be looked through.',
    ]);
  });

  it('are never those of another school', async () => {
    const other: School = aSchool({ ...aSchoolFile(), id: 'elmwood', name: 'Elmwood School' });
    const t = await open({ schools: [aSchool(), other] });
    const elsewhere = { by: people.teacher, school: other, data: { ...about('Robin Ash') } };
    await t.give('concern/report', elsewhere);
    const [last = ''] = await reported(t, about('Robin Ash'));
    expect(await seenBy(t, last)).toEqual([]);
  });

  it('are found by who was added too, and the reporter sees nothing of it', async () => {
    const t = await open();
    const [first = '', last = ''] = await reported(t, about('Kit Marsh'), about('Robin Ash'));
    const added = { name: 'Kit MARSH', kind: 'pupil', capacity: 'witness', detail: '9B' };
    await t.give('concern/add-person', { by: people.dsl, reference: last, data: added });
    expect(await seenBy(t, last)).toEqual([
      'Kit MARSH: 1 earlier, last in November.',
      `${first} · Mon 23 Nov · the same name`,
    ]);
    expect(await seenBy(t, first)).toEqual(['Kit Marsh: 1 later.', `${last} · Tue 24 Nov · the same name`]);
    expect(await seenBy(t, last, people.teacher)).toBe('not-yours');
    const told = JSON.stringify(t.chat.all().map(({ content }) => content));
    expect(told).toContain('Concern');
    expect(told).not.toContain('Seen before');
  });

  it('are compared by the DSL: somebody else is not counted any more', async () => {
    const t = await open();
    const [first = '', last = ''] = await reported(t, about('Robin Ash'), about('Robin Ash'));
    const compare = (pair: string, is: string) =>
      t.give('concern/compare-person', { by: people.dsl, reference: last, data: { pair, is } });
    expect(await compare(`${first} 1`, 'other')).toMatchObject({ kind: 'done' });
    expect(await seenBy(t, last)).toEqual(['Robin Ash: 1 not counted, of somebody else.']);
    expect(await compare(`${first} 1`, 'same')).toMatchObject({ kind: 'done' });
    expect(await seenBy(t, last)).toContain(`${first} · Mon 23 Nov · confirmed the same person`);
    expect(await t.events(last)).toEqual(expect.arrayContaining(['PersonCompared', 'ConcernOpened']));
  });

  it('[R198] cannot be compared with a case that is not theirs to read: as with one that is not there', async () => {
    const t = await open();
    const [hidden = '', last = ''] = await reported(
      t,
      aboutStaff('Callum Farrow'),
      about('Robin Ash', { others: 'Callum Farrow' }),
    );
    const compare = (other: string) =>
      t.give('concern/compare-person', { by: people.dsl, reference: last, data: { pair: `${other} 2`, is: 'same' } });
    const refused = await compare(hidden);
    expect(refused).toMatchObject({ kind: 'refused', code: 'nothing-alike' });
    expect(await compare('C-NWHERE')).toEqual(refused);
  });
});

describe('the store', () => {
  it('[R194] never holds a name in the clear, nor is asked by one', async () => {
    const path = aPath();
    const t = await open({ path });
    const asked: string[] = [];
    const { query } = t.store;
    Object.assign(t.store, {
      query(of: Parameters<typeof query>[0]) {
        asked.push(JSON.stringify(of));
        return query.call(t.store, of);
      },
    });
    const [, last = ''] = await reported(t, about('Robin Ash, 9B'), about('Robin Ash, 9B'));
    expect(await seenBy(t, last)).toHaveLength(2);
    const { records } = await t.store.all({ limit: 500 });
    for (const text of [JSON.stringify(records), ...asked])
      expect(text).not.toMatch(/robin|\bash\b|full:|short:|name:/i);
    expect(asked.some((one) => one.includes('token'))).toBe(true);
    const tokens = records.filter(({ kind }) => kind === 'concern').map((record) => record.tokens);
    expect(tokens.every((all) => all.length === 4)).toBe(true);
  });

  it('is asked a bounded number of times, however many are named', async () => {
    const t = await open();
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    const names = Array.from({ length: 26 }, (_, at) => `Pupil${letters[at]} Oak-Elm`).join('\n');
    const [last = ''] = await reported(t, about(names.slice(0, 490)));
    const before = t.store.calls.filter((method) => method === 'query').length;
    await t.give('concern/open', { by: people.dsl, reference: last });
    expect(t.store.calls.filter((method) => method === 'query').length - before).toBeLessThanOrEqual(40);
  });
});
