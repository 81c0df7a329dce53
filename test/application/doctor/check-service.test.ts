import { describe, expect, it } from 'vitest';
import { createServiceCheck, type ServiceCheckParts } from '../../../src/application/doctor/check-service.ts';
import { checks } from '../../../src/application/doctor/checks.ts';
import type { Finding } from '../../../src/application/doctor/finding.ts';
import { StoreFault } from '../../../src/application/faults.ts';
import type { SchoolMeasures } from '../../../src/application/measures.ts';
import { MINUTE, SECOND } from '../../../src/domain/instant.ts';
import { aClock } from '../../support/clock.ts';
import { monday } from '../../support/concern.ts';
import { aFakeChat } from '../../support/fake-chat.ts';
import { idleMeasures } from '../../support/idle-measures.ts';
import { aSchool, aSchoolFile, people } from '../../support/school.ts';

const school = aSchool();
const never = () => new Promise<never>(() => {});

describe('a look at the service', () => {
  it('says of everything that the service can look at how it is, in the order of the list', async () => {
    const found = await check();
    const expected = checks.filter(({ where }) => where === 'both').map(({ id }) => id);
    expect([...new Set(found.map((one) => one.check))]).toEqual(expected.filter((id) => id !== 'staff-channels'));
    expect(bad(found)).toEqual(['training look']);
  });

  it('answers though everything hangs, and says what did not answer', async () => {
    const chat = aFakeChat();
    const found = await check({
      store: { health: never, time: never },
      vault: { health: never },
      channels: new Map([['teams', { ...chat, inspect: never }]]),
      addresses: { find: never },
      measure: never,
      withinMs: 20,
    });
    expect(bad(found)).toEqual([
      'training look',
      'store unknown',
      'vault unknown',
      'clock unknown',
      'chats unknown',
      'people unknown',
      'messages unknown',
    ]);
    expect(found.find((one) => one.check === 'chats')?.what).toBe('Teams did not answer in 20 ms.');
  });

  it('says what a store that is away says, and what to do', async () => {
    const away = async () => {
      throw new StoreFault('the record store cannot be reached', { code: 'store-away', whatToDo: 'Look at the way.' });
    };
    const found = await check({ store: { health: away, time: away } });
    expect(found.filter((one) => one.check === 'store')).toEqual([
      { check: 'store', level: 'wrong', what: 'The record store cannot be reached.', whatToDo: 'Look at the way.' },
    ]);
  });

  it('quotes no error that nobody foresaw', async () => {
    const found = await check({
      measure: async () => {
        throw new TypeError('MARKER');
      },
    });
    expect(JSON.stringify(found)).not.toContain('MARKER');
    expect(bad(found)).toContain('messages unknown');
  });

  it('tells that the school file was refused, since when and why, and quotes nothing of it', async () => {
    const refused = {
      since: '2026-11-23T13:00:00.000Z',
      problems: [{ place: 'school.yaml, line 3, name', words: 'is missing. Put it in.' }],
    };
    const found = await check({ schoolFiles: { now: () => ({ takenAt: monday, refused }) } });
    expect(found.filter((one) => one.check === 'school-file')).toEqual([
      expect.objectContaining({
        level: 'wrong',
        what: 'The school file was changed and has 1 mistake since today 13:00. What was read today 14:05 holds.',
      }),
      {
        check: 'school-file',
        level: 'wrong',
        what: 'school.yaml, line 3, name: is missing.',
        whatToDo: 'Put it in.',
      },
    ]);
  });
});

describe('the record store', () => {
  it('is well when it answers at once, and says how fast', async () => {
    const clock = aClock(monday);
    const health = async () => clock.move(4);
    expect(await one('store', { clock, store: { health, time } })).toBe('well: The record store answers in 4 ms.');
  });

  it('is to be looked at when it is slow', async () => {
    const clock = aClock(monday);
    const health = async () => clock.move(900);
    expect(await one('store', { clock, store: { health, time } })).toMatch(/^look: .* it took 900 ms to answer/);
  });
});

describe('the clock', () => {
  it.each([
    [0, 'well: This machine’s clock agrees with that of the record store.'],
    [60 * SECOND, 'look: This machine’s clock is 60 s ahead of that of the record store.'],
    [-5 * MINUTE, 'wrong: This machine’s clock is 300 s behind that of the record store.'],
  ])('that is %d ms ahead', async (ahead, said) => {
    const wallMs = () => Date.parse(monday) + ahead;
    expect(await one('clock', { wallMs })).toBe(said);
  });

  it('is nobody else’s where the records are on this machine', async () => {
    const store = { health: async () => undefined, time: async () => undefined };
    expect(await one('clock', { store })).toBe('well: The records go by this machine’s clock.');
  });
});

