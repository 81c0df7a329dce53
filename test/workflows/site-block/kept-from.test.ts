import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../src/domain/instant.ts';
import { actorOf, type PersonId, theClock } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import { siteBlock } from '../../../src/workflows/site-block/index.ts';
import { applications, type TestApplication, UNTIL_FADED } from '../../support/application.ts';
import { someAnswers, textsOf } from '../../support/concern.ts';
import { aSchool, aSchoolWhere, people } from '../../support/school.ts';
import {
  aBlock,
  actor,
  blockAfter,
  blockReference,
  dueAt,
  everyBlockStatus,
  givenBlock,
  someAsk,
} from '../../support/site-block.ts';

const { open } = applications();
const DAY = 24 * HOUR;
const website = 'https://unsuitable.example/fights?clip=7';

/** Two do the school's IT, so that either may find that the other has done a job. */
const school = aSchoolWhere({ 'network-manager': [people.networkManager, people.senco] });
/** Everybody who has anything of a record in their chat. */
const all: readonly PersonId[] = [
  people.networkManager,
  people.senco,
  people.coordinator,
  people.dsl,
  people.deputy,
  people.head,
];

const keptFrom = (without: readonly PersonId[]) => someAsk({ without });

describe('[R198] where somebody turns out to be whom the concern is about', () => {
  /** How a record ends in the ordinary way, from where it stands. */
  const ends = {
    reported: [
      ['site-block/blocked', actorOf(people.senco)],
      ['site-block/review', actor.dsl],
    ],
    blocked: [['site-block/review', actor.dsl]],
    lifting: [['site-block/lifted', actorOf(people.senco)]],
    closed: [],
  } as const;

  it.each(everyBlockStatus)('what stands in each chat is what an ordinary end leaves there: %s', (status) => {
    const history = aBlock(status, { ask: {}, school });
    const at = '2026-11-23T15:00:00.000Z';
    for (const person of all.slice(0, 5)) {
      const kept = givenBlock(history, school).when('site-block/ask', theClock, keptFrom([person]), at);
      const theirs = kept.messages.filter(({ to }) => to.kind === 'person' && to.person === person);
      // The last that each of their slots is filled with.
      let ended = history;
      const ordinary = new Map<string, unknown>();
      for (const [command, by] of ends[status]) {
        const made = givenBlock(ended, school).when(command, by, {}, at);
        for (const { slot, to, card, data, preview } of made.messages)
          if (to.kind === 'person' && to.person === person) ordinary.set(slot, { card, data, preview });
        ended = made.history;
      }
      const shown = theirs.filter(({ slot }) => slot !== `view:${person}`);
      for (const { slot, card, data, preview, onlyEdits } of theirs) {
        expect([slot, onlyEdits]).toEqual([slot, true]);
        if (!slot.startsWith('view:')) expect([slot, { card, data, preview }]).toEqual([slot, ordinary.get(slot)]);
      }
      // A job that was done before is left as it is.
      const isLeft = (slot: string) => slot.startsWith('job:') && status === 'blocked';
      expect(shown.map(({ slot }) => slot).sort()).toEqual([...ordinary.keys()].filter((one) => !isLeft(one)).sort());
    }
  });

  it('a job that stands becomes one that is done, without buttons; one that is done is not touched', () => {
    const job = `job:${people.networkManager}`;
    const at = '2026-11-23T15:00:00.000Z';
    const ask = keptFrom([people.networkManager]);
    const stood = givenBlock(aBlock('reported', { ask: {} })).when('site-block/ask', theClock, ask, at);
    expect(stood.message(job)).toMatchObject({
      card: 'case',
      onlyEdits: true,
      data: {
        title: `Block a site · ${blockReference} · done`,
        attention: false,
        facts: [{ label: 'Site' }, { label: 'Blocked', value: 'Mon 23 Nov, 15:00' }],
        buttons: [],
      },
    });
    const done = givenBlock(aBlock('blocked', { ask: {} })).when('site-block/ask', theClock, ask, at);
    expect(done.slots.filter((slot) => slot.startsWith('job:'))).toEqual([]);
  });

  it('their reminders say what they say of any job that is over', () => {
    const reported = aBlock('reported', { ask: {}, school });
    const due = dueAt(blockAfter(reported), 'site-block/remind-to-block');
    const chased = givenBlock(reported, school).when('site-block/remind-to-block', theClock, {}, due).history;
    const morning = dueAt(blockAfter(chased), 'site-block/morning');
    const shown = givenBlock(chased, school).when('site-block/morning', theClock, {}, morning).history;
    const who = [people.networkManager, people.coordinator, people.head];
    const kept = givenBlock(shown, school).when('site-block/ask', theClock, keptFrom(who));
    const ordinary = givenBlock(shown, school).when('site-block/blocked', actorOf(people.senco));
    for (const slot of [
      `chase:${people.networkManager}`,
      `overdue:${people.coordinator}`,
      `overdue:${people.head}`,
      `job:${people.networkManager}`,
    ]) {
      const { card, data, preview } = ordinary.message(slot) ?? {};
      expect(kept.message(slot)).toMatchObject({ card, data, preview, onlyEdits: true });
    }
    // From then on none of it follows what becomes of the record.
    const after = givenBlock(kept.history, school).when('site-block/blocked', actorOf(people.senco));
    const again = givenBlock(kept.history, school).when('site-block/show-again', theClock, {
      place: `person:${people.head}`,
    });
    for (const message of [...after.messages, ...again.messages])
      if (message.to.kind === 'person') expect(who).not.toContain(message.to.person);
  });

  it('what is owed to them goes out only where it takes the place of something', () => {
    const kept = givenBlock(aBlock('reported', { ask: {} })).when('site-block/ask', theClock, keptFrom(all));
    for (const message of kept.messages) expect(siteBlock.mayStillSend(kept.state, message, school)).toBe(true);
    const job = { ...kept.messages[0], slot: `job:${people.dsl}`, to: { kind: 'person', person: people.dsl } } as const;
    const anew = { card: 'case', data: {}, preview: '', ...job, onlyEdits: false } as const;
    expect(siteBlock.mayStillSend(kept.state, anew, school)).toBe(false);
  });

  it('nobody who reads the record reads that it was so', () => {
    const kept = givenBlock(aBlock('reported', { ask: {} })).when(
      'site-block/ask',
      theClock,
      keptFrom([people.networkManager]),
    );
    const plain = givenBlock(aBlock('reported', { ask: {} }));
    for (const person of [people.dsl, people.deputy, people.governor]) {
      const at = '2026-11-23T15:00:00.000Z';
      const read = givenBlock(kept.history).when('site-block/open', actorOf(person), {}, at);
      expect(textsOf(read.reply?.data)).toEqual(
        textsOf(plain.when('site-block/open', actorOf(person), {}, at).reply?.data),
      );
    }
  });
});

