import { describe, expect, it } from 'vitest';
import { actorOf, type PersonId } from '../../../src/domain/people.ts';
import type { SiteCommand } from '../../../src/workflows/site-access/command-data.ts';
import { siteAccess } from '../../../src/workflows/site-access/index.ts';
import { offered, refusalFor, steps } from '../../../src/workflows/site-access/offers.ts';
import type { SiteState } from '../../../src/workflows/site-access/state.ts';
import { buttonsOf, textsOf } from '../../support/concern.ts';
import { aSchool, aSchoolWhere, people, stranger } from '../../support/school.ts';
import {
  aSiteRequest,
  everySiteCommand,
  everySiteStatus,
  forTwo,
  givenSite,
  giveSite,
  requestAnswers,
  sampleSiteData,
  siteAfter,
  siteReference,
  who,
} from '../../support/site-access.ts';

const school = aSchool();
const everybody: readonly PersonId[] = [...Object.values(people), stranger];
const two = { answers: requestAnswers(forTwo) };
const until11 = { untilDate: '2026-11-23', untilTime: '11:00', why: 'x' };
const longer = { untilDate: '2026-11-23', untilTime: '12:00', reason: 'We are slow.' };

/** Every state, and those that differ in who may do what. */
const states: readonly (readonly [name: string, state: SiteState])[] = [
  ['none', siteAccess.initial],
  ...everySiteStatus.map((status) => [status, siteAfter(aSiteRequest(status))] as const),
  ['asked for by the co-ordinator', siteAfter(aSiteRequest('asked', { requester: people.coordinator }))],
  [
    'agreed to by one of two',
    givenSite(aSiteRequest('asked', two)).when('site-access/approve', who.dsl, until11).state,
  ],
  ['agreed to by two', siteAfter(aSiteRequest('open', { ...two, second: people.head }))],
  ['open, more time asked for', givenSite(aSiteRequest('open')).when('site-access/extend', who.teacher, longer).state],
  [
    'open, agreed to by two, more time asked for',
    givenSite(aSiteRequest('open', { ...two, second: people.head })).when('site-access/extend', who.teacher, longer)
      .state,
  ],
];

describe('what is offered', () => {
  it.each(states)('is what is not refused, and nothing else, for everybody: a request that is %s', (_name, state) => {
    const at = '2026-11-23T09:30:00.000Z';
    for (const person of everybody) {
      const offers = offered(state, person, school);
      expect(new Set(offers).size).toBe(offers.length);
      for (const command of steps) {
        const refused = refusalFor(state, command, person, school) !== undefined;
        expect([person, command, offers.includes(command)]).toEqual([person, command, !refused]);
        const context = { at, by: actorOf(person), school, reference: siteReference };
        const { kind } = giveSite(state, command, sampleSiteData[command], context);
        expect([person, command, kind]).toEqual([person, command, refused ? 'refusal' : 'decision']);
      }
    }
  });

  it.each(states)('has its button where the request is opened, and no other: a request that is %s', (_name, state) => {
    for (const person of everybody) {
      const context = { at: '2026-11-23T09:30:00.000Z', by: actorOf(person), school, reference: siteReference };
      const opened = giveSite(state, 'site-access/open', {}, context);
      expect(opened.kind === 'decision').toBe(refusalFor(state, 'site-access/open', person, school) === undefined);
      if (opened.kind !== 'decision') continue;
      const buttons = buttonsOf({ buttons: opened.reply?.data.buttons ?? [], more: opened.reply?.data.more ?? [] });
      expect(buttons.toSorted()).toEqual([...offered(state, person, school), 'site-access/put-away'].toSorted());
      const shown = Array.isArray(opened.reply?.data.buttons) ? opened.reply.data.buttons : [];
      expect(shown.length).toBeLessThanOrEqual(4);
      expect(shown.filter((one: { primary?: boolean }) => one.primary === true).length).toBeLessThanOrEqual(1);
    }
  });

  it.each(states)('on each card is open to whoever has the card: a request that is %s', (_name, state) => {
    if (state.status === 'none') return;
    const context = { at: '2026-11-23T09:30:00.000Z', school, reference: siteReference };
    for (const person of everybody) {
      const data = { place: `person:${person}` };
      const shown = giveSite(state, 'site-access/show-again', data, { ...context, by: who.clock });
      if (shown.kind !== 'decision') throw new Error('it is shown again at any time');
      for (const message of shown.messages)
        for (const command of buttonsOf(message.data))
          expect([person, command, refusalFor(state, command as SiteCommand, person, school)]).toEqual([
            person,
            command,
            undefined,
          ]);
    }
  });
});

