import { describe, expect, it } from 'vitest';
import type { Gathered } from '../../../../src/domain/gathering.ts';
import type { Instant } from '../../../../src/domain/instant.ts';
import { type Actor, actorOf, type PersonId, theClock } from '../../../../src/domain/people.ts';
import type { ConcernEvent } from '../../../../src/workflows/concern/events.ts';
import { concern } from '../../../../src/workflows/concern/index.ts';
import { namedIn, nameTokens, tokensToFind } from '../../../../src/workflows/concern/people/named.ts';
import type { Concern } from '../../../../src/workflows/concern/state.ts';
import {
  aboutHead,
  aboutStaff,
  aConcern,
  buttonsOf,
  type ConcernOf,
  give,
  type History,
  monday,
  reference,
  someAnswers,
  stateAfter,
} from '../../../support/concern.ts';
import { aSchool, by, people, stranger } from '../../../support/school.ts';

const school = aSchool();

function aCase(of: ConcernOf = {}): Concern {
  const state = stateAfter(aConcern('handled', of));
  if (state.status === 'none') throw new Error('nothing was reported');
  return state;
}

/** Another case that was found by these texts. */
interface Found {
  readonly reference: string;
  readonly reportedAt: Instant;
  readonly by: readonly string[];
}

function matches(found: readonly Found[], isWhole = true): Gathered {
  const records = found.map(({ reference: other, reportedAt, by: foundBy }) => ({
    reference: other,
    status: 'closed',
    shared: { reportedAt },
    foundBy: foundBy.map((key) => `name:${key}`),
  }));
  return { kind: 'matches', isWhole, records };
}

const sameName = ['full:ash robin', 'short:ash r', 'short:robin a'];
const inJune: Found = { reference: 'C-JUNE22', reportedAt: '2026-06-12T09:00:00.000Z', by: sameName };
const inMay: Found = { reference: 'C-MAY222', reportedAt: '2026-05-04T09:00:00.000Z', by: sameName };
const lastYear: Found = { reference: 'C-YEAR22', reportedAt: '2025-11-04T09:00:00.000Z', by: sameName };
const byInitial: Found = { reference: 'C-NTAL22', reportedAt: '2026-10-01T09:00:00.000Z', by: ['short:ash r'] };

/** What somebody who opens the case sees of those who were seen before. */
function seen(state: Concern, gathered: Gathered | undefined, person: PersonId = people.dsl) {
  const context = { at: monday, by: actorOf(person), school, reference, ...(gathered && { gathered }) };
  const opened = give(state, 'concern/open', {}, context);
  const more = give(state, 'concern/more', {}, context);
  const data = opened.kind === 'decision' ? opened.reply?.data : undefined;
  const blocks = (data?.blocks ?? []) as unknown as readonly { readonly heading: string; readonly text: string }[];
  const turns = (data?.turns ?? []) as unknown as readonly { readonly label: string }[];
  return {
    outcome: opened,
    lines: blocks.find(({ heading }) => heading === 'Seen before')?.text.split('\n') ?? [],
    opens: turns.map(({ label }) => label),
    // On the case itself, and behind More.
    buttons: [
      ...buttonsOf({ buttons: data?.buttons ?? [], more: data?.more ?? [] }),
      ...buttonsOf(more.kind === 'decision' ? more.reply?.data : undefined),
    ],
  };
}

