import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CommandResult } from '../../src/application/command.ts';
import { StoreFault, VaultFault } from '../../src/application/faults.ts';
import { deriveReference } from '../../src/application/record-reference.ts';
import { HOUR, MINUTE, SECOND } from '../../src/domain/instant.ts';
import { RECORD_LIMIT_BYTES } from '../../src/domain/record.ts';
import { concern } from '../../src/workflows/concern/index.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { someAnswers } from '../support/concern.ts';
import { aSchool, aSchoolWhere, people } from '../support/school.ts';

const { open, aPath } = applications();
const safeguarding = 'channel:safeguarding';

afterEach(() => {
  vi.useRealTimers();
});

/** The result of a command that was carried out. */
function done(result: CommandResult): Extract<CommandResult, { kind: 'done' }> {
  expect(result).toMatchObject({ kind: 'done' });
  return result as Extract<CommandResult, { kind: 'done' }>;
}

/** What somebody is told who is refused. */
function sentence(result: CommandResult): string {
  return result.kind === 'refused' ? result.sentence : `not refused: ${result.kind}`;
}

function countOf(all: readonly unknown[], one: unknown): number {
  return all.filter((other) => other === one).length;
}

describe('a report', () => {
  it('that is sent twice at once is one record and one message', async () => {
    const t = await open();
    const send = () => t.give('concern/report', { id: 'form 1', by: people.teacher, data: { ...someAnswers() } });
    const results = await Promise.all(Array.from({ length: 10 }, send));
    await t.settle();
    expect(new Set(results.map((result) => done(result).reference)).size).toBe(1);
    expect(results.map((result) => done(result).reply?.slot)).toEqual(Array.from({ length: 10 }, () => 'receipt'));
    expect(await t.count()).toBe(1);
    expect(t.chat.at(safeguarding)).toHaveLength(1);
  });

  it('that comes again later, also to another process and after a restart, is the same record with the same receipt', async () => {
    const path = aPath();
    const t = await open({ path });
    const submission = { id: 'form 1', by: people.teacher, data: { ...someAnswers() } };
    const first = done(await t.give('concern/report', submission));
    await t.settle();
    t.clock.move(HOUR);
    const again = done(await t.give('concern/report', submission));
    await t.close();
    const reopened = await open({ path, clock: t.clock, chat: t.chat });
    const later = done(await reopened.give('concern/report', submission));
    await reopened.settle();
    expect([again.reference, later.reference]).toEqual([first.reference, first.reference]);
    expect(later.reply?.data.reference).toBe(first.reference);
    expect([again.isRepeated, later.isRepeated]).toEqual([true, true]);
    expect(await reopened.count()).toBe(1);
    expect(await reopened.events(first.reference)).toEqual(['ConcernReported']);
    expect(reopened.chat.at(safeguarding)).toHaveLength(1);
  });

  it('goes to two processes at once and is one record and one message', async () => {
    const t = await open();
    const other = await t.another();
    const submission = { id: 'form 1', by: people.teacher, data: { ...someAnswers() } };
    const results = await Promise.all([t.give('concern/report', submission), other.give('concern/report', submission)]);
    await t.settle();
    await other.settle();
    expect(new Set(results.map((result) => done(result).reference)).size).toBe(1);
    expect(await t.count()).toBe(1);
    expect(t.chat.at(safeguarding)).toHaveLength(1);
  });

  it('takes another reference when the one that it would have is taken', async () => {
    const { vault } = await open();
    const taken = new Set<string>();
    // Ten tokens for everything, so that references collide all the time.
    const crowded = {
      ...vault,
      token: async (school: string, text: string) => {
        const token = await vault.token(school, text);
        return text.startsWith('reference:') ? `${token.charCodeAt(0) % 10}` : token;
      },
    };
    const t = await open({ vault: crowded });
    for (let index = 0; index < 8; index++) {
      const submission = { id: `form ${index}`, by: people.teacher, data: { ...someAnswers() } };
      const { reference } = done(await t.give('concern/report', submission));
      expect(taken.has(reference)).toBe(false);
      taken.add(reference);
      // Given again, it finds its own record behind the others.
      expect(done(await t.give('concern/report', submission)).reference).toBe(reference);
    }
    expect(await t.count()).toBe(8);
  });

  it('has a reference that depends on a key of the school and not on a count', async () => {
    const t = await open();
    const first = await t.report();
    const second = await t.report();
    expect(first).toMatch(/^C-[2-9A-HJKMNP-Z]{6}$/);
    expect(second).not.toBe(first);
    const derive = (school: string) => deriveReference(t.vault, school, concern, 'the same');
    expect(await derive('oakfield')).toBe(await derive('oakfield'));
    expect(await derive('oakfield')).not.toBe(await derive('elmfield'));
  });

  it('cannot be put at a reference that somebody chose, nor be used to find out which are there', async () => {
    const t = await open();
    const reference = await t.report();
    const answers = { data: { ...someAnswers() }, by: people.teacher };
    const atTaken = await t.give('concern/report', { ...answers, reference });
    const atFree = await t.give('concern/report', { ...answers, reference: 'C-222222' });
    expect(sentence(atTaken).replace(reference, 'C')).toBe(sentence(atFree).replace('C-222222', 'C'));
    expect(atTaken).toMatchObject({ kind: 'refused', code: 'malformed' });
    expect(await t.count()).toBe(1);
  });
});

