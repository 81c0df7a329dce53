import { describe, expect, it } from 'vitest';
import type { Audience } from '../../../src/domain/audience.ts';
import { HOUR, type Instant, later, MINUTE, SECOND } from '../../../src/domain/instant.ts';
import { theClock } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import { isSchoolTime } from '../../../src/domain/school-time.ts';
import { campaignEventSchema } from '../../../src/workflows/campaign/events.ts';
import { campaign } from '../../../src/workflows/campaign/index.ts';
import { aPerson, aSchool, aSchoolFile, people } from '../../support/school.ts';
import { aBeginning, allStaff, aWording, nobody, World } from './a-campaign.ts';

/** A Sunday evening in term, and when the school opens after it. */
const sunday: Instant = '2026-11-22T20:00:00.000Z';
const opening: Instant = '2026-11-23T08:30:00.000Z';
/** Three seconds before the school closes on that Monday, and when it opens next. */
const closing: Instant = '2026-11-23T15:59:57.000Z';
const tuesday: Instant = '2026-11-24T08:30:00.000Z';
const DAY = 24 * HOUR;
const goesOut = 'Goes out Mon 23 Nov, 08:30, when the school opens';

const newOne = aPerson('z.new@oakfield.example', 'Zoe New', 'Teacher', 90);
const withOneMore = (school: School): School => ({ ...school, people: [...school.people, newOne] });
const revision = { wording: aWording({ version: 5 }), dueBy: '2026-12-18' };

function begunAt(at: Instant, data: Record<string, unknown> = {}, school = aSchool()): World {
  const world = new World(school, at);
  world.begin(data);
  return world;
}

/** When whatever came to anybody came, in order. */
const times = ({ came }: World, what: string) => came.filter((one) => one.what === what).map(({ at }) => at);
/** What the cards of those who look after it say, latest last. */
const progress = (world: World) => world.to('progress:').map(({ data, to }) => ({ said: JSON.stringify(data), to }));
const spent = ({ state }: World) => (state.status === 'none' ? 0 : state.file.spent);

describe('a round that begins while the school is closed', () => {
  it('asks nobody before it opens, and everybody then', () => {
    const world = begunAt(sunday);
    world.until(later(opening, -1));
    expect(world.who('asked')).toEqual([]);
    world.until(later(opening, MINUTE));
    expect(world.having('pending').length).toBeGreaterThan(5);
    expect(times(world, 'asked').every((at) => at >= opening && isSchoolTime(world.school, at))).toBe(true);
    expect(campaign.status(world.state)).toBe('running');
  });

  it('waits without filling its record, also when the clock comes too early', () => {
    const world = begunAt(sunday);
    world.until(later(opening, -1));
    const before = world.history.length;
    expect(before).toBeLessThan(6);
    expect(world.give('campaign/hand-out')).toMatchObject({ kind: 'decision', events: [] });
    expect(world.history).toHaveLength(before);
    expect(spent(world)).toBeLessThan(5_000);
  });

  it('says on its card when it goes out, to whoever published it alone, and shows the figures soon after', () => {
    const world = begunAt(sunday);
    world.until(later(opening, -1));
    const cards = progress(world);
    expect(cards.map(({ to }) => to)).toEqual([{ kind: 'person', person: people.dsl }]);
    expect(cards[0]?.said).toContain(goesOut);
    expect(cards[0]?.said).not.toContain('campaign/remind-now');
    world.messages.length = 0;
    world.until(later(opening, MINUTE));
    const after = progress(world);
    expect(after.map(({ to }) => to)).toContainEqual({ kind: 'person', person: people.coordinator });
    expect(JSON.stringify(after)).not.toContain('Goes out');
    expect(JSON.stringify(after)).toContain('outstanding');
  });

  it('says it where somebody opens it too', () => {
    const world = begunAt(sunday);
    const opened = world.give('campaign/open', { kind: 'person', person: people.dsl });
    expect(JSON.stringify(opened)).toContain(goesOut);
  });

  it('goes out on the next weekday where no further term is known', () => {
    const world = begunAt('2027-04-24T10:00:00.000Z', { dueBy: '2027-05-28' });
    world.until('2027-04-26T07:29:59.000Z');
    expect(world.who('asked')).toEqual([]);
    world.until('2027-04-26T07:31:00.000Z');
    expect(world.who('asked').length).toBeGreaterThan(5);
  });

  it('goes on from there when the service was killed while it waited', () => {
    const world = begunAt(sunday);
    world.pass(HOUR);
    world.restart();
    world.until(later(opening, MINUTE));
    expect(times(world, 'asked').every((at) => at >= opening)).toBe(true);
    expect(campaign.status(world.state)).toBe('running');
  });

  it('asks nobody where it is closed meanwhile', () => {
    const world = begunAt(sunday);
    world.pass(HOUR);
    world.give('campaign/close', theClock, { reason: 'withdrawn' });
    world.until(later(opening, DAY));
    expect(world.who('asked')).toEqual([]);
    expect(campaign.status(world.state)).toBe('closed');
  });

  it('reads channels for staff then too, and does not look at them all night', () => {
    const school = aSchool({
      ...aSchoolFile(),
      staffChannels: [{ id: 'science', name: 'Science', teams: { channelId: '19:s@thread.tacv2' } }],
    });
    const audience: Audience = { ...nobody, channels: ['science'] };
    const world = new World(school, sunday);
    world.members.set('staff:science', [{ person: people.teacher, name: 'Amara Osei' }]);
    world.begin({ audience });
    world.pass(MINUTE);
    world.give('campaign/look', theClock, { place: 'channel:science', chat: 'teams' });
    world.until(later(opening, -1));
    expect(world.who('asked')).toEqual([]);
    expect(world.history.length).toBeLessThan(8);
    world.until(later(opening, MINUTE));
    expect(world.who('asked')).toEqual([people.teacher]);
  });
});

