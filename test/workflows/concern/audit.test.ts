import { describe, expect, it } from 'vitest';
import { labelOf } from '../../../src/domain/form.ts';
import { actorOf } from '../../../src/domain/people.ts';
import { kinds, sources } from '../../../src/workflows/concern/choices.ts';
import { concern } from '../../../src/workflows/concern/index.ts';
import {
  aboutHead,
  aboutStaff,
  aConcern,
  everyCommand,
  give,
  given,
  reference,
  sampleData,
  someAnswers,
  stateAfter,
} from '../../support/concern.ts';
import { aSchool, aSchoolWhere, people } from '../../support/school.ts';

const school = aSchool();
const it1 = actorOf(people.networkManager);
const coordinator = actorOf(people.coordinator);
const begins = (command: (typeof everyCommand)[number]) => concern.commands[command]?.begins === true;
/** Where it goes as no breach: what happens to a member of staff is the head's. */
const otherRule = (kind: string) =>
  ['bullying-staff', 'offensive-message'].includes(kind) ? 'routing/staff-victim' : 'routing/safeguarding-team';
const audit = { source: 'it-audit', kind: 'filter-bypass', narrative: 'The logs of room 12 show a tunnel.' };

describe('what IT finds in an audit', () => {
  const reported = given().when('concern/report', it1, someAnswers(audit));

  it('[R136] is a case of the co-ordinator’s, together with the safeguarding team: theirs in their own chat, the team’s in the channel', () => {
    expect(reported.messages.map(({ to }) => to)).toEqual([
      { kind: 'channel', channel: 'safeguarding' },
      { kind: 'person', person: people.coordinator },
    ]);
    expect(reported.state).toMatchObject({
      file: {
        route: {
          rule: 'routing/audit-finding',
          source: '000 section 2.3.4',
          handlers: ['online-safety-coordinator', 'dsl', 'deputy-dsl'],
        },
      },
    });
    expect(labelOf(sources, 'it-audit')).toBe('I found it in an IT check or audit');
  });

  it('[R136] tells IT to whom it went', () => {
    expect(reported.reply?.data.lines).toContain(
      'It is saved and on its way to the safeguarding team. You will be told when it is seen.',
    );
  });

  it('[R136] is handled by the co-ordinator as any case is', () => {
    const taken = given(reported.history).when('concern/take', coordinator);
    expect(taken.state.status).toBe('handled');
    const closed = given(taken.history).when('concern/close', coordinator, {
      outcome: 'behaviour',
      reason: 'Dealt with by the head of year.',
    });
    expect(closed.state.status).toBe('closed');
    const [open] = concern.lists;
    const line = open?.row(reported.state, {
      reference,
      person: people.coordinator,
      school,
      now: reported.history[0]?.at ?? '',
    });
    expect(line?.title).toBe(`${reference} · new`);
  });

  it('[R136] is none of IT’s once it is reported: they hear that it was seen, and read nothing', () => {
    for (const command of everyCommand) {
      const of = { at: '2026-11-23T15:00:00.000Z', by: it1, school, reference };
      const outcome = give(reported.state, command, sampleData[command], of);
      if (begins(command)) expect(outcome).toMatchObject({ code: 'already-reported' });
      else if (outcome.kind === 'refusal') expect(['not-yours', 'no-such-question']).toContain(outcome.code);
      else throw new Error(`${command} is taken`);
    }
  });

  it.each(kinds.map(({ value }) => value).filter((kind) => kind !== 'staff-misuse'))(
    '[R136] is theirs as a breach of the rules alone: %s',
    (kind) => {
      const breaches = ['filter-bypass', 'data-breach', 'deliberate-access', 'accidental-access'];
      const rule = (answers: object) =>
        given().when('concern/report', it1, someAnswers({ ...audit, kind, ...answers })).state;
      const isTheirs = breaches.includes(kind);
      expect(rule({})).toMatchObject({
        file: { route: { rule: isTheirs ? 'routing/audit-finding' : otherRule(kind) } },
      });
      expect(rule({ danger: 'yes' })).toMatchObject({ file: { route: { rule: otherRule(kind) } } });
    },
  );

  it.each([
    ['self-harm', { kind: 'self-harm' }],
    ['danger', { danger: 'yes' }],
  ])('[R136] calls the whole safeguarding team in their channel where it is %s', (_what, answers) => {
    const { messages } = given().when('concern/report', it1, someAnswers({ ...audit, ...answers }));
    expect(messages.map(({ slot, mentions }) => [slot, mentions])).toEqual([['case', [people.dsl, people.deputy]]]);
  });

  it('[R136] goes into the channel where the co-ordinator is there too', () => {
    const one = aSchoolWhere({ 'online-safety-coordinator': [people.deputy] });
    const there = given([], one).when('concern/report', it1, someAnswers(audit));
    expect(there.messages.map(({ slot }) => slot)).toEqual(['case']);
  });

  it('[R136] goes round somebody who is found to be in it later', () => {
    const added = given(reported.history).when('concern/add-person', actorOf(people.dsl), {
      name: 'Mei Tanaka',
      kind: 'staff',
      capacity: 'instigator',
    });
    expect(added.message(`case:${people.coordinator}`)).toMatchObject({
      card: 'case',
      data: { title: `Concern ${reference} · closed` },
      onlyEdits: true,
    });
    expect(added.message('case')).toMatchObject({
      card: 'case',
      data: { title: `Concern ${reference} · acknowledged` },
    });
    expect(added.state).toMatchObject({ file: { route: { handlers: ['dsl', 'deputy-dsl'] } } });
    const opened = given(added.history).when('concern/open', coordinator);
    expect(opened.thenRefused('not-yours').sentence).toBe(concern.notThere(reference, school));
  });

  it('[R136] about staff goes to the head, and about the head to the chair, as before', () => {
    const staff = given().when('concern/report', it1, aboutStaff('Callum Farrow', { source: 'it-audit' }));
    expect(staff.messages.map(({ slot }) => slot)).toEqual([`case:${people.head}`, `case:${people.coordinator}`]);
    const head = given().when('concern/report', it1, aboutHead({ source: 'it-audit' }));
    expect(head.messages.map(({ slot }) => slot)).toEqual([`case:${people.chair}`]);
    const parent = { about: 'adult', kind: 'parent-conduct', names: undefined, adultNames: 'A father' };
    const adult = given().when('concern/report', it1, someAnswers({ ...parent, source: 'it-audit' }));
    expect(adult.messages.map(({ slot }) => slot)).toEqual(['case']);
  });

  it('reports from before keep their route', () => {
    expect(stateAfter(aConcern('new'))).toMatchObject({ file: { route: { rule: 'routing/safeguarding-team' } } });
    const saw = given().when('concern/report', it1, someAnswers({ ...audit, source: 'saw' }));
    expect(saw.messages.map(({ slot }) => slot)).toEqual(['case']);
  });
});