describe('two who press at once', () => {
  it('have one winner; the other is told by whom and when it was acknowledged', async () => {
    const t = await open();
    const reference = await t.report();
    const results = await Promise.all([
      t.give('concern/acknowledge', { reference, by: people.dsl }),
      t.give('concern/acknowledge', { reference, by: people.deputy }),
    ]);
    expect(results.map(({ kind }) => kind)).toEqual(['done', 'refused']);
    expect(sentence(results[1])).toContain('Designated Safeguarding Lead acknowledged this at 14:05');
    expect(countOf(await t.events(reference), 'ConcernAcknowledged')).toBe(1);
  });

  it('have one winner also when they press in two processes: the other is decided again on the new state', async () => {
    const t = await open();
    const other = await t.another();
    const reference = await t.report();
    const results = await Promise.all([
      t.give('concern/acknowledge', { reference, by: people.dsl }),
      other.give('concern/acknowledge', { reference, by: people.deputy }),
    ]);
    expect(results.map(({ kind }) => kind).toSorted()).toEqual(['done', 'refused']);
    expect(results.map(sentence).join(' ')).toContain('acknowledged this at 14:05');
    expect(countOf(await t.events(reference), 'ConcernAcknowledged')).toBe(1);
  });

  it('are fifty, in five processes, and each press is applied once or refused', async () => {
    const t = await open();
    const processes = [t, ...(await Promise.all(Array.from({ length: 4 }, () => t.another())))];
    const reference = await t.report();
    const presses = Array.from({ length: 50 }, (_, index) => {
      const process = processes[index % processes.length] ?? t;
      const by = index % 2 === 0 ? people.dsl : people.deputy;
      const [type, data] = index % 10 === 0 ? ['concern/acknowledge', {}] : ['concern/note', { text: `note ${index}` }];
      return process.give(type, { reference, by, data });
    });
    const results = await Promise.all(presses);
    const events = await t.events(reference);
    expect(countOf(events, 'NoteAdded')).toBe(45);
    expect(countOf(events, 'ConcernAcknowledged')).toBe(1);
    expect(
      countOf(
        results.map(({ kind }) => kind),
        'done',
      ),
    ).toBeGreaterThanOrEqual(45);
    const { state } = await t.record(reference);
    const notes = state.status === 'none' ? [] : state.file.steps.map(({ event }) => JSON.stringify(event));
    for (let index = 0; index < 50; index++)
      if (index % 10 !== 0) expect(notes.filter((note) => note.includes(`"note ${index}"`))).toHaveLength(1);
  });

  it('never have the same time on the record, though their clock stands still', async () => {
    const t = await open();
    const reference = await t.report();
    await t.give('concern/acknowledge', { reference });
    await Promise.all(
      Array.from({ length: 9 }, (_, index) => t.give('concern/note', { reference, data: { text: `note ${index}` } })),
    );
    const { stored } = await t.record(reference);
    const times = stored.entries.map(({ at }) => at);
    expect(new Set(times).size).toBe(times.length);
    expect(times).toEqual(times.toSorted());
  });
});

