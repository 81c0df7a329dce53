import { afterEach, describe, expect, it } from 'vitest';
import { people } from '../support/school.ts';
import { createCaseWork } from './case-work.ts';
import type { Written } from './checker/check.ts';
import { type House, startHouse } from './house.ts';
import { isLong } from './how-long.ts';
import { settle } from './lives.ts';
import { stores } from './records-here.ts';
import type { Replica } from './replica.ts';
import { addRow } from './table.ts';

const AT_ONCE = 50;
const CASES = isLong ? 10 : 1;

let house: House | undefined;
afterEach(async () => {
  await house?.close();
  house = undefined;
});

describe.each(isLong ? stores : stores.slice(1))('fifty at once, on %s', (store) => {
  it('each press is applied once or refused: whoever is told it is saved, finds it there once [N4]', async () => {
    const places = store === 'SQLite' ? 1 : 3;
    house = await startHouse({ store, places });
    const replicas = await house.startAll();
    const [first] = replicas;
    if (first === undefined) throw new Error('nobody runs');
    const work = createCaseWork(house);
    const written: Written[] = [];
    let pressed = 0;
    for (let cases = 0; cases < CASES; cases++) {
      await work.goOn(first);
      pressed += await takesAtOnce(house, work.reference, replicas);
      await work.goOn(first);
      await work.goOn(first);
      const note = work.written.findLast(({ what }) => what === 'note')?.words ?? '';
      written.push(...(await notesAtOnce(house, note, replicas)));
      await work.goOn(first);
      await house.calm(5_000, 20);
    }
    await house.calm(10_000);
    await Promise.all(replicas.map((replica) => replica.stop()));
    await settle(house);

    const found = house.check([...work.written.filter(({ what }) => what === 'report'), ...written]);
    const saved = written.filter(({ isAcknowledged }) => isAcknowledged).length;
    addRow({
      target: 'N4',
      what: `${AT_ONCE} presses of Take by two people, then ${AT_ONCE} notes, all at once, to ${places} process${places === 1 ? '' : 'es'}`,
      store,
      attempts: pressed + written.length,
      acknowledged: pressed + saved,
      lost: found.lost.length,
      doubled: found.doubled,
      unknown: found.unknownDoubles.length,
      remarks: `${written.length - saved} notes refused in time, and said so`,
    });
    // What has to be said is counted from the history: a press that was applied twice would be said twice.
    expect(found).toMatchObject({ lost: [], recordedTwice: [], unknownDoubles: [], wrong: [], owed: 0 });
    expect(pressed).toBe(AT_ONCE * CASES);
    expect(saved).toBeGreaterThan(0);
  });
});

/** The DSL and the deputy press Take, again and again, all at once. Gives how many presses were taken. */
async function takesAtOnce(here: House, reference: string, replicas: readonly Replica[]): Promise<number> {
  const { slack, as } = here;
  const cardOf = () => slack.messagesIn(here.channelId).find(({ words }) => words.includes(reference));
  const card = await slack.until(cardOf, 'the card comes');
  const first = await as(people.dsl).pressesOn(card, 'Take');
  const sent = slack.sent.findLast(({ body }) => new URLSearchParams(body).get('payload')?.includes('block_actions'));
  const payload = new URLSearchParams(sent?.body).get('payload') ?? '';
  const { trigger_id: trigger, user } = JSON.parse(payload) as { trigger_id: string; user: { id: string } };
  const presses = Array.from({ length: AT_ONCE - 1 }, async (_, number) => {
    const who = number % 2 === 0 ? as(people.deputy).user.id : user.id;
    const own = slack.workspace.issueTrigger(who);
    return await give(here, payload.replaceAll(trigger, own).replaceAll(`"${user.id}"`, `"${who}"`), number, replicas);
  });
  return [first, ...(await Promise.all(presses))].filter(({ status }) => status === 200).length;
}

/** Fifty people send the note that was sent before, each from a form of their own and in other words. */
async function notesAtOnce(here: House, known: string, replicas: readonly Replica[]): Promise<readonly Written[]> {
  const sent = here.slack.sent.findLast(({ body }) => body.includes('view_submission'));
  const payload = new URLSearchParams(sent?.body).get('payload') ?? '';
  const all = Array.from({ length: AT_ONCE }, async (_, number): Promise<Written> => {
    const words = `${known}-AT-ONCE-${number}`;
    const own = payload.replaceAll(known, words).replace(/("view":\{"id":"V)\d+/, `$1${900_000 + number}`);
    const answer = await give(here, own, number, replicas);
    const isShown = answer.status === 200 && answer.body.includes(words) && !answer.body.includes('Not saved');
    // Whoever is not told that it is saved is told that it is not; without an answer in time, by Slack itself.
    if (!isShown && answer.trouble === undefined)
      expect(answer.body).toMatch(/Not saved|Not done|not known to be saved/);
    return { what: 'note', words: `${words}"`, isAcknowledged: isShown };
  });
  return await Promise.all(all);
}

function give({ slack }: House, payload: string, number: number, replicas: readonly Replica[]) {
  const body = new URLSearchParams({ payload }).toString();
  return slack.sends(body, slack.signs(body), `${replicas[number % replicas.length]?.address}/slack/events`);
}
