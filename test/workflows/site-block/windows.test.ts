import { describe, expect, it } from 'vitest';
import type { Answers } from '../../../src/domain/form.ts';
import { applications, type TestApplication } from '../../support/application.ts';
import { someAnswers, textsOf } from '../../support/concern.ts';
import { people } from '../../support/school.ts';
import { aVisitor, inputsOf, itemsOf, problemsOf, type Seen } from '../../support/visitor.ts';

const { open } = applications();

const website = 'https://unsuitable.example/fights?clip=7';
const told: Answers = { met: 'deliberate', what: 'violent' };

const notesOf = ({ content }: Seen) =>
  itemsOf(content).flatMap(({ kind, text }) => (kind === 'note' ? [String(text)] : []));

/** What stands at the end of somebody's chat in this slot. */
function cardOf(t: TestApplication, person: string, slot: string) {
  const card = t.chat.at(`person:${person}`).findLast((one) => one.slot === slot);
  if (card === undefined) throw new Error(`no ${slot} stands with ${person}`);
  return card;
}

describe.each(['chat', 'dialog'] as const)('in a %s', (setting) => {
  it('[R130, R131] a site is reported on two screens, blocked in one press, and the filter reviewed', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, setting);
    const first = await teacher.type('site-block/report');
    const second = await teacher.pressTo(first, 'Continue', { address: website, ...told });
    expect(notesOf(second)[0]).toBe('This asks IT to block: unsuitable.example/fights?clip=7');
    expect(Object.keys(inputsOf(second.content))).toEqual(['scope', 'date', 'room', 'note']);
    const sent = await teacher.pressTo(second, 'Send', { scope: 'page', date: '2026-11-23', room: '', note: '' });
    expect(sent.content.card).toBe('receipt');
    await t.settle();
    expect(textsOf(cardOf(t, people.teacher, 'advice').content.data)).toContain('A pupil went there on purpose');

    const network = aVisitor(t, people.networkManager);
    await network.press(cardOf(t, people.networkManager, `job:${people.networkManager}`), 'Blocked');
    await t.settle();
    const receipt = cardOf(t, people.teacher, 'receipt');
    expect(receipt.content.data.title).toBe('Your report is blocked');

    const coordinator = aVisitor(t, people.coordinator, setting);
    const card = cardOf(t, people.coordinator, `case:${people.coordinator}`);
    const form = await coordinator.pressTo(card, 'Review the filter');
    await coordinator.press(form, 'Record the review', { outcome: 'keep', finding: 'Too new for the list.' });
    await t.settle();
    const closed = cardOf(t, people.coordinator, `case:${people.coordinator}`);
    expect(String(closed.content.data.title)).toMatch(/^Unsuitable site B-\w+ · closed$/);
    expect(t.failures).toEqual([]);
  });

  it('[R130] what is no address is said at its field, and nothing is lost', async () => {
    const t = await open();
    const teacher = aVisitor(t, people.teacher, setting);
    const first = await teacher.type('site-block/report');
    const again = await teacher.pressTo(first, 'Continue', { address: 'https://bit.ly/3abcdef', ...told });
    expect(Object.keys(problemsOf(again.content))).toEqual(['address']);
    expect(inputsOf(again.content)).toEqual({ address: 'https://bit.ly/3abcdef', ...told });
    const whole = await teacher.pressTo(again, 'Continue', { address: 'unsuitable.example', ...told });
    expect(Object.keys(inputsOf(whole.content))).toEqual(['date', 'room', 'note']);
    expect(await t.count('site-block')).toBe(0);
  });

  it('[R130] a handler asks IT from the concern, and sees exactly what goes there', async () => {
    const t = await open();
    const concern = await t.report(someAnswers({ website }));
    const dsl = aVisitor(t, people.dsl, setting);
    const [card] = t.chat.at('channel:safeguarding');
    if (card === undefined) throw new Error('there is no card');
    const file = setting === 'dialog' ? await dsl.pressTo(card, 'Open') : await openInChat();
    const form = await dsl.pressTo(file, 'Ask IT to block a site');
    expect(inputsOf(form.content)).toEqual({ address: 'unsuitable.example/fights' });
    const extent = await dsl.pressTo(form, 'Continue', { address: 'unsuitable.example/fights' });
    expect(notesOf(extent)).toContain('This asks IT to block: unsuitable.example/fights');
    expect(inputsOf(extent.content)).toEqual({ scope: '' });
    await dsl.press(extent, 'Ask IT to block it', { scope: 'page' });
    await t.settle();
    expect(await t.count('site-block')).toBe(1);
    expect(await t.events(concern)).toContain('ActionRecorded');

    async function openInChat(): Promise<Seen> {
      if (card !== undefined) await dsl.press(card, 'Open');
      await t.settle();
      const standing = dsl.chat().at(-1);
      if (standing === undefined) throw new Error('nothing was opened');
      return { content: standing.content, slot: standing.slot, standing };
    }
  });
});
