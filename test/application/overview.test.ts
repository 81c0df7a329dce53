import { describe, expect, it } from 'vitest';
import type { CardContent } from '../../src/domain/decider.ts';
import { MINUTE } from '../../src/domain/instant.ts';
import type { PersonId } from '../../src/domain/people.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { aboutStaff, someAnswers } from '../support/concern.ts';
import { people } from '../support/school.ts';
import { sqliteHere } from '../support/sqlite-here.ts';
import { withUnreadable } from '../support/unreadable.ts';
import { labelsOf } from '../support/visitor.ts';

const { open } = applications();

interface Section {
  readonly title: string;
  readonly empty: string;
  readonly rows: readonly { readonly title: string; readonly detail: string }[];
}

async function sections(t: TestApplication, person: PersonId): Promise<Readonly<Record<string, Section>>> {
  return sectionsOf(await t.app.overview.all(person, t.school));
}

function sectionsOf(content: CardContent | undefined): Readonly<Record<string, Section>> {
  const all = (content?.data.sections ?? []) as unknown as readonly Section[];
  return Object.fromEntries(all.map((section) => [section.title, section]));
}

function referencesOf(section: Section | undefined): readonly string[] {
  return (section?.rows ?? []).map(({ title }) => title.replace(/ ·.*/, ''));
}

describe('the list of open concerns', () => {
  it('shows ten, the most pressing first, and the rest on further pages', async () => {
    const t = await open();
    const references: string[] = [];
    for (let count = 0; count < 23; count++) {
      references.push(await t.report());
      t.clock.move(MINUTE);
    }
    const urgent = await t.report(someAnswers({ kind: 'self-harm' }));
    const immediate = await t.report(someAnswers({ danger: 'yes' }));
    await t.give('concern/acknowledge', { reference: references[0] ?? '' });
    const first = await t.app.overview.all(people.dsl, t.school);
    const page = async (number: number) => t.app.overview.page('open-concerns', number, people.dsl, t.school);
    const all = [first, await page(2), await page(3)].map((content) => sectionsOf(content)['Open concerns']);
    expect(all.map((section) => section?.rows.length)).toEqual([10, 10, 5]);
    expect(all.flatMap(referencesOf)).toEqual([immediate, urgent, ...references.slice(1), references[0]]);
    expect(labelsOf(first).filter((label) => label.endsWith('more'))).toEqual(['15 more']);
    expect(labelsOf((await page(2)) ?? first).filter((label) => label.endsWith('more'))).toEqual(['5 more']);
    expect(labelsOf((await page(3)) ?? first).filter((label) => label.endsWith('more'))).toEqual([]);
  });

  it('shows its last page to somebody who asks for one that is gone, and does not say that there is nothing', async () => {
    const t = await open();
    const reference = await t.report();
    const content = await t.app.overview.page('open-concerns', 7, people.dsl, t.school);
    expect(referencesOf(sectionsOf(content)['Open concerns'])).toEqual([reference]);
    expect(sectionsOf(content)['Open concerns']?.empty).toBe('');
  });

  it('reads as many records as there are, a page of the store at a time', async () => {
    const t = await open();
    for (let count = 0; count < 210; count++)
      await t.give('concern/report', { by: people.teacher, data: { ...someAnswers() } });
    await t.settle();
    const section = (await sections(t, people.dsl))['Open concerns'];
    expect(section?.rows).toHaveLength(10);
    expect(labelsOf(await t.app.overview.all(people.dsl, t.school))).toContain('200 more');
  });

  it('is there only for those who handle concerns', async () => {
    const t = await open();
    await t.report();
    const [first, ...others] = Object.keys(await sections(t, people.otherTeacher));
    expect(first).toBe('My reports and requests');
    expect(others).not.toContain('Open concerns');
    // What they are here for stands first.
    expect(Object.keys(await sections(t, people.dsl))[0]).toBe('Open concerns');
    expect(await t.app.overview.page('open-concerns', 1, people.otherTeacher, t.school)).toBeUndefined();
  });

  it('[R198] has no line and no number for the person whom a concern is about', async () => {
    const t = await open();
    await t.report(aboutStaff('Margaret Elstow'));
    const reference = await t.report(aboutStaff('Callum Farrow'));
    const head = await t.app.overview.all(people.head, t.school);
    expect(referencesOf(sectionsOf(head)['Open concerns'])).toEqual([reference]);
    expect(labelsOf(head).filter((label) => label.endsWith('more'))).toEqual([]);
    expect((await sections(t, people.otherTeacher))['My reports and requests']?.rows).toEqual([]);
    expect(JSON.stringify(await t.app.overview.all(people.dsl, t.school))).not.toContain(reference);
  });

  it('shows the others when one cannot be read, and whom to tell, and the log says which', async () => {
    const t = await open();
    const damaged = await t.report();
    const whole = await t.report();
    const { stored, etag = '' } = await t.record(damaged);
    await t.store.replace({ ...stored, state: `${stored.state.slice(0, -8)}AAAAAAAA` }, etag);
    const section = (await sections(t, people.dsl))['Open concerns'];
    expect(referencesOf(section)).toEqual([whole]);
    expect(section?.empty).toBe('Something that may belong here cannot be read. Tell the network manager.');
    expect(t.failures).toEqual([{ what: 'list', record: damaged, code: 'sealed-altered' }]);
  });

  it('shows the others when the store cannot read one, and says the same', async () => {
    const unreadable: string[] = [];
    const t = await open({ store: withUnreadable(sqliteHere(), unreadable) });
    const damaged = await t.report();
    const whole = await t.report();
    unreadable.push(damaged);
    const section = (await sections(t, people.dsl))['Open concerns'];
    expect(referencesOf(section)).toEqual([whole]);
    expect(section?.empty).toBe('Something that may belong here cannot be read. Tell the network manager.');
    expect(t.failures).toEqual([{ what: 'list', record: damaged, code: 'store-corrupt' }]);
  });

  it('has no empty part for what most people never have, such as policies to review', async () => {
    const t = await open();
    expect(Object.keys(await sections(t, people.teacher))).not.toContain('Policies due for review');
  });

  it('says so when there is nothing', async () => {
    const t = await open();
    const section = (await sections(t, people.dsl))['Open concerns'];
    expect(section?.rows).toEqual([]);
    expect(section?.empty).toMatch(/^\w.*\.$/);
  });
});

