import { describe, expect, it } from 'vitest';
import { actorOf, type PersonId, theClock } from '../../../src/domain/people.ts';
import type { Part } from '../../../src/workflows/concern/access.ts';
import type { ConcernCommand } from '../../../src/workflows/concern/command-data.ts';
import { type CommandRule, commandRules } from '../../../src/workflows/concern/command-rules.ts';
import { concern } from '../../../src/workflows/concern/index.ts';
import { offered } from '../../../src/workflows/concern/offers.ts';
import type { Concern, ConcernState } from '../../../src/workflows/concern/state.ts';
import { everyCommand, monday, reference } from '../../support/concern.ts';
import { aSchool, people, stranger } from '../../support/school.ts';
import { type Cast, casts } from './matrix-casts.ts';

const school = aSchool();
const everybody: readonly PersonId[] = [...Object.values(people), stranger];
const statuses = ['new', 'acknowledged', 'handled', 'closed'] as const;
/** Who is trained to log for others, at this school: the four roles and their delegates. */
const trained: readonly PersonId[] = [
  people.dsl,
  people.deputy,
  people.head,
  people.chair,
  people.coordinator,
  people.governor,
];

/** What a person or the clock is told when they give a command: nothing where they may. */
function told(state: ConcernState, command: ConcernCommand, person: PersonId | 'clock') {
  const by = person === 'clock' ? theClock : actorOf(person);
  return concern.refuses(state, command, { at: monday, by, school, reference });
}

/** What the table has them told, without the reasons that depend on more than part and status. */
function byTable(rule: CommandRule, parts: readonly Part[], status: Concern['status'], person: PersonId | 'clock') {
  const isWhile = rule.when.includes(status);
  if (person === 'clock') return rule.who === 'clock' && isWhile ? 'may' : 'not-now';
  if (rule.who === 'clock') return 'not-yours';
  if (typeof rule.who === 'string') return parts.length === 0 ? 'not-yours' : 'already-reported';
  if (!parts.some((part) => rule.who.includes(part as never))) return 'not-yours';
  return isWhile ? 'may' : 'wrong-status';
}

/** What somebody with a part is told while the concern stands elsewhere. */
const wrongStatus: readonly string[] = ['not-closed', 'closed', 'already-acknowledged', 'not-acknowledged', 'not-now'];

/** Those of a handler who tries what is the leader's: they know of the case, and are told whose it is. */
const knownToHandlers: Partial<Record<ConcernCommand, string>> = {
  'concern/set-sanction': 'only-the-leader',
  'concern/decline-sanction': 'only-the-leader',
};

/** What stands elsewhere than among the buttons of a case: on its cards, its pages, or its list of steps. */
const notOnTheCase: readonly ConcernCommand[] = [
  'concern/open',
  'concern/more',
  'concern/put-away',
  'concern/tick',
  'concern/tick-choices',
  'concern/not-needed',
];

function partsIn({ parts }: Cast, person: PersonId | 'clock'): readonly Part[] {
  return person === 'clock' ? [] : (parts[person] ?? []);
}

/** The commands that are buttons of a case: every one that somebody reads it by, but for opening it and putting it away. */
const ofCase = everyCommand.filter((command) => {
  const { who } = commandRules[command];
  const isOfReader = typeof who !== 'string' && who.some((part) => part === 'handler' || part === 'leader');
  return isOfReader && !notOnTheCase.includes(command);
});

interface Cell {
  readonly cast: Cast;
  readonly status: (typeof statuses)[number];
  readonly command: ConcernCommand;
  readonly person: PersonId | 'clock';
  /** What they are told; `may` where nothing stands against it. */
  readonly code: string;
}

const cells: readonly Cell[] = casts.flatMap((cast) =>
  statuses.flatMap((status) => {
    const state = cast.at(status);
    return everyCommand.flatMap((command) =>
      [...everybody, 'clock' as const].map((person) => ({
        cast,
        status,
        command,
        person,
        code: told(state, command, person)?.code ?? 'may',
      })),
    );
  }),
);

