import { describe, expect, it } from 'vitest';
import { checkAnswers } from '../../../src/domain/check-answers.ts';
import type { FormContext } from '../../../src/domain/decider.ts';
import { isShown, type Question, questionsOf } from '../../../src/domain/form.ts';
import { theClock } from '../../../src/domain/people.ts';
import { concern } from '../../../src/workflows/concern/index.ts';
import { offered } from '../../../src/workflows/concern/offers.ts';
import {
  aboutStaff,
  aConcern,
  buttonsOf,
  given,
  monday,
  reference,
  someAnswers,
  stateAfter,
  textsOf,
} from '../../support/concern.ts';
import { aSchool, by, people } from '../../support/school.ts';
import { aSite } from '../../support/site-block.ts';

const school = aSchool();
const website = 'https://unsuitable.example/fights?clip=7';
const withSite = { answers: someAnswers({ website }) };
const site = aSite(website);

const asked = (history = aConcern('handled', withSite), data: object = { address: website }) =>
  given(history).when('concern/block-site', by.dsl, data);

describe('the step that asks IT to block a site', () => {
  it('[R130] gives the address to another record, who may not know of it, and nothing else of the concern', () => {
    const made = asked();
    made.thenHappens({ type: 'SiteBlockAsked', number: 1, site });
    expect(made.outcome).toMatchObject({
      relays: [
        {
          slot: 'relay:block:1',
          type: 'site-block/ask',
          key: `${reference}:1`,
          data: { site, concern: reference, number: 1, askedBy: people.dsl, without: [] },
        },
      ],
    });
    const relays = JSON.stringify(made.outcome.kind === 'decision' ? made.outcome.relays : []);
    for (const said of ['Robin', 'fight came up', '9B']) expect(relays).not.toContain(said);
  });

  it('[R131] may be of the page alone or of the whole site, and of several sites, each with its number', () => {
    const first = asked();
    const second = asked(first.history, { address: website, scope: 'site' });
    second.thenHappens({ type: 'SiteBlockAsked', number: 2, site: { ...site, path: '' } });
    expect(second.outcome).toMatchObject({ relays: [{ slot: 'relay:block:2', key: `${reference}:2` }] });
  });

  it('says so in the thread without the address, and in the history with it', () => {
    const made = asked();
    expect(made.lines).toEqual(['The Designated Safeguarding Lead asked IT to block a site, 14:08.']);
    expect(JSON.stringify(made.messages)).not.toContain('unsuitable.example');
    const texts = textsOf(made.reply?.data);
    expect(texts.some((text) => text.endsWith('Naila Rahimi asked IT to block a site'))).toBe(true);
    expect(texts).toContain('unsuitable.example/fights?clip=7');
  });

  it('acknowledges a new concern as every step does', () => {
    asked(aConcern('new', withSite)).thenHappens(
      { type: 'ConcernAcknowledged' },
      { type: 'SiteBlockAsked', number: 1, site },
    );
  });

  it('keeps the site from whom the concern is about', () => {
    const about = aConcern('new', { answers: aboutStaff('Ifeoma Brandt', { kind: 'other' }) });
    const made = given(about).when('concern/block-site', by.head, { address: website });
    expect(made.outcome).toMatchObject({ relays: [{ data: { without: [people.networkManager] } }] });
  });

  it('[R198] keeps it also from who turns out to be whom it is about, later', () => {
    const two = asked(asked().history);
    const added = given(two.history).when('concern/add-person', by.dsl, {
      name: 'Ifeoma Brandt',
      kind: 'staff',
      capacity: 'instigator',
    });
    const relays = added.outcome.kind === 'decision' ? (added.outcome.relays ?? []) : [];
    expect(relays.map(({ key }) => key)).toEqual([`${reference}:1`, `${reference}:2`]);
    for (const relay of relays)
      expect(relay).toMatchObject({ type: 'site-block/ask', data: { without: [people.networkManager] } });
    // In the slot of what was asked first, so that it comes after it.
    expect(relays.map(({ slot }) => slot)).toEqual(['relay:block:1', 'relay:block:2']);
    const pupil = given(two.history).when('concern/add-person', by.dsl, {
      name: 'Kit Marsh',
      kind: 'pupil',
      capacity: 'witness',
    });
    expect(pupil.outcome).toMatchObject({ relays: [] });
  });

  it('does not take what is no address', () => {
    expect(asked(undefined, { address: 'the page with the fights' }).outcome.kind).toBe('malformed');
    expect(asked(undefined, { address: 'https://bit.ly/3abcdef' }).outcome.kind).toBe('malformed');
  });
});

describe('where it is offered', () => {
  it('[R130] first under "More" where the report has an address, in one press', () => {
    for (const status of ['new', 'acknowledged', 'handled'] as const) {
      const opened = given(aConcern(status, withSite)).when('concern/open', by.dsl);
      expect(buttonsOf(opened.reply?.data.more)[0]).toBe('concern/block-site');
    }
    const without = given(aConcern('handled')).when('concern/open', by.dsl);
    expect(buttonsOf(without.reply?.data.more)).toContain('concern/block-site');
    expect(buttonsOf(without.reply?.data.more)[0]).not.toBe('concern/block-site');
  });

  it('not once it is closed, and to nobody who does not handle it', () => {
    const closed = stateAfter(aConcern('closed', withSite));
    expect(offered(closed, people.dsl, school)).not.toContain('concern/block-site');
    given(aConcern('closed', withSite)).when('concern/block-site', by.dsl, { address: website }).thenRefused('closed');
    for (const actor of [by.teacher, by.head, by.otherTeacher])
      given(aConcern('new', withSite)).when('concern/block-site', actor, { address: website }).thenRefused('not-yours');
  });
});