describe('a case that is opened', () => {
  it('[R039] says of each whom it names how often they were named before, and when last', () => {
    const { lines, opens, buttons } = seen(aCase(), matches([inMay, inJune, lastYear]));
    expect(lines).toEqual([
      'Robin Ash, 9B: 3 earlier, last in June.',
      'C-JUNE22 · Fri 12 Jun · the same name',
      'C-MAY222 · Mon 4 May · the same name',
      'C-YEAR22 · 4 Nov 2025 · the same name',
    ]);
    expect(opens).toEqual(['Open C-JUNE22', 'Open C-MAY222']);
    expect(buttons).toContain('concern/compare-person');
  });

  it('has the year with the month where it was another', () => {
    expect(seen(aCase(), matches([lastYear])).lines[0]).toBe('Robin Ash, 9B: 1 earlier, last in November 2025.');
  });

  it('has those of the same name before those of whom only part is the same', () => {
    const { lines, opens } = seen(aCase(), matches([byInitial, inJune]));
    expect(lines).toEqual([
      'Robin Ash, 9B: 1 earlier, last in June; perhaps 1 more, by part of the name.',
      'C-JUNE22 · Fri 12 Jun · the same name',
      'C-NTAL22 · Thu 1 Oct · part of the name is the same',
    ]);
    expect(opens).toEqual(['Open C-JUNE22']);
  });

  it('counts what was reported since apart', () => {
    const since: Found = { ...inJune, reference: 'C-SNCE22', reportedAt: '2026-11-24T09:00:00.000Z' };
    expect(seen(aCase(), matches([since, inMay])).lines[0]).toBe('Robin Ash, 9B: 1 earlier, last in May; 1 later.');
  });

  it('shows five of many, and how many more there are', () => {
    const many = Array.from({ length: 8 }, (_, at) => ({ ...inJune, reference: `C-MANY2${at}` }));
    const { lines } = seen(aCase(), matches(many));
    expect(lines[0]).toBe('Robin Ash, 9B: 8 earlier, last in June.');
    expect(lines.at(-1)).toBe('and 3 more');
    expect(lines).toHaveLength(7);
  });

  it('says nothing where nobody was, where that was not looked for, and after a step', () => {
    for (const gathered of [matches([]), undefined, { kind: 'records', records: [], isWhole: true } as const]) {
      const { lines, opens, buttons } = seen(aCase(), gathered);
      expect({ lines, opens }).toEqual({ lines: [], opens: [] });
      expect(buttons).not.toContain('concern/compare-person');
    }
  });

  it('says so where not everything could be looked through', () => {
    const there = 'There may be more: not everything could be looked through.';
    expect(seen(aCase(), matches([], false)).lines).toEqual([there]);
    expect(seen(aCase(), matches([inJune], false)).lines.at(-1)).toBe(there);
  });

  it('says so of each of several people, pupils and adults alike', () => {
    const state = aCase({
      answers: someAnswers({ names: 'Robin Ash, 9B\nKit Marsh', kind: 'contact-by-adult', contactAdult: 'Joe Vole' }),
    });
    const found = matches([
      { ...inJune, by: ['full:joe vole'] },
      { ...inMay, by: ['full:kit marsh', 'full:ash robin'] },
    ]);
    expect(seen(state, found).lines.filter((line) => line.includes(':'))).toEqual([
      'Robin Ash, 9B: 1 earlier, last in May.',
      'Kit Marsh: 1 earlier, last in May.',
      'Joe Vole: 1 earlier, last in June.',
    ]);
  });
});

describe('what is asked of the store', () => {
  const asks = (state: Concern, asker: PersonId | 'clock') =>
    concern.commands['concern/open']?.gathers?.(state, {
      school,
      at: monday,
      by: asker === 'clock' ? theClock : actorOf(asker),
      reference,
      data: {},
    });

  it('is the keys of the names, of this kind of record alone, and not the case itself', () => {
    expect(asks(aCase(), people.dsl)).toEqual({
      kind: 'matches',
      workflow: 'concern',
      findBy: ['name:full:ash robin', 'name:short:ash r', 'name:short:robin a'],
      most: 20,
      except: reference,
    });
  });

  it('is nothing for who may not read the case, for the clock, and where nobody is named', () => {
    for (const person of [people.teacher, people.head, people.senco, stranger, 'clock'] as const)
      expect(asks(aCase(), person)).toBeUndefined();
    const nobody = aCase({ answers: aboutHead(), reporter: people.dsl, handler: people.chair });
    expect(asks(nobody, people.chair)).toBeUndefined();
  });

  it('has a bound, the surest key of everybody first', () => {
    const names = Array.from({ length: 30 }, (_, at) => `Pupil${'abcdefghijklmnopqrstuvwxyzabcd'[at]} Oak-Elm`);
    const state = aCase({ answers: someAnswers({ names: names.join('\n').slice(0, 500) }) });
    expect(namedIn(state)).toHaveLength(20);
    expect(tokensToFind(state)).toHaveLength(40);
    expect(
      tokensToFind(state)
        .slice(0, 20)
        .every((token) => token.startsWith('name:full:')),
    ).toBe(true);
    expect(nameTokens(state).length).toBeLessThanOrEqual(160);
    expect(
      seen(
        state,
        matches([
          {
            ...inJune,
            by: tokensToFind(state)
              .slice(0, 1)
              .map((one) => one.slice(5)),
          },
        ]),
      ).lines.at(-1),
    ).toBe('Not every name was looked for.');
  });
});

