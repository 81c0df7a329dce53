import { describe, expect, it } from 'vitest';
import type { DeliveryNote } from '../../../src/domain/decider.ts';
import type { Message } from '../../../src/domain/message.ts';
import { siteAccess } from '../../../src/workflows/site-access/index.ts';
import { textsOf } from '../../support/concern.ts';
import { aSchool, aSchoolWhere, people } from '../../support/school.ts';
import { aSiteRequest, givenSite, type SiteHistory, siteAfter, who } from '../../support/site-access.ts';

const job = `job:${people.networkManager}`;
const note = (history: SiteHistory, slot: string, outcome: DeliveryNote['outcome'] = 'parked') =>
  givenSite(history).when('site-access/delivery-note', who.clock, { slot, outcome, code: 'blocked' });
const toldIn = (messages: readonly Message[]) =>
  messages.map(({ to, slot }) => (to.kind === 'person' ? `${slot.split(':')[0]} ${to.person}` : to.kind));

describe('a job that does not come to IT', () => {
  it.each(['delayed', 'parked'] as const)('[R126] is told to those who decide at once: %s', (outcome) => {
    const noted = note(aSiteRequest('approved'), job, outcome);
    noted.thenHappens(outcome === 'parked' ? 'MessageParked' : 'MessageDelayed');
    expect(toldIn(noted.messages)).toEqual(['thread', `parked ${people.coordinator}`]);
    const yet = outcome === 'delayed' ? ' yet' : '';
    expect(noted.messages[0]?.preview).toBe(
      `The job S-7K3Q9F has not reached the network manager${yet}. Tell them another way.`,
    );
  });

  it('is still a job: its deadlines stay what they were', () => {
    const history = aSiteRequest('ended');
    expect(siteAccess.deadlines(note(history, job).state)).toEqual(siteAccess.deadlines(siteAfter(history)));
  });

  it('that comes after all is noted, and nobody is told', () => {
    const delayed = note(aSiteRequest('ended'), job, 'delayed');
    const came = note(delayed.history, job, 'came').thenHappens('MessageCame');
    expect(came.messages).toEqual([]);
  });
});

describe('a card that does not come to those who decide', () => {
  it('is told to each of the channel alone', () => {
    const noted = note(aSiteRequest('asked'), 'case');
    expect(toldIn(noted.messages)).toEqual([`parked ${people.dsl}`, `parked ${people.deputy}`]);
  });

  it('sends whoever asked to them, once none of them can be reached', () => {
    const first = note(aSiteRequest('asked'), 'case');
    const second = note(first.history, `case:${people.coordinator}`);
    expect(second.messages).toEqual([]);
    const third = note(second.history, `parked:case:${people.dsl}`);
    const last = note(third.history, `parked:case:${people.deputy}`);
    expect(last.messages).toEqual([]);
    const alone = note(note(aSiteRequest('asked'), `case:${people.coordinator}`).history, 'case');
    expect(alone.messages.some(({ slot }) => slot === 'told:unreached')).toBe(false);
  });

  it('goes to whoever asked where nobody is left in the channel to decide', () => {
    const school = aSchoolWhere({ dsl: [people.teacher], 'deputy-dsl': [people.teacher] });
    const history = aSiteRequest('asked', { school });
    const noted = givenSite(history, school).when('site-access/delivery-note', who.clock, {
      slot: `case:${people.coordinator}`,
      outcome: 'parked',
      code: 'blocked',
    });
    expect(noted.message('told:unreached')?.preview).toMatch(/could not be told of it in the chat. Speak to them.$/);
  });
});

describe('a message that does not come to whoever asked', () => {
  it.each(['receipt', 'access', 'told:declined', 'question:1'])('is told to those who decide: %s', (slot) => {
    expect(toldIn(note(aSiteRequest('open'), slot).messages)).toEqual(['thread', `parked ${people.coordinator}`]);
    expect(note(aSiteRequest('open'), slot, 'delayed').events).toEqual([]);
  });
});

describe('a notice that cannot be delivered either', () => {
  it.each([
    `parked:${job}:${people.coordinator}`,
    `parked:${job}`,
    `chase:${people.networkManager}`,
    'line:waiting',
    'line:step:2026-11-23T09:06:00.000Z:1',
    `view:${people.dsl}`,
  ])('makes no further notice: %s', (slot) => {
    expect(note(aSiteRequest('ended'), slot).messages).toEqual([]);
  });

  it('is on the record all the same, as is what may stand twice', () => {
    note(aSiteRequest('ended'), 'line:waiting').thenHappens('MessageParked');
    const twice = note(aSiteRequest('ended'), job, 'may-be-repeated').thenHappens('MessageMayBeRepeated');
    const view = twice.afterwards.when('site-access/open', who.dsl);
    expect(textsOf(view.reply?.data).join('\n')).toContain('a message may have been sent twice');
  });
});

describe('a message that waits while somebody loses the right to it', () => {
  const school = aSchool();
  const without = aSchoolWhere({
    'network-manager': [people.otherTeacher],
    'online-safety-coordinator': [people.senco],
  });
  const message = (slot: string, person: string, card: Message['card'] = 'case'): Message => ({
    slot,
    to: { kind: 'person', person },
    card,
    data: slot.startsWith('view:') ? { as: 'handler' } : {},
    preview: '',
  });

  it.each([
    ['approved', `job:${people.networkManager}`, people.networkManager],
    ['ended', `chase:${people.networkManager}`, people.networkManager],
    ['ended', `overdue:${people.coordinator}`, people.coordinator],
    ['asked', `case:${people.coordinator}`, people.coordinator],
    ['asked', `chase:${people.coordinator}`, people.coordinator],
    ['asked', `view:${people.coordinator}`, people.coordinator],
    ['ended', `line:not-blocked:x:1:${people.coordinator}`, people.coordinator],
  ] as const)('%s: %s does not go to them any more', (status, slot, person) => {
    const state = siteAfter(aSiteRequest(status));
    expect(siteAccess.mayStillSend(state, message(slot, person), school)).toBe(true);
    expect(siteAccess.mayStillSend(state, message(slot, person), without)).toBe(false);
  });

  it('goes to whoever asked, and words that take the place of something go to anybody', () => {
    const state = siteAfter(aSiteRequest('open'));
    for (const slot of ['receipt', 'access', 'told:begun', 'question:1'])
      expect(siteAccess.mayStillSend(state, message(slot, people.teacher, 'line'), school)).toBe(true);
    expect(siteAccess.mayStillSend(state, message('receipt', people.otherTeacher, 'receipt'), school)).toBe(false);
    expect(
      siteAccess.mayStillSend(state, message(`view:${people.coordinator}`, people.coordinator, 'notice'), without),
    ).toBe(true);
    const inChannel: Message = { ...message('case', ''), to: { kind: 'channel', channel: 'safeguarding' } };
    expect(siteAccess.mayStillSend(state, inChannel, school)).toBe(true);
  });
});
