import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../src/domain/instant.ts';
import type { SiteCommand } from '../../../src/workflows/site-access/command-data.ts';
import { siteAccess } from '../../../src/workflows/site-access/index.ts';
import { buttonsOf, textsOf } from '../../support/concern.ts';
import { aSchool, people } from '../../support/school.ts';
import {
  aSiteRequest,
  givenSite,
  requestAnswers,
  type SiteHistory,
  siteAfter,
  studyAnswers,
  who,
} from '../../support/site-access.ts';

const job = `job:${people.networkManager}`;
const approved = aSiteRequest('approved');
const open = aSiteRequest('open');
const study = { answers: studyAnswers(), until: { untilDate: '2026-12-04', untilTime: '16:00' } };
const reason = { reason: 'The forum there is not looked after.' };

const due = (history: SiteHistory, command: SiteCommand): Instant | undefined =>
  siteAccess.deadlines(siteAfter(history)).find((deadline) => deadline.command === command)?.at;

describe('whoever asked, once it is agreed to', () => {
  const agreed = givenSite(aSiteRequest('asked')).when('site-access/approve', who.dsl, {
    untilDate: '2026-11-23',
    untilTime: '11:00',
    why: 'Letters from the trenches.',
  });

  it('[R126] has a card for it with the way to give it back, which then says that it is open', () => {
    expect(agreed.message('access')).toMatchObject({
      to: { kind: 'person', person: people.teacher },
      card: 'notice',
      preview: 'S-7K3Q9F was agreed to',
      data: {
        lines: [
          'history.example/trenches, for 9B: Mon 23 Nov, 10:00 to 11:00.',
          'IT has the job of opening it. You will be told when it is open.',
        ],
      },
    });
    expect(buttonsOf(agreed.message('access')?.data)).toEqual(['site-access/end']);
    expect(agreed.messages.some(({ slot }) => slot.startsWith('told:'))).toBe(false);
    const opened = agreed.afterwards.when('site-access/opened', who.it);
    expect(opened.message('access')?.fresh).toBe(true);
  });

  it('reads there that it could not be opened, and why', () => {
    const cannot = agreed.afterwards.when('site-access/cannot-open', who.it, reason);
    expect(cannot.message('access')).toMatchObject({
      fresh: true,
      preview: 'S-7K3Q9F: the site could not be opened',
      data: { lines: [`Why: ${reason.reason}`], buttons: [] },
    });
  });

  it.each([
    ['that is open', open],
    ['before it opened', approved],
  ])('gives back what %s, and reads that they did', (_what, history) => {
    const given = givenSite(history).when('site-access/end', who.teacher);
    const when = given.history.at(-1)?.at.slice(11, 16);
    expect(given.message('access')).toMatchObject({ preview: 'S-7K3Q9F: you gave it back' });
    expect(given.message('access')?.data.lines).toEqual([
      `You gave it back Mon 23 Nov, ${when}.`,
      'IT blocks it again.',
    ]);
    expect(given.message('access')?.fresh).toBeUndefined();
  });
});

describe('what is taken away before its time', () => {
  it('[R128] [R132] has a reason, which whoever asked reads and which stands in the log', () => {
    for (const history of [open, approved]) {
      givenSite(history).when('site-access/end', who.coordinator).thenRefused('not-your-part');
      expect(givenSite(history).when('site-access/end-now', who.coordinator).outcome.kind).toBe('malformed');
      const cut = givenSite(history).when('site-access/end-now', who.coordinator, reason).thenHappens('AccessEnded');
      expect(cut.events[0]).toMatchObject({ how: 'cut-short', why: reason.reason });
      expect(cut.message('access')).toMatchObject({
        fresh: true,
        preview: 'S-7K3Q9F was ended by the online-safety co-ordinator',
        data: { buttons: [] },
      });
      expect(textsOf(cut.message('access')?.data)).toContain(`Why: ${reason.reason}`);
      expect(cut.message(job)?.fresh).toBe(true);
      expect(JSON.stringify(cut.message(job))).not.toContain('forum');
      const log = cut.afterwards.when('site-access/open', who.governor);
      expect(textsOf(log.reply?.data).join('\n')).toMatch(
        /Ended by Mei Tanaka, .*: The forum there is not looked after\./,
      );
      expect(textsOf(cut.reply?.data)).toContain(reason.reason);
      const blocked = cut.afterwards.when('site-access/blocked-again', who.it);
      expect(textsOf(blocked.message('access')?.data)).toEqual(
        expect.arrayContaining([`Why: ${reason.reason}`, 'It is blocked again.']),
      );
    }
  });

  it('is ended with a form that asks for no name', () => {
    const form = siteAccess.commands['site-access/end-now']?.form;
    const of = { school: aSchool(), now: '2026-11-23T10:00:00.000Z', by: people.coordinator, given: {} };
    expect(JSON.stringify(form?.(siteAfter(open), of))).toContain('No pupil’s name.');
    const view = givenSite(open).when('site-access/open', who.coordinator);
    expect(buttonsOf(view.reply?.data)).toContain('site-access/end-now');
    expect(buttonsOf(view.reply?.data)).not.toContain('site-access/end');
    expect(siteAccess.commands['site-access/end']?.form).toBeUndefined();
  });
});

