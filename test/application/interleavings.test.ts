import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Channel, RecordStore } from '../../src/application/ports.ts';
import { HOUR, MINUTE, SECOND } from '../../src/domain/instant.ts';
import type { Json } from '../../src/domain/message.ts';
import type { PersonId } from '../../src/domain/people.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { aClock } from '../support/clock.ts';
import { monday, someAnswers, textsOf } from '../support/concern.ts';
import { aFakeChat, type FakeChat, type Standing, type Trouble } from '../support/fake-chat.ts';
import { people } from '../support/school.ts';
import { sqliteHere } from '../support/sqlite-here.ts';
import type { StoreTrouble } from '../support/troubled-store.ts';
import { aVisitor, buttonsIn, itemsOf } from '../support/visitor.ts';

const { open } = applications();

// Several people act at once, chats and stores fail, the process is killed and started again, all by chance. What is
// by chance comes from fast-check, and nothing here waits for a timer or a thread, so that a failure can be repeated.

type Step =
  | { readonly kind: 'report'; readonly form: number }
  | { readonly kind: 'give'; readonly type: string; readonly by: PersonId; readonly on: number; readonly id: number }
  | { readonly kind: 'press'; readonly by: PersonId; readonly on: number; readonly button: number; readonly id: number }
  | { readonly kind: 'round' };

interface Burst {
  /** What is begun at once, each with the process that it comes to, where there are two. */
  readonly steps: readonly { readonly step: Step; readonly at: number }[];
  /** How it then goes on: until all is done, or until one process ends after so many turns. */
  readonly endsAfter: number | undefined;
  /** Whether it is told to end, rather than killed. */
  readonly isTold: boolean;
  /** Where there are two: after how many turns one stands still, and for how long. */
  readonly stall: { readonly after: number; readonly forMs: number } | undefined;
  readonly thenPass: number;
}

