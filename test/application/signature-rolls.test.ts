import { describe, expect, it } from 'vitest';
import type { CardContent } from '../../src/domain/decider.ts';
import { HOUR } from '../../src/domain/instant.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { aClock } from '../support/clock.ts';
import { people } from '../support/school.ts';
import { aVisitor, inputsOf, itemsOf, labelsOf, type Seen, troubleOf } from '../support/visitor.ts';

const { open } = applications();
const RECORD = 'Record signatures';
const YEAR_7 = 'Amelia Hart,7B,yes,14/09/2026\nJacob Lowe,7A,perhaps,';

/** A roll that the head has begun, as a card in the recorder's chat. */
async function aRoll(t: TestApplication, setting: 'chat' | 'dialog') {
  const head = aVisitor(t, people.head, setting);
  const text = await head.pressTo(await head.type('signature-roll/begin'), 'Continue', {
    phase: 'secondary',
    part: 'Year 7',
    dueOn: '2026-11-24',
  });
  const answers = { text: 'I take care of the computers.', internet: 'yes', recorders: 'Bronwen Tallis' };
  const begun = await head.pressTo(text, 'Begin the roll', answers);
  await t.settle();
  // One card with the buttons, and words that say where it is.
  expect(labelsOf(begun.content)).toEqual([]);
  const offered = t.chat.at(`person:${people.head}`).filter(({ content }) => labelsOf(content).includes(RECORD));
  expect(offered).toHaveLength(1);
  const card = t.chat.at(`person:${people.assistant}`).at(-1);
  if (card === undefined) throw new Error('the recorder has no card');
  return { recorder: aVisitor(t, people.assistant, setting), card };
}

const notesOf = ({ content }: Seen) => itemsOf(content).flatMap(({ kind, text }) => (kind === 'note' ? [text] : []));
const wordsOf = (content: CardContent) => JSON.stringify(content.data);

describe.each(['chat', 'dialog'] as const)('[R162] a list of signatures that is pasted in a %s', (setting) => {
  it('is checked before it is kept, loses nothing that was typed, and is shown to IT once its day is past', async () => {
    const t = await open({ clock: aClock('2026-11-23T14:05:00.000Z') });
    const { recorder, card } = await aRoll(t, setting);
    const form = await recorder.pressTo(card, 'Record signatures');
    const check = await recorder.pressTo(form, 'Continue', { table: YEAR_7 });
    expect(notesOf(check)[0]).toMatch(/^1 row could not be understood.*\nLine 2: "perhaps" is neither/);
    expect(labelsOf(check.content)).not.toContain('Keep them');
    const refused = await recorder.pressTo(check, 'Check it again');
    expect(troubleOf(refused.content)).toMatch(/^Nothing was kept: 1 row/);
    const again = await recorder.pressTo(refused, 'Back');
    expect(inputsOf(again.content)).toEqual({ table: YEAR_7 });
    const right = await recorder.pressTo(again, 'Continue', { table: YEAR_7.replace('perhaps', 'no') });
    expect(notesOf(right)).toEqual(['2 rows: 2 new, 0 already there, 0 changed.']);
    const kept = await recorder.pressTo(right, 'Keep them');
    // Names are not put into a chat in place of a card that has none.
    expect(wordsOf(kept.content)).toContain(setting === 'dialog' ? '2 rows: 2 new' : '1 of 2 signed');
    expect(wordsOf(kept.content).includes('Jacob Lowe')).toBe(setting === 'dialog');
    await t.settle();

    await t.pass(48 * HOUR);
    const job = t.chat.at(`person:${people.networkManager}`).at(-1);
    if (job === undefined) throw new Error('IT has not heard');
    expect(wordsOf(job.content)).not.toContain('Lowe');
    const pressed = await aVisitor(t, people.networkManager, setting).press(job, 'Show who');
    await t.settle();
    // Without dialogs, what is private stands by itself in the chat for a while.
    const shown = pressed.kind === 'card' ? pressed : t.chat.at(`person:${people.networkManager}`).at(-1);
    expect(shown && wordsOf(shown.content)).toContain('Jacob Lowe');
    expect(shown && wordsOf(shown.content)).not.toContain('Amelia Hart');
    expect(t.failures).toEqual([]);
  });
});