describe('the reminder on the last morning', () => {
  it('[R129] reads as one, also in a notification', () => {
    const history = aSiteRequest('open', study);
    const morning = givenSite(history).when('site-access/remind-of-end', who.clock, {}, '2026-12-04T08:30:00.000Z');
    expect(morning.message('access')).toMatchObject({
      fresh: true,
      preview: 'S-7K3Q9F: the time ends on Fri 4 Dec, 16:00',
      data: { title: 'S-7K3Q9F: the time ends on Fri 4 Dec, 16:00' },
    });
    const last = morning.afterwards.when('site-access/remind-of-end', who.clock, {}, '2026-12-04T15:45:00.000Z');
    expect(last.message('access')?.preview).toBe('S-7K3Q9F: the time is nearly over');
  });
});

describe('more time that was agreed to', () => {
  const longer = { untilDate: '2026-11-23', untilTime: '11:40', reason: 'We are slow.', why: 'The second half.' };
  const agreed = givenSite(open)
    .when('site-access/extend', who.teacher, longer)
    .afterwards.when('site-access/approve-extension', who.dsl, longer);

  it('[R129] is not said to be set before IT has done it', () => {
    expect(agreed.message('told:extension:1')?.preview).toBe(
      'S-7K3Q9F: agreed to until Mon 23 Nov, 11:40; IT has been asked to set it.',
    );
    const lines = textsOf(agreed.message('access')?.data);
    expect(lines).toContain(
      'history.example/trenches is set up for 9B: open from Mon 23 Nov, 10:00. It is agreed to until Mon 23 Nov, 11:40; IT has been asked to set it.',
    );
    expect(agreed.message(job)).toMatchObject({ fresh: true, preview: 'Keep open until Mon 23 Nov, 11:40 · S-7K3Q9F' });
  });
});

describe('the beginning', () => {
  const ten: Instant = '2026-11-23T10:00:00.000Z';
  const asked = aSiteRequest('asked');

  it('[R126] comes, and whoever asked hears at once that nobody has decided', () => {
    expect(due(asked, 'site-access/begin')).toBe(ten);
    givenSite(asked).when('site-access/begin', who.clock, {}, '2026-11-23T09:59:59.999Z').thenHappens();
    const begun = givenSite(asked).when('site-access/begin', who.clock, {}, ten).thenHappens('BeginningCame');
    expect(begun.messages).toEqual([
      expect.objectContaining({
        slot: 'told:begun',
        preview: 'Nobody has decided on S-7K3Q9F yet. Plan without it.',
        to: { kind: 'person', person: people.teacher },
      }),
    ]);
    expect(due(begun.history, 'site-access/begin')).toBeUndefined();
    begun.afterwards.when('site-access/begin', who.clock).thenHappens();
  });

  it('[R126] or that IT has not opened it', () => {
    const begun = givenSite(approved).when('site-access/begin', who.clock, {}, ten).thenHappens('BeginningCame');
    expect(begun.messages.map(({ preview }) => preview)).toEqual(['S-7K3Q9F: IT has not opened it yet.']);
    expect(due(begun.history, 'site-access/begin')).toBeUndefined();
    expect(due(open, 'site-access/begin')).toBeUndefined();
  });

  it('is nothing to wait for where it had begun when it was asked for', () => {
    const now = givenSite([]).when('site-access/request', who.teacher, requestAnswers({ from: '09:00' }));
    expect(due(now.history, 'site-access/begin')).toBeUndefined();
  });

  it('says nothing any more where the clock comes after the end', () => {
    const late = givenSite(asked).when('site-access/begin', who.clock, {}, '2026-11-23T11:00:00.000Z');
    expect(late.thenHappens('BeginningCame').messages).toEqual([]);
  });
});

describe('IT is asked again before it is wanted', () => {
  const approvedAt = (requestedAt: Instant, date: string, from: string) =>
    aSiteRequest('approved', {
      requestedAt,
      answers: requestAnswers({ date, from, until: '15:00' }),
      until: { untilDate: date, untilTime: '15:00' },
    });

  it.each<[string, Instant, string, string, Instant]>([
    ['halfway to it', '2026-11-23T09:19:00.000Z', '2026-11-23', '10:00', '2026-11-23T09:50:00.000Z'],
    ['halfway to it', '2026-11-23T09:39:00.000Z', '2026-11-23', '10:00', '2026-11-23T09:50:00.000Z'],
    ['as school opens', '2026-11-23T09:05:00.000Z', '2026-11-24', '08:50', '2026-11-24T08:30:00.000Z'],
    ['an hour before', '2026-11-23T09:05:00.000Z', '2026-11-24', '14:00', '2026-11-24T13:00:00.000Z'],
    ['the day before, towards its end', '2026-11-23T09:05:00.000Z', '2026-11-24', '08:30', '2026-11-23T15:00:00.000Z'],
    ['the day before, soon', '2026-11-23T15:19:00.000Z', '2026-11-24', '08:30', '2026-11-23T15:30:00.000Z'],
  ])('[R126] %s', (_when, requestedAt, date, from, then) => {
    expect(due(approvedAt(requestedAt, date, from), 'site-access/remind-to-open')).toBe(then);
  });
});

