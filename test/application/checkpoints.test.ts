import { describe, expect, it } from 'vitest';
import { checkpointName, openCheckpoint, sealCheckpoint, signerOf } from '../../src/application/checkpoint-seal.ts';
import { HOUR, MINUTE } from '../../src/domain/instant.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { aShelf, checkpointsOf, codeIn, stranger } from '../support/checkpoints.ts';
import { aClock } from '../support/clock.ts';
import { aSchool, aSchoolWhere, people } from '../support/school.ts';

const { open } = applications();

/** School ends at 16:00 in London, which is UTC in November. */
const duringSchool = '2026-11-23T15:59:59.999Z';
const afterSchool = '2026-11-23T16:00:00.000Z';
const toDsl = `person:${people.dsl}`;
const toGovernor = `person:${people.governor}`;

describe('at the end of a school day', () => {
  it('every record of the school is listed in a signed file, and its code goes to the DSL and the governor', async () => {
    const t = await open({ clock: aClock(duringSchool) });
    const references = [await t.report(), await t.report(), await t.report()];
    const shelf = aShelf();
    const checkpoints = checkpointsOf(t, shelf);
    await checkpoints.run();
    expect(shelf.files.size).toBe(0);
    t.clock.set(afterSchool);
    await checkpoints.run();
    await t.settle();
    const [[name = '', text = ''] = []] = [...shelf.files];
    const opened = openCheckpoint(text);
    expect(name).toBe(`oakfield-2026-11-23-${opened?.code}.txt`);
    expect(opened?.isSigned).toBe(true);
    expect(opened?.checkpoint).toMatchObject({ school: 'oakfield', date: '2026-11-23', at: afterSchool });
    expect(opened?.checkpoint.publicKey).toBe((await signerOf(t.vault, 'oakfield')).publicKey);
    const listed = new Map(opened?.checkpoint.lines.map(({ reference, standing }) => [reference, standing]));
    for (const reference of references) {
      const { stored } = await t.record(reference);
      const { entries, kind, updatedAt } = stored;
      expect(listed.get(reference)).toEqual({ kind, seq: entries.length, updatedAt, hash: entries.at(-1)?.hash });
    }
    for (const place of [toDsl, toGovernor]) {
      const [message] = t.chat.at(place).filter(({ slot }) => slot?.startsWith('code:'));
      expect(message?.content).toMatchObject({
        card: 'receipt',
        preview: 'Record code for Monday 23 November 2026',
        data: { reference: opened?.code, danger: '' },
      });
    }
    expect(codesShown(t)).toBe(2);
    expect(checkpoints.failures).toEqual([]);
  });

  it('the code goes to whoever is the DSL when it is taken, also where that changed while the records were read', async () => {
    const t = await open({ clock: aClock(afterSchool) });
    const shelf = aShelf();
    const keep: typeof shelf.keep = async (name, text) => {
      await shelf.keep(name, text);
      t.app.directory.replace([aSchoolWhere({ dsl: [people.senco] })]);
    };
    await checkpointsOf(t, { ...shelf, keep }).run();
    await t.settle();
    expect(t.chat.at(toDsl)).toEqual([]);
    expect(t.chat.at(`person:${people.senco}`)).toHaveLength(1);
    expect(codesShown(t)).toBe(2);
  });

  it('one person who holds both roles is given the code once', async () => {
    const school = aSchool();
    const { roles } = school;
    const both = { ...school, roles: { ...roles, 'online-safety-governor': { ...roles.dsl } } };
    const t = await open({ clock: aClock(afterSchool), schools: [both] });
    await checkpointsOf(t).run();
    await t.settle();
    expect(codesShown(t)).toBe(1);
  });

  it('nothing of what a person wrote, no name and no number of records is in what is said or kept', async () => {
    const t = await open({ clock: aClock(afterSchool) });
    for (let count = 0; count < 17; count++) await t.report();
    const shelf = aShelf();
    await checkpointsOf(t, shelf).run();
    await t.settle();
    const said = JSON.stringify(
      t.chat
        .all()
        .filter(({ slot }) => slot?.startsWith('code:'))
        .map(({ content }) => content),
    );
    for (const person of t.school.people) expect(said).not.toContain(person.name);
    expect(said).not.toMatch(/\b17\b/);
    expect([...shelf.files.values()].join()).not.toMatch(/@|Osei|oakfield\.example/);
  });

  it('what passes by is not listed: its going is no loss', async () => {
    const t = await open({ clock: aClock(afterSchool) });
    const of = { id: 'slack Ev1', key: 'slack Ev1', type: 'arrival/note', by: { kind: 'clock' }, data: {} } as const;
    await t.app.commands.handle({ ...of, school: t.school });
    const shelf = aShelf();
    await checkpointsOf(t, shelf).run();
    expect(await t.count('arrival')).toBe(1);
    expect([...shelf.files.values()].join()).toContain('records 0');
  });

  it('each school is seen to by its own time and its own records', async () => {
    const late = { ...aSchool({ id: 'elmfield' }), calendar: { ...aSchool().calendar } };
    const elmfield = { ...late, calendar: { ...late.calendar, hours: { from: '08:30', until: '17:30' } } };
    const t = await open({ clock: aClock(afterSchool), schools: [aSchool(), elmfield] });
    await t.report();
    const shelf = aShelf();
    const checkpoints = checkpointsOf(t, shelf);
    await checkpoints.run();
    expect([...shelf.files.keys()]).toEqual([expect.stringMatching(/^oakfield-/)]);
    t.clock.move(90 * MINUTE);
    await checkpoints.run();
    const [, elm = ''] = shelf.files.keys();
    expect(elm).toMatch(/^elmfield-2026-11-23-/);
    expect(shelf.files.get(elm)).toContain('records 0');
  });
});