describe('a press', () => {
  it('that is delivered twice has its effect once', async () => {
    const t = await open();
    const reference = await t.report();
    const press = { id: 'press 1', reference, data: { text: 'Rang the tutor.' } };
    const results = await Promise.all([t.give('concern/note', press), t.give('concern/note', press)]);
    expect(results.map((result) => done(result).isRepeated)).toEqual([false, true]);
    expect(countOf(await t.events(reference), 'NoteAdded')).toBe(1);
  });

  it('[R198] that is delivered again shows no content, as that would be a read that is not on the record', async () => {
    const t = await open();
    const reference = await t.report();
    const press = { id: 'press 1', reference };
    expect(done(await t.give('concern/open', press)).reply?.card).toBe('case-file');
    expect(done(await t.give('concern/open', press)).reply).toBeUndefined();
    expect(countOf(await t.events(reference), 'ConcernOpened')).toBe(1);
  });

  it('by somebody without the right is refused again when it is delivered again', async () => {
    const t = await open();
    const reference = await t.report();
    const press = { id: 'press 1', reference, by: people.otherTeacher };
    const first = await t.give('concern/acknowledge', press);
    const second = await t.give('concern/acknowledge', press);
    expect(first).toMatchObject({ kind: 'refused', code: 'not-yours' });
    expect(second).toEqual(first);
  });
});

describe('somebody without the right', () => {
  it('reads the same words for a case that is not theirs, of another school, and not there at all', async () => {
    const elmfield = aSchool({ id: 'elmfield' });
    const t = await open({ schools: [aSchool(), elmfield] });
    const ours = await t.report();
    const elsewhere = await t.give('concern/report', {
      school: elmfield,
      by: people.teacher,
      data: { ...someAnswers() },
    });
    const theirs = done(elsewhere).reference;
    const asked = async (reference: string, type = 'concern/open') =>
      sentence(await t.give(type, { reference, by: people.otherTeacher })).replaceAll(reference, 'X');
    const words = await asked(ours);
    expect(words).toContain('There is nothing with the reference X that you can open.');
    for (const type of ['concern/open', 'concern/acknowledge', 'concern/note', 'concern/close']) {
      expect(await asked(ours, type)).toBe(words);
      expect(await asked(theirs, type)).toBe(words);
      expect(await asked('C-222222', type)).toBe(words);
    }
    // Also for the DSL of one school who knows a reference of the other.
    expect(sentence(await t.give('concern/open', { reference: theirs, by: people.dsl })).replace(theirs, 'X')).toBe(
      words,
    );
    const address = await deriveReference(t.vault, 'oakfield', { id: 'address', prefix: 'A' }, 'person:x');
    await t.app.addresses.remember(t.school, 'teams', 'person:x', { conversation: 'x' });
    expect(await asked(address)).toBe(words);
  });

  it('[R198] is on the record once an hour for each person and command', async () => {
    const t = await open();
    const reference = await t.report();
    const attempt = (type: string, by: string) => t.give(type, { reference, by });
    const attempts = async () => countOf(await t.events(reference), 'AttemptRefused');
    for (let times = 0; times < 5; times++) await attempt('concern/open', people.otherTeacher);
    expect(await attempts()).toBe(1);
    await attempt('concern/close', people.otherTeacher);
    await attempt('concern/open', people.senco);
    expect(await attempts()).toBe(3);
    t.clock.move(61 * MINUTE);
    await attempt('concern/open', people.otherTeacher);
    expect(await attempts()).toBe(4);
  });

  it('is refused at once by ten presses, which are one attempt on the record', async () => {
    const t = await open();
    const reference = await t.report();
    const results = await Promise.all(
      Array.from({ length: 10 }, () => t.give('concern/open', { reference, by: people.otherTeacher })),
    );
    expect(new Set(results.map(sentence)).size).toBe(1);
    expect(countOf(await t.events(reference), 'AttemptRefused')).toBe(1);
  });

  it('[R198] the person whom a case is about is refused like anybody, whatever their role', async () => {
    const t = await open();
    const about = someAnswers({ kind: 'staff-misuse', about: 'staff', names: undefined, adultNames: 'Naila Rahimi' });
    const reference = await t.report(about);
    expect(await t.give('concern/open', { reference, by: people.dsl })).toMatchObject({ code: 'not-yours' });
    expect(t.chat.at(`person:${people.dsl}`)).toEqual([]);
  });

  it('loses access in the moment in which the school takes the role away', async () => {
    const t = await open();
    const reference = await t.report();
    const changed = aSchoolWhere({ dsl: [people.senco] });
    expect(done(await t.give('concern/open', { reference, by: people.dsl })).reference).toBe(reference);
    const after = await t.give('concern/open', { reference, by: people.dsl, school: changed });
    expect(after).toMatchObject({ kind: 'refused', code: 'not-yours' });
  });

  it('asks in vain whether a form could be opened, and nothing is carried out by the question', async () => {
    const t = await open();
    const other = await t.another();
    const reference = await t.report();
    const ask = (by: string, type = 'concern/acknowledge') =>
      t.app.commands.check({
        id: 'ask',
        school: t.school,
        type,
        reference,
        by: { kind: 'person', person: by },
        data: {},
      });
    expect(await ask(people.otherTeacher)).toMatchObject({ kind: 'refused', code: 'not-yours' });
    expect(await ask(people.dsl)).toMatchObject({ kind: 'allowed' });
    // While others change the record, the question is only asked again.
    const busy = Array.from({ length: 20 }, (_, index) =>
      other.give('concern/open', { reference, by: index % 2 === 0 ? people.dsl : people.deputy }),
    );
    t.clock.move(2 * HOUR);
    expect(await Promise.all([ask(people.senco), ...busy])).toHaveLength(21);
    expect(countOf(await t.events(reference), 'ConcernAcknowledged')).toBe(0);
    expect(countOf(await t.events(reference), 'AttemptRefused')).toBe(2);
  });
});

