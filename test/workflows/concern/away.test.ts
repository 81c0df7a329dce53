import { describe, expect, it } from 'vitest';
import { later, MINUTE } from '../../../src/domain/instant.ts';
import type { PersonId } from '../../../src/domain/people.ts';
import { handlersOf } from '../../../src/workflows/concern/access.ts';
import { concern } from '../../../src/workflows/concern/index.ts';
import type { Concern } from '../../../src/workflows/concern/state.ts';
import { whoAreAway } from '../../support/away.ts';
import { aboutHead, aboutStaff, given, monday, someAnswers } from '../../support/concern.ts';
import { aSchool, by, people } from '../../support/school.ts';

function report(answers: ReturnType<typeof someAnswers>, away: readonly PersonId[], school = aSchool()) {
  const reported = given([], school).when('concern/report', by.otherTeacher, answers, monday, whoAreAway(...away));
  return { ...reported, handlers: handlersOf(reported.state as Concern, school), event: reported.events[0] };
}

describe('[R002] a concern that is reported while people are away', () => {
  it('mentions who is there; who is away keeps it all the same', () => {
    const { messages, handlers } = report(someAnswers({ danger: 'yes' }), [people.dsl]);
    expect(messages.find(({ slot }) => slot === 'case')?.mentions).toEqual([people.deputy]);
    expect(handlers).toContain(people.dsl);
  });

  it('asks who is away by one text, also for those that begin in another way', () => {
    for (const command of ['concern/report', 'concern/report-breach', 'concern/call-team', 'concern/log'] as const)
      expect(
        concern.commands[command]?.gathers?.(concern.initial, {
          school: aSchool(),
          at: monday,
          by: by.teacher,
          reference: 'C-7K3Q9F',
          data: {},
        }),
      ).toMatchObject({ kind: 'records', workflow: 'absence', statuses: ['away'] });
  });

  it('[R008] about a member of staff, comes to the head’s delegate besides where the head is away', () => {
    const { event, handlers, messages } = report(aboutStaff('Bronwen Tallis'), [people.head]);
    expect(event).toMatchObject({ standIns: [{ role: 'head', person: people.deputy }] });
    expect(handlers).toEqual(expect.arrayContaining([people.head, people.deputy]));
    expect(messages.some(({ slot }) => slot === `case:${people.deputy}`)).toBe(true);
  });

  it('never comes to a delegate whom it is about', () => {
    const { event, handlers } = report(aboutStaff('Daniel Okonjo'), [people.head]);
    expect(event).not.toMatchObject({ standIns: [{ role: 'head' }] });
    expect(handlers).not.toContain(people.deputy);
  });

  it('about the head, comes to the chair’s delegate where the chair is away, and to nobody of the head’s', () => {
    const { handlers } = report(aboutHead(), [people.chair]);
    expect(handlers).toEqual(expect.arrayContaining([people.chair, people.governor]));
    expect(handlers).not.toContain(people.deputy);
    expect(handlers).not.toContain(people.head);
  });

  it('calls the next of the ladder at once where nobody is there at all', () => {
    const away = [people.dsl, people.deputy, people.coordinator];
    const { event } = report(someAnswers({ danger: 'yes' }), away);
    expect(event).toMatchObject({ remindAt: [monday, later(monday, 5 * MINUTE), later(monday, 10 * MINUTE)] });
  });

  it('is reported as ever where a record of an absence cannot be read', () => {
    const gathered = { kind: 'records', records: [], isWhole: false } as const;
    const reported = given().when('concern/report', by.teacher, someAnswers(), monday, gathered);
    expect(reported.outcome.kind).toBe('decision');
  });
});
