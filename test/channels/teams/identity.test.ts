import { describe, expect, it } from 'vitest';
import { createDirectory } from '../../../src/application/directory.ts';
import { DeliveryFault } from '../../../src/application/faults.ts';
import type { Member } from '../../../src/channels/identity.ts';
import { type Activity, readActivity } from '../../../src/channels/teams/activity.ts';
import { createTeamsIdentifier } from '../../../src/channels/teams/identity.ts';
import { createSeenActivities } from '../../../src/channels/teams/seen-activities.ts';
import type { School } from '../../../src/domain/school.ts';
import { aSchool, aSchoolFile, people } from '../../support/school.ts';

const MINUTE = 60_000;

const whole = aSchool({ people: aSchoolFile().people.map(({ teams: _, ...person }) => person) });

/** An identifier whose Teams gives this answer, and how often it was asked. */
function anIdentifier(answer: () => Member | undefined) {
  let school = whole;
  let now = 0;
  let asked = 0;
  const identifier = createTeamsIdentifier({
    directory: createDirectory([school]),
    connector: {
      findMember: async () => {
        asked++;
        return answer();
      },
    },
    monotonicMs: () => now,
  });
  return {
    who: (objectId = 'somebody') => identifier.whoIs(from(objectId), school),
    /** The school file is changed. */
    goesBy(changed: School) {
      school = changed;
    },
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    get asked() {
      return asked;
    },
  };
}

function from(aadObjectId: string): Activity {
  const activity = readActivity({
    type: 'message',
    channelId: 'msteams',
    serviceUrl: 'http://127.0.0.1/',
    from: { id: `29:${aadObjectId}`, aadObjectId },
    recipient: { id: '28:bot' },
    conversation: { id: 'a:chat', conversationType: 'personal', tenantId: whole.teams?.tenantId },
  });
  if (typeof activity === 'string') throw new Error(activity);
  return activity;
}

const teacher: Member = { addresses: [people.teacher], isOutsider: false };

describe('who somebody is whom the school file gives no object id', () => {
  it('is asked for once in half an hour', async () => {
    const asking = anIdentifier(() => teacher);
    for (let press = 0; press < 20; press++)
      expect(await asking.who()).toMatchObject({ kind: 'known', person: { email: people.teacher } });
    expect(asking.asked).toBe(1);
    asking.pass(30 * MINUTE);
    await asking.who();
    expect(asking.asked).toBe(2);
  });

  it('of a stranger is asked for again after a minute, so that somebody who is put right need not wait', async () => {
    let member: Member | undefined;
    const asking = anIdentifier(() => member);
    expect(await asking.who()).toEqual({ kind: 'stranger' });
    member = teacher;
    expect(await asking.who()).toEqual({ kind: 'stranger' });
    asking.pass(MINUTE);
    expect(await asking.who()).toMatchObject({ kind: 'known' });
  });

  it('goes by the school file as it is now, without asking again: nobody who is out of it, and known who is in it', async () => {
    const asking = anIdentifier(() => teacher);
    expect(await asking.who()).toMatchObject({ kind: 'known' });
    asking.goesBy(aSchool({ people: whole.people.filter(({ email }) => email !== people.teacher) }));
    expect(await asking.who()).toEqual({ kind: 'stranger' });
    asking.goesBy(whole);
    expect(await asking.who()).toMatchObject({ kind: 'known', person: { email: people.teacher } });
    expect(asking.asked).toBe(1);
  });

  it('is nobody with an address to which the school file now gives another account', async () => {
    const asking = anIdentifier(() => teacher);
    expect(await asking.who()).toMatchObject({ kind: 'known' });
    asking.goesBy(aSchool());
    expect(await asking.who()).toEqual({ kind: 'stranger' });
  });

  it('is not guessed while Teams does not say, and not remembered either', async () => {
    let isDown = true;
    const asking = anIdentifier(() => {
      if (isDown) throw new DeliveryFault('down', { code: 'teams-503', whatToDo: 'Wait.', certain: true });
      return teacher;
    });
    expect(await asking.who()).toEqual({ kind: 'unclear', code: 'teams-503' });
    isDown = false;
    expect(await asking.who()).toMatchObject({ kind: 'known' });
  });

  it('is remembered for so many people and no more', async () => {
    const asking = anIdentifier(() => undefined);
    for (let person = 0; person <= 5_000; person++) await asking.who(`person-${person}`);
    expect(asking.asked).toBe(5_001);
    await asking.who('person-5000');
    expect(asking.asked).toBe(5_001);
    await asking.who('person-0');
    expect(asking.asked).toBe(5_002);
  });

  it('is found by an address in any case, and by no part of it', async () => {
    const withAddress = (address: string) => anIdentifier(() => ({ ...teacher, addresses: [address] })).who();
    expect(await withAddress(` ${people.teacher.toUpperCase()} `)).toMatchObject({ kind: 'known' });
    for (const address of ['osei@oakfield.example', ''])
      expect(await withAddress(address)).toEqual({ kind: 'stranger' });
  });

  it('is nobody for a guest, whatever their address says', async () => {
    expect(await anIdentifier(() => ({ ...teacher, isOutsider: true })).who()).toEqual({ kind: 'stranger' });
  });
});

it('what was seen is remembered for so many activities and no more', () => {
  const seen = createSeenActivities();
  expect([seen.isNew('first'), seen.isNew('first')]).toEqual([true, false]);
  for (let other = 0; other < 10_000; other++) seen.isNew(`other ${other}`);
  expect(seen.isNew('first')).toBe(true);
  expect(seen.isNew('other 9999')).toBe(false);
  seen.forget('other 9999');
  expect(seen.isNew('other 9999')).toBe(true);
});