describe('what no card of ours sends', () => {
  it.each([
    ['a command that is not there', 'concern/destroy', {}],
    ['a command of no workflow', 'nothing/at-all', {}],
    ['the name of something that every object has', 'concern/toString', {}],
    ['what only the clock may ask', 'concern/remind', {}],
    ['what only the delivery may tell', 'concern/delivery-note', { slot: 'case', outcome: 'parked', code: 'x' }],
    ['a reference that is none', 'concern/open', {}, "C-<script>'"],
    ['a reference in another spelling', 'concern/open', {}, 'c-7k3q9f'],
    ['no reference at all', 'concern/open', {}, ''],
  ])('is refused without a change: %s', async (_, type, data, asked: string | undefined = undefined) => {
    const t = await open();
    const real = await t.report();
    const before = await t.record(real);
    const reference = asked ?? real;
    const result = await t.give(type, { by: people.dsl, data, ...(reference === '' ? {} : { reference }) });
    expect(result).toMatchObject({ kind: 'refused' });
    expect(sentence(result)).toContain('could not be read, so nothing was changed');
    expect(sentence(result)).not.toContain('<script>');
    expect((await t.record(real)).stored).toEqual(before.stored);
  });

  it('is refused when its data are not what the command takes', async () => {
    const t = await open();
    const reference = await t.report();
    for (const data of [
      {},
      { text: 7 },
      { text: '' },
      { text: 'x'.repeat(10_001) },
      { text: { toString: 'x' } },
      null,
    ]) {
      const result = await t.give('concern/note', { reference, data });
      expect(result, JSON.stringify(data)?.slice(0, 40)).toMatchObject({ kind: 'refused', code: 'malformed' });
      expect(sentence(result)).toContain(reference);
    }
    expect(await t.events(reference)).toEqual(['ConcernReported']);
  });

  it('tells somebody without the right nothing more than that', async () => {
    const t = await open();
    const reference = await t.report();
    const result = await t.give('concern/note', { reference, by: people.otherTeacher, data: { text: 7 } });
    expect(result).toMatchObject({ kind: 'refused', code: 'not-yours' });
  });
});