describe('who may do what', () => {
  const allowed = (name: string, person: PersonId) => {
    const state = states.find(([other]) => other === name)?.[1] ?? siteAccess.initial;
    return everySiteCommand
      .filter((command) => refusalFor(state, command, person, school) === undefined)
      .map((command) => command.slice(12));
  };
  const reads = ['open', 'put-away'];
  const own = ['answer', 'question'];

  it.each([
    ['none', 'a teacher', people.teacher, ['request']],
    ['none', 'a stranger', stranger, []],
    ['asked', 'whoever asked', people.teacher, [...reads, ...own, 'withdraw']],
    ['asked', 'the co-ordinator', people.coordinator, [...reads, 'approve', 'ask', 'decline']],
    ['asked', 'the DSL', people.dsl, [...reads, 'approve', 'ask', 'decline']],
    ['asked', 'the head, who reads the log', people.head, reads],
    ['asked', 'the governor, who reads the log', people.governor, reads],
    ['asked', 'IT', people.networkManager, []],
    ['asked', 'another teacher', people.otherTeacher, []],
    ['asked', 'the chair', people.chair, []],
    ['asked', 'a stranger', stranger, []],
    ['asked for by the co-ordinator', 'the co-ordinator', people.coordinator, [...reads, ...own, 'withdraw']],
    ['asked for by the co-ordinator', 'the DSL', people.dsl, [...reads, 'approve', 'ask', 'decline']],
    ['agreed to by one of two', 'the one', people.dsl, [...reads, 'ask', 'decline']],
    ['agreed to by one of two', 'the head', people.head, [...reads, 'approve', 'ask', 'decline']],
    ['agreed to by one of two', 'the deputy', people.deputy, [...reads, 'approve', 'ask', 'decline']],
    ['approved', 'IT', people.networkManager, [...reads, 'opened', 'cannot-open']],
    ['approved', 'whoever asked', people.teacher, [...reads, ...own, 'end']],
    ['approved', 'the DSL', people.dsl, [...reads, 'end-now']],
    ['open', 'IT', people.networkManager, reads],
    ['open', 'whoever asked', people.teacher, [...reads, ...own, 'end', 'extend']],
    ['open', 'the co-ordinator', people.coordinator, [...reads, 'ask', 'end-now']],
    ['open', 'the head', people.head, reads],
    ['agreed to by two', 'the head, who agreed', people.head, [...reads, 'ask', 'end-now']],
    ['open, more time asked for', 'whoever asked', people.teacher, [...reads, ...own, 'end']],
    [
      'open, more time asked for',
      'the DSL',
      people.dsl,
      [...reads, 'ask', 'end-now', 'approve-extension', 'decline-extension'],
    ],
    ['ended', 'IT', people.networkManager, [...reads, 'blocked-again', 'cannot-block']],
    ['ended', 'whoever asked', people.teacher, [...reads, ...own]],
    ['ended', 'the DSL', people.dsl, reads],
    ['blocked', 'IT', people.networkManager, reads],
    ['blocked', 'the governor', people.governor, reads],
    ['refused', 'IT', people.networkManager, []],
    ['declined', 'whoever asked', people.teacher, [...reads, ...own]],
  ] as const)('[R126] a request that is %s: %s', (name, _who, person, commands) => {
    expect(allowed(name, person).toSorted()).toEqual([...commands].toSorted());
  });

  it('nobody of a role that they have given up', () => {
    const { roles, ...rest } = aSchool();
    const changed = { ...rest, roles: { ...roles, dsl: { ...roles.dsl, people: [people.senco] } } };
    const state = siteAfter(aSiteRequest('asked'));
    expect(refusalFor(state, 'site-access/open', people.dsl, changed)).toBe('not-yours');
    expect(refusalFor(state, 'site-access/approve', people.senco, changed)).toBeUndefined();
  });
});

describe('somebody who agreed as one of two and has given their role up since', () => {
  // They are still the delegate of the online-safety co-ordinator, who is there.
  const without = aSchoolWhere({ dsl: [people.senco] });
  const { school: usual, history } = { school: aSchool(), history: aSiteRequest('asked', two) };
  const once = givenSite(history, usual).when('site-access/approve', who.dsl, until11).history;

  it('[R126] sees nothing of it any more, and decides on nothing', () => {
    for (const command of ['open', 'approve', 'ask', 'decline'] as const)
      givenSite(once, without)
        .when(`site-access/${command}`, who.dsl, sampleSiteData[`site-access/${command}`])
        .thenRefused('not-yours');
  });

  it('[R126] cannot agree to more time either', () => {
    const open = aSiteRequest('open', { ...two, second: people.coordinator });
    const more = givenSite(open, without).when('site-access/extend', who.teacher, longer);
    const first = more.afterwards.when('site-access/approve-extension', who.coordinator, {
      ...longer,
      why: 'x',
    });
    first.afterwards.when('site-access/approve-extension', who.dsl, { ...longer, why: 'x' }).thenRefused('not-yours');
  });

  it('goes on seeing it where they stood in, because nobody who holds a role could', () => {
    const all = [people.dsl];
    const short = aSchoolWhere({ dsl: all, 'deputy-dsl': all, 'online-safety-coordinator': all });
    const asked = aSiteRequest('asked', { ...two, requester: people.dsl, school: short });
    const agreed = givenSite(asked, short).when('site-access/approve', who.coordinator, until11);
    agreed.afterwards.when('site-access/open', who.coordinator).thenHappens('SiteFileOpened');
  });
});