describe('who may do what', () => {
  it.each(casts)('[R194] [R198] is as the table has it, for everybody and the clock: $what', (cast) => {
    for (const { status, command, person, code } of cells.filter((cell) => cell.cast === cast)) {
      const rule = commandRules[command];
      const parts = partsIn(cast, person);
      const expected = byTable(rule, parts, status, person);
      const where = `${command} by ${person} (${parts.join(', ')}) while ${status}`;
      if (expected === 'wrong-status') expect(wrongStatus, where).toContain(code);
      else if (expected === 'may') expect(['may', ...Object.keys(rule.unless ?? {})], where).toContain(code);
      else if (expected === 'not-yours' && parts.includes('handler'))
        expect(code, where).toBe(knownToHandlers[command] ?? expected);
      else expect(code, where).toBe(expected);
    }
  });

  it.each(casts)('[R198] tells who has no part what it tells of a concern that is not there: $what', (cast) => {
    const outside = everybody.filter((person) => partsIn(cast, person).length === 0);
    for (const status of statuses) {
      const state = cast.at(status);
      for (const person of outside) {
        for (const command of everyCommand) {
          const refused = told(state, command, person);
          expect([command, person, refused?.code]).toEqual([command, person, 'not-yours']);
          expect(refused?.sentence).toBe(concern.notThere(reference, school));
        }
        expect(offered(state, person, school)).toEqual([]);
      }
    }
  });

  it.each(casts)('is what the buttons of a case show, to each who reads it: $what', (cast) => {
    for (const status of statuses) {
      const state = cast.at(status);
      for (const person of everybody) {
        const offers = offered(state, person, school);
        for (const command of ofCase)
          expect([command, person, offers.includes(command)]).toEqual([
            command,
            person,
            told(state, command, person) === undefined,
          ]);
      }
    }
  });

  it('begins with a report by everybody, with a log by who is trained, and with nothing else', () => {
    for (const command of everyCommand)
      for (const person of [...everybody, 'clock' as const]) {
        const { who } = commandRules[command];
        const code = told(concern.initial, command, person)?.code ?? 'may';
        const isKnown = person !== 'clock' && person !== stranger;
        const expected = { anybody: 'may', trained: trained.includes(person as never) ? 'may' : 'only-trained' };
        const wanted = person === 'clock' ? 'not-now' : 'not-yours';
        const isBeginning = who === 'anybody' || who === 'trained';
        expect([command, person, code]).toEqual([command, person, isKnown && isBeginning ? expected[who] : wanted]);
      }
  });
});

describe('the table', () => {
  const given = cells.filter(({ code }) => code === 'may');

  it('has no row that nobody can ever use, for no part and in no status that it names', () => {
    const used = new Set(
      given.flatMap(({ cast, command, person, status }) =>
        (person === 'clock' ? ['clock'] : partsIn(cast, person)).map((part) => `${command} ${part} ${status}`),
      ),
    );
    const rows = everyCommand.flatMap((command) => {
      const { who, when } = commandRules[command];
      const parts = typeof who === 'string' ? (who === 'clock' ? ['clock'] : []) : who;
      return parts.flatMap((part) => when.map((status) => `${command} ${part} ${status}`));
    });
    expect(rows.filter((row) => !used.has(row))).toEqual([]);
  });

  it('names no reason that nobody is ever given', () => {
    const met = new Set(cells.map(({ command, code }) => `${command} ${code}`));
    const named = everyCommand.flatMap((command) =>
      Object.keys(commandRules[command].unless ?? {}).map((code) => `${command} ${code}`),
    );
    expect(named.filter((one) => !met.has(one))).toEqual([]);
  });

  it('is looked at in many cells', () => {
    expect(cells.length).toBeGreaterThan(20_000);
    expect(given.length).toBeGreaterThan(1_000);
  });
});