describe('a job that IT was asked again about before it is wanted', () => {
  it('is not called overdue until it is', () => {
    const asked = (at: Instant) =>
      givenSite(approved).when('site-access/remind-to-open', who.clock, {}, at).message(job);
    expect(asked('2026-11-23T09:36:00.000Z')).toMatchObject({
      preview: 'Open a site · S-7K3Q9F',
      data: { attention: false },
    });
    expect(asked('2026-11-23T10:05:00.000Z')?.preview).toBe('Open a site · S-7K3Q9F · overdue');
  });
});

describe('a day on which the school is closed', () => {
  const sunday: Instant = '2026-11-22T10:00:00.000Z';

  it('is refused with the day, the next school day, and that nothing is lost', () => {
    const refused = givenSite([])
      .when('site-access/request', who.teacher, requestAnswers({ date: '2026-11-22' }), sunday)
      .thenRefused('not-a-school-day');
    expect(refused.sentence).toBe(
      'Not sent: the school is closed on Sun 22 Nov. The next school day is Mon 23 Nov. What you wrote is still below.',
    );
  });

  it('is none that the form puts forward', () => {
    const form = siteAccess.commands['site-access/request']?.form;
    const dates = (now: Instant) => {
      const made = form?.(siteAccess.initial, { school: aSchool(), now, by: people.teacher, given: {} });
      const items = made?.steps.flatMap((step) => step.items) ?? [];
      return items.flatMap((item) => (item.kind === 'date' ? [item.initially] : []));
    };
    expect(dates(sunday)).toEqual(['2026-11-23', '2026-11-23', '']);
    expect(dates('2026-11-23T09:05:00.000Z')).toEqual(['2026-11-23', '2026-11-23', '']);
    expect(dates('2026-11-26T16:00:00.000Z')).toEqual(['2026-11-30', '2026-11-30', '']);
  });
});

describe('what is set up ahead', () => {
  it('[R126] is called open from its beginning on, wherever it stands', () => {
    const opened = givenSite(approved).when('site-access/opened', who.it);
    const title = 'Site request S-7K3Q9F · set up, open from Mon 23 Nov, 10:00';
    expect(opened.message('case')?.preview).toBe(title);
    expect(opened.message('receipt')?.data).toMatchObject({ title: 'Set up' });
    const rowOf = (list: string, now: Instant) =>
      siteAccess.lists
        .find(({ id }) => id === list)
        ?.row(opened.state, { reference: 'S-7K3Q9F', person: people.coordinator, school: aSchool(), now })?.title;
    const early = '2026-11-23T09:30:00.000Z';
    const page = 'history.example (one page of it)';
    expect(rowOf('open-now', early)).toBe(`${page} · set up, open from Mon 23 Nov, 10:00`);
    expect(rowOf('filtering-log', early)).toBe(`${page} · set up, open from Mon 23 Nov, 10:00`);
    const later = '2026-11-23T10:00:00.000Z';
    expect(rowOf('open-now', later)).toBe(`${page} · open`);
    expect(rowOf('filtering-log', later)).toBe(`${page} · open until today 11:00`);
  });
});

describe('the filtering change log', () => {
  it('[R132] has who agreed and with which words, and who opened what is open', () => {
    const list = siteAccess.lists.find(({ id }) => id === 'filtering-log');
    const row = list?.row(siteAfter(open), {
      reference: 'S-7K3Q9F',
      person: people.governor,
      school: aSchool(),
      now: '2026-11-23T10:05:00.000Z',
    });
    expect(row?.detail.split('\n')).toEqual(
      expect.arrayContaining([
        'Why: Letters from the trenches.',
        'Agreed to by Naila Rahimi, today 09:06',
        'Opened by Ifeoma Brandt, today 09:07',
      ]),
    );
  });
});

describe('the words of the receipt and of an open request', () => {
  it('say how to withdraw, and what is still to come', () => {
    const asked = givenSite([]).when('site-access/request', who.teacher, requestAnswers());
    expect(textsOf(asked.reply?.data)).toContain('To withdraw it, write "safeguarding" here and open it.');
    const refused = givenSite([]).when('site-access/request', who.teacher, requestAnswers({ category: 'gambling' }));
    expect(textsOf(refused.reply?.data).join()).toContain('The safeguarding team is being told.');
  });

  it('advise whoever decides as long as there is something to decide', () => {
    const caution = (history: SiteHistory) =>
      givenSite(history).when('site-access/open', who.coordinator).reply?.data.caution;
    expect(caution(aSiteRequest('asked'))).toContain('Agree to what pupils need');
    for (const status of ['open', 'ended', 'blocked', 'declined'] as const)
      expect(caution(aSiteRequest(status))).toBe('That you opened this stands on its record.');
    const longer = { untilDate: '2026-11-23', untilTime: '11:40', reason: 'We are slow.' };
    expect(caution(givenSite(open).when('site-access/extend', who.teacher, longer).history)).toContain('Agree to');
  });
});