describe('a checkpoint is taken once a day', () => {
  it('however often the clock ticks, and the store is asked no more once it is done', async () => {
    const t = await open({ clock: aClock(afterSchool) });
    const shelf = aShelf();
    const checkpoints = checkpointsOf(t, shelf);
    await checkpoints.run();
    t.store.always('reject');
    for (let tick = 0; tick < 5; tick++) {
      t.clock.move(HOUR);
      await checkpoints.run();
    }
    expect([shelf.files.size, checkpoints.failures]).toEqual([1, []]);
  });

  it('also by three processes at once, and after a restart: one record, one message a person', async () => {
    const t = await open({ clock: aClock(afterSchool) });
    await t.report();
    const shelf = aShelf();
    const processes = [t, await t.another(), await t.another()];
    await Promise.all(processes.map((one) => checkpointsOf(one, shelf).run()));
    for (const one of processes) await one.settle();
    const restarted = await t.another();
    await checkpointsOf(restarted, shelf).run();
    await restarted.settle();
    expect(await t.count('checkpoint')).toBe(1);
    expect(codesShown(t)).toBe(2);
    // Files may be more than one, and the code that was given is of one that is there.
    const given = t.chat.at(toDsl).map(({ content }) => content.data['reference']);
    expect([...shelf.files.keys()].map(codeIn)).toContain(given.at(-1));
  });

  it('by one process alone, where they begin at different times, and slowly where the store has other work', async () => {
    const t = await open({ clock: aClock(afterSchool) });
    for (let count = 0; count < 230; count++) await t.report();
    const shelf = aShelf();
    let pauses = 0;
    const [early, late] = [MINUTE, 2 * MINUTE].map((afterMs) =>
      checkpointsOf(t, shelf, { afterMs, pause: async () => pauses++ }),
    );
    for (const [passed, files] of [
      [0, 0],
      [MINUTE, 1],
      [MINUTE, 1],
    ] as const) {
      t.clock.move(passed);
      await Promise.all([early?.run(), late?.run()]);
      expect(shelf.files.size).toBe(files);
    }
    // Three pages, and nothing to wait for behind the last.
    expect(pauses).toBe(2);
  });

  it('anew each day, each naming the one before, and no message is edited', async () => {
    const t = await open({ clock: aClock(afterSchool) });
    const shelf = aShelf();
    const checkpoints = checkpointsOf(t, shelf);
    const codes: string[] = [];
    for (let day = 0; day < 3; day++) {
      await checkpoints.run();
      await t.settle();
      const opened = openCheckpoint([...shelf.files.values()].at(-1) ?? '');
      expect(opened?.checkpoint.previous).toBe(codes.at(-1));
      codes.push(opened?.code ?? '');
      t.clock.move(24 * HOUR);
    }
    const shown = t.chat.at(toDsl).filter(({ slot }) => slot?.startsWith('code:'));
    expect(shown.map(({ content, edits }) => [content.data['reference'], edits])).toEqual(
      codes.map((code) => [code, 0]),
    );
    expect(shelf.files.size).toBe(3);
  });

  it('naming the one before also where its file is gone, so that this can be seen', async () => {
    const t = await open({ clock: aClock(afterSchool) });
    const shelf = aShelf();
    const checkpoints = checkpointsOf(t, shelf);
    await checkpoints.run();
    const [first = ''] = shelf.files.keys();
    shelf.files.clear();
    t.clock.move(24 * HOUR);
    await checkpoints.run();
    expect(openCheckpoint([...shelf.files.values()][0] ?? '')?.checkpoint.previous).toBe(codeIn(first));
  });

  it('not on a day without school', async () => {
    const t = await open({ clock: aClock('2026-11-22T18:00:00.000Z') });
    const shelf = aShelf();
    const checkpoints = checkpointsOf(t, shelf);
    await checkpoints.run();
    t.clock.set('2026-11-27T18:00:00.000Z'); // Closed, by the school's calendar.
    await checkpoints.run();
    expect(shelf.files.size).toBe(0);
  });

  it('in summer time at the end of school in London', async () => {
    const t = await open({ clock: aClock('2026-10-23T14:59:59.000Z') });
    const shelf = aShelf();
    const checkpoints = checkpointsOf(t, shelf);
    await checkpoints.run();
    expect(shelf.files.size).toBe(0);
    t.clock.set('2026-10-23T15:00:00.000Z');
    await checkpoints.run();
    expect(shelf.files.size).toBe(1);
  });

  it('later the same day where the service was down, and an earlier day is not made up', async () => {
    const t = await open({ clock: aClock('2026-11-24T23:30:00.000Z') });
    const shelf = aShelf();
    await checkpointsOf(t, shelf).run();
    await t.settle();
    expect([...shelf.files.keys()]).toEqual([expect.stringMatching(/^oakfield-2026-11-24-/)]);
    // Nobody's telephone makes a noise at that time of night.
    expect(codesShown(t)).toBe(0);
    t.clock.set('2026-11-25T08:30:00.000Z');
    await t.app.dueRunner.run();
    await t.settle();
    expect(codesShown(t)).toBe(2);
  });

  it('not at all where another process has taken it while this one was reading the records', async () => {
    const t = await open({ clock: aClock(afterSchool) });
    const shelf = aShelf();
    const quick = checkpointsOf(t, shelf);
    const all: typeof t.store.all = async (page) => {
      const read = await t.store.all(page);
      await quick.run();
      return read;
    };
    await checkpointsOf({ ...t, store: { ...t.store, all } }, shelf).run();
    expect(shelf.files.size).toBe(1);
  });
});