describe('the list of one’s own reports', () => {
  it('has what this person reported, where it stands, and nothing of others', async () => {
    const t = await open();
    const mine = await t.report(someAnswers({ narrative: 'MARKER' }));
    await t.report(someAnswers(), people.otherTeacher);
    await t.give('concern/take', { reference: mine });
    const content = await t.app.overview.all(people.teacher, t.school);
    expect(sectionsOf(content)['My reports and requests']?.rows).toEqual([
      { title: `${mine} · being handled`, detail: 'Reported today 14:05', buttons: [] },
    ]);
    expect(JSON.stringify(content)).not.toContain('MARKER');
  });

  it('keeps what was closed, behind what is open', async () => {
    const t = await open();
    const first = await t.report();
    t.clock.move(MINUTE);
    const second = await t.report();
    await t.give('concern/acknowledge', { reference: first });
    await t.give('concern/close', { reference: first, data: { outcome: 'supported', reason: 'Done.' } });
    expect(referencesOf((await sections(t, people.teacher))['My reports and requests'])).toEqual([second, first]);
  });

  it('offers to report a concern', async () => {
    const t = await open();
    const { data } = await t.app.overview.all(people.senco, t.school);
    expect(data.buttons).toMatchObject([
      { label: 'Report a concern', primary: true },
      { label: 'Content on a pupil’s device' },
      { label: 'Report a broken rule' },
      {},
      {},
    ]);
  });
});
