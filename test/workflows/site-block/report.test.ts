import { describe, expect, it } from 'vitest';
import { checkAnswers } from '../../../src/domain/check-answers.ts';
import { isShown, questionsOf } from '../../../src/domain/form.ts';
import type { Message } from '../../../src/domain/message.ts';
import { siteBlock } from '../../../src/workflows/site-block/index.ts';
import { buttonsOf, monday, textsOf } from '../../support/concern.ts';
import { aSchool, aSchoolWhere, people } from '../../support/school.ts';
import { aBlock, actor, aSite, blockAfter, blockData, blockReference, givenBlock } from '../../support/site-block.ts';

const school = aSchool();
const it1 = `job:${people.networkManager}`;

function formWith(answers?: Record<string, string>) {
  const of = { school, now: monday, by: people.teacher, given: {}, ...(answers === undefined ? {} : { answers }) };
  const form = siteBlock.commands['site-block/report']?.form?.(siteBlock.initial, of);
  if (form === undefined) throw new Error('there is no form');
  return form;
}

describe('a site that came up by accident', () => {
  const reported = givenBlock().when('site-block/report', actor.teacher);

  it('[R130] is a job for IT at once, one to one, with the exact address and nothing of why', () => {
    expect(reported.message(it1)).toEqual({
      slot: it1,
      to: { kind: 'person', person: people.networkManager },
      card: 'case',
      preview: `Block a site · ${blockReference}`,
      data: {
        title: `Block a site · ${blockReference}`,
        attention: false,
        facts: [
          { label: 'Site', value: 'unsuitable.example/fights?clip=7' },
          { label: 'Asked', value: 'Mon 23 Nov, 14:05' },
        ],
        buttons: [
          expect.objectContaining({
            label: 'Blocked',
            primary: true,
            press: { do: 'site-block/blocked', ref: blockReference },
          }),
          expect.objectContaining({ label: 'Cannot, because', primary: false, opens: true }),
        ],
      },
    });
  });

  it('[R130] asks for a review of the filter: in the channel, and of the co-ordinator one to one', () => {
    expect(reported.slots).toEqual(['case', `case:${people.coordinator}`, it1]);
    expect(reported.message('case')).toMatchObject({
      to: { kind: 'channel', channel: 'safeguarding' },
      data: {
        title: `Unsuitable site ${blockReference} · to be blocked`,
        facts: [
          { label: 'Site', value: 'unsuitable.example (one page of it)' },
          { label: 'What', value: 'Violent · It came up by accident' },
          { label: 'With', value: 'IT since Mon 23 Nov, 14:05' },
        ],
      },
    });
    expect(buttonsOf(reported.message('case')?.data)).toEqual(['site-block/review', 'site-block/open']);
    expect(reported.message(`case:${people.coordinator}`)?.data).toEqual(reported.message('case')?.data);
  });

  it('gives whoever reported it a receipt, with the address and what happens next', () => {
    expect(reported.reply).toMatchObject({ slot: 'receipt', card: 'receipt', preview: `${blockReference}: received` });
    expect(reported.reply?.data).toMatchObject({
      title: 'Received',
      reference: blockReference,
      lines: [
        'unsuitable.example/fights?clip=7',
        'IT is asked to block it, and the online-safety co-ordinator looks at the filter. You will be told when it is blocked.',
        'Do not look at it again.',
      ],
    });
    expect(reported.slots).not.toContain('advice');
  });

  it('is kept as it was said, and found by whoever reported it and by the site', () => {
    expect(reported.events).toEqual([
      {
        type: 'SiteReported',
        site: aSite('unsuitable.example/fights?clip=7'),
        met: 'accident',
        what: 'violent',
        date: '2026-11-23',
        room: '9B, library',
        note: 'It came up under a search for history.',
        jobDue: '2026-11-23T14:20:00.000Z',
        reviewDue: '2026-11-24T14:05:00.000Z',
        morning: '2026-11-24T08:30:00.000Z',
      },
    ]);
    expect(siteBlock.findableBy(reported.state)).toEqual([`requester:${people.teacher}`, 'site:unsuitable.example']);
  });
});

