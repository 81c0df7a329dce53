import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../src/domain/instant.ts';
import { applications } from '../support/application.ts';
import { aboutStaff } from '../support/concern.ts';
import { people } from '../support/school.ts';
import { sqliteHere } from '../support/sqlite-here.ts';
import { withUnreadable } from '../support/unreadable.ts';

const { open } = applications();
const safeguarding = 'channel:safeguarding';

describe('a channel in which the bot is set up anew', () => {
  it('gets the cards of all open concerns again, oldest first, and later steps edit these', async () => {
    const t = await open();
    const references: string[] = [];
    for (let count = 0; count < 3; count++) {
      references.push(await t.report());
      t.clock.move(MINUTE);
    }
    await t.report(aboutStaff('Callum Farrow'));
    const closed = await t.report();
    await t.give('concern/acknowledge', { reference: closed });
    await t.give('concern/close', { reference: closed, data: { outcome: 'supported', reason: 'Done.' } });
    await t.settle();
    for (const { post } of t.chat.at(safeguarding)) t.chat.takeAway(post);
    await t.app.standing.showAgain(t.school, { place: safeguarding, chat: 'teams' });
    await t.settle();
    const previews = () => t.chat.at(safeguarding).map(({ content }) => content.preview);
    expect(previews()).toEqual(references.map((reference) => `Concern ${reference} · new`));
    await t.give('concern/take', { reference: references[1] ?? '' });
    await t.settle();
    expect(previews()[1]).toBe(`Concern ${references[1]} · being handled`);
    expect(t.chat.at(safeguarding)).toHaveLength(3);
  });

  it('gets the others when one cannot be read', async () => {
    const t = await open();
    const damaged = await t.report();
    const whole = await t.report();
    const { stored, etag = '' } = await t.record(damaged);
    await t.store.replace({ ...stored, state: `${stored.state.slice(0, -8)}AAAAAAAA` }, etag);
    const before = t.chat.at(safeguarding).length;
    await t.app.standing.showAgain(t.school, { place: safeguarding, chat: 'teams' });
    await t.settle();
    expect(t.chat.at(safeguarding)).toHaveLength(before + 1);
    expect(t.chat.at(safeguarding).at(-1)?.content.preview).toContain(whole);
    expect(t.failures).toEqual([{ what: 'show-again', record: damaged, code: 'sealed-altered' }]);
  });

  it('gets the others when the store cannot read one', async () => {
    const unreadable: string[] = [];
    const t = await open({ store: withUnreadable(sqliteHere(), unreadable) });
    const damaged = await t.report();
    const whole = await t.report();
    unreadable.push(damaged);
    const before = t.chat.at(safeguarding).length;
    await t.app.standing.showAgain(t.school, { place: safeguarding, chat: 'teams' });
    await t.settle();
    expect(t.chat.at(safeguarding)).toHaveLength(before + 1);
    expect(t.chat.at(safeguarding).at(-1)?.content.preview).toContain(whole);
    expect(t.failures).toEqual([{ what: 'show-again', record: damaged, code: 'store-corrupt' }]);
  });

  it('learns of a store that is down, as then nothing can be shown', async () => {
    const t = await open();
    await t.report();
    t.store.always((method) => (method === 'get' ? 'reject' : undefined));
    await expect(t.app.standing.showAgain(t.school, { place: safeguarding, chat: 'teams' })).rejects.toThrow(
      'the store did not do it',
    );
  });
});

describe('a chat that somebody set up anew', () => {
  it('[R198] gets the concerns that this person handles one to one, and no other', async () => {
    const t = await open();
    await t.report();
    const reference = await t.report(aboutStaff('Callum Farrow'));
    const aboutHead = await t.report(aboutStaff('Margaret Elstow'));
    const place = `person:${people.head}`;
    for (const { post } of t.chat.at(place)) t.chat.takeAway(post);
    await t.app.standing.showAgain(t.school, { place, chat: 'teams' });
    await t.app.standing.showAgain(t.school, { place: `person:${people.otherTeacher}`, chat: 'teams' });
    await t.settle();
    expect(t.chat.at(place).map(({ content }) => content.preview)).toEqual([`Concern ${reference} · new`]);
    expect(JSON.stringify(t.chat.at(place))).not.toContain(aboutHead);
    expect(t.chat.at(`person:${people.otherTeacher}`)).toEqual([]);
  });
});
