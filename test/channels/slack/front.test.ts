import { beforeEach, describe, expect, it } from 'vitest';
import { DeliveryFault } from '../../../src/application/faults.ts';
import { notice } from '../../../src/application/words.ts';
import { type SlackView, TRIGGER_GONE, VIEW_GONE } from '../../../src/channels/slack/connector.ts';
import { createFront } from '../../../src/channels/slack/front.ts';

const aView = (text: string): SlackView => ({ type: 'modal', blocks: [text] });

let shown: string[];
let opening: DeliveryFault | undefined;
let updating: DeliveryFault | undefined;
let codes: string[];
let isLate: boolean;

beforeEach(() => {
  [shown, opening, updating, codes, isLate] = [[], undefined, undefined, [], false];
});

const fault = (code: string) => new DeliveryFault('no', { code, whatToDo: 'Look.', certain: true });

const front = createFront({
  connector: {
    openView: async (_trigger, { blocks }) => {
      if (opening !== undefined) throw opening;
      shown.push(`opened: ${String(blocks[0])}`);
      return { id: 'V1', hash: '1' };
    },
    updateView: async (_shown, { blocks }) => {
      if (updating !== undefined) throw updating;
      shown.push(`filled: ${String(blocks[0])}`);
      return { id: 'V1', hash: '2' };
    },
  },
  draw: () => aView('one moment'),
  waiting: notice('', ['One moment.']),
  failed: ({ code }) => codes.push(code),
  wait: () => (isLate ? Promise.resolve() : new Promise(() => undefined)),
});

function something() {
  const { promise, resolve } = Promise.withResolvers<{ view: SlackView; isNeeded: boolean }>();
  return { coming: promise, comes: (isNeeded = true) => resolve({ view: aView('the case'), isNeeded }) };
}

describe('what somebody asked for', () => {
  it('opens in front of them at once where it is there in time', async () => {
    const { coming, comes } = something();
    comes();
    await (await front.open('t', coming)).whole;
    expect(shown).toEqual(['opened: the case']);
  });

  it('opens nothing where it shows elsewhere anyway', async () => {
    const { coming, comes } = something();
    comes(false);
    await (await front.open('t', coming)).whole;
    expect(shown).toEqual([]);
  });

  it('is announced where it takes long, and filled in when it is there', async () => {
    isLate = true;
    const { coming, comes } = something();
    const { whole } = await front.open('t', coming);
    expect(shown).toEqual(['opened: one moment']);
    comes(false);
    await whole;
    expect(shown).toEqual(['opened: one moment', 'filled: the case']);
  });

  it.each([
    ['somebody closed it meanwhile', VIEW_GONE, []],
    ['Slack does not take it', 'slack-429', ['slack-429']],
  ])('is let be where %s, and that is said', async (_why, code, noted) => {
    isLate = true;
    const { coming, comes } = something();
    const { whole } = await front.open('t', coming);
    updating = fault(code);
    comes();
    // Who closed it wants nothing more; who looks at it has to hear that nothing comes.
    expect(await whole).toBe(code === VIEW_GONE);
    expect(codes).toEqual(noted);
  });

  it('ends nothing where nobody waits for it any more and Slack does not take it', async () => {
    isLate = true;
    const { coming, comes } = something();
    updating = fault('slack-500');
    await front.open('t', coming);
    comes();
    await new Promise((resolve) => setImmediate(resolve));
    expect(codes).toEqual(['slack-500']);
  });

  it('is said not to be opened only where it was to be seen', async () => {
    isLate = true;
    opening = fault(TRIGGER_GONE);
    const needed = something();
    const open = front.open('t', needed.coming);
    needed.comes();
    await expect(open).rejects.toBe(opening);
    const done = something();
    done.comes(false);
    await (await front.open('t', done.coming)).whole;
  });
});