describe('an attempt to get round the filter', () => {
  it('[R137] is a kind of incident of its own, attempts too', () => {
    expect(labelOf(kinds, 'filter-bypass')).toBe('Getting round the filter, or trying to');
  });

  it('[R137] by a pupil comes to the safeguarding team', () => {
    const pupil = given().when('concern/report', actorOf(people.teacher), someAnswers({ kind: 'filter-bypass' }));
    expect(pupil.messages.map(({ slot }) => slot)).toEqual(['case']);
    expect(pupil.message('case')?.data.facts).toContainEqual({
      label: 'Kind',
      value: 'Getting round the filter, or trying to',
    });
  });

  it('[R137] by a member of staff comes to the head, in confidence', () => {
    const answers = aboutStaff('Callum Farrow', { kind: 'filter-bypass', website: 'https://tunnel.example/' });
    const staff = given().when('concern/report', actorOf(people.teacher), answers);
    expect(staff.messages.map(({ slot }) => slot)).toEqual([`case:${people.head}`, `case:${people.coordinator}`]);
    expect(staff.state).toMatchObject({
      file: { answers: { kind: 'filter-bypass', website: 'https://tunnel.example/' }, subjects: [people.otherTeacher] },
    });
    given(staff.history).when('concern/open', actorOf(people.dsl)).thenRefused('not-yours');
  });

  it('[R137] by the network manager is blocked without them: they may not know of it', () => {
    const answers = aboutStaff('the network manager', { kind: 'filter-bypass', website: 'https://tunnel.example/' });
    const staff = given().when('concern/report', actorOf(people.teacher), answers);
    const asked = given(staff.history).when('concern/block-site', actorOf(people.head), { address: 'tunnel.example' });
    expect(asked.outcome).toMatchObject({ relays: [{ data: { without: [people.networkManager] } }] });
  });
});