describe('the checkpoint before', () => {
  const dates = ['2026-11-23', '2026-11-24'];
  const takeEach = async (t: TestApplication, shelf: ReturnType<typeof aShelf>) => {
    for (const date of dates) {
      t.clock.set(`${date}T16:00:00.000Z`);
      await checkpointsOf(t, shelf).run();
    }
  };

  it.each([
    ['somebody else signed, of a day to come', '2099-01-01', false],
    ['somebody else signed, of a day that was', '2026-11-20', false],
    ['the school signed, of a day to come', '2099-01-01', true],
  ])('is none that %s', async (_, date, isOwn) => {
    const t = await open({ clock: aClock(afterSchool) });
    const shelf = aShelf();
    const signer = isOwn ? await signerOf(t.vault, 'oakfield') : stranger;
    const of = { school: 'oakfield', date, at: `${date}T16:00:00.000Z`, previous: undefined, lines: [] };
    const { text, code } = sealCheckpoint({ ...of, publicKey: signer.publicKey }, signer);
    const planted = checkpointName(of, code);
    await shelf.keep(planted, text);
    await takeEach(t, shelf);
    const [first, second] = dates.map((day) =>
      [...shelf.files.keys()].find((name) => name.startsWith(`oakfield-${day}`) && name !== planted),
    );
    const previous = (name = '') => openCheckpoint(shelf.files.get(name) ?? '')?.checkpoint.previous;
    expect([previous(first), previous(second)]).toEqual([undefined, codeIn(first ?? '')]);
  });
});

/** How many messages with a code stand anywhere. */
function codesShown(t: TestApplication): number {
  return t.chat.all().filter(({ slot }) => slot?.startsWith('code:')).length;
}