describe('what a concern says of itself to another', () => {
  const shares = (state: Concern, person: PersonId) => concern.shares?.(state, { school, by: actorOf(person) });

  it('[R194] is when it was reported, and no more, and that only to who may read it', () => {
    const state = aCase();
    expect(shares(state, people.dsl)).toEqual({ reportedAt: monday });
    expect(shares(state, people.deputy)).toEqual({ reportedAt: monday });
    for (const person of [people.teacher, people.head, people.chair, people.coordinator, people.senco, stranger])
      expect(shares(state, person)).toBeUndefined();
  });

  it('[R198] is nothing to whom it is about, whatever their role', () => {
    const about = aCase({ answers: aboutStaff('Naila Rahimi'), handler: people.head });
    expect(shares(about, people.head)).toEqual({ reportedAt: monday });
    expect(shares(about, people.dsl)).toBeUndefined();
    const aboutTheHead = aCase({ answers: aboutHead(), reporter: people.dsl, handler: people.chair });
    expect(shares(aboutTheHead, people.chair)).toEqual({ reportedAt: monday });
    expect(shares(aboutTheHead, people.head)).toBeUndefined();
    expect(shares(aboutTheHead, people.dsl)).toBeUndefined();
  });

  it('is nothing to the clock, and nothing before it was reported', () => {
    expect(concern.shares?.(aCase(), { school, by: theClock })).toBeUndefined();
    expect(concern.shares?.(concern.initial, { school, by: by.dsl })).toBeUndefined();
  });
});