describe('a site to which a pupil went on purpose', () => {
  const reported = givenBlock().when('site-block/report', actor.teacher, { met: 'deliberate' });

  it('[R131] is blocked and reviewed as any other', () => {
    expect(reported.slots).toEqual(['case', `case:${people.coordinator}`, it1, 'advice']);
  });

  it('[R131] also belongs in a concern, which is one press away', () => {
    expect(reported.message('advice')).toMatchObject({
      to: { kind: 'person', person: people.teacher },
      card: 'notice',
      data: { buttons: [{ label: 'Report a concern', press: { do: 'concern/report' }, opens: true }] },
    });
  });
});

describe('how much of a site is to be blocked', () => {
  it('is the page, or the whole site where somebody says so', () => {
    const page = givenBlock().when('site-block/report', actor.teacher, { scope: 'page' });
    const whole = givenBlock().when('site-block/report', actor.teacher, { scope: 'site' });
    expect(page.state).toMatchObject({ file: { site: { host: 'unsuitable.example', path: '/fights?clip=7' } } });
    expect(whole.state).toMatchObject({ file: { site: { host: 'unsuitable.example', path: '' } } });
    expect(whole.message('case')?.data.facts).toContainEqual({ label: 'Site', value: 'unsuitable.example' });
  });

  it('is never the whole of what could not be asked for by itself', () => {
    const report = { address: 'google.com/maps/place/oakfield' };
    expect(givenBlock().when('site-block/report', actor.teacher, { ...report, scope: 'page' }).state).toMatchObject({
      file: { site: { host: 'google.com', path: '/maps/place/oakfield' } },
    });
    const whole = givenBlock().when('site-block/report', actor.teacher, { ...report, scope: 'site' });
    expect(whole.outcome.kind).toBe('malformed');
  });

  it('shows an international name to IT in both forms', () => {
    const reported = givenBlock().when('site-block/report', actor.teacher, { address: 'bücher.example/x' });
    expect(reported.message(it1)?.data.facts).toContainEqual({
      label: 'Site',
      value: 'bücher.example/x (xn--bcher-kva.example/x)',
    });
  });

  it('may also be an address of numbers, which nobody could ask to open', () => {
    const reported = givenBlock().when('site-block/report', actor.teacher, { address: 'http://203.0.113.9/' });
    expect(reported.message(it1)?.data.facts).toContainEqual({ label: 'Site', value: '203.0.113.9' });
  });
});