describe('[R198] a block that a concern asks for', () => {
  it.each([[[]], [[people.deputy]], [[people.coordinator]]])(
    'is told one to one to each who looks at the filter, whomever it is about: %j',
    (without) => {
      const asked = givenBlock().when('site-block/ask', theClock, { without });
      const deciders = [people.coordinator, people.dsl, people.deputy].filter(
        (person) => !(without as readonly string[]).includes(person),
      );
      expect(asked.slots).toEqual([...deciders.map((person) => `case:${person}`), `job:${people.networkManager}`]);
      for (const command of ['site-block/blocked', 'site-block/cannot-block'] as const) {
        const { messages } = givenBlock(asked.history).when(command, actor.it);
        expect(messages.filter(({ to }) => to.kind !== 'person')).toEqual([]);
      }
    },
  );

  it('and one that a member of staff reports still stands in the channel', () => {
    const { slots } = givenBlock().when('site-block/report', actor.teacher);
    expect(slots.slice(0, 2)).toEqual(['case', `case:${people.coordinator}`]);
  });
});

describe('[R198] in the chat of somebody who is named later', () => {
  interface Course {
    readonly t: TestApplication;
    readonly reference: string;
    readonly concern: string;
  }

  async function begun(of: School = school): Promise<Course> {
    const t = await open({ schools: [of] });
    const concern = await t.report(someAnswers({ website }));
    await t.give('concern/block-site', { reference: concern, data: { address: website } });
    await t.settle();
    const { records } = await t.store.all({ limit: 50 });
    const reference = records.find(({ kind }) => kind === 'site-block')?.id ?? '';
    return { t, concern, reference };
  }

  async function named({ t, concern }: Course, name: string): Promise<void> {
    const person = { name, kind: 'staff', capacity: 'instigator' };
    await t.give('concern/add-person', { reference: concern, data: person });
    await t.settle();
  }

  const chatOf = ({ t, reference, concern }: Course, person: PersonId) =>
    t.chat
      .at(`person:${person}`)
      .map(({ slot, content: { card, data, preview }, mentions }) =>
        JSON.parse(
          JSON.stringify({ slot, card, data, preview, mentions }).replaceAll(reference, 'B').replaceAll(concern, 'C'),
        ),
      );

  it('stands, that day and days after, what stands there where another of IT has blocked it', async () => {
    const [one, other] = [await begun(), await begun()];
    await one.t.pass(30 * MINUTE);
    await other.t.pass(30 * MINUTE);
    await named(one, 'Ifeoma Brandt');
    await other.t.give('site-block/blocked', { by: people.senco, reference: other.reference });
    await other.t.settle();
    expect(chatOf(one, people.networkManager)).toEqual(chatOf(other, people.networkManager));
    expect(JSON.stringify(chatOf(one, people.networkManager))).toContain('Block a site · B · done');
    await one.t.pass(3 * DAY);
    await other.t.pass(3 * DAY);
    expect(chatOf(one, people.networkManager)).toEqual(chatOf(other, people.networkManager));
  });

  it('nothing changes where the job was done, thirty days before', async () => {
    const course = await begun();
    await course.t.give('site-block/blocked', { by: people.networkManager, reference: course.reference });
    await course.t.pass(30 * DAY);
    const before = course.t.chat.at(`person:${people.networkManager}`);
    await named(course, 'Ifeoma Brandt');
    await course.t.pass(DAY);
    expect(course.t.chat.at(`person:${people.networkManager}`)).toEqual(before);
  });

  it('what they have open of it is put away at once, in the words that come by themselves', async () => {
    const [one, other] = [await begun(aSchool()), await begun(aSchool())];
    const surface = { kind: 'chat', chat: 'teams' } as const;
    for (const { t, reference } of [one, other]) {
      await t.app.commands.handle({
        id: 'opened',
        school: t.school,
        type: 'site-block/open',
        by: actorOf(people.networkManager),
        reference,
        data: {},
        surface,
      });
      await t.settle();
    }
    const isOpen = (course: Course) =>
      chatOf(course, people.networkManager).some(({ card }: { card: string }) => card === 'case-file');
    expect([isOpen(one), isOpen(other)]).toEqual([true, true]);
    await named(one, 'Ifeoma Brandt');
    const view = (course: Course) =>
      chatOf(course, people.networkManager).filter(({ slot }: { slot: string }) => slot.startsWith('view:'));
    expect(isOpen(one)).toBe(false);
    await other.t.pass(UNTIL_FADED);
    expect(view(one)).toEqual(view(other));
    await one.t.pass(UNTIL_FADED);
    expect(view(one)).toEqual(view(other));
  });
});