describe('a store that does not do it', () => {
  const report = (t: TestApplication) =>
    t.give('concern/report', { id: 'form 1', by: people.teacher, data: { ...someAnswers() } });

  it.each(['get', 'create'] as const)('is a fault at once, with nothing half written (%s)', async (method) => {
    const t = await open();
    t.store.always((called) => (called === method ? 'reject' : undefined));
    await expect(report(t)).rejects.toThrow(StoreFault);
    t.store.always(undefined);
    await t.settle();
    expect(await t.count()).toBe(0);
    expect(t.chat.calls).toEqual([]);
  });

  it('is a fault within two and a half seconds when it never answers, and what then goes wrong hurts nobody', async () => {
    const t = await open();
    t.store.always('hang');
    const began = performance.now();
    await expect(report(t)).rejects.toThrow(expect.objectContaining({ code: 'store-slow' }));
    expect(performance.now() - began).toBeLessThan(2_500);
    t.store.always(undefined);
    expect(await t.count()).toBe(0);
    expect(done(await report(t)).isRepeated).toBe(false);
    expect(await t.count()).toBe(1);
  });

  it('is a fault for the clock too, so that nothing waits behind it for ever', async () => {
    const t = await open();
    const reference = await t.report();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    t.store.always('hang');
    const stuck = t.give('concern/show-again', { reference, by: 'clock', data: { place: safeguarding } });
    const both = Promise.allSettled([stuck, t.give('concern/open', { reference })]);
    await vi.advanceTimersByTimeAsync(10 * SECOND);
    vi.useRealTimers();
    expect((await both).map((one) => one.status)).toEqual(['rejected', 'rejected']);
    t.store.always(undefined);
    expect(done(await t.give('concern/open', { reference })).reply?.card).toBe('case-file');
  });

  it('is not written to for somebody who was told already that nothing was saved', async () => {
    const t = await open();
    const reference = await t.report();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { promise: waitFor, resolve: answer } = Promise.withResolvers<void>();
    t.store.always({ waitFor });
    const notes = ['one', 'two'].map((text) => t.give('concern/note', { reference, data: { text } }));
    const both = Promise.allSettled(notes);
    await vi.advanceTimersByTimeAsync(2 * SECOND);
    vi.useRealTimers();
    expect((await both).map((one) => one.status)).toEqual(['rejected', 'rejected']);
    answer();
    t.store.always(undefined);
    await t.give('concern/note', { reference, data: { text: 'three' } });
    expect(countOf(await t.events(reference), 'NoteAdded')).toBe(1);
  });

  it('that wrote and lost the answer has written: the message is delivered at once and the repetition is none', async () => {
    const t = await open();
    t.store.always((method) => (method === 'create' ? 'lose-answer' : undefined));
    await expect(report(t)).rejects.toThrow(StoreFault);
    t.store.always(undefined);
    await t.settle();
    expect(t.chat.at(safeguarding)).toHaveLength(1);
    const again = done(await report(t));
    await t.settle();
    expect(again.isRepeated).toBe(true);
    expect(await t.count()).toBe(1);
    expect(t.chat.at(safeguarding)).toHaveLength(1);
    expect(await t.events(again.reference)).toEqual(['ConcernReported']);
  });

  it('that wrote a step and lost the answer has its step once', async () => {
    const t = await open();
    const reference = await t.report();
    const press = { id: 'form 2', reference, data: { text: 'Rang the tutor.' } };
    t.store.always((method) => (method === 'replace' ? 'lose-answer' : undefined));
    await expect(t.give('concern/note', press)).rejects.toThrow(StoreFault);
    t.store.always(undefined);
    expect(done(await t.give('concern/note', press)).isRepeated).toBe(true);
    expect(countOf(await t.events(reference), 'NoteAdded')).toBe(1);
  });

  it('cannot put a refusal on the record, so the refusal waits too', async () => {
    const t = await open();
    const reference = await t.report();
    t.store.always((method) => (method === 'replace' ? 'reject' : undefined));
    await expect(t.give('concern/open', { reference, by: people.otherTeacher })).rejects.toThrow(StoreFault);
    t.store.always(undefined);
    expect(await t.give('concern/open', { reference, by: people.otherTeacher })).toMatchObject({ code: 'not-yours' });
    expect(countOf(await t.events(reference), 'AttemptRefused')).toBe(1);
  });

  it('is not what is wrong when the vault has lost its key', async () => {
    const { vault } = await open();
    const fault = new VaultFault('no key', { code: 'vault-key-missing', whatToDo: '' });
    const t = await open({ vault: { ...vault, wrap: () => Promise.reject(fault) } });
    await expect(report(t)).rejects.toThrow(VaultFault);
    expect(await t.count()).toBe(0);
  });
});

