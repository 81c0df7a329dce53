import { describe, expect, it } from 'vitest';
import { actorOf, type PersonId } from '../../../src/domain/people.ts';
import { concern } from '../../../src/workflows/concern/index.ts';
import type { ConcernState } from '../../../src/workflows/concern/state.ts';
import {
  aboutHead,
  aboutStaff,
  aConcern,
  everyStatus,
  reference,
  someAnswers,
  stateAfter,
} from '../../support/concern.ts';
import { aSchool, people, stranger } from '../../support/school.ts';

const school = aSchool();
const now = '2026-11-23T15:05:00.000Z';
const [open, mine] = ['open-concerns', 'my-reports'].map((id) => concern.lists.find((list) => list.id === id));

const rowFor = (list: typeof open, state: ConcernState, person: PersonId) =>
  list?.row(state, { reference, person, school, now });

describe('the list of open concerns', () => {
  it('shows a handler reference, state, kind, time waiting and with whom, by role', () => {
    const waiting = stateAfter(aConcern('new', { answers: someAnswers({ danger: 'yes', kind: 'other' }) }));
    expect(rowFor(open, waiting, people.dsl)).toEqual({
      rank: 0,
      since: '2026-11-23T14:05:00.000Z',
      title: `${reference} · new · immediate danger`,
      detail: 'Something else · 60 minutes · nobody yet',
      press: { label: 'Open', command: 'concern/open' },
    });
    expect(rowFor(open, stateAfter(aConcern('handled')), people.dsl)).toMatchObject({
      title: `${reference} · being handled`,
      detail: 'Something unsuitable came up by accident · 60 minutes · the deputy DSL',
    });
  });

  it('has what nobody has seen first, and of these the most pressing', () => {
    const ranks = (['new', 'handled'] as const).flatMap((status) =>
      [{ danger: 'yes' }, { send: 'yes' }, {}].map(
        (answers) => rowFor(open, stateAfter(aConcern(status, { answers: someAnswers(answers) })), people.dsl)?.rank,
      ),
    );
    expect(ranks).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('[R198] shows nobody what they do not handle', () => {
    const about = stateAfter(aConcern('new', { answers: aboutHead() }));
    for (const person of Object.values(people))
      expect(rowFor(open, about, person) !== undefined).toBe(person === people.chair);
    expect(rowFor(open, concern.initial, people.dsl)).toBeUndefined();
  });

  it('is for those whom a concern may come to', () => {
    const forThem = Object.entries(people)
      .filter(([, person]) => open?.isFor(person, school))
      .map(([name]) => name);
    expect(forThem).toEqual(['dsl', 'deputy', 'head', 'chair', 'coordinator', 'governor']);
    expect(open?.isFor(stranger, school)).toBe(false);
  });

  it('has the open ones only', () => {
    expect(open?.statuses).toEqual(['new', 'acknowledged', 'handled']);
  });
});

describe('the list of one’s own reports', () => {
  it.each([
    ['new', 'received'],
    ['acknowledged', 'seen'],
    ['handled', 'being handled'],
    ['closed', 'closed'],
  ] as const)('shows of a concern that is %s that it is %s, and nothing of what others did', (status, said) => {
    expect(rowFor(mine, stateAfter(aConcern(status)), people.teacher)).toEqual({
      rank: status === 'closed' ? 1 : 0,
      since: '2026-11-23T14:05:00.000Z',
      title: `${reference} · ${said}`,
      detail: 'Reported today 14:05',
    });
  });

  it('shows nobody the reports of others', () => {
    for (const status of everyStatus)
      for (const person of Object.values(people))
        expect(rowFor(mine, stateAfter(aConcern(status)), person) !== undefined).toBe(person === people.teacher);
  });

  it('is for everybody, and found by the reporter alone', () => {
    expect(mine?.isFor(people.assistant, school)).toBe(true);
    expect(mine?.findBy?.(people.teacher)).toBe(concern.findableBy(stateAfter(aConcern('new')))[0]);
  });

  it('goes on showing their report to a reporter whom it turns out to be about', () => {
    const self = stateAfter(aConcern('new', { answers: aboutStaff('Amara Osei') }));
    expect(rowFor(mine, self, people.teacher)).toBeDefined();
    expect(rowFor(open, self, people.teacher)).toBeUndefined();
    expect(actorOf(people.teacher).kind).toBe('person');
  });
});
