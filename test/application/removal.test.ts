import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { type Decision, decision, type Registry, type Workflow } from '../../src/domain/decider.ts';
import { HOUR, MINUTE } from '../../src/domain/instant.ts';
import { theClock } from '../../src/domain/people.ts';
import { draft } from '../../src/workflows/draft/index.ts';
import { registry } from '../../src/workflows/index.ts';
import { applications, type TestApplication } from '../support/application.ts';
import { people } from '../support/school.ts';

const { open } = applications();

/** Keeps a draft of the same form each time. */
async function keep(t: TestApplication, narrative = 'MARKER'): Promise<string> {
  const kept = await t.app.commands.handle({
    id: randomUUID(),
    school: t.school,
    key: `draft ${people.teacher} form-1`,
    type: 'draft/keep',
    by: theClock,
    data: {
      person: people.teacher,
      title: 'Report a concern',
      press: { do: 'concern/report' },
      form: { id: 'form-1', step: 0, seen: [] },
      answers: { narrative },
      offer: true,
    },
  });
  if (kept.kind === 'refused') throw new Error(kept.sentence);
  return kept.reference;
}

/** A draft whose time to be removed has come. */
async function toBeRemoved(t: TestApplication): Promise<string> {
  const reference = await keep(t);
  await t.settle();
  await t.give('draft/throw-away', { by: people.teacher, reference });
  await t.settle();
  t.clock.move(11 * MINUTE);
  return reference;
}

/** A gate that stays shut until it is opened. */
function aGate() {
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { gate, open: () => open() };
}

/** All workflows, with something else about drafts. */
function withDraft(decide: (made: ReturnType<typeof draft.decide>) => ReturnType<typeof draft.decide>): Registry {
  const changed: typeof draft = { ...draft, decide: (...asked) => decide(draft.decide(...asked)) };
  return new Map([...registry, ['draft', changed as Workflow<unknown, unknown>]]);
}

