import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../src/domain/instant.ts';
import { applications, UNTIL_FADED } from '../../support/application.ts';
import { aClock } from '../../support/clock.ts';
import { fromLondon } from '../../support/london-days.ts';
import { people } from '../../support/school.ts';
import { aVisitor, inputsOf, labelsOf, type Seen, troubleOf, type Visitor } from '../../support/visitor.ts';
import { aSchoolThatDid } from './a-check.ts';

const { open } = applications();
const morning = fromLondon('2026-12-07', '08:30');

/** A school on the morning on which its yearly review is due. */
async function onItsMorning() {
  const school = aSchoolThatDid('filtering-review', '2025-12-07');
  const t = await open({ schools: [school], clock: aClock(fromLondon('2026-12-04', '17:00')) });
  await t.app.keep();
  await t.pass(Date.parse(morning) - Date.parse(t.clock.now()));
  const cardOf = (person: string) => {
    const card = t.chat.at(`person:${person}`).find(({ slot }) => slot === `check:${person}`);
    if (card === undefined) throw new Error(`${person} has no card`);
    return card;
  };
  /** Opens the check from the card: in a chat it comes below it. */
  const openBy = async (visitor: Visitor, person: string): Promise<Seen> => {
    const screen = await visitor.press(cardOf(person), 'Open to record it');
    if (screen.kind === 'card') return { content: screen.content, slot: screen.slot };
    await t.settle();
    const standing = visitor.chat().find(({ slot }) => slot === `view:${person}`);
    if (standing === undefined) throw new Error('nothing was opened');
    return { content: standing.content, slot: standing.slot, standing };
  };
  return { t, cardOf, openBy };
}

describe.each(['chat', 'dialog'] as const)('[R133] recording the yearly review in a %s', (setting) => {
  it('goes from the card to the check, through the form, and back to the check', async () => {
    const { t, cardOf, openBy } = await onItsMorning();
    const governor = aVisitor(t, people.governor, setting);
    expect(labelsOf(cardOf(people.governor).content)).toEqual(['Open to record it']);
    const check = await openBy(governor, people.governor);
    expect(labelsOf(check.content)).toContain('Record it');
    const who = await governor.pressTo(check, 'Record it');
    expect(inputsOf(who.content)).toMatchObject({ date: '2026-12-07' });
    const tookPart = [people.governor, people.networkManager].join(',');
    const what = await governor.pressTo(who, 'Continue', { date: '2026-12-01', tookPart });
    expect(inputsOf(what.content)).toMatchObject({ next: '2027-12-01' });
    const late = await governor.pressTo(what, 'Record it', { findings: 'All is well.', next: '2028-01-01' });
    expect(troubleOf(late.content)).toMatch(/1 Dec 2027 at the latest/);
    expect(inputsOf(late.content)).toMatchObject({ findings: 'All is well.' });
    const done = await governor.pressTo(late, 'Record it', { findings: 'All is well.', next: '2027-12-01' });
    expect(JSON.stringify(done.content)).toContain('All is well.');
    await t.settle();
    expect(cardOf(people.dsl).content.preview).toMatch(/^Recorded by the online-safety governor/);
    await t.pass(UNTIL_FADED);
    if (setting === 'chat')
      expect(JSON.stringify(t.chat.at(`person:${people.governor}`))).not.toContain('All is well.');
  });

  it('without IT is refused with what to do, and nothing that was typed is lost', async () => {
    const { t, openBy } = await onItsMorning();
    const governor = aVisitor(t, people.governor, setting);
    const who = await governor.pressTo(await openBy(governor, people.governor), 'Record it');
    const without = { date: '2026-12-01', tookPart: [people.governor, people.head].join(',') };
    const what = await governor.pressTo(who, 'Continue', without);
    const written = { findings: 'All is well.', actions: 'Look again.', next: '2027-11-01' };
    const refused = await governor.pressTo(what, 'Record it', written);
    expect(troubleOf(refused.content)).toMatch(
      /somebody of IT: the network manager\. Go back and choose who took part/,
    );
    expect(inputsOf(refused.content)).toMatchObject(written);
    const back = await governor.pressTo(refused, 'Back');
    expect(inputsOf(back.content)).toMatchObject({ date: '2026-12-01' });
    const tookPart = [people.governor, people.networkManager].join(',');
    const again = await governor.pressTo(back, 'Continue', { tookPart });
    expect(inputsOf(again.content)).toMatchObject(written);
    const done = await governor.pressTo(again, 'Record it');
    for (const words of ['All is well.', 'Look again.', 'Ifeoma Brandt', '1 Nov 2027'])
      expect(JSON.stringify(done.content)).toContain(words);
  });

  it('loses nothing of what somebody is typing while a colleague records it, and keeps both', async () => {
    const { t, openBy } = await onItsMorning();
    const first = aVisitor(t, people.governor, setting);
    const second = aVisitor(t, people.networkManager, setting);
    const tookPart = [people.governor, people.networkManager].join(',');
    const openForm = async (visitor: Visitor, person: string) => {
      const check = await openBy(visitor, person);
      return await visitor.pressTo(await visitor.pressTo(check, 'Record it'), 'Continue', {
        tookPart,
        date: '2026-12-07',
      });
    };
    const mine = await openForm(first, people.governor);
    const theirs = await openForm(second, people.networkManager);
    await second.pressTo(theirs, 'Record it', { findings: 'By IT.', next: '2027-12-07' });
    await t.settle();
    await t.pass(HOUR);
    if (setting === 'chat')
      expect(t.chat.at(`person:${people.governor}`).map(({ content }) => content.card)).toContain('form');
    const done = await first.pressTo(mine, 'Record it', { findings: 'By the governor.', next: '2027-12-07' });
    for (const words of ['By IT.', 'By the governor.']) expect(JSON.stringify(done.content)).toContain(words);
  });

  it('given up, shows the check again', async () => {
    const { t, openBy } = await onItsMorning();
    const governor = aVisitor(t, people.governor, setting);
    const check = await openBy(governor, people.governor);
    const back = await governor.pressTo(await governor.pressTo(check, 'Record it'), 'Back to the check');
    expect(labelsOf(back.content)).toContain('Record it');
  });
});
