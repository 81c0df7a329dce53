import { describe, expect, it } from 'vitest';
import { theClock } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import { upkeep } from '../../../src/workflows/upkeep/index.ts';
import { aConcern, given as givenConcern } from '../../support/concern.ts';
import { aSchool, aSchoolFile, by, people } from '../../support/school.ts';
import { aStage } from '../../support/stage.ts';

const reference = 'T-7K3Q9F';
const monday = '2026-11-23T10:00:00.000Z';
const WEEK = 7 * 24 * 60;
const recent = '2026-09-01';

/** A school in which these people had their training on these days; the others who see to cases lately. */
function trainedOn(days: Partial<Record<string, string | null>>, more: Parameters<typeof aSchool>[0] = {}): School {
  const everybody = aSchoolFile().people.map((one) => {
    const day = one.email in days ? days[one.email] : recent;
    return day === null || day === undefined ? one : { ...one, safeguardingTraining: day };
  });
  return aSchool({ people: everybody, ...more });
}

function kept(school: School) {
  const stage = aStage(upkeep, { school, reference, at: monday });
  stage.give('upkeep/begin', theClock);
  return stage;
}

describe('[R195] the training of those who see to safeguarding', () => {
  it('that has run out is told to the head, and to them; they keep their access', () => {
    const school = trainedOn({ [people.deputy]: '2024-11-20' });
    const { messages } = kept(school).give('upkeep/look', theClock);
    expect(messages.map(({ to, preview }) => [to, preview])).toEqual([
      [
        { kind: 'person', person: people.head },
        'The safeguarding training of the deputy DSL held until Fri 20 Nov. They keep their access. Agree when it is renewed, and have the day put into the school file.',
      ],
      [
        { kind: 'person', person: people.deputy },
        'Your safeguarding training held until Fri 20 Nov. You keep your access, and the leadership is told. Book the next, and have its day put into the school file.',
      ],
    ]);
    givenConcern(aConcern('new'), school).when('concern/acknowledge', by.deputy).thenHappens({
      type: 'ConcernAcknowledged',
    });
  });

  it('that is not in the school file is told as well', () => {
    const { messages } = kept(trainedOn({ [people.dsl]: null })).give('upkeep/look', theClock);
    expect(messages[0]?.preview).toBe(
      'The school file has no day of safeguarding training for the Designated Safeguarding Lead. They keep their access. Have the day put into it.',
    );
  });

  it('of the head is told to the chair, and not to the head as if it were another’s', () => {
    const { roles } = aSchool();
    const school = trainedOn(
      { [people.head]: null },
      { roles: { ...roles, 'deputy-dsl': { ...roles['deputy-dsl'], delegate: people.head } } },
    );
    const { messages } = kept(school).give('upkeep/look', theClock);
    expect(messages.map(({ slot }) => slot)).toEqual([`training:${people.chair}`, `own-training:${people.head}`]);
  });

  it('of a delegate counts too, and of others does not', () => {
    const days = { [people.coordinator]: null, [people.teacher]: null, [people.governor]: null };
    const { messages } = kept(trainedOn(days)).give('upkeep/look', theClock);
    expect(messages.map(({ slot }) => slot)).toEqual([`training:${people.head}`, `own-training:${people.coordinator}`]);
    expect(messages[0]?.preview).toContain('the delegate of the deputy DSL');
  });

  it('that holds for less than a month is told to them alone', () => {
    const { messages } = kept(trainedOn({ [people.dsl]: '2024-12-15' })).give('upkeep/look', theClock);
    expect(messages.map(({ slot, preview }) => [slot, preview])).toEqual([
      [
        `own-training:${people.dsl}`,
        'Your safeguarding training holds until Tue 15 Dec. Book the next, and have its day put into the school file.',
      ],
    ]);
    expect(kept(trainedOn({ [people.dsl]: '2025-01-15' })).give('upkeep/look', theClock).messages).toEqual([]);
  });

  it('is looked at as the school says how long it holds', () => {
    const { concerns } = aSchool();
    const school = trainedOn({ [people.dsl]: '2025-10-01' }, { concerns: { ...concerns, trainingMonths: 12 } });
    expect(kept(school).give('upkeep/look', theClock).messages).toHaveLength(2);
  });

  it('is told once, and again after four weeks where nobody has seen to it', () => {
    const stage = kept(trainedOn({ [people.dsl]: null }));
    const told = [0, 1, 2, 3, 4, 5].map(() => stage.give('upkeep/look', theClock, {}, WEEK).messages.length);
    expect(told).toEqual([2, 0, 0, 0, 2, 0]);
  });

  it('is told again after four weeks also where a look came a little late, or the clocks went forward', () => {
    for (const between of [WEEK * 4 - 1, WEEK * 4 - 61]) {
      const stage = kept(trainedOn({ [people.dsl]: null }));
      expect(stage.give('upkeep/look', theClock).messages).toHaveLength(2);
      expect(stage.give('upkeep/look', theClock, {}, between).messages).toHaveLength(2);
    }
  });

  it('of which the school file has a day to come counts as one that nobody knows', () => {
    const { events } = kept(trainedOn({ [people.dsl]: '2096-01-01' })).give('upkeep/look', theClock);
    expect(events).toMatchObject([{ said: [`training-missing:${people.dsl}`] }]);
  });

  it('is told no more once the day stands in the school file: what was told is edited', () => {
    const stage = kept(trainedOn({ [people.dsl]: null }));
    stage.give('upkeep/look', theClock);
    stage.becomes(trainedOn({}));
    const { messages, events } = stage.give('upkeep/look', theClock);
    expect(events).toMatchObject([{ said: [], gone: [`training-missing:${people.dsl}`] }]);
    expect(messages).toMatchObject([{ slot: `own-training:${people.dsl}`, onlyEdits: true }]);
    expect(stage.give('upkeep/look', theClock).events).toEqual([]);
  });
});

