import { afterEach, describe, expect, it } from 'vitest';
import { people } from '../support/school.ts';
import { type House, realPause, startHouse } from './house.ts';
import { isLong } from './how-long.ts';
import { stores } from './records-here.ts';
import { addRow } from './table.ts';

/** A night on which a school's clock says something unusual, and when it has to remind of what was reported before. */
interface Night {
  readonly what: string;
  /** When it is reported, in the time of the world. */
  readonly reported: string;
  /** Whether a child is in danger: then nobody waits for the school to open. */
  readonly danger: 'Yes' | 'No';
  readonly reminded: readonly string[];
}

/** Terms in which each of these days is a school day if it is no weekend. */
const calendar = {
  terms: [{ from: '2026-09-01', until: '2028-07-20' }],
  closed: [],
  hours: { from: '08:30', until: '16:00' },
};

// Immediate danger: after 5 and 10 minutes, and then every 10. Routine: after an hour, when the school is open.
const nights: readonly Night[] = [
  {
    what: 'the weekend on which the clock goes forward',
    reported: '2027-03-26T15:30:00.000Z',
    danger: 'No',
    // Monday 08:30 in summer time; in winter it was at 08:30 in the time of the world.
    reminded: ['2027-03-29T07:30:00.000Z'],
  },
  {
    what: 'the weekend on which the clock goes back',
    reported: '2026-10-23T14:30:00.000Z',
    danger: 'No',
    reminded: ['2026-10-26T08:30:00.000Z'],
  },
  {
    what: 'the hour that comes twice',
    reported: '2026-10-25T00:53:00.000Z',
    danger: 'Yes',
    reminded: ['2026-10-25T00:58:00.000Z', '2026-10-25T01:03:00.000Z'],
  },
  {
    what: 'the hour that is left out',
    reported: '2027-03-28T00:53:00.000Z',
    danger: 'Yes',
    reminded: ['2027-03-28T00:58:00.000Z', '2027-03-28T01:03:00.000Z'],
  },
  {
    what: 'a leap day',
    reported: '2028-02-28T15:45:00.000Z',
    danger: 'No',
    reminded: ['2028-02-29T08:30:00.000Z'],
  },
];

/** The short form keeps to the one in which a mistake is nearest. */
const played = isLong ? nights : nights.slice(0, 1);

/** How much later a reminder may come, in milliseconds: what the store did not answer for in time waits a minute. */
const LATE_MS = 75_000;
const HOUR = 3_600_000;

let house: House | undefined;
afterEach(async () => {
  await house?.close();
  house = undefined;
});

describe.each(isLong ? stores : stores.slice(1))('a reminder, on %s', (store) => {
  it.each(played)('comes once and at its time: $what [N8]', async ({ what, reported, danger, reminded }) => {
    // Three machines, of which two are wrong by an hour, each in another direction.
    const offsets = store === 'SQLite' ? [0] : [0, HOUR, -HOUR];
    house = await startHouse({
      store,
      at: Date.parse(reported) - 60_000,
      places: offsets.length,
      school: { calendar },
    });
    const replicas = await house.startAll((place) => ({ clockOffsetMs: offsets[place] ?? 0 }));
    await reports(house, danger, Date.parse(reported));
    await house.calm(3_000);
    for (const at of reminded) {
      const left = Date.parse(at) - 5_000 - house.time.now();
      // Two leaps: a clock that was wrong by an hour would have reminded after the first.
      if (left > 2 * HOUR) await leapTo(house, Date.parse(at) - HOUR - 60_000);
      if (left > 0) await leapTo(house, Date.parse(at) - 5_000);
      await comes(house, reminded.indexOf(at) + 1);
    }
    await house.pass(30_000, 15);
    await Promise.all(replicas.map((replica) => replica.stop()));

    const came = remindersIn(house);
    addRow({
      target: 'N8',
      what: `${what}; ${offsets.length === 1 ? '1 process' : '3 processes, two of them wrong by an hour'}`,
      store,
      attempts: reminded.length,
      acknowledged: 1,
      lost: Math.max(0, reminded.length - came.length),
      doubled: Math.max(0, came.length - reminded.length),
      unknown: 0,
      remarks: `${came.map((at, index) => `${Math.round((at - Date.parse(reminded[index] ?? '')) / 1_000)} s`).join(', ')} after its time`,
    });
    expect(came.map((at) => new Date(at).toISOString())).toHaveLength(reminded.length);
    for (const [index, at] of came.entries()) {
      const due = Date.parse(reminded[index] ?? '');
      expect(at).toBeGreaterThanOrEqual(due - 1_000);
      expect(at).toBeLessThan(due + LATE_MS);
    }
  });
});

/** When each reminder was said, whichever process said it. */
function remindersIn({ doors }: House): readonly number[] {
  const said = doors.flatMap(({ calls }) => calls).filter(({ text, ts }) => ts && /^Nobody has ack/.test(text));
  return said.map(({ at }) => at).toSorted((one, other) => one - other);
}

/** Waits for so many, slowly: a machine that is busy is not to seem late. */
async function comes(house: House, count: number): Promise<void> {
  const until = house.time.now() + 5_000 + LATE_MS;
  house.time.pace(3);
  while (house.time.now() < until && remindersIn(house).length < count) await realPause(20);
  house.time.pace(1);
}

async function leapTo({ time }: House, at: number): Promise<void> {
  time.leap(at - time.now());
  await realPause(150);
}

async function reports({ as, slack, time }: House, danger: 'Yes' | 'No', at: number): Promise<void> {
  const teacher = as(people.teacher);
  await teacher.types('/report-concern');
  await slack.until(() => teacher.modal?.buttons.includes(danger), 'the form opens');
  await teacher.presses(danger);
  await slack.until(() => teacher.modal?.inputs.length !== 0, 'the next step comes');
  await teacher.fills({ 'What kind of concern is it?': 'Something else', 'Who is it about?': 'One or more pupils' });
  await teacher.submits();
  await teacher.fills({ 'Which pupils? One name on each line': 'Robin Marker', 'What happened?': 'MARKER' });
  time.leap(at - time.now());
  await teacher.submits();
  if (!/C-[0-9A-Z]{6}/.test(teacher.modal?.words ?? '')) throw new Error(`no receipt: ${teacher.modal?.words}`);
}