describe('a round that the school closes upon', () => {
  const many = Array.from({ length: 250 }, (_, index) =>
    aPerson(`p.${String(index).padStart(3, '0')}@oakfield.example`, 'Some Body', 'Teacher', 20),
  );

  it('stops where it is, says so, and goes on there on the next school day', () => {
    const world = begunAt(closing, {}, { ...aSchool(), people: [...aSchool().people, ...many] });
    world.give('campaign/hand-out');
    const asked = world.who('asked').length;
    world.at = later(closing, 4 * SECOND);
    world.until(later(closing, HOUR));
    expect(world.who('asked')).toHaveLength(asked);
    expect(JSON.stringify(progress(world).at(-1))).toContain('Goes on Tue 24 Nov, 08:30, when the school opens');
    expect(JSON.stringify(progress(world).at(-1))).toContain('100 outstanding');
    world.until(later(tuesday, MINUTE));
    expect(new Set(world.who('asked')).size).toBe(world.who('asked').length);
    expect(world.who('asked').length).toBeGreaterThan(250);
    expect(times(world, 'asked').every((at) => isSchoolTime(world.school, at))).toBe(true);
    expect(JSON.stringify(progress(world).at(-1))).not.toContain('Goes on');
  });
});

describe('a round that its publisher sends at once', () => {
  it('asks everybody now, whatever the hour', () => {
    const world = begunAt(sunday, { asks: 'now' });
    world.pass(MINUTE);
    expect(world.who('asked').length).toBeGreaterThan(5);
    expect(campaign.status(world.state)).toBe('running');
    expect(JSON.stringify(progress(world))).not.toContain('Goes out');
  });

  it('asks who joins that night when the school opens', () => {
    const world = begunAt(sunday, { asks: 'now' });
    world.pass(MINUTE);
    world.school = withOneMore(world.school);
    world.give('campaign/look');
    world.until(later(opening, -1));
    expect(world.who('asked')).not.toContain(newOne.email);
    world.until(later(opening, MINUTE));
    expect(world.who('asked')).toContain(newOne.email);
  });

  it('is begun with nothing else than the two choices', () => {
    expect(new World(aSchool()).begin({ asks: 'tomorrow' })).toEqual({ kind: 'malformed' });
    const { asks, ...before } = {
      ...aBeginning({ asks: 'now' }),
      type: 'CampaignBegun',
      parts: '',
      morning: sunday,
    } as {
      readonly asks?: string;
    };
    expect(asks).toBe('now');
    expect(campaignEventSchema.safeParse(before).success).toBe(true);
  });
});

describe('a new starter who comes while the school is closed', () => {
  it('is asked when it opens, and the figures follow', () => {
    const world = begunAt('2026-11-20T14:00:00.000Z');
    world.pass(DAY);
    world.school = withOneMore(world.school);
    world.give('campaign/look');
    world.until(later(opening, -1));
    expect(world.who('asked')).not.toContain(newOne.email);
    world.messages.length = 0;
    world.until(later(opening, 2 * MINUTE));
    expect(world.who('asked')).toContain(newOne.email);
    expect(progress(world).length).toBeGreaterThan(0);
  });
});

describe('a small revision while the school is closed', () => {
  it('is shown to those who owe it when the school opens, and the card says when', () => {
    const world = begunAt('2026-11-20T14:00:00.000Z');
    world.until(sunday);
    world.messages.length = 0;
    world.give('campaign/revise', theClock, revision);
    expect(JSON.stringify(progress(world))).toContain(
      'The new wording goes out Mon 23 Nov, 08:30, when the school opens',
    );
    world.until(later(opening, -1));
    expect(world.who('reworded')).toEqual([]);
    world.until(later(opening, MINUTE));
    expect(world.who('reworded').length).toBeGreaterThan(5);
    expect(JSON.stringify(progress(world).at(-1))).not.toContain('goes out');
  });

  it('is shown at once where its publisher says so', () => {
    const world = begunAt('2026-11-20T14:00:00.000Z');
    world.until(sunday);
    world.give('campaign/revise', theClock, { ...revision, asks: 'now' });
    world.pass(MINUTE);
    expect(world.who('reworded').length).toBeGreaterThan(5);
  });

  it('that is sent at once takes with it what waits to go out for the first time', () => {
    const world = begunAt(sunday, { audience: allStaff });
    world.pass(MINUTE);
    world.give('campaign/revise', theClock, { ...revision, asks: 'now' });
    world.pass(MINUTE);
    expect(world.who('asked').length).toBeGreaterThan(5);
    expect([...world.theirs.values()].every(({ version }) => version === 5)).toBe(true);
  });
});
