import { mkdirSync, renameSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { createDirectory } from '../src/application/directory.ts';
import { VaultFault } from '../src/application/faults.ts';
import { createSchoolFileStanding } from '../src/application/school-file-standing.ts';
import type { School } from '../src/domain/school.ts';
import { markAtStart } from '../src/school-mark.ts';
import { createSchoolWatch } from '../src/school-watch.ts';
import { aClock } from './support/clock.ts';
import { monday } from './support/concern.ts';
import { aSchool, aSchoolFile, aSchoolWhere, people, withPerson } from './support/school.ts';
import { type WatchedSchoolOptions, type WatchedSchools, watchedSchools } from './support/watched-school.ts';

const oakfield = aSchool();
const riverside = aSchool({
  id: 'riverside',
  name: 'Riverside School',
  teams: { tenantId: '00000000-0000-4000-8000-0000000000bb' },
});
const NEW_DSL = people.otherTeacher;
/** Oakfield once somebody else is its DSL. */
const changed = withDsl(NEW_DSL);

function withDsl(person: string): School {
  return aSchoolWhere({ dsl: [person] });
}

let watched: WatchedSchools | undefined;
afterEach(() => watched?.folder.remove());

/** A service that goes by these schools, and how often it told its records of another file. */
function aService(schools: readonly School[] = [oakfield], options: WatchedSchoolOptions = {}) {
  const clock = aClock(monday);
  const directory = createDirectory(schools);
  const schoolFiles = createSchoolFileStanding(clock.now());
  let told = 0;
  const application = { directory, clock, schoolFiles, schoolFilesChanged: () => void told++ };
  const files = watchedSchools(application, schools, { served: ['teams'], ...options });
  watched = files;
  return {
    ...files,
    application,
    clock,
    directory,
    standing: schoolFiles.now,
    dsl: () => directory.schools.get('oakfield')?.roles.dsl.people,
    served: () => [...directory.schools.keys()],
    get told() {
      return told;
    },
    warnings: () => files.log.filter((line) => line.includes('"warn"')),
    async looks(count: number): Promise<void> {
      for (let turn = 0; turn < count; turn++) await files.look();
    },
  };
}

describe('a school file that is changed while the service runs', () => {
  it('is taken over once it was the same in two looks, and all records are told', async () => {
    const service = aService();
    await service.looks(3);
    expect(service.told).toBe(0);
    service.write('oakfield', changed);
    service.clock.move(60_000);
    await service.look();
    expect(service.dsl()).toEqual([people.dsl]);
    await service.look();
    expect(service.dsl()).toEqual([NEW_DSL]);
    expect(service.told).toBe(1);
    expect(service.standing()).toEqual({ takenAt: service.clock.now() });
    await service.looks(3);
    expect(service.told).toBe(1);
    expect(service.log.filter((line) => line.includes('taken over'))).toHaveLength(1);
    expect(service.log.join()).toContain('"count":1');
  });

  it('does not count while it is being written, though what stands there so far could be read', async () => {
    const service = aService();
    const half = withDsl(people.senco);
    const seen = new Set<string | undefined>();
    for (const held of [half, stringify(changed).slice(0, 900), changed]) {
      service.write('oakfield', held);
      await service.look();
      seen.add(service.dsl()?.[0]);
    }
    await service.look();
    expect([...seen]).toEqual([people.dsl]);
    expect(service.dsl()).toEqual([NEW_DSL]);
    expect(service.warnings()).toEqual([]);
  });

  it('is left for the next look where it is written anew in the middle of reading it', async () => {
    const service = aService();
    const { source, application } = service;
    let reads = 0;
    const read = () => {
      const found = source.read();
      if (reads++ === 0) service.write('oakfield', changed);
      return found;
    };
    const log = { info: () => undefined, warn: () => undefined };
    const checkKeys = async () => undefined;
    const watch = createSchoolWatch({ source: { ...source, read }, application, checkKeys, log });
    service.write('oakfield', withDsl(people.senco));
    await watch.look();
    await watch.look();
    expect([reads, service.dsl()]).toEqual([1, [people.dsl]]);
    await watch.look();
    await watch.look();
    expect(service.dsl()).toEqual([NEW_DSL]);
  });

  it('is taken over also where it was changed after the start had read it and before the first look', async () => {
    const service = aService();
    service.write('oakfield', changed);
    await service.looks(2);
    expect(service.dsl()).toEqual([NEW_DSL]);
  });

  it('is seen where an editor puts another file in its place, with the size and the time of the old one', async () => {
    const service = aService();
    const then = new Date('2026-09-01T08:00:00Z');
    utimesSync(service.file('oakfield'), then, then);
    const { size, mtimeMs } = statSync(service.file('oakfield'));
    service.replace('oakfield', aSchool({ name: 'Oakfield SCHOOL' }));
    utimesSync(service.file('oakfield'), then, then);
    expect(statSync(service.file('oakfield'))).toMatchObject({ size, mtimeMs });
    await service.looks(2);
    expect(service.directory.schools.get('oakfield')?.name).toBe('Oakfield SCHOOL');
  });

  it('is seen on a mounted volume that leads its links elsewhere', async () => {
    const service = aService([oakfield]);
    service.remove('oakfield');
    const { path } = service.folder;
    for (const [name, school] of [
      ['..first', oakfield],
      ['..second', changed],
    ] as const) {
      mkdirSync(path(name));
      writeFileSync(path(name, 'oakfield.yaml'), stringify(school));
    }
    symlinkSync('..first', path('..data'));
    symlinkSync('..data/oakfield.yaml', path('oakfield.yaml'));
    await service.looks(2);
    expect(service.standing().refused).toBeUndefined();
    symlinkSync('..second', path('..data.new'));
    renameSync(path('..data.new'), path('..data'));
    await service.looks(2);
    expect(service.dsl()).toEqual([NEW_DSL]);
  });

  it('with another comment alone leaves the school as it is for whoever remembers something of it', async () => {
    const service = aService();
    service.write('oakfield', changed);
    await service.looks(2);
    const before = service.directory.schools.get('oakfield');
    service.write('oakfield', `# Seen by the office.\n${stringify(changed)}`);
    await service.looks(2);
    expect(service.directory.schools.get('oakfield')).toBe(before);
    expect(service.log.at(-1)).toContain('"count":0');
  });

  it('says nothing of what stands in it', async () => {
    const service = aService();
    service.write('oakfield', aSchool(withPerson(aSchoolFile(), 'f.marker@oakfield.example', 'Fay Marker', 'Teacher')));
    await service.looks(2);
    service.write('oakfield', stringify(changed).replace('telephone', 'telefone: marker\nx'));
    await service.looks(2);
    expect(service.warnings()).toHaveLength(1);
    expect(service.log.join()).not.toMatch(/marker|Rahimi|01632/i);
    expect(JSON.stringify(service.standing())).not.toMatch(/marker|Rahimi|01632/i);
  });
});

it('whatever is written and whenever it is looked, what holds is the last that was right and stood there in two looks', async () => {
  const good = new Map([people.dsl, NEW_DSL, people.senco].map((dsl) => [stringify(withDsl(dsl)), dsl]));
  const wrong = [stringify(changed).replace('Europe/London', 'Europe/Oakfield'), stringify(changed).slice(0, 900), ''];
  const held = fc.constantFrom(...good.keys(), ...wrong, 'gone' as const);
  const doing = fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant('look' as const) }, held), { maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(doing, async (steps) => {
      const service = aService();
      let there: string = stringify(oakfield);
      let seen = there;
      let holds: string = people.dsl;
      for (const step of steps) {
        if (step === 'look') {
          if (there === seen) holds = good.get(there) ?? holds;
          seen = there;
          await service.look();
          expect(service.dsl()).toEqual([holds]);
        } else {
          if (step !== 'gone') service.write('oakfield', step);
          else if (there !== 'gone') service.remove('oakfield');
          there = step;
        }
      }
      service.folder.remove();
    }),
    { numRuns: 40 },
  );
});

