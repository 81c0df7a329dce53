import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/domain/message.ts';
import { actorOf, theClock } from '../../../src/domain/people.ts';
import { siteBlock } from '../../../src/workflows/site-block/index.ts';
import { refusalSentences } from '../../../src/workflows/site-block/refusals.ts';
import type { BlockState } from '../../../src/workflows/site-block/state.ts';
import { audienceOf, buttonsOf } from '../../support/concern.ts';
import { aSchool, by, people } from '../../support/school.ts';
import {
  aBlock,
  actor,
  blockAfter,
  blockData,
  blockReference,
  everyBlockCommand,
  everyBlockStatus,
  giveBlock,
  itsConcern,
} from '../../support/site-block.ts';
import { aBlockRun, type Moved, playBlock } from './random-run.ts';

const school = aSchool();

/** Everything that somebody types has this in it, so that it can be found again wherever it went. */
const MARK = 'zqmarkq';
const marked = fc.string({ maxLength: 12, unit: 'grapheme' }).map((text) => `${MARK} ${text}`);

function everyRun(check: (played: readonly Moved[]) => void, numRuns = 100): void {
  fc.assert(
    fc.property(aBlockRun(marked), (moves) => check(playBlock(moves, school))),
    { numRuns },
  );
}

const everyMove = (check: (moved: Moved) => void, numRuns?: number) =>
  everyRun((played) => played.forEach((moved) => void check(moved)), numRuns);

function messagesOf({ outcome }: Moved): readonly Message[] {
  return outcome.kind === 'decision' ? outcome.messages : [];
}

function mustNotSay(what: string | RegExp, ...all: readonly unknown[]): void {
  const text = JSON.stringify(all);
  const isSaid = typeof what === 'string' ? text.includes(what) : what.test(text);
  if (isSaid) throw new Error(`${what} stands in ${text}`);
}

const inJson = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

const withoutOf = (state: BlockState) => (state.status === 'none' ? [] : state.file.without);

describe('any sequence of commands by anybody', () => {
  it('goes everywhere: a property of what never happens would hold too', () => {
    const reached = new Set<string>();
    const look = fc.property(aBlockRun(marked), (moves) => {
      for (const { after, events, outcome } of playBlock(moves, school)) {
        for (const name of [after.status, ...events.map(({ type }) => type)]) reached.add(name);
        if (outcome.kind === 'refusal') reached.add(outcome.code);
      }
    });
    // Always the same runs, for a rare thing may not happen in others.
    fc.assert(look, { numRuns: 400, seed: 20_261_123 });
    expect(reached).toEqual(new Set([...everyEvent, ...everyBlockStatus, ...Object.keys(refusalSentences)]));
  });

  it('folds; replayed it is the same, and so it is after JSON', () => {
    everyRun((played) => {
      const history = played.flatMap(({ events, at, by: who }) => events.map((event) => ({ event, at, by: who })));
      const last = played.at(-1)?.after ?? siteBlock.initial;
      expect(blockAfter(history)).toEqual(last);
      expect(siteBlock.state.parse(inJson(last))).toEqual(last);
      for (const { event } of history) expect(siteBlock.event.parse(inJson(event))).toEqual(event);
    });
  });

  it('leaves nothing forgotten: what is not closed always has a time at which somebody hears of it', () => {
    everyMove(({ after, at }) => {
      const due = siteBlock.deadlines(after);
      if (after.status === 'none' || after.status === 'closed') expect(due).toEqual([]);
      else expect(due.length).toBeGreaterThan(0);
      if (after.status === 'reported' || after.status === 'lifting') expect(after.file.job).not.toBeNull();
      expect(at).toBeDefined();
    });
  });

  it('[R130] closes nothing that is neither blocked and looked at, nor taken off', () => {
    everyMove(({ after }) => {
      if (after.status !== 'closed') return;
      expect(after.file.review).not.toBeNull();
      expect(after.file.review?.outcome === 'not-needed' ? after.lifted : after.blocked).not.toBeNull();
    });
  });

  it('puts every clock command ahead: a reminder that came leads to a later one', () => {
    everyMove(({ command, outcome, after, at }) => {
      if (outcome.kind !== 'decision' || outcome.events.length === 0) return;
      if (!['site-block/remind-to-block', 'site-block/remind-to-review', 'site-block/morning'].includes(command))
        return;
      expect(siteBlock.deadlines(after).find((due) => due.command === command)?.at ?? '').toSatisfy(
        (next: string) => next > at,
      );
    });
  });

  it('changes nothing when it is refused, but that it was tried; and never has two messages in one slot', () => {
    everyMove(({ outcome, events, before, after }) => {
      if (outcome.kind === 'decision') {
        const slots = [...outcome.messages, ...(outcome.relays ?? [])].map(({ slot }) => slot);
        expect(new Set(slots).size).toBe(slots.length);
        return;
      }
      expect(events.every(({ type }) => type === 'AttemptRefused')).toBe(true);
      expect(after.status).toBe(before.status);
    });
  });

  it('tells a concern only what has happened, and only where it came from one', () => {
    everyMove(({ outcome, after, events }) => {
      const relays = outcome.kind === 'decision' ? (outcome.relays ?? []) : [];
      if (relays.length === 0) return;
      expect(after).toMatchObject({ file: { origin: { from: 'concern', concern: itsConcern } } });
      expect(events.length).toBeGreaterThan(0);
    });
  });
});

