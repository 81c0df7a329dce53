import { describe, expect, it } from 'vitest';
import type { Front } from '../../../src/channels/slack/front.ts';
import type { Incoming } from '../../../src/channels/slack/incoming.ts';
import { createOpener, type OpenerParts } from '../../../src/channels/slack/opener.ts';
import { findPerson } from '../../../src/domain/school.ts';
import { registry } from '../../../src/workflows/index.ts';
import { people } from '../../support/school.ts';
import { aSlackSchool } from '../../support/slack-school.ts';

const school = aSlackSchool();
const person = findPerson(school, people.teacher);
if (person === undefined) throw new Error('the teacher is not of the school');
const from = { kind: 'known', visitor: { school, person } } as const;

const command: Extract<Incoming, { kind: 'command' }> = {
  kind: 'command',
  who: { workspaceId: 'T0OAKFIELD', userId: 'U0PERSON001' },
  name: '/report-concern',
  hasText: false,
  trigger: '1.2.abc',
  isFresh: true,
};

const view = { type: 'modal', blocks: [] } as const;

/** An opener in front of which something stands as `front` says, at a moment of its own. */
function anOpener(front: Front['open'], nowMs = 0) {
  const told: string[] = [];
  const parts = {
    front: { open: front, replace: async () => undefined },
    presses: { begin: async () => ({ view, isNeeded: true }) },
    speaker: { tell: async (to: string) => void told.push(to) },
    arrivals: { isNew: async () => true },
    registry,
    monotonicMs: () => nowMs,
    noted: () => undefined,
  };
  return { opener: createOpener(parts as unknown as OpenerParts), told };
}

const never = () => new Promise<never>(() => undefined);

describe('a slash command', () => {
  it('is answered while Slack still waits, however long it took to know who gave it', async () => {
    const { opener, told } = anOpener(never, 2_390);
    const before = performance.now();
    const answer = await opener.command({ incoming: command, arrivedAtMs: 0 }, from);
    expect(performance.now() - before).toBeLessThan(500);
    expect(answer).toEqual({ kind: 'text', text: expect.stringMatching(/^Slack took too long.*01632 960101/s) });
    expect(told).toEqual([]);
  });

  it('is acknowledged as soon as something stands in front of whoever gave it, and they hear when no more comes', async () => {
    const { promise: whole, resolve } = Promise.withResolvers<boolean>();
    const { opener, told } = anOpener(async () => ({ whole }));
    const answer = await opener.command({ incoming: command, arrivedAtMs: 0 }, from);
    expect(answer?.kind).toBe('nothing');
    expect(told).toEqual([]);
    resolve(false);
    if (answer?.kind === 'nothing') await answer.rest;
    expect(told).toEqual(['U0PERSON001']);
  });

  it('that comes again long after it was sent tells nobody anything', async () => {
    const { opener, told } = anOpener(async () => ({ whole: Promise.resolve(false) }));
    const answer = await opener.command({ incoming: { ...command, isFresh: false }, arrivedAtMs: 0 }, from);
    if (answer?.kind === 'nothing') await answer.rest;
    expect(told).toEqual([]);
  });
});