describe('somebody who has a part in it', () => {
  it('is told whose part a step is that is not theirs, and it goes on the record', () => {
    const refused = (
      status: Parameters<typeof aSiteRequest>[0],
      actor: (typeof who)[keyof typeof who],
      command: SiteCommand,
    ) => givenSite(aSiteRequest(status)).when(command, actor, sampleSiteData[command]).thenRefused('not-your-part');
    const told = refused('asked', who.head, 'site-access/approve');
    expect(told.sentence).toBe(
      'That is for the online-safety co-ordinator or the safeguarding team to do. You can open it and read it.',
    );
    expect(told.events).toEqual([{ type: 'AttemptRefused', command: 'site-access/approve', code: 'not-your-part' }]);
    expect(refused('ended', who.dsl, 'site-access/blocked-again').sentence).toContain('the network manager');
    expect(refused('open', who.dsl, 'site-access/extend').sentence).toContain('whoever asked');
    expect(refused('open', who.it, 'site-access/end').sentence).toContain('whoever asked');
    for (const { sentence } of [told]) expect(sentence).not.toContain('There is nothing');
  });

  it('is not sent what they opened as somebody who decides, once they only read the log', () => {
    const asked = aSiteRequest('asked');
    const { reply, state } = givenSite(asked).when('site-access/open', who.deputy);
    if (reply === undefined) throw new Error('it is open to the deputy');
    const { fades: _, ...view } = reply;
    const owed = { ...view, to: { kind: 'person', person: people.deputy } } as const;
    const governor = aSchoolWhere({ 'deputy-dsl': [people.senco], 'online-safety-governor': [people.deputy] });
    expect(siteAccess.mayStillSend(state, owed, school)).toBe(true);
    expect(siteAccess.mayStillSend(state, owed, governor)).toBe(false);
    const again = givenSite(asked, governor).when('site-access/open', who.deputy).reply;
    if (again === undefined) throw new Error('the governor reads the log');
    expect(siteAccess.mayStillSend(state, { ...again, to: owed.to }, governor)).toBe(true);
    expect(textsOf(again.data).join()).not.toContain('Letters');
  });
});

describe('somebody without the right', () => {
  const asked = aSiteRequest('asked');

  it('reads the same words as where there is nothing', () => {
    for (const command of everySiteCommand.filter((one) => one !== 'site-access/request')) {
      const refused = givenSite(asked)
        .when(command, who.otherTeacher, sampleSiteData[command])
        .thenRefused('not-yours');
      expect(refused.sentence).toBe(siteAccess.notThere(siteReference, school));
    }
  });

  it('[R127] goes on the record, once an hour for each thing that they try', () => {
    const first = givenSite(asked).when('site-access/open', who.otherTeacher);
    expect(first.events).toEqual([{ type: 'AttemptRefused', command: 'site-access/open', code: 'not-yours' }]);
    expect(first.afterwards.when('site-access/open', who.otherTeacher).events).toEqual([]);
    expect(first.afterwards.when('site-access/approve', who.otherTeacher).events).toHaveLength(1);
    expect(
      first.afterwards.when('site-access/open', who.otherTeacher, {}, '2026-11-23T10:30:00.000Z').events,
    ).toHaveLength(1);
  });

  it('[R127] every opening goes on the record too, with what it was read as', () => {
    const as = (history: typeof asked, actor: (typeof who)[keyof typeof who]) =>
      givenSite(history).when('site-access/open', actor).events;
    expect(as(asked, who.dsl)).toEqual([{ type: 'SiteFileOpened', page: 1, as: 'handler' }]);
    expect(as(asked, who.governor)).toEqual([{ type: 'SiteFileOpened', page: 1, as: 'log-reader' }]);
    expect(as(asked, who.teacher)).toEqual([{ type: 'SiteFileOpened', page: 1, as: 'requester' }]);
    expect(as(aSiteRequest('approved'), who.it)).toEqual([{ type: 'SiteFileOpened', page: 1, as: 'it' }]);
  });
});