describe('what is owed', () => {
  it.each<[string, Partial<SchoolMeasures>, string]>([
    ['late', { oldestDueMs: 3 * MINUTE }, 'messages look: Something has been due for 3 minutes and was not seen to.'],
    [
      'too late',
      { oldestDueMs: 3 * 60 * MINUTE },
      'messages wrong: Something has been due for 3 hours and was not seen to.',
    ],
    [
      'delayed',
      { delayed: 1, oldestDelayedMs: 3 * MINUTE },
      'messages look: 1 message is delayed and has not come through, for 3 minutes or longer.',
    ],
    [
      'delayed for hours',
      { delayed: 5, oldestDelayedMs: 6 * 60 * MINUTE },
      'messages wrong: 5 messages are delayed and have not come through, the first for 6 hours or longer.',
    ],
    [
      'undelivered',
      { parked: 2 },
      'messages look: 2 messages of open cases, requests and jobs could not be delivered.',
    ],
    [
      'none of it, just counted',
      { parkedAgoMs: 20 * SECOND },
      'messages well: No message is late or delayed, and none of an open case, request or job is left undelivered.',
    ],
    [
      'none of it, counted a while ago',
      { parkedAgoMs: 9 * MINUTE },
      'messages well: No message is late or delayed, and none of an open case, request or job is left undelivered, as counted 9 minutes ago.',
    ],
    [
      'urgent, and in time',
      { urgentWaiting: 1, oldestUrgentMs: 5 * MINUTE },
      'urgent look: 1 urgent concern has waited for 5 minutes for somebody to acknowledge it.',
    ],
    [
      'urgent, and not seen by anybody after the last reminder',
      { urgentWaiting: 2, oldestUrgentMs: 45 * MINUTE, urgentOverdue: 1 },
      'urgent wrong: 2 urgent concerns wait for somebody to acknowledge them, the longest for 45 minutes.',
    ],
  ])('%s', async (_, measures, said) => {
    const found = await check({ measure: async () => [{ ...idleMeasures, ...measures }] });
    expect(found.map(({ check: of, level, what }) => `${of} ${level}: ${what}`)).toContain(said);
  });

  it('is unknown where nobody has counted it', async () => {
    expect(await one('messages', { measure: async () => [] })).toMatch(/^unknown:/);
  });
});

describe('the people with a role', () => {
  it('are well once the bot has met all of them', async () => {
    expect(await one('people')).toBe('well: The bot knows where to write to everybody with a role.');
  });

  it('are named with their roles where the bot has not', async () => {
    const find = async (_: unknown, __: unknown, who: string) =>
      [`person:${people.dsl}`, `person:${people.senco}`].includes(who) ? undefined : {};
    expect(await one('people', { addresses: { find } })).toBe(
      'look: The bot has not reached Naila Rahimi (Designated Safeguarding Lead) and Yusuf Kestrel (SENCO) in Teams yet.',
    );
  });

  it('in Slack are reached by the id in the school file', async () => {
    const inSlack = aSchool({
      slack: { workspaceId: 'T0OAKFIELD' },
      people: aSchoolFile().people.map((person, index) =>
        person.email === people.head ? { ...person, chat: 'slack', slack: { userId: `U0PERSON${index}` } } : person,
      ),
      channels: {
        safeguarding: {
          teams: { channelId: '19:safeguarding@thread.tacv2' },
          slack: { channelId: 'C0SAFEGUARD' },
        },
      },
    });
    const find = async () => undefined;
    const found = await createServiceCheck(parts({ addresses: { find } }))(inSlack);
    const said = found.filter((one) => one.check === 'people').map(({ what }) => what);
    expect(said.join()).toContain('Naila Rahimi');
    expect(said.join()).not.toContain('Margaret Elstow');
  });
});

const time = async () => monday;

function parts(changed: Partial<ServiceCheckParts> = {}): ServiceCheckParts {
  const chat = aFakeChat();
  chat.inspects({
    missingRights: [],
    channels: [
      {
        channel: 'safeguarding',
        isThere: 'yes',
        openTo: 'invited',
        members: [
          { person: people.dsl, name: '' },
          { person: people.deputy, name: '' },
        ],
      },
    ],
  });
  return {
    store: { health: async () => undefined, time },
    vault: { health: async () => undefined },
    clock: aClock(monday),
    channels: new Map([['teams', chat]]),
    addresses: { find: async () => ({}) },
    schoolFiles: { now: () => ({ takenAt: monday }) },
    measure: async () => [idleMeasures],
    wallMs: () => Date.parse(monday),
    ...changed,
  };
}

async function check(changed: Partial<ServiceCheckParts> = {}): Promise<readonly Finding[]> {
  return await createServiceCheck(parts(changed))(school);
}

function bad(found: readonly Finding[]): readonly string[] {
  return found.filter(({ level }) => level !== 'well').map((one) => `${one.check} ${one.level}`);
}

async function one(id: string, changed: Partial<ServiceCheckParts> = {}): Promise<string> {
  const found = (await check(changed)).filter((each) => each.check === id);
  return found.map(({ level, what }) => `${level}: ${what}`).join('\n');
}