describe('[R206] the contacts of outside agencies', () => {
  const { agencies } = aSchoolFile();
  const stale = agencies.map((one, index) => (index === 0 ? one : { ...one, lastChecked: '2025-09-01' }));

  it('that were not checked for a year are named in the safeguarding channel, with what to do', () => {
    const { messages } = kept(trainedOn({}, { agencies: stale })).give('upkeep/look', theClock);
    expect(messages).toMatchObject([
      { slot: 'agencies', to: { kind: 'channel', channel: 'safeguarding' }, fresh: true },
    ]);
    expect(messages[0]?.preview).toBe('Look whether the numbers of outside agencies are still right.');
    expect(messages[0]?.data.lines).toEqual([
      'Look whether these numbers are still right: Police, non-emergency (not checked for 14 months), Local authority designated officer (LADO) (not checked for 14 months). Ring each and put the day into the school file.',
    ]);
  });

  it('are named again after four weeks, and when another is added, all of them in one message', () => {
    const stage = kept(trainedOn({}, { agencies: stale.slice(0, 2) }));
    expect(stage.give('upkeep/look', theClock).messages).toHaveLength(1);
    stage.becomes(trainedOn({}, { agencies: stale }));
    const second = stage.give('upkeep/look', theClock);
    expect(second.messages).toHaveLength(1);
    const [words] = second.messages.map(({ data }) => JSON.stringify(data.lines));
    expect(words).toContain('Police');
    expect(words).toContain('LADO');
    stage.becomes(trainedOn({}));
    expect(stage.give('upkeep/look', theClock).messages).toMatchObject([{ slot: 'agencies', onlyEdits: true }]);
  });
});

describe('what is kept current', () => {
  it('is looked at each school week, and whenever the school file was changed', () => {
    const stage = kept(trainedOn({}));
    const lookAt = () => upkeep.deadlines(stage.state)[0]?.at;
    expect(lookAt()).toBe('2026-11-24T08:30:00.000Z');
    // A look that nobody was waiting for leaves the week as it is.
    expect(stage.give('upkeep/look', theClock).events).toEqual([]);
    stage.give('upkeep/look', theClock, {}, 23 * 60);
    expect(lookAt()).toBe('2026-12-01T08:30:00.000Z');
    expect(upkeep.onSchoolFile).toEqual({ statuses: ['kept'], command: 'upkeep/look' });
    expect(upkeep.keeps?.(aSchool())).toMatchObject([{ command: 'upkeep/begin' }]);
    expect(stage.give('upkeep/begin', theClock).events).toEqual([]);
  });

  it('is said to nobody while the school is closed', () => {
    const stage = kept(trainedOn({ [people.dsl]: null }));
    const { messages } = stage.give('upkeep/look', theClock, {}, 12 * 60);
    for (const { notBefore } of messages) expect(notBefore).toBe('2026-11-24T08:30:00.000Z');
  });

  it('stands in a list for the DSL and the head while there is anything, and opens with names and numbers', () => {
    const school = trainedOn({ [people.deputy]: null });
    const stage = kept(school);
    const [list] = upkeep.lists;
    const row = (person: string, of = school) => list?.row(stage.state, { reference, person, school: of, now: monday });
    expect(row(people.head)).toMatchObject({ detail: '1 training date', press: { command: 'upkeep/open' } });
    expect(row(people.dsl)).toBeDefined();
    expect(row(people.teacher)).toBeUndefined();
    expect(row(people.head, trainedOn({}))).toBeUndefined();
    const opened = stage.give('upkeep/open', by.head);
    expect(opened.said).toContain('Daniel Okonjo (the deputy DSL): no day in the school file');
    expect(opened.said).toContain('Whose has run out keeps their access.');
    expect(stage.give('upkeep/put-away', by.head).reply?.slot).toBe(`view:${people.head}`);
  });

  it('is refused to everybody else as if it were not there, and to the clock what is a person’s', () => {
    const stage = kept(trainedOn({}));
    for (const command of ['upkeep/open', 'upkeep/put-away', 'upkeep/look', 'upkeep/begin'])
      expect(stage.give(command, by.teacher).sentence).toBe(upkeep.notThere(reference, aSchool()));
    expect(stage.give('upkeep/open', theClock).code).toBe('not-now');
    expect(upkeep.commands['upkeep/look']?.internal).toBe(true);
  });

  it('notes what did not come, and shows that it did not', () => {
    const stage = kept(trainedOn({ [people.dsl]: null }));
    stage.give('upkeep/look', theClock);
    const parked = { slot: `training:${people.head}`, outcome: 'parked', code: 'blocked' };
    expect(stage.give('upkeep/delivery-note', theClock, parked).events).toHaveLength(1);
    expect(stage.give('upkeep/delivery-note', theClock, parked).events).toEqual([]);
    expect(stage.give('upkeep/open', by.dsl).said).toContain('Not everybody could be told');
  });
});
