import { describe, expect, it } from 'vitest';
import type { PersonId } from '../../../../src/domain/people.ts';

import type { ConcernCommand } from '../../../../src/workflows/concern/command-data.ts';
import { offered, refusalFor } from '../../../../src/workflows/concern/offers.ts';
import { outcomesFor } from '../../../../src/workflows/concern/police/outcomes.ts';
import { aboutStaff, aConcern, someAnswers } from '../../../support/concern.ts';
import { aSchool, aSchoolWhere, people } from '../../../support/school.ts';
import { beginning, callingFor, isForPolice, isPlainNo, policeKnow } from './expected.ts';
import { explore, type Place, type Try, type World } from './explored.ts';
import { held, type Reached } from './held.ts';
import { onlyThePolice } from './only-the-police.ts';

const school = aSchool();
const everybody: readonly PersonId[] = [
  people.dsl,
  people.deputy,
  people.head,
  people.chair,
  people.governor,
  people.coordinator,
  people.teacher,
];
/** One person who is head and DSL. */
const small = aSchoolWhere({ dsl: [people.head] });

type Facts = World['facts'];

function world(
  name: string,
  kind: string,
  facts: Facts,
  of: Partial<World> & Parameters<typeof aConcern>[1] = {},
): World {
  const isOfStaff = kind === 'staff-misuse';
  const answers = of.answers ?? (isOfStaff ? aboutStaff('Callum Farrow') : someAnswers({ kind }));
  const known = kind === 'sexual-harassment' ? (['sexual-harassment'] as const) : [];
  return {
    name: `${name}: ${kind}, ${facts.join(' and ')}`,
    history: onlyThePolice(aConcern('new', { answers, school: of.school ?? school })),
    school: of.school ?? school,
    people: of.people ?? everybody,
    facts,
    begins: beginning(kind, { facts, known, isOfStaff }),
  };
}

const inAnyCase = ['immediate-risk', 'coercion', 'violent', 'significant-risk', 'crime-recorded'] as const;
const inSexualCases = ['under-13', 'known-vulnerable', 'several-children'] as const;
/** Enough people to see who may and who may not, where the rest is seen in other worlds. */
const few = [people.dsl, people.head, people.teacher];

const worlds: readonly World[] = [
  world('everybody', 'sexual-harassment', ['under-13']),
  world('one person is head and DSL', 'sexual-harassment', ['coercion'], {
    school: small,
    people: [people.head, people.deputy, people.chair, people.teacher],
  }),
  ...inAnyCase.map((fact) => world('an ordinary case', 'bullying-pupil', [fact], { people: few })),
  ...inSexualCases.map((fact) => world('contact by an adult', 'contact-by-adult', [fact], { people: few })),
  world('what turns out to be sexual', 'bullying-pupil', ['under-13', 'sexual-image'], { people: few.slice(0, 2) }),
  world('content on a device', 'device-content', ['crime-recorded'], { people: few }),
  world('material that may be illegal', 'deliberate-access', ['illegal-material'], { people: few }),
  world('a member of staff', 'staff-misuse', ['illegal-material'], {
    people: [people.head, people.coordinator, people.chair, people.otherTeacher],
  }),
];

describe('[R063] [R064] [R065] [R066] [R067] [R068] [R069] [R070] [R071] [R073] everything that a case can come to', () => {
  let places = 0;
  let tries = 0;

  it.each(worlds.map((one) => [one.name, one] as const))(
    'keeps to what the policies say of the police: %s',
    (_name, one) => {
      const found = explore(one, tried, (place) => offers(place, one));
      places += found.places;
      tries += found.tries;
      expect(found.places, `${found.places} places, ${found.tries} tries`).toBeGreaterThan(50);
    },
    300_000,
  );

  it('was explored: a world in which nothing can be done would keep to anything', () => {
    expect(places, `${places} places, ${tries} tries`).toBeGreaterThan(2_000);
    expect(reached).toEqual(
      new Set([
        'closed with the police told',
        'closed by two',
        'closed without a question',
        'closed again after what was told before',
        'refused to close',
        'refused "no further action"',
        'a decision of two fell',
        'a fact was corrected',
        'refused to take a fact back',
        'refused own proposal',
      ]),
    );
  });
});

const reached: Reached = new Set();

function tried(one: Try): void {
  held(one, reached);
  // Whoever neither handles nor leads gets nothing but a refusal.
  const person = one.by.kind === 'person' ? one.by.person : '';
  if (one.outcome.kind === 'decision') expect([people.teacher, people.otherTeacher]).not.toContain(person);
}

const asked: readonly ConcernCommand[] = [
  'concern/assess',
  'concern/tell-police',
  'concern/propose-no-police',
  'concern/propose-correction',
  'concern/agree',
  'concern/disagree',
  'concern/close',
  'concern/reopen',
];

/** What must hold of everywhere that a case can be. */
function offers({ state, expected }: Place, { school: at, people: all }: World): void {
  if (state.status === 'none') return;
  const calls = callingFor(expected);
  const values = outcomesFor(state).map(({ value }) => value);
  expect(values.includes('no-further-action')).toBe(calls.length === 0);
  expect(values.length).toBeGreaterThan(0);
  const isSettled = policeKnow(expected) || (expected.decided.size > 0 && isPlainNo(expected));
  for (const person of all) {
    const offer = offered(state, person, at);
    const may = asked.filter((command) => refusalFor(state, command, person, at) === undefined);
    expect(asked.filter((command) => offer.includes(command))).toEqual(may);
    if (isForPolice(expected) && !isSettled) expect(offer).not.toContain('concern/close');
    if (calls.length > 0) expect(offer).not.toContain('concern/propose-no-police');
    if (offer.includes('concern/propose-no-police')) expect(isPlainNo(expected)).toBe(true);
    if (offer.includes('concern/agree'))
      expect([...expected.waiting.values()].some(({ by }) => by !== person)).toBe(true);
  }
}