describe('what people write', () => {
  it('[R197, R204] stands in no channel, no thread, no preview, no slot, no refusal and nothing in the clear', () => {
    let seen = 0;
    everyMove(({ outcome, after }) => {
      if (outcome.kind === 'refusal') mustNotSay(MARK, outcome);
      mustNotSay(MARK, siteBlock.status(after), siteBlock.findableBy(after), siteBlock.deadlines(after));
      if (outcome.kind !== 'decision') return;
      for (const message of outcome.messages) {
        seen++;
        mustNotSay(MARK, message.preview, message.slot);
        if (message.to.kind !== 'person' || message.card === 'line' || message.card === 'notice')
          mustNotSay(MARK, message.data);
      }
      mustNotSay(MARK, outcome.relays ?? []);
      mustNotSay(MARK, outcome.reply?.preview ?? '', outcome.reply?.fades ?? '');
    });
    expect(seen).toBeGreaterThan(300);
  });

  it('is seen by IT as the address alone, and only where that is all that was typed', () => {
    everyMove(({ outcome, before, after }) => {
      if (outcome.kind !== 'decision' || after.status === 'none' || before.status === 'none') return;
      const { path } = after.file.site;
      for (const message of outcome.messages.filter(({ slot }) => slot.startsWith('job:'))) {
        const texts = JSON.stringify(message).replaceAll(JSON.stringify(path).slice(1, -1), '');
        mustNotSay(MARK, texts);
      }
    });
  });

  it('[R132] stands in no line of the log, and on no list', () => {
    everyMove(({ after, at }) => {
      for (const list of siteBlock.lists)
        for (const person of Object.values(people))
          mustNotSay(MARK, list.row(after, { reference: blockReference, person, school, now: at }) ?? '');
    }, 40);
  });
});

describe('[R197] a name', () => {
  const names = new RegExp(school.people.flatMap(({ name, email }) => [name.split(' ').at(-1), email]).join('|'));

  it('of nobody stands in a channel, in a thread, in a notification or in a refusal', () => {
    everyMove((moved) => {
      for (const message of messagesOf(moved))
        mustNotSay(names, message.to.kind === 'person' ? message.preview : [message.data, message.preview]);
      if (moved.outcome.kind === 'refusal') mustNotSay(names, moved.outcome.sentence);
      if (moved.outcome.kind === 'decision') mustNotSay(names, moved.outcome.reply?.preview ?? '');
    });
  });

  it('of nobody stands on a job of IT’s', () => {
    everyMove((moved) => {
      for (const message of messagesOf(moved).filter(({ slot }) => slot.startsWith('job:')))
        mustNotSay(names, message.data);
    });
  });
});