describe('a record that is full', () => {
  /** Notes are added until no more fit. */
  async function filled(t: TestApplication): Promise<{ readonly reference: string; readonly refused: CommandResult }> {
    const reference = await t.report();
    await t.give('concern/acknowledge', { reference });
    for (;;) {
      const refused = await t.give('concern/note', { reference, data: { text: '\u{1F4DA}'.repeat(10_000) } });
      if (refused.kind === 'refused') return { reference, refused };
      await t.settle();
    }
  }

  it('takes no more, says what to do, and can still be read a thousand times, closed and reopened', async () => {
    const t = await open();
    const { reference, refused } = await filled(t);
    expect(refused).toMatchObject({ kind: 'refused', code: 'record-full' });
    expect(sentence(refused)).toContain(`Begin a new one that names ${reference}`);
    const events = await t.events(reference);
    expect(events.at(-1)).toBe('NoteAdded');
    for (let times = 0; times < 50; times++) await t.give('concern/open', { reference });
    expect(done(await t.give('concern/open', { reference })).reply?.card).toBe('case-file');
    const close = { reference, data: { outcome: 'linked', reason: 'Goes on in another record.' } };
    expect(done(await t.give('concern/close', close)).reference).toBe(reference);
    expect(done(await t.give('concern/reopen', { reference, data: { reason: 'Not yet.' } })).reference).toBe(reference);
    await t.settle();
    const { stored } = await t.record(reference);
    expect(Buffer.byteLength(JSON.stringify(stored))).toBeLessThan(RECORD_LIMIT_BYTES);
    // Room for another thousand reads: an entry is about four hundred bytes.
    expect(RECORD_LIMIT_BYTES - Buffer.byteLength(JSON.stringify(stored))).toBeGreaterThan(150_000);
  });

  it('is not known to be full to somebody without the right, even when not one more byte fits', async () => {
    const t = await open();
    const { reference } = await filled(t);
    for (const text of ['x'.repeat(5_000), 'x'.repeat(400), 'x'])
      while ((await t.give('concern/note', { reference, data: { text } })).kind === 'done') await t.settle();
    const strangers = [people.otherTeacher, people.senco, people.assistant, people.networkManager, people.governor];
    const types = ['open', 'note', 'ask', 'refer', 'take', 'close', 'reopen', 'acknowledge', 'hand-over', 'add-person'];
    let { length } = await t.events(reference);
    let hasRoom = true;
    for (const by of strangers) {
      for (const type of types) {
        const words = sentence(await t.give(`concern/${type}`, { reference, by, data: { text: 'x' } }));
        expect(words).toContain('There is nothing with the reference');
        expect(words).not.toContain('full');
        const after = (await t.events(reference)).length;
        hasRoom = after > length;
        length = after;
        if (!hasRoom) return;
      }
    }
    expect(hasRoom).toBe(false);
  });
});

describe('a clock that is wrong', () => {
  it('does not put the history out of order: what comes later stands later', async () => {
    const t = await open();
    const reference = await t.report();
    t.clock.move(HOUR);
    await t.give('concern/note', { reference, data: { text: 'one' } });
    t.clock.move(-2 * HOUR);
    await t.give('concern/note', { reference, data: { text: 'two' } });
    t.clock.move(5 * SECOND);
    await t.give('concern/close', { reference, data: { outcome: 'supported', reason: 'Done.' } });
    await t.pass(MINUTE);
    expect(await t.events(reference)).toEqual([
      'ConcernReported',
      'ConcernAcknowledged',
      'NoteAdded',
      'NoteAdded',
      'ConcernClosed',
    ]);
    const { state } = await t.record(reference);
    expect(state.status).toBe('closed');
    const [root] = t.chat.at(safeguarding);
    expect(root?.content.preview).toBe(`Concern ${reference} · closed`);
    const lines = t.chat.at(`thread:${root?.post.at.id}`).map(({ content }) => content.preview.replace(/,.*/, ''));
    expect(lines.map((line) => line.replace(/^The Designated Safeguarding Lead /, ''))).toEqual([
      'Seen by the Designated Safeguarding Lead',
      'added a note',
      'added a note',
      'closed this',
    ]);
  });
});