const who = fc.constantFrom<PersonId>(people.dsl, people.deputy, people.teacher, people.otherTeacher);
const id = fc.nat(40);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('report' as const), form: fc.nat(3) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('give' as const),
      type: fc.constantFrom('acknowledge', 'take', 'note', 'note', 'ask', 'answer', 'close', 'reopen', 'open'),
      by: who,
      on: fc.nat(3),
      id,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('press' as const), by: who, on: fc.nat(20), button: fc.nat(8), id }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'round' as const }) },
);
const burst: fc.Arbitrary<Burst> = fc.record({
  steps: fc.array(fc.record({ step, at: fc.nat(1) }), { minLength: 1, maxLength: 5 }),
  endsAfter: fc.option(fc.nat(800), { freq: 4, nil: undefined }),
  isTold: fc.boolean(),
  stall: fc.option(fc.record({ after: fc.nat(800), forMs: fc.constantFrom(20 * SECOND, MINUTE, MINUTE, HOUR) }), {
    freq: 4,
    nil: undefined,
  }),
  thenPass: fc.constantFrom(0, 0, SECOND, 5 * SECOND, MINUTE, 10 * MINUTE, HOUR),
});
const chatTrouble = fc.option(
  fc.constantFrom<Trouble>(
    { kind: 'refuse' },
    { kind: 'down' },
    { kind: 'no-answer' },
    { kind: 'fall-over' },
    { kind: 'throttle', retryAfterMs: 90_000 },
  ),
  { freq: 3, nil: undefined },
);
const storeTrouble = fc.option(fc.constantFrom<StoreTrouble>('reject', 'lose-answer'), { freq: 8, nil: undefined });
const scenario = fc.record({
  processes: fc.constantFrom(1, 1, 2),
  bursts: fc.array(burst, { minLength: 1, maxLength: 8 }),
  chatTroubles: fc.array(chatTrouble, { maxLength: 40 }),
  storeTroubles: fc.array(storeTrouble, { maxLength: 60 }),
  pauses: fc.array(fc.nat(60), { minLength: 1, maxLength: 20 }),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never;

const dataOf: Readonly<Record<string, (text: string) => Json>> = {
  note: (text) => ({ text }),
  ask: (text) => ({ text }),
  answer: (text) => ({ number: 1, text }),
  close: (reason) => ({ outcome: 'supported', reason }),
  reopen: (reason) => ({ reason }),
};

/** A process: when it is killed, nothing that it had begun goes on; when it stands still, nothing does for a while. */
interface Life {
  isOver: boolean;
  standsStill?: Promise<void>;
}

/** Everything that happens in one scenario. */
async function play({ processes, bursts, chatTroubles, storeTroubles, pauses }: Scenario) {
  const clock = aClock(monday);
  const chat = aFakeChat();
  const store = sqliteHere();
  /** The posts that the application has known of. */
  const noted = new Set<string>();
  const accepted = new Map<number, string>();
  const notes = new Map<string, number>();
  /** What was posted where others read along, and held words of a case. */
  const leaked: string[] = [];
  let turn = 0;

  const pause = async () => {
    for (let left = pauses[turn++ % pauses.length] ?? 0; left > 0; left--) await Promise.resolve();
  };
  /** A call of something outside: takes a while before and after, and comes to nothing when the process is killed. */
  const outside = async <Value>(life: Life, work: () => Promise<Value>): Promise<Value> => {
    await pause();
    await life.standsStill;
    if (life.isOver) return await new Promise<never>(() => {});
    const value = await work();
    await pause();
    await life.standsStill;
    return life.isOver ? await new Promise<never>(() => {}) : value;
  };

  async function begin(life: Life): Promise<TestApplication> {
    const slow: RecordStore = {
      ...store,
      sole: processes === 1,
      create: (record) => outside(life, () => store.create(record)),
      get: (school, reference) => outside(life, () => store.get(school, reference)),
      replace: (record, etag) => outside(life, () => store.replace(record, etag)),
      remove: (school, reference, etag) => outside(life, () => store.remove(school, reference, etag)),
      due: (at, limit, schools) => outside(life, () => store.due(at, limit, schools)),
    };
    const t = await open({ store: slow, clock, chat });
    t.app.channels.set('teams', mortal(chat, life));
    t.store.always((method) => (method === 'create' || method === 'replace' ? storeTroubles.shift() : undefined));
    return t;
  }

  function mortal(of: FakeChat, life: Life): Channel {
    return {
      ...of,
      post(school, place, message, root, permit) {
        if (place.kind !== 'person' && JSON.stringify(message).includes('MARKER')) leaked.push(message.slot);
        return outside(life, () => of.post(school, place, message, root, permit));
      },
      edit: (school, post, message, permit) => outside(life, () => of.edit(school, post, message, permit)),
      remove: (school, post, permit) => outside(life, () => of.remove(school, post, permit)),
    };
  }

  /** Does one step; what it comes to is of no interest here but for what was accepted. */
  async function act(t: TestApplication, one: Step): Promise<void> {
    if (one.kind === 'round') return await t.runDue();
    if (one.kind === 'report') {
      const answers = { ...someAnswers({ narrative: `MARKER report ${one.form}` }) };
      const result = await t.give('concern/report', { id: `form ${one.form}`, by: people.teacher, data: answers });
      if (result.kind === 'done') accepted.set(one.form, result.reference);
      return;
    }
    if (one.kind === 'press') return await press(t, one);
    const reference = [...accepted.values()][one.on];
    if (reference === undefined) return;
    const text = `MARKER ${one.type} ${one.id}`;
    const result = await t.give(`concern/${one.type}`, {
      id: `${one.type} ${one.by} ${one.id} ${reference}`,
      by: one.by,
      reference,
      data: dataOf[one.type]?.(text) ?? {},
    });
    if (result.kind === 'done' && one.type === 'note') notes.set(`${reference} ${one.by} ${text}`, 1);
  }

  /** Presses any button on any card that this person can see, with something in all its inputs. */
  async function press(t: TestApplication, { by, on, button, id: number }: Extract<Step, { kind: 'press' }>) {
    const visitor = aVisitor(t, by);
    const mayUseChannel = by === people.dsl || by === people.deputy;
    const cards = [...visitor.chat(), ...(mayUseChannel ? t.chat.at('channel:safeguarding') : [])];
    const card = cards[on % Math.max(1, cards.length)];
    const buttons = card === undefined ? [] : buttonsIn(card.content.data);
    const chosen = buttons[button % Math.max(1, buttons.length)];
    if (card === undefined || chosen === undefined) return;
    const answers = Object.fromEntries(
      itemsOf(card.content).flatMap((item) => (item.id === undefined ? [] : [[item.id, someAnswer(item, number)]])),
    );
    await visitor.press(card, chosen.label, answers, { id: `press ${number}` });
  }

  async function lookAtPosts(t: TestApplication): Promise<void> {
    for (const reference of await referencesIn(store)) {
      for (const { at } of Object.values((await t.record(reference)).posts)) noted.add(at.id ?? '');
    }
  }

  async function start(): Promise<{ readonly life: Life; readonly t: TestApplication }> {
    const life: Life = { isOver: false };
    return { life, t: await begin(life) };
  }

  const running = [await start()];
  if (processes > 1) running.push(await start());
  chat.next(...chatTroubles);
  for (const { steps, endsAfter, isTold, stall, thenPass } of bursts) {
    const begun = steps.map(({ step: one, at }) => {
      const { life, t } = running[at % running.length] ?? running[0] ?? raise();
      return { life, done: act(t, one).catch(() => {}) };
    });
    if (stall !== undefined && running.length > 1) {
      for (let turns = 0; turns < stall.after; turns++) await Promise.resolve();
      const [stalled, awake] = running;
      const wakes = Promise.withResolvers<void>();
      if (stalled !== undefined) stalled.life.standsStill = wakes.promise;
      clock.move(stall.forMs);
      await awake?.t.runDue().catch(() => {});
      await awake?.t.settle();
      if (stalled !== undefined) delete stalled.life.standsStill;
      wakes.resolve();
    }
    if (endsAfter !== undefined) {
      for (let turns = 0; turns < endsAfter; turns++) await Promise.resolve();
      const ending = running.shift();
      // What it cannot give back, because the store fails, is taken over later.
      if (isTold) await ending?.t.app.stop().catch(() => {});
      if (ending !== undefined) ending.life.isOver = true;
      // Whatever still runs there comes to its end, which is that it stops.
      await new Promise(setImmediate);
      const next = await start();
      running.push(next);
      await lookAtPosts(next.t);
      // Only who is alone may take over at once what another had begun.
      await next.t.runDue({ takeOver: processes === 1 }).catch(() => {});
    }
    await Promise.all(begun.filter(({ life }) => !life.isOver).map(({ done }) => done));
    for (const { t } of running) await t.settle();
    if (thenPass > 0) {
      clock.move(thenPass);
      await Promise.all(running.map(({ t }) => t.runDue().catch(() => {})));
    }
    for (const { t } of running) await lookAtPosts(t);
  }
  storeTroubles.splice(0);
  chat.calm();
  const last = await begin({ isOver: false });
  await last.runDue({ takeOver: true });
  await last.pass(14 * HOUR);
  await lookAtPosts(last);
  return { t: last, chat, noted, accepted, notes, leaked };
}

function raise(): never {
  throw new Error('no process runs');
}

async function referencesIn(store: RecordStore): Promise<readonly string[]> {
  const { records } = await store.all({ limit: 500 });
  return records.filter(({ kind }) => kind === 'concern').map(({ id: reference }) => reference);
}

function someAnswer(
  item: { readonly kind: string; readonly choices?: readonly { readonly value: string }[] },
  number: number,
): string {
  const { kind, choices = [] } = item;
  if (choices.length > 0) return choices[number % choices.length]?.value ?? '';
  if (kind === 'date') return '2026-11-23';
  if (kind === 'time') return '09:00';
  return `MARKER typed ${number % 3}`;
}

const isContent = ({ content }: Standing) => textsOf(content.data).join(' ').includes('MARKER');

describe('whatever happens at once, fails, or is killed', () => {
  it('every report that was accepted is there once, every message arrives, and no case stays in a chat', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (of) => {
        const { t, chat, noted, accepted, notes, leaked } = await play(structuredClone(of));
        const { records } = await t.store.all({ limit: 500 });
        const concerns = records.filter(({ kind }) => kind === 'concern');
        const byForm = new Map<string, number>();
        for (const { id: reference, school, kind } of concerns) {
          expect([school, kind]).toEqual(['oakfield', 'concern']);
          const { state, outbox, posts, stored } = await t.record(reference);
          if (state.status === 'none') throw new Error('a concern that was never reported');
          const narrative = String(state.file.answers.narrative);
          byForm.set(narrative, (byForm.get(narrative) ?? 0) + 1);

          // Nothing is owed any more, and nothing was given up.
          expect(outbox.map(({ message }) => message.slot)).toEqual([]);
          const events = await t.events(reference);
          expect(events).not.toContain('MessageParked');
          expect(new Set(stored.entries.map(({ seq }) => seq)).size).toBe(stored.entries.length);

          // The card in the channel and the receipt show how the case stands now.
          const words = { new: 'new', acknowledged: 'acknowledged', handled: 'being handled', closed: 'closed' };
          const card = posts.case === undefined ? undefined : chat.find(posts.case);
          expect(`${card?.content.preview} ·`).toContain(`Concern ${reference} · ${words[state.status]} ·`);
          const seen = { new: 'received', acknowledged: 'seen', handled: 'being handled', closed: 'closed' };
          const receipt = posts.receipt === undefined ? undefined : chat.find(posts.receipt);
          if (receipt !== undefined) expect(receipt.content.preview).toBe(`${reference}: ${seen[state.status]}`);

          // Each step has its line below a card of this case. One too many is known to be.
          const roots = chat.at('channel:safeguarding').filter(({ content }) => content.preview.includes(reference));
          const lines = roots.flatMap(({ post }) => chat.at(`thread:${post.at.id}`));
          const happened = (type: string) => events.filter((event) => event === type).length;
          const isToldOf = (type: string, text: string) => {
            const told = lines.filter(({ content }) => content.preview.includes(text)).length;
            expect(told, `${type}: ${told} lines`).toBeGreaterThanOrEqual(happened(type));
            if (told > happened(type)) expect(events).toContain('MessageMayBeRepeated');
            return told - happened(type);
          };
          const tooMany =
            isToldOf('NoteAdded', 'added a note') +
            isToldOf('ConcernClosed', 'closed this') +
            isToldOf('ConcernTaken', 'has taken this') +
            isToldOf('ConcernAcknowledged', 'Seen by') +
            isToldOf('ReporterAsked', 'asked the reporter');
          expect(tooMany).toBeLessThanOrEqual(happened('MessageMayBeRepeated') * 12);

          // What stands there twice is known to.
          const cards = roots.filter(({ slot }) => slot === 'case');
          if (cards.length > 1) expect(events).toContain('MessageMayBeRepeated');

          // Each note that was accepted is in the case once.
          const steps = state.file.steps.map((one) => JSON.stringify(one));
          for (const key of notes.keys()) {
            const [where, by = '', ...text] = key.split(' ');
            if (where !== reference) continue;
            const same = steps.filter((one) => one.includes(`"${text.join(' ')}"`) && one.includes(by));
            expect(same).toHaveLength(1);
          }
        }
        for (const [form, reference] of accepted) {
          expect(concerns.map((one) => one.id)).toContain(reference);
          expect(byForm.get(`MARKER report ${form}`)).toBe(1);
        }
        for (let form = 0; form <= 3; form++) expect(byForm.get(`MARKER report ${form}`) ?? 0).toBeLessThanOrEqual(1);

        expect(leaked).toEqual([]);

        // No case can be read in a chat any more, save on cards that the chat never told us of.
        const left = chat.all().filter((one) => isContent(one) && noted.has(one.post.at.id ?? ''));
        expect(left.flatMap(({ slot, post }) => (slot?.startsWith('view:') ? [post.at.id] : []))).toEqual([]);
        expect(chat.at('channel:safeguarding').filter(isContent)).toEqual([]);
      }),
      { numRuns: Number(process.env.RUNS ?? 60), endOnFailure: false },
    );
  }, 120_000);
});