describe('[R198] whom it is to be kept from', () => {
  const absent = siteBlock.notThere(blockReference, school);
  const isRead = (buttons: readonly string[]) => buttons.every((command) => command === 'site-block/open');

  it('is in the audience of nothing, but of what ends it for them when it is taken from them', () => {
    let held = 0;
    everyMove((moved) => {
      for (const message of messagesOf(moved))
        for (const person of withoutOf(moved.after)) {
          const isTaken = moved.command === 'site-block/ask' && !withoutOf(moved.before).includes(person);
          held++;
          if (!isTaken || message.onlyEdits !== true) expect(audienceOf(message, school)).not.toContain(person);
          else if (audienceOf(message, school).includes(person)) expect(buttonsOf(message.data)).toSatisfy(isRead);
        }
    });
    expect(held).toBeGreaterThan(100);
  });

  it('gets from every command, of every list and by every repetition what is got of what is not there', () => {
    everyMove(({ after, at }) => {
      for (const person of withoutOf(after)) {
        const of = { at, by: actorOf(person), school, reference: blockReference };
        for (const command of everyBlockCommand) {
          expect(giveBlock(after, command, blockData[command], of)).toMatchObject({
            kind: 'refusal',
            code: 'not-yours',
            sentence: absent,
          });
          expect(siteBlock.again(after, { type: command, data: {} }, of)).toBeUndefined();
        }
        for (const list of siteBlock.lists)
          expect(list.row(after, { reference: blockReference, person, school, now: at })).toBeUndefined();
      }
    }, 25);
  });

  it('gets nothing that was still on its way to them', () => {
    everyRun((played) => {
      const owed: Message[] = [];
      for (const moved of played) {
        owed.push(...messagesOf(moved));
        for (const message of owed) {
          if (message.to.kind !== 'person' || !withoutOf(moved.after).includes(message.to.person)) continue;
          const isLet = siteBlock.mayStillSend(moved.after, message, school);
          expect(isLet).toBe(message.onlyEdits === true);
        }
      }
    }, 50);
  });
});

/** Every kind of event there is. */
const everyEvent = [
  'SiteReported',
  'SiteBlockRequested',
  'SiteBlockOpened',
  'SiteBlockKeptFrom',
  'SiteBlocked',
  'BlockingFailed',
  'FilterReviewed',
  'BlockLifted',
  'JobWaitNoticed',
  'ReviewWaitNoticed',
  'MorningNoticed',
  'MessageParked',
  'MessageCame',
  'MessageMayBeRepeated',
  'ReminderPutOff',
  'MessageDelayed',
  'AttemptRefused',
];

describe('a damaged history', () => {
  const at = '2026-11-23T15:00:00.000Z';
  const begun = aBlock('reported')[0]?.event;

  it.each([
    ['begins with something else', [], { type: 'SiteBlocked' }],
    ['is reported twice', aBlock('reported'), begun],
    ['is blocked twice', aBlock('blocked'), { type: 'SiteBlocked' }],
    ['fails after it was blocked', aBlock('blocked'), { type: 'BlockingFailed', reason: 'x' }],
    ['is taken off and nobody wanted it', aBlock('blocked'), { type: 'BlockLifted' }],
    [
      'is reviewed when all is done',
      aBlock('closed'),
      { type: 'FilterReviewed', outcome: 'keep', finding: 'x', jobDue: null },
    ],
    [
      'is to come off without a job',
      aBlock('blocked'),
      { type: 'FilterReviewed', outcome: 'not-needed', finding: 'x', jobDue: null },
    ],
    ['waits for nothing', aBlock('blocked'), { type: 'JobWaitNoticed', jobDue: at, to: [] }],
  ])('that %s is not read as a record', (_what, history, event) => {
    expect(() => siteBlock.evolve(blockAfter(history), { event: event as never, at, by: by.dsl })).toThrow();
  });

  it('in which the clock reports a site is not read as one', () => {
    expect(() => siteBlock.evolve(siteBlock.initial, { event: begun as never, at, by: theClock })).toThrow(
      'only a person',
    );
  });
});

describe('what a record keeps lately', () => {
  it('is bounded: steps, reads and refused attempts', () => {
    const many = (command: 'site-block/cannot-block' | 'site-block/open', who: typeof actor.it) =>
      Array.from({ length: 130 }, () => [command, who] as const);
    expect(blockAfter(aBlock('reported', { followedBy: many('site-block/cannot-block', actor.it) }))).toMatchObject({
      file: { steps: { length: 100 } },
    });
    expect(blockAfter(aBlock('reported', { followedBy: many('site-block/open', actor.dsl) }))).toMatchObject({
      file: { reads: { length: 50 } },
    });
    const attempt = { event: { type: 'AttemptRefused', command: 'x', code: 'x' } as const, at: '', by: by.head };
    const tried = [...aBlock('reported'), ...Array.from({ length: 30 }, () => attempt)];
    expect(blockAfter(tried)).toMatchObject({ file: { attempts: { length: 20 } } });
  });
});