describe('a record that a decision takes away', () => {
  it('is gone, and whatever is asked of it then is refused as of one that was never there', async () => {
    const t = await open();
    const reference = await toBeRemoved(t);
    expect(await t.give('draft/remove', { by: 'clock', reference })).toMatchObject({ kind: 'done', messages: [] });
    expect(await t.count('draft')).toBe(0);
    for (const type of ['draft/remove', 'draft/expire', 'draft/delivery-note'])
      expect(await t.give(type, { by: 'clock', reference }), type).toMatchObject({ code: 'not-there' });
    expect(await t.give('draft/resume', { by: people.teacher, reference })).toMatchObject({
      sentence: draft.notThere(reference, t.school),
    });
  });

  it('begins anew when it is kept again, with nothing of before', async () => {
    const t = await open();
    const reference = await toBeRemoved(t);
    await t.runDue();
    expect(await keep(t, 'Other words')).toBe(reference);
    expect(await t.events(reference)).toEqual(['DraftKept']);
  });

  it('stays when somebody else was quicker, and it is decided again on what it became', async () => {
    const t = await open();
    const reference = await toBeRemoved(t);
    const { gate, open: release } = aGate();
    t.store.always((method) => (method === 'remove' ? { waitFor: gate } : undefined));
    const running = t.runDue();
    await vi.waitFor(() => expect(t.store.calls.includes('remove')).toBe(true));
    await keep(t, 'Other words');
    release();
    await running;
    await t.settle();
    expect(await t.events(reference)).toEqual(['DraftKept', 'DraftEnded', 'DraftKept']);
    expect(t.failures).toEqual([]);
  });

  it('goes in the same round though it was changed at that moment in what does not matter to it', async () => {
    const t = await open();
    const reference = await toBeRemoved(t);
    const { gate, open: release } = aGate();
    t.store.always((method) => (method === 'remove' ? { waitFor: gate } : undefined));
    const running = t.runDue();
    await vi.waitFor(() => expect(t.store.calls.includes('remove')).toBe(true));
    const found = await t.store.get(t.school.id, reference);
    if (found !== undefined) await t.store.replace(found.record, found.etag);
    release();
    await running;
    expect(await t.count('draft')).toBe(0);
    expect(t.failures).toEqual([]);
  });

  it('goes though somebody keeps it at that moment, who then begins it anew', async () => {
    const t = await open();
    const reference = await toBeRemoved(t);
    const { gate, open: release } = aGate();
    let isHeld = true;
    t.store.always((method) => (method === 'replace' && isHeld ? { waitFor: gate } : undefined));
    const keeping = keep(t, 'Other words');
    await vi.waitFor(() => expect(t.store.calls.at(-1)).toBe('replace'));
    isHeld = false;
    await t.runDue();
    expect(await t.count('draft')).toBe(0);
    release();
    expect(await keeping).toBe(reference);
    expect(await t.events(reference)).toEqual(['DraftKept']);
  });

  it('goes once though two processes see to it at the same time', async () => {
    const t = await open();
    await toBeRemoved(t);
    const other = await t.another();
    await Promise.all([t.runDue(), other.runDue(), t.runDue(), other.runDue()]);
    expect(await t.count('draft')).toBe(0);
    expect([...t.failures, ...other.failures]).toEqual([]);
  });

  it('goes in a later round when the store could not do it', async () => {
    const t = await open();
    await toBeRemoved(t);
    t.store.always((method) => (method === 'remove' ? 'reject' : undefined));
    await t.runDue();
    expect(t.failures).toEqual([expect.objectContaining({ what: 'due', code: 'store-failed' })]);
    expect(await t.count('draft')).toBe(1);
    t.store.always(undefined);
    await t.pass(5 * MINUTE);
    expect(await t.count('draft')).toBe(0);
  });

  it('is gone though the store did it and its answer was lost', async () => {
    const t = await open();
    await toBeRemoved(t);
    t.store.always((method) => (method === 'remove' ? 'lose-answer' : undefined));
    await t.runDue();
    t.store.always(undefined);
    await t.pass(HOUR);
    expect(await t.count('draft')).toBe(0);
    expect(t.failures).toHaveLength(1);
  });

  it('is not brought back by a message that is still on its way', async () => {
    const t = await open();
    const { gate, open: release } = aGate();
    let posting = 0;
    t.app.channels.set('teams', {
      ...t.chat,
      async post(...asked) {
        posting++;
        await gate;
        return await t.chat.post(...asked);
      },
    });
    const reference = await keep(t);
    await vi.waitFor(() => expect(posting).toBe(1));
    const found = await t.store.get(t.school.id, reference);
    await t.store.remove(t.school.id, reference, found?.etag ?? '');
    release();
    await t.settle();
    await t.pass(HOUR);
    expect(await t.count('draft')).toBe(0);
    expect(t.failures).toEqual([]);
  });

  it('is passed over by a round that had found it due', async () => {
    const t = await open();
    const reference = await toBeRemoved(t);
    const { gate, open: release } = aGate();
    t.store.always((method) => (method === 'get' ? { waitFor: gate } : undefined));
    const running = t.runDue();
    await vi.waitFor(() => expect(t.store.calls.at(-1)).toBe('get'));
    t.store.always(undefined);
    const found = await t.store.get(t.school.id, reference);
    await t.store.remove(t.school.id, reference, found?.etag ?? '');
    release();
    await running;
    await t.runDue();
    expect(t.failures).toEqual([]);
  });

  it('stays where the decision has something to say besides, which nobody could deliver', async () => {
    const message = { slot: 'x', to: { kind: 'person', person: people.teacher }, card: 'line', data: {}, preview: '' };
    const besides: readonly Partial<Decision<never>>[] = [
      { messages: [message as Decision<never>['messages'][number]] },
      { reply: { slot: 'x', card: 'line', data: {}, preview: '' } },
    ];
    for (const more of besides) {
      const talking = withDraft((made) =>
        made.kind === 'decision' && made.removes === true
          ? decision({ events: [], messages: [], removes: true, ...more })
          : made,
      );
      const t = await open({ registry: talking });
      const reference = await toBeRemoved(t);
      await expect(t.give('draft/remove', { by: 'clock', reference })).rejects.toThrow('has nothing besides');
      expect(await t.count('draft')).toBe(1);
    }
  });
});
