import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, later, MINUTE, SECOND } from '../../../src/domain/instant.ts';
import { actorOf, type PersonId, theClock } from '../../../src/domain/people.ts';
import { findPerson, type School } from '../../../src/domain/school.ts';
import { isSchoolTime, localDateTime } from '../../../src/domain/school-time.ts';
import type { Figures } from '../../../src/workflows/campaign/events.ts';
import { recipients } from '../../../src/workflows/campaign/figures.ts';
import { campaign } from '../../../src/workflows/campaign/index.ts';
import { askedBy } from '../../../src/workflows/campaign/who-is-in.ts';
import { aSchool, people } from '../../support/school.ts';
import { aWording, nobody, World } from './a-campaign.ts';

const DAY = 24 * HOUR;
const CHANNEL = 'staff:science';
const audience = { ...nobody, kinds: ['staff' as const], channels: ['science'] };
/** Those who come and go: some of the school, some who are new, some who are asked for the channel alone. */
const movable: readonly PersonId[] = [
  people.teacher,
  people.otherTeacher,
  people.assistant,
  people.senco,
  'z.one@oakfield.example',
  'a.two@oakfield.example',
];
const governors: readonly PersonId[] = [people.chair, people.governor];
const start: School = { ...aSchool(), staffChannels: [{ id: 'science', name: 'Science' }] };

type Move =
  | { readonly do: 'join' | 'leave' | 'acknowledge' | 'deliver' | 'fail'; readonly person: PersonId }
  | { readonly do: 'joinChannel' | 'leaveChannel'; readonly person: PersonId }
  | { readonly do: 'revise' | 'remind' | 'restart' | 'hold' | 'release' | 'look' | 'open' | 'away' | 'lose' }
  | { readonly do: 'pass'; readonly ms: number };

const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({
    do: fc.constantFrom('join' as const, 'leave' as const, 'deliver' as const, 'fail' as const),
    person: fc.constantFrom(...movable),
  }),
  fc.record({ do: fc.constant('acknowledge' as const), person: fc.constantFrom(...movable, ...governors, people.dsl) }),
  fc.record({
    do: fc.constantFrom('joinChannel' as const, 'leaveChannel' as const),
    person: fc.constantFrom(...governors, ...movable),
  }),
  fc.record({
    do: fc.constantFrom(
      'revise',
      'remind',
      'restart',
      'hold',
      'release',
      'look',
      'open',
      'away',
      'lose',
    ) as fc.Arbitrary<'revise'>,
  }),
  fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(0, SECOND, MINUTE, HOUR, DAY, 3 * DAY, 8 * DAY) }),
);

/** A world in which what a campaign asks of others is looked at as it is owed. */
class WatchedWorld extends World {
  version = 4;
  readonly problems: string[] = [];
  private looked = 0;

  /** Nobody who owes nothing, or is not of the audience, is asked anything. */
  look(): void {
    for (const { type, each = [] } of this.given.slice(this.looked))
      for (const { key } of each) {
        const person = key.split(' ').at(-1) ?? '';
        const theirs = this.theirs.get(person);
        const isIn = isAsked(this, person);
        if (type === 'acknowledgement/ask' && !isIn) this.problems.push(`${person} is asked and not of the audience`);
        if (type === 'acknowledgement/remind' && (!isIn || theirs?.status === 'acknowledged'))
          this.problems.push(`${person} is reminded and owes nothing`);
        if (type === 'acknowledgement/leave' && findPerson(this.school, person) !== undefined && isByFile(this, person))
          this.problems.push(`${person} is let go and is of the audience`);
      }
    this.looked = this.given.length;
  }

  override give(...of: Parameters<World['give']>): ReturnType<World['give']> {
    const outcome = super.give(...of);
    this.look();
    return outcome;
  }
}

function isByFile(world: World, person: PersonId): boolean {
  return askedBy(audience, world.school).has(person);
}

function isAsked(world: World, person: PersonId): boolean {
  const isMember = (world.members.get(CHANNEL) ?? []).some((one) => one.person === person);
  return isByFile(world, person) || (isMember && findPerson(world.school, person) !== undefined);
}

function everybody(world: World): readonly PersonId[] {
  return world.school.people
    .map(({ email }) => email)
    .filter((person) => isAsked(world, person))
    .toSorted();
}