describe('the form', () => {
  it('is typed, has two screens, and is drawn without reading any record', () => {
    expect(siteBlock.commands['site-block/report']).toMatchObject({
      begins: true,
      typed: ['block-site', 'block a site'],
    });
    expect(formWith().steps.map(({ id }) => id)).toEqual(['what', 'details']);
  });

  it('has the same questions in the same steps, whatever was put in', () => {
    const ids = (answers?: Record<string, string>) =>
      formWith(answers).steps.map((step) => questionsOf(step).map(({ id }) => id));
    for (const address of ['', 'unsuitable.example', 'unsuitable.example/page', 'no address'])
      expect(ids({ address })).toEqual(ids());
  });

  it('says exactly what would be blocked, and asks how much only where it is a page', () => {
    const shown = (address: string) =>
      (formWith({ address }).steps[1]?.items ?? []).filter((item) => isShown(item, { address }));
    const page = shown('https://unsuitable.example/fights?utm_source=x#top');
    expect(page[0]).toMatchObject({ kind: 'note', text: 'This asks IT to block: unsuitable.example/fights' });
    expect(page.some((item) => item.kind !== 'note' && item.id === 'scope')).toBe(true);
    const whole = shown('unsuitable.example');
    expect(whole[0]).toMatchObject({ text: 'This asks IT to block: unsuitable.example' });
    expect(whole.some((item) => item.kind !== 'note' && item.id === 'scope')).toBe(false);
  });

  it('asks how much only where the whole site may be blocked too', () => {
    const isAsked = (address: string) =>
      (formWith({ address }).steps[1]?.items ?? []).some(
        (item) => item.kind !== 'note' && item.id === 'scope' && isShown(item, { address }),
      );
    expect([isAsked('unsuitable.example/page'), isAsked('google.com/maps/place/oakfield')]).toEqual([true, false]);
  });

  it('says of a page that IT reads a name in its address', () => {
    const notes = (address: string) => textsOf(formWith({ address }).steps[1]?.items as never).join(' ');
    expect(notes('unsuitable.example/robin')).toContain('If the address names a pupil, IT reads that name');
    expect(notes('unsuitable.example')).not.toContain('IT reads that name');
  });

  it('[R132] asks wherever somebody may write for no pupil’s name', () => {
    const state = blockAfter(aBlock('reported'));
    const of = { school, now: monday, by: people.networkManager, given: {} };
    const forms = Object.values(siteBlock.commands).flatMap(({ form }) => form?.(state, of) ?? []);
    const typed = forms
      .flatMap(({ steps }) => steps.flatMap(questionsOf))
      .filter(({ kind }) => kind === 'text' || kind === 'long-text');
    expect(typed.map(({ id }) => id)).toEqual(['room', 'note', 'reason', 'finding']);
    for (const { help = '' } of typed) expect(help).toMatch(/The online-safety team reads it[.;].* No pupil's name/);
  });

  it('says what stands out about an address', () => {
    const notes = textsOf(formWith({ address: 'http://xn--bcher-kva.example/' }).steps[1]?.items as never);
    expect(notes.join(' ')).toContain('a filter may want the form that begins with xn--');
  });

  it('asks not to look again, and for a concern where a pupil was upset', () => {
    const notes = formWith().steps.flatMap(({ items }) => items.filter((item) => item.kind === 'note'));
    const said = notes.map((note) => (note.kind === 'note' ? note.text : '')).join(' ');
    expect(said).toContain('Do not look at it again. Close it calmly');
    expect(said).toContain('If a pupil was upset by it, or went there on purpose, report a concern as well.');
  });

  it.each([
    ['nothing that is an address', 'the page with the fights'],
    ['a shortened link', 'https://bit.ly/3abcdef'],
    ['two addresses', 'unsuitable.example and other.example'],
  ])('does not take %s, and the command does not either', (_what, address) => {
    const answers = { ...blockData['site-block/report'], address } as Record<string, string>;
    expect(checkAnswers(formWith(answers), answers).problems.address).toBeDefined();
    const outcome = givenBlock().when('site-block/report', actor.teacher, { address }).outcome;
    expect(outcome.kind).toBe('malformed');
  });

  it('takes what the command takes', () => {
    const answers = blockData['site-block/report'] as Record<string, string>;
    expect(checkAnswers(formWith(answers), answers).problems).toEqual({});
  });
});

describe('[R130] whoever reported it', () => {
  const story = ['site-block/cannot-block', 'site-block/blocked', 'site-block/review', 'site-block/lifted'] as const;

  it.each([
    ['accident', ['receipt', 'told:blocked']],
    ['deliberate', ['advice', 'receipt', 'told:blocked']],
  ])('hears of it once that it is there and once that it is blocked, whatever becomes of it: %s', (met, slots) => {
    let made = givenBlock().when('site-block/report', actor.teacher, { met });
    expect(made.reply?.slot).toBe('receipt');
    const told: Message[] = [...made.messages];
    for (const command of story) {
      const by = command === 'site-block/review' ? actor.coordinator : actor.it;
      made = givenBlock(made.history).when(
        command,
        by,
        command === 'site-block/review' ? { outcome: 'not-needed' } : {},
      );
      expect(made.outcome.kind).toBe('decision');
      told.push(...made.messages);
    }
    const theirs = told.filter(({ to }) => to.kind === 'person' && to.person === people.teacher);
    // The same slot is the same card, which is edited.
    expect([...new Set(theirs.map(({ slot }) => slot))].sort()).toEqual(slots);
    expect(theirs.filter(({ slot }) => slot === 'told:blocked')).toHaveLength(1);
    expect(theirs.filter(({ fresh }) => fresh === true)).toEqual([]);
  });
});

describe('a report in a school where roles meet in one person', () => {
  it('is one card in the channel for a co-ordinator who is there, and none one to one', () => {
    const one = aSchoolWhere({ 'online-safety-coordinator': [people.deputy] });
    const reported = givenBlock([], one).when('site-block/report', actor.teacher);
    expect(reported.slots).toEqual(['case', it1]);
  });

  it('by the network manager is theirs to block', () => {
    const reported = givenBlock().when('site-block/report', actor.it);
    expect(reported.slots).toContain(it1);
    const blocked = givenBlock(reported.history).when('site-block/blocked', actor.it);
    expect(blocked.outcome.kind).toBe('decision');
    expect(blocked.slots).not.toContain('told:blocked');
  });

  it('can be made once only', () => {
    const again = givenBlock(givenBlock().when('site-block/report', actor.teacher).history);
    again.when('site-block/report', actor.teacher).thenRefused('already-reported');
    expect(blockAfter([]).status).toBe('none');
  });
});