describe('its form', () => {
  function formOf(reported: string | undefined, of: Partial<FormContext> = {}) {
    const state = stateAfter(aConcern('handled', { answers: someAnswers({ website: reported }) }));
    const context = { school, now: monday, by: people.dsl, given: {}, ...of };
    const form = concern.commands['concern/block-site']?.form?.(state, context);
    if (form === undefined) throw new Error('there is no form');
    return form;
  }
  const question = (form: ReturnType<typeof formOf>, id: string): Question | undefined =>
    form.steps.flatMap(questionsOf).find((one) => one.id === id);

  it('[R130] is filled in with the address of the report, so that it is sent as it stands', () => {
    const form = formOf(website);
    expect(question(form, 'address')?.initially).toBe(website);
    const answers = { address: website, scope: question(form, 'scope')?.initially ?? '' };
    expect(checkAnswers(form, answers)).toMatchObject({ problems: {}, values: answers });
    asked(undefined, checkAnswers(form, answers).values).thenHappens({ type: 'SiteBlockAsked', number: 1, site });
  });

  it.each([
    ['words around one', 'see unsuitable.example/x there', 'see unsuitable.example/x there'],
    ['several', 'unsuitable.example/x and other.example', 'unsuitable.example/x'],
    ['none', 'the page with the fights', 'the page with the fights'],
    ['nothing', undefined, undefined],
  ])('with %s, has what can be read first, or else all of it', (_what, reported, initially) => {
    expect(question(formOf(reported), 'address')?.initially).toBe(initially);
  });

  it('asks how much of it only where it is a page, by what was put in last', () => {
    const isAsked = (form: ReturnType<typeof formOf>, address: string) => {
      const scope = question(form, 'scope');
      return scope !== undefined && isShown(scope, { address });
    };
    expect(isAsked(formOf(website), website)).toBe(true);
    expect(isAsked(formOf('unsuitable.example'), 'unsuitable.example')).toBe(false);
    const changed = { answers: { address: 'other.example' } };
    expect(isAsked(formOf(website, changed), 'other.example')).toBe(false);
  });

  it('says nothing of the report to somebody who does not handle it', () => {
    expect(JSON.stringify(formOf(website, { by: people.networkManager }))).not.toContain('unsuitable.example');
  });
});

describe('what came of it', () => {
  const answered = (history: ReturnType<typeof asked>['history'], outcome: string, number = 1) =>
    given(history).when('concern/site-blocked', theClock, { number, outcome });

  it('stands in the thread and in the history, by the address', () => {
    const told = answered(asked().history, 'blocked');
    told.thenHappens({ type: 'SiteBlockAnswered', number: 1, outcome: 'blocked' });
    expect(told.lines).toEqual(['IT has blocked the site, 14:09.']);
    expect(told.messages.at(-1)?.mentions).toEqual([]);
    const texts = textsOf(given(told.history).when('concern/open', by.dsl).reply?.data);
    expect(texts).toContain('Today 14:09 · IT has blocked the site');
  });

  it('calls whoever asked where IT cannot block it', () => {
    const told = answered(asked().history, 'cannot');
    expect(told.lines).toEqual(['IT says it cannot block the site, 14:09.']);
    expect(told.messages.at(-1)?.mentions).toEqual([people.dsl]);
  });

  it('is told one to one where the concern is handled so', () => {
    const about = aConcern('new', { answers: aboutStaff('Callum Farrow', { kind: 'filter-bypass' }) });
    const made = given(about).when('concern/block-site', by.head, { address: website });
    const told = answered(made.history, 'lifted');
    expect(told.messages.map(({ to }) => to)).toEqual([
      { kind: 'person', person: people.head },
      { kind: 'person', person: people.head },
    ]);
    expect(told.messages.at(-1)?.preview).toMatch(/^C-7K3Q9F: The site need not be blocked, and the block is off, /);
  });

  it('comes also after the concern was closed, and does not open it', () => {
    const closed = given(asked().history).when('concern/close', by.dsl, { outcome: 'resolved', reason: 'Done.' });
    expect(answered(closed.history, 'blocked').state.status).toBe('closed');
  });

  it('that nobody asked for changes nothing', () => {
    const told = answered(asked().history, 'blocked', 7);
    expect([told.events, told.messages]).toEqual([[], []]);
    given(asked().history)
      .when('concern/site-blocked', by.dsl, { number: 1, outcome: 'blocked' })
      .thenRefused('not-yours');
  });
});

describe('a request to IT that does not get through', () => {
  it('is told to everybody who handles the concern, and stands in its history', () => {
    const note = { slot: 'relay:block:1', outcome: 'parked', code: 'not-there' };
    const noted = given(asked().history).when('concern/delivery-note', theClock, note);
    expect(noted.messages.map(({ to, preview }) => [to, preview])).toEqual(
      [people.dsl, people.deputy].map((person) => [
        { kind: 'person', person },
        `A request to IT about ${reference} did not get through. Ask IT another way.`,
      ]),
    );
    const texts = textsOf(given(noted.history).when('concern/open', by.dsl).reply?.data);
    expect(texts).toContain('To: IT');
  });

  it('is said to nobody while it is only late', () => {
    const note = { slot: 'relay:block:1', outcome: 'delayed', code: 'store-unavailable' };
    const noted = given(asked().history).when('concern/delivery-note', theClock, note);
    expect([noted.events, noted.messages]).toEqual([[], []]);
  });
});

describe('a record from before sites could be blocked', () => {
  it('folds as it did, into a state that has nothing new in it', () => {
    const state = stateAfter(aConcern('closed', withSite));
    expect(concern.state.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
    expect(JSON.stringify(state)).not.toContain('SiteBlock');
  });
});