/** What each move does. */
const moves_: { readonly [What in Move['do']]: (world: WatchedWorld, made: Extract<Move, { do: What }>) => void } = {
  join: (world, { person }) => {
    if (findPerson(world.school, person) === undefined)
      setPeople(world, [...world.school.people, { email: person, name: 'Some Body', jobTitle: 'Teacher' }]);
  },
  leave: (world, { person }) =>
    setPeople(
      world,
      world.school.people.filter(({ email }) => email !== person),
    ),
  joinChannel: (world, { person }) => setMembers(world, [...membersBut(world, person), person]),
  leaveChannel: (world, { person }) => setMembers(world, membersBut(world, person)),
  acknowledge: (world, { person }) => world.acknowledge(person),
  deliver: (world, { person }) => world.stands(person, 'delivered'),
  fail: (world, { person }) => world.stands(person, 'unreachable'),
  revise: (world) => {
    world.version += 1;
    world.give('campaign/revise', theClock, { wording: aWording({ version: world.version }), dueBy: '2026-12-18' });
  },
  remind: (world) => {
    world.give('campaign/remind-now', actorOf(people.dsl));
  },
  open: (world) => {
    world.give('campaign/open', actorOf(people.dsl));
  },
  look: (world) => {
    world.give('campaign/look', theClock, { place: 'channel:science', chat: 'teams' });
  },
  restart: (world) => world.restart(),
  hold: (world) => {
    world.isHeld = true;
  },
  release: (world) => {
    world.isHeld = false;
    world.carryOut();
  },
  away: (world) => {
    world.isChatAway = !world.isChatAway;
  },
  // What is owed to others is lost, as nothing may be: it is put right all the same.
  lose: (world) => {
    world.owed = world.owed.filter(({ type }) => type !== 'acknowledgement/ask');
  },
  pass: (world, { ms }) => world.pass(ms),
};

function make(world: WatchedWorld, made: Move): void {
  const act: (world: WatchedWorld, made: never) => void = moves_[made.do];
  act(world, made as never);
}

function membersBut(world: World, person: PersonId): readonly PersonId[] {
  return (world.members.get(CHANNEL) ?? []).map(({ name }) => name).filter((name) => name !== person);
}

/** Who is in the channel, as the chat says: whom the school file does not know has no address here. */
function setMembers(world: World, names: readonly string[]): void {
  const isKnown = (name: string) => findPerson(world.school, name) !== undefined;
  world.members.set(
    CHANNEL,
    names.map((name) => (isKnown(name) ? { person: name, name } : { name })),
  );
}

function setPeople(world: World, of: School['people']): void {
  world.school = { ...world.school, people: [...of] };
  setMembers(world, membersBut(world, ''));
  world.give('campaign/look');
}

function sumOf(figures: Figures | null | undefined): number {
  return figures === null || figures === undefined ? 0 : recipients(figures);
}

function play(moves: readonly Move[]): WatchedWorld {
  const world = new WatchedWorld(start);
  world.pageSize = 3;
  world.begin({ audience });
  for (const made of moves) make(world, made);
  world.isHeld = false;
  world.isChatAway = false;
  world.carryOut();
  return world;
}

describe('in any order of joining, leaving, acknowledging, revising, reminding and being killed', () => {
  it('the figures are those of the audience in the end, exactly, and nobody is asked who owes nothing [R166] [R167]', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
        const world = play(moves);
        world.restart();
        world.pass(9 * DAY);
        expect(world.having('pending', 'delivered', 'unreachable', 'acknowledged')).toEqual(everybody(world));
        const owing = world.having('pending', 'delivered', 'unreachable');
        for (const person of owing) expect(world.theirs.get(person)?.version, person).toBe(world.version);
        expect(world.problems).toEqual([]);
        expect(campaign.status(world.state)).toBe(owing.length === 0 ? 'complete' : 'running');
        const figures = world.state.status === 'none' ? undefined : world.state.file.figures;
        expect(figures?.acknowledged).toBe(world.having('acknowledged').length);
        expect(sumOf(figures)).toBe(everybody(world).length);
      }),
      { numRuns: 15 },
    );
  });

  it('each is asked once for each time they came, and reminded at most once a day, both while the school is open [R166]', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
        const world = play(moves);
        world.pass(3 * DAY);
        expect(new Set(world.who('asked')).size).toBe(world.who('asked').length);
        for (const { askedAt, dueBy = '' } of world.theirs.values())
          expect(dueBy >= localDateTime(world.school, askedAt).date).toBe(true);
        const reminders = world.came.filter(({ what }) => what === 'reminded');
        const days = reminders.map(({ person, at }) => `${person} ${localDateTime(world.school, at).date}`);
        if (!moves.some((made) => made.do === 'hold')) {
          expect(new Set(days).size).toBe(days.length);
          const heard = ['reminded', 'asked', 'came back', 'reworded'];
          for (const { what, at } of world.came)
            if (heard.includes(what)) expect(isSchoolTime(world.school, at)).toBe(true);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('replay is what lived, nothing is said twice of a name, and each status can be left', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 25 }), (moves) => {
        const world = play(moves);
        const lived: unknown = JSON.parse(JSON.stringify(world.state));
        world.restart();
        expect(world.state).toStrictEqual(lived);
        for (const { preview, to } of world.messages) {
          expect(to.kind).toBe('person');
          expect(preview).not.toMatch(/@|Osei|Farrow|Tallis|Kestrel|Some Body/);
        }
        world.give('campaign/close', theClock, { reason: 'replaced' });
        world.until(later(world.at, 3 * DAY));
        expect(campaign.status(world.state)).toBe('closed');
        expect(world.having('pending', 'delivered', 'unreachable')).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });
});
