import { describe, expect, it } from 'vitest';
import { checkAnswers } from '../../../src/domain/check-answers.ts';
import type { FormContext } from '../../../src/domain/decider.ts';
import { isShown, type Question, questionsOf } from '../../../src/domain/form.ts';
import { theClock } from '../../../src/domain/people.ts';
import type { ConcernEvent } from '../../../src/workflows/concern/events.ts';
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
import { aSchool, aSchoolWhere, by, people } from '../../support/school.ts';
import { aSite } from '../../support/site-block.ts';

const school = aSchool();
const website = 'https://unsuitable.example/fights?clip=7';
const withSite = { answers: someAnswers({ website }) };
const site = aSite(website);

/** What stands in the concern: an action without a reason, which nobody can record. */
const asksFor = (address: string): ConcernEvent => ({
  type: 'ActionRecorded',
  action: `Asked IT to block ${address}`,
  reason: '',
});

const asked = (history = aConcern('handled', withSite), data: object = { address: website }) =>
  given(history).when('concern/block-site', by.dsl, data);

describe('the step that asks IT to block a site', () => {
  it('[R130] gives the address to another record, who may not know of it, and nothing else of the concern', () => {
    const made = asked();
    made.thenHappens(asksFor('unsuitable.example/fights?clip=7'));
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
    second.thenHappens(asksFor('unsuitable.example'));
    expect(second.outcome).toMatchObject({
      relays: [{ slot: 'relay:block:2', key: `${reference}:2`, data: { number: 2, site: { ...site, path: '' } } }],
    });
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
      asksFor('unsuitable.example/fights?clip=7'),
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
  it('[R130] on the case itself where the report has an address, in one press, else under "More"', () => {
    for (const status of ['new', 'acknowledged', 'handled'] as const) {
      const opened = given(aConcern(status, withSite)).when('concern/open', by.dsl);
      expect(buttonsOf(opened.reply?.data.buttons)).toContain('concern/block-site');
    }
    const without = given(aConcern('handled'));
    expect(buttonsOf(without.when('concern/open', by.dsl).reply?.data)).not.toContain('concern/block-site');
    expect(buttonsOf(without.when('concern/more', by.dsl).reply?.data)).toContain('concern/block-site');
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

  const notes = (form: ReturnType<typeof formOf>, step: number) =>
    (form.steps[step]?.items ?? []).flatMap((item) => (item.kind === 'note' ? [item.text] : []));

  it('[R130] is filled in with the address of the report, and asks how much of it', () => {
    const form = formOf(website);
    expect(question(form, 'address')?.initially).toBe('unsuitable.example/fights');
    expect(question(form, 'scope')?.initially).toBeUndefined();
    const address = 'unsuitable.example/fights';
    expect(Object.keys(checkAnswers(form, { address }).problems)).toEqual(['scope']);
    const { values, problems } = checkAnswers(form, { address, scope: 'page' });
    expect(problems).toEqual({});
    asked(undefined, values).thenHappens(asksFor(address));
  });

  it.each([
    ['words around one', 'Robin had unsuitable.example/x open', 'unsuitable.example/x'],
    ['several', 'unsuitable.example/x and other.example', 'unsuitable.example/x'],
    ['another alphabet', 'https://bücher.example/x', 'xn--bcher-kva.example/x'],
    ['none', 'the page with the fights', undefined],
    ['nothing', undefined, undefined],
  ])('[R130] with %s, has what can be read first, and no word of the reporter’s', (_what, reported, initially) => {
    expect(question(formOf(reported), 'address')?.initially).toBe(initially);
    expect(JSON.stringify(formOf(reported))).not.toMatch(/Robin|fights|had /);
  });

  it('[R130] says what was left off of the report, which often names somebody', () => {
    const form = formOf('https://unsuitable.example/find?pupil=Robin+Ash&n=1');
    expect(question(form, 'address')?.initially).toBe('unsuitable.example/find');
    expect(notes(form, 0)).toEqual([
      'The report has more behind this address: "?pupil=Robin+Ash&n=1". Add it only if the page is not found without it, and if it names nobody.',
    ]);
    expect(notes(formOf('unsuitable.example/find'), 0)).toEqual([]);
  });

  it('[R130] shows exactly what goes to IT before it goes, by what was put in last', () => {
    const first = 'Look at it once more: what stands here is what IT reads.';
    const named = (instead: string) => `If the address names a pupil, IT reads that name: ${instead}.`;
    const whole = named('take the whole site, or leave that part off');
    expect(notes(formOf(website), 1)).toEqual([first, 'This asks IT to block: unsuitable.example/fights', whole]);
    const changed = formOf(website, { answers: { address: 'https://other.example/robin.ash#top' } });
    expect(notes(changed, 1)).toEqual([first, 'This asks IT to block: other.example/robin.ash', whole]);
    const site = formOf(website, { answers: { address: 'other.example' } });
    expect(notes(site, 1)).toEqual([first, 'This asks IT to block: other.example']);
    expect(notes(formOf(undefined), 1)).toEqual([first]);
    const maps = formOf(undefined, { answers: { address: 'google.com/maps' } });
    expect(notes(maps, 1)).toEqual([first, 'This asks IT to block: google.com/maps', named('leave that part off')]);
  });

  it('asks how much of it only where it is a page, and the whole site may be blocked', () => {
    const isAsked = (address: string) => {
      const scope = question(formOf(website, { answers: { address } }), 'scope');
      return scope !== undefined && isShown(scope, { address });
    };
    expect(['unsuitable.example/fights', 'unsuitable.example', 'google.com/maps', ''].map(isAsked)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('says nothing of the report to somebody who does not handle it', () => {
    expect(JSON.stringify(formOf(website, { by: people.networkManager }))).not.toContain('unsuitable.example');
  });
});

describe('what came of it', () => {
  const answered = (history: ReturnType<typeof asked>['history'], outcome: string, number = 1) =>
    given(history).when('concern/site-blocked', theClock, { number, outcome, record: 'B-2H4N8W' });

  it.each([
    ['blocked', 'IT has blocked the site, 14:09.', 'IT has blocked unsuitable.example/fights?clip=7'],
    ['cannot', 'IT says it cannot block the site, 14:09.', 'IT says it cannot block unsuitable.example/fights?clip=7'],
    [
      'lifted',
      'The block of the site is off: it was not needed, 14:09.',
      'The block of unsuitable.example/fights?clip=7 is off: it was not needed',
    ],
  ])('when it is %s calls whoever asked in the thread, and stands in the history', (outcome, line, action) => {
    const told = answered(asked().history, outcome);
    told.thenHappens({ type: 'ActionRecorded', action, reason: 'IT was asked in B-2H4N8W.' });
    expect(told.lines).toEqual([line]);
    expect(told.messages.at(-1)?.mentions).toEqual([people.dsl]);
    const texts = textsOf(given(told.history).when('concern/open', by.dsl).reply?.data);
    expect(texts.slice(texts.indexOf('Today 14:09 · IT answered')).slice(0, 2)).toEqual([
      'Today 14:09 · IT answered',
      `${action}\nIT was asked in B-2H4N8W.`,
    ]);
  });

  it('calls all who handle it only where IT cannot, and whoever asked does not handle it any more', () => {
    const { history } = asked();
    const without = aSchoolWhere({ dsl: [people.head] });
    const told = (outcome: string) =>
      given(history, without).when('concern/site-blocked', theClock, { number: 1, outcome, record: 'B-2H4N8W' });
    expect(told('blocked').messages.at(-1)?.mentions).toEqual([]);
    expect(told('cannot').messages.at(-1)?.mentions).toEqual([people.head, people.deputy]);
  });

  it('is told one to one where the concern is handled so', () => {
    const about = aConcern('new', { answers: aboutStaff('Callum Farrow', { kind: 'filter-bypass' }) });
    const made = given(about).when('concern/block-site', by.head, { address: website });
    const told = answered(made.history, 'lifted');
    expect(told.messages.map(({ to }) => to)).toEqual([
      { kind: 'person', person: people.head },
      { kind: 'person', person: people.coordinator },
      { kind: 'person', person: people.head },
    ]);
    expect(told.messages.at(-1)?.preview).toMatch(/^C-7K3Q9F: The block of the site is off: it was not needed, /);
  });

  it('comes also after the concern was closed, and does not open it', () => {
    const closed = given(asked().history).when('concern/close', by.dsl, { outcome: 'resolved', reason: 'Done.' });
    expect(answered(closed.history, 'blocked').state.status).toBe('closed');
  });

  it('that nobody asked for changes nothing', () => {
    const told = answered(asked().history, 'blocked', 7);
    expect([told.events, told.messages]).toEqual([[], []]);
    given(asked().history)
      .when('concern/site-blocked', by.dsl, { number: 1, outcome: 'blocked', record: 'B-2H4N8W' })
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