describe('comparing', () => {
  const found = matches([inJune, byInitial]);

  function compare(state: Concern, data: object, gathered: Gathered | undefined = found) {
    return give(state, 'concern/compare-person', data, {
      at: monday,
      by: by.dsl,
      school,
      reference,
      ...(gathered && { gathered }),
    });
  }

  function afterwards(state: Concern, outcome: ReturnType<typeof give>): Concern {
    if (outcome.kind !== 'decision') throw new Error('it was refused');
    const history: History = outcome.events.map((event) => ({ event, at: monday, by: by.dsl }));
    return history.reduce((before, one) => concern.evolve(before, one) as Concern, state);
  }

  it('confirms that it is the same person, which stands in the history of this case', () => {
    const state = aCase();
    const done = compare(state, { pair: 'C-NTAL22 1', is: 'same' });
    expect(done).toMatchObject({
      kind: 'decision',
      events: [{ type: 'PersonCompared', name: 'Robin Ash, 9B', earlier: 'C-NTAL22', is: 'same' }],
    });
    const { lines } = seen(afterwards(state, done), found);
    expect(lines.slice(0, 2)).toEqual([
      'Robin Ash, 9B: 2 earlier, last in October.',
      'C-NTAL22 · Thu 1 Oct · confirmed the same person',
    ]);
    const [line] = done.kind === 'decision' ? done.messages.filter(({ to }) => to.kind === 'thread') : [];
    expect(line?.preview).toMatch(/^The Designated Safeguarding Lead compared this with an earlier one, /);
    expect(line?.preview).not.toMatch(/Robin|Ash|C-NTAL22/);
  });

  it('takes somebody else out of the count, and can be taken back', () => {
    const state = aCase();
    const other = afterwards(state, compare(state, { pair: 'C-JUNE22 1', is: 'other' }));
    expect(seen(other, found).lines).toEqual([
      'Robin Ash, 9B: perhaps 1 more, by part of the name; 1 not counted, of somebody else.',
      'C-NTAL22 · Thu 1 Oct · part of the name is the same',
    ]);
    expect(seen(other, found).opens).toEqual([]);
    const again = afterwards(other, compare(other, { pair: 'C-JUNE22 1', is: 'same' }));
    expect(seen(again, found).lines[1]).toBe('C-JUNE22 · Fri 12 Jun · confirmed the same person');
  });

  it.each([
    ['a case that is not there', { pair: 'C-WRNG22 1', is: 'same' }],
    ['a person who is not named', { pair: 'C-JUNE22 2', is: 'same' }],
  ])('is refused for %s, in the same words', (_what, data) => {
    const refused = compare(aCase(), data);
    expect(refused).toMatchObject({ kind: 'refusal', code: 'nothing-alike' });
    expect(compare(aCase(), { pair: 'C-JUNE22 1', is: 'same' }, matches([]))).toEqual(refused);
  });

  it('is refused where nobody is named', () => {
    const nobody = aCase({ answers: aboutHead(), reporter: people.dsl, handler: people.chair });
    const context = { at: monday, by: by.chair, school, reference };
    expect(give(nobody, 'concern/compare-person', { pair: 'C-JUNE22 1', is: 'same' }, context)).toMatchObject({
      code: 'nobody-named',
    });
  });

  it('asks which case, and whether it is the same person, with what nobody has compared first', () => {
    const state = aCase();
    const same = afterwards(state, compare(state, { pair: 'C-JUNE22 1', is: 'same' }));
    const form = concern.commands['concern/compare-person']?.form?.(same, {
      school,
      now: monday,
      by: people.dsl,
      given: {},
      gathered: found,
    });
    const [pair, is] = form?.steps[0]?.items ?? [];
    expect(pair).toMatchObject({
      choices: [
        { value: 'C-NTAL22 1', label: 'C-NTAL22 · Thu 1 Oct · Robin Ash, 9B' },
        { value: 'C-JUNE22 1', label: 'C-JUNE22 · Fri 12 Jun · Robin Ash, 9B' },
      ],
    });
    expect(is).toMatchObject({ choices: [{ value: 'same' }, { value: 'other' }] });
  });
});

describe('who is named in a case', () => {
  it('[R029, R039] is everybody of the report, and whoever was added, each once', () => {
    const added = (name: string, kind: 'pupil' | 'staff'): readonly [ConcernEvent, Actor] => [
      { type: 'PersonAdded', name, kind, capacity: 'witness', detail: '', subjects: [] },
      by.deputy,
    ];
    const state = aCase({
      answers: someAnswers({ names: 'Robin Ash, 9B\nKit Marsh', others: 'Ann Oak, witness\nKit Marsh' }),
      followedBy: [added('Bo Elm', 'pupil'), added('Callum Farrow', 'staff')],
    });
    expect(namedIn(state)).toEqual(['Robin Ash, 9B', 'Kit Marsh', 'Ann Oak, witness', 'Bo Elm', 'Callum Farrow']);
    expect(nameTokens(state)).toEqual(expect.arrayContaining(['name:full:callum farrow', 'name:full:ann oak']));
  });

  it('does not make a case of the first version found by them: its record would not fit its history', () => {
    const [first, ...others] = aConcern('handled');
    if (first?.event.type !== 'ConcernReported') throw new Error('it begins with a report');
    const { rules: _, ...before } = first.event;
    const old = stateAfter([{ ...first, event: before }, ...others]);
    expect(concern.findableBy(old)).toEqual([`reporter:${people.teacher}`]);
  });
});