describe('a school file that is changed and wrong', () => {
  const wrong = stringify(changed).replace('Europe/London', 'Europe/Oakfield');

  it('is not taken over: what was read before holds, which is said once, with what is wrong and since when', async () => {
    const service = aService();
    const takenAt = service.clock.now();
    service.write('oakfield', wrong);
    service.clock.move(60_000);
    await service.looks(4);
    expect(service.dsl()).toEqual([people.dsl]);
    expect(service.told).toBe(0);
    expect(service.warnings()).toEqual([expect.stringContaining('what they said before holds')]);
    expect(service.warnings()[0]).toContain('"count":1');
    const problem = { place: expect.stringMatching(/oakfield\.yaml, line \d+, timeZone$/), words: expect.any(String) };
    expect(service.standing()).toEqual({ takenAt, refused: { since: service.clock.now(), problems: [problem] } });
  });

  it('is taken over when it is put right', async () => {
    const service = aService();
    service.write('oakfield', wrong);
    await service.looks(2);
    service.write('oakfield', changed);
    service.clock.move(60_000);
    await service.looks(2);
    expect(service.dsl()).toEqual([NEW_DSL]);
    expect(service.standing()).toEqual({ takenAt: service.clock.now() });
  });

  it('is well again when it is put back to what it was, and nobody is told of another file', async () => {
    const service = aService();
    const before = service.standing();
    service.write('oakfield', wrong);
    await service.looks(2);
    service.write('oakfield', oakfield);
    await service.looks(2);
    expect(service.standing()).toEqual(before);
    expect(service.told).toBe(0);
    expect(service.log.at(-1)).toContain('again what the service goes by');
  });

  it('is told of again when it is changed and still wrong, since when it was wrong first', async () => {
    const service = aService();
    service.write('oakfield', wrong);
    await service.looks(2);
    const since = service.standing().refused?.since;
    service.clock.move(60_000);
    service.write('oakfield', wrong.replace('id: oakfield', 'id: ""'));
    await service.looks(2);
    expect(service.warnings()).toHaveLength(2);
    expect(service.standing().refused).toMatchObject({ since, problems: [{}, {}] });
  });

  it('is not taken over where it is gone; it is when it is there again', async () => {
    const service = aService();
    service.remove('oakfield');
    await service.looks(2);
    expect(service.dsl()).toEqual([people.dsl]);
    expect(service.standing().refused?.problems).toHaveLength(1);
    service.write('oakfield', changed);
    await service.looks(2);
    expect(service.dsl()).toEqual([NEW_DSL]);
    expect(service.standing().refused).toBeUndefined();
  });

  it('keeps nothing waiting that is right in the file of another school: a role taken away is gone at once', async () => {
    const service = aService([oakfield, riverside]);
    service.write('riverside', 'name: [');
    service.write('oakfield', changed);
    await service.looks(2);
    expect(service.dsl()).toEqual([NEW_DSL]);
    expect(service.directory.schools.get('riverside')).toBe(riverside);
    expect(service.told).toBe(1);
    const [problem, ...more] = service.standing().refused?.problems ?? [];
    expect([problem?.place, more]).toEqual([expect.stringMatching(/riverside\.yaml, line 1$/), []]);
    service.write('riverside', riverside);
    await service.looks(2);
    expect(service.standing()).toEqual({ takenAt: service.clock.now() });
    service.write('oakfield', oakfield);
    service.write('riverside', { ...riverside, timeZone: 'Europe/Riverside' });
    await service.looks(2);
    expect(service.dsl()).toEqual([people.dsl]);
    expect(service.standing().refused?.problems).toMatchObject([{ place: expect.stringContaining('timeZone') }]);
  });

  it('is told of in the log by file and line', async () => {
    const service = aService();
    service.write('oakfield', wrong);
    await service.looks(2);
    expect(service.warnings()).toEqual([expect.stringMatching(/"place":"oakfield\.yaml, line \d+"/)]);
  });

  it('is neither of two that have the same id, or the same tenant: nobody can tell which is the slip', async () => {
    const service = aService([oakfield, riverside]);
    service.write('a-copy', changed);
    await service.looks(2);
    expect([service.dsl(), service.served()]).toEqual([[people.dsl], ['oakfield', 'riverside']]);
    service.remove('a-copy');
    service.write('riverside', { ...riverside, ...aSchool({ id: 'riverside' }) });
    service.write('oakfield', changed);
    await service.looks(2);
    expect(service.dsl()).toEqual([people.dsl]);
    expect(service.directory.schools.get('riverside')).toBe(riverside);
  });

  it('is put back to what was there before a part of it was taken over: that is another change', async () => {
    const service = aService([oakfield, riverside]);
    service.write('oakfield', changed);
    service.write('riverside', 'name: [');
    await service.looks(2);
    service.write('oakfield', oakfield);
    service.write('riverside', riverside);
    await service.looks(2);
    expect(service.dsl()).toEqual([people.dsl]);
    expect(service.told).toBe(2);
  });

  it('with another id, tenant or workspace of a school is refused, as nobody would be known any more', async () => {
    const service = aService();
    for (const [other, place] of [
      [aSchool({ id: 'oakfeild' }), 'id of the school oakfeild'],
      [
        aSchool({ teams: { tenantId: '00000000-0000-4000-8000-0000000000cc' } }),
        'teams.tenantId of the school oakfield',
      ],
    ] as const) {
      service.write('oakfield', other);
      await service.looks(2);
      expect(service.standing().refused?.problems).toEqual([
        { place: `${service.folder.path()}, ${place}`, words: expect.stringMatching(/Put (it|the old id) back/) },
      ]);
    }
    expect(service.directory.schools.get('oakfield')).toBe(oakfield);
  });
});

describe('a folder of school files', () => {
  it('with one more school has it served once its keys are there', async () => {
    const asked: (readonly string[])[] = [];
    let hasKeys = false;
    const checkKeys = async (schools: readonly School[]) => {
      asked.push(schools.map(({ id }) => id));
      if (!hasKeys && schools.length > 0) throw new VaultFault('away', { code: 'vault-away', whatToDo: 'Wait.' });
    };
    const service = aService([oakfield], { checkKeys });
    service.write('riverside', riverside);
    await service.looks(4);
    expect(service.served()).toEqual(['oakfield']);
    expect(asked).toEqual([['riverside']]);
    expect(service.standing().refused?.problems[0]?.words).toContain('vault-away');
    expect(service.warnings()).toHaveLength(1);
    service.clock.move(31_000);
    await service.look();
    expect(asked).toHaveLength(2);
    hasKeys = true;
    await service.look();
    expect(service.served()).toEqual(['oakfield']);
    service.clock.move(31_000);
    await service.look();
    expect(service.served()).toEqual(['oakfield', 'riverside']);
    expect(service.standing().refused).toBeUndefined();
    expect(service.warnings()).toHaveLength(1);
  });

  it('with one school less goes on serving it as before, and says what is missing', async () => {
    const service = aService([oakfield, riverside]);
    service.remove('riverside');
    service.write('oakfield', changed);
    await service.looks(2);
    expect(service.served()).toEqual(['oakfield', 'riverside']);
    expect(service.dsl()).toEqual([NEW_DSL]);
    expect(service.standing().refused?.problems).toEqual([
      { place: `${service.folder.path()}, the school riverside`, words: expect.stringContaining('Put its file back') },
    ]);
    expect(service.warnings()).toHaveLength(1);
    service.write('riverside', riverside);
    await service.looks(2);
    expect(service.standing().refused).toBeUndefined();
  });

  it('in which a school comes back under another id, in two steps, has it served as before too', async () => {
    const service = aService([oakfield, riverside]);
    service.remove('riverside');
    await service.looks(2);
    service.write('riverside', { ...riverside, id: 'riverside-2' });
    await service.looks(2);
    expect(service.served()).toEqual(['oakfield', 'riverside']);
    expect(service.standing().refused?.problems).toMatchObject([
      { words: expect.stringContaining('Put the old id back') },
    ]);
  });

  it('takes a role away at one school while the keys of one that came cannot be had', async () => {
    const checkKeys = async () => {
      throw new VaultFault('away', { code: 'vault-away', whatToDo: 'Wait.' });
    };
    const service = aService([oakfield], { checkKeys });
    service.write('riverside', riverside);
    await service.looks(2);
    service.write('oakfield', changed);
    await service.looks(2);
    expect([service.dsl(), service.served()]).toEqual([[NEW_DSL], ['oakfield']]);
    for (let minute = 0; minute < 3; minute++) {
      service.clock.move(60_000);
      await service.look();
    }
    expect(service.told).toBe(1);
    expect(service.warnings()).toHaveLength(2);
  });

  it('leaves a school as it is whose file did not change', async () => {
    const service = aService([oakfield, riverside]);
    service.write('oakfield', changed);
    await service.looks(2);
    const before = service.directory.schools.get('riverside');
    service.write('oakfield', oakfield);
    await service.looks(2);
    expect(service.directory.schools.get('riverside')).toBe(before);
  });
});

it('a mark that was made at the start is the one that is made while the service runs', async () => {
  const service = aService([oakfield, riverside]);
  service.write('oakfield', oakfield);
  await service.looks(3);
  expect(service.log).toEqual([]);
  expect(markAtStart(service.folder.path('nowhere'))).toMatch(/unreadable ENOENT/);
});
