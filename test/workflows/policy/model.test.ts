import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { theClock } from '../../../src/domain/people.ts';
import { isPublisher, signaturesFor } from '../../../src/domain/policies.ts';
import { isSchoolTime } from '../../../src/domain/school-time.ts';
import { wordingHash } from '../../../src/domain/wording.ts';
import type { PolicyCommand } from '../../../src/workflows/policy/command-data.ts';
import { type PolicyEvent, policyEventSchema } from '../../../src/workflows/policy/events.ts';
import { policy } from '../../../src/workflows/policy/index.ts';
import { refusalSentences } from '../../../src/workflows/policy/refusals.ts';
import { inTheMaking, policyStateSchema } from '../../../src/workflows/policy/state.ts';
import { buttonsOf } from '../../support/concern.ts';
import { people } from '../../support/school.ts';
import { published, stateAfter } from './a-policy.ts';
import { aRun, askedOfCampaigns, playMoves } from './random-run.ts';

const inJson = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

function everyRun(check: (run: ReturnType<typeof playMoves>) => void, numRuns = 50): void {
  fc.assert(
    fc.property(aRun, (run) => check(playMoves(run))),
    { numRuns },
  );
}

/** Every step of a run, those of the clock too, in order. */
function stepsOf({ played, clocked }: ReturnType<typeof playMoves>) {
  return [...clocked, ...played.map(({ step }) => step)].toSorted(
    (one, other) => one.history.length - other.history.length,
  );
}

/** What is wrong in a form is shown one by one in `forms.test.ts`; so are a record that is full and a term that was moved. */
const elsewhere = new Set([
  'no-room',
  'RenewalPutOff',
  'bad-hash',
  'agreement-too-long',
  'link-too-long',
  'names-concern',
  'note-names-concern',
  'several-people',
  'several-owners',
  'known-needs-day',
  'known-to-come',
  'kind-needs-asking',
  'audience-needs-asking',
  'say-what-changed',
]);

describe('any sequence of commands by anybody, over years', () => {
  it('goes everywhere: a property of what never happens would hold too', () => {
    const reached = new Set<string>();
    const look = fc.property(aRun, (run) => {
      const { played, history } = playMoves(run);
      for (const { event } of history) reached.add(event.type);
      for (const { step } of played) for (const name of [step.state.status, step.code ?? '']) reached.add(name);
    });
    // Always the same runs, for a rare thing may not happen in others.
    fc.assert(look, { numRuns: 400, seed: 20_261_123 });
    const events = policyEventSchema.options.map(({ shape }) => shape.type.value);
    const statuses = policyStateSchema.options.map(({ shape }) => shape.status.value);
    const all = [...events, ...statuses, ...Object.keys(refusalSentences)].filter((name) => !elsewhere.has(name));
    expect(all.filter((name) => !reached.has(name))).toEqual([]);
  });

  it('folds; replayed it is the same, and so it is after JSON', () => {
    everyRun(({ history, state }) => {
      const kept = history.map((one) => ({ ...one, event: policy.event.parse(inJson(one.event)) }));
      expect(stateAfter(kept)).toEqual(state);
      expect(policy.state.parse(inJson(state))).toEqual(state);
    });
  });

  it('publishes nothing but by whoever may, and nothing unsigned that asks for signatures [R170]', () => {
    everyRun(({ played }) => {
      for (const { before, step, move } of played) {
        const made = step.events.find((event) => event.type === 'VersionPublished');
        if (made === undefined) continue;
        const draft = inTheMaking(before)?.making.draft;
        if (draft === undefined || move.by.kind !== 'person') throw new Error('a person publishes a draft');
        const needed = signaturesFor[draft.approval];
        if (needed.length === 0) expect(isPublisher(move.by.person, move.school)).toBe(true);
        const signed = step.state.status === 'published' ? (step.state.file.versions.at(-1)?.signatures ?? []) : [];
        expect(signed.map(({ as }) => as).toSorted()).toEqual(needed.toSorted());
        expect(new Set(signed.map(({ person }) => person)).size).toBe(needed.length);
        for (const { hash } of signed) expect(hash).toBe(wordingHash(draft.wording));
      }
    }, 100);
  });

  it('begins exactly one round for each material version and each year, and has one open at most [R159] [R167]', () => {
    everyRun((run) => {
      const asked = [...run.before, ...stepsOf(run).flatMap(({ relays }) => askedOfCampaigns(relays))];
      const open = new Set<string>();
      let latest = 0;
      for (const what of asked) {
        const [verb = '', round = ''] = what.split(' ');
        if (verb === 'begin') {
          expect([Number(round), open.size]).toEqual([latest + 1, 0]);
          latest += 1;
          open.add(round);
        } else if (verb === 'change-owner') expect(Number(round)).toBeLessThanOrEqual(latest);
        else expect([what, open.has(round)]).toEqual([what, true]);
        if (verb === 'close') open.delete(round);
      }
      const rounds = run.history.flatMap(({ event }) =>
        event.type === 'VersionPublished' || event.type === 'PolicyRenewed' ? [event.round] : [],
      );
      expect(new Set(rounds).size).toBe(latest);
      expect(open.size).toBe(run.state.status !== 'withdrawn' && latest > 0 ? 1 : 0);
    }, 100);
  });

  it('has told every round that there was who owns and publishes it now [R173]', () => {
    everyRun((run) => {
      const standing = run.state.status === 'none' ? undefined : run.state.file.standing;
      if (standing === undefined) return;
      const relays = stepsOf(run).flatMap((step) => step.relays);
      const before = run.before.map(() => ['campaign:1', [people.head, people.head]] as const);
      const known = new Map<string, readonly string[]>(before);
      for (const { slot, data } of relays)
        if (typeof data.owner === 'string' && typeof data.publisher === 'string')
          known.set(slot, [data.owner, data.publisher]);
      const rounds = Array.from({ length: standing.round }, (_, index) => `campaign:${index + 1}`);
      const now = [standing.terms.owner, standing.publisher];
      expect([...known].toSorted()).toEqual(rounds.map((slot) => [slot, now]).toSorted());
    }, 100);
  });

  it('never gives two drafts the same number', () => {
    everyRun((run) => {
      const numbers = stepsOf(run).flatMap(({ events, state }) =>
        events.some(({ type }) => ['PolicyDrafted', 'RevisionDrafted', 'DraftChanged'].includes(type))
          ? [inTheMaking(state)?.making.number]
          : [],
      );
      expect(new Set(numbers).size).toBe(numbers.length);
    });
  });

  it('is asked once at most in a school year by the year itself [R159]', () => {
    everyRun(({ history }) => {
      const years = history.flatMap(({ event }) => (event.type === 'PolicyRenewed' ? [event.year] : []));
      expect(new Set(years).size).toBe(years.length);
    });
  });

  it('tells the register each time that it changes, and asks other records only beside an event', () => {
    everyRun((run) => {
      const changes = ['VersionPublished', 'PolicyRenewed', 'PolicyWithdrawn', 'PolicyReviewed'];
      for (const { events, relays } of stepsOf(run)) {
        const isChange = events.some(({ type }) => changes.includes(type));
        expect(relays.some(({ type }) => type === 'policy-register/enter')).toBe(isChange);
        if (relays.length > 0) expect(events.length).toBeGreaterThan(0);
      }
    });
  });

  it('never has a button that would be refused to whoever sees it', () => {
    everyRun(({ played }) => {
      for (const { step, move, at } of played) {
        if (move.by.kind !== 'person' || step.reply === undefined) continue;
        const wanted = buttonsOf(step.reply.data).filter((command) => command.startsWith('policy/'));
        for (const command of new Set(wanted)) {
          const context = { at, by: move.by, school: move.school, reference: 'P-7K3Q9F' };
          const refused = policy.refuses(step.state, command as PolicyCommand, context);
          expect([move.command, command, refused?.code]).toEqual([move.command, command, undefined]);
        }
      }
    });
  });

  it('says why in a sentence when it refuses, and changes nothing then', () => {
    everyRun(({ played }) => {
      for (const { before, step } of played) {
        expect(step.sentence === '').toBe(step.code === undefined);
        if (step.outcome.kind !== 'decision') expect(step.state).toEqual(before);
      }
    });
  });

  it('has no name, no title and no reason in a notification, and nothing of it goes to a channel [R197]', () => {
    everyRun((run) => {
      for (const { messages, slots, reply } of stepsOf(run)) {
        expect(new Set(slots).size).toBe(slots.length);
        for (const { to, preview } of messages) {
          expect(to.kind).toBe('person');
          expect(preview).not.toMatch(/Elstow|Dhanda|Rahimi|Online safety|Because|@/);
        }
        expect(reply?.preview ?? '').not.toMatch(/Elstow|Online safety|Because|@/);
      }
    });
  });

  it('calls nobody by itself but while school is open', () => {
    everyRun(({ clocked }) => {
      for (const { messages, at, command, in: school } of clocked) {
        // After the last term that the file knows, weekdays stand for school days.
        if (at > '2029-11-01') continue;
        for (const { notBefore = at, onlyEdits } of messages)
          if (onlyEdits !== true) expect([command, isSchoolTime(school, notBefore)]).toEqual([command, true]);
      }
    });
  });

  it('always has a time at which its review is asked for, while it holds [R171]', () => {
    everyRun(({ played }) => {
      for (const { step } of played) {
        if (step.state.status === 'none') continue;
        const isHolding = step.state.file.standing !== undefined && step.state.status !== 'withdrawn';
        const due = policy.deadlines(step.state).map(({ command }) => command);
        expect(due.includes('policy/ask-for-review')).toBe(isHolding);
      }
    });
  });
});

describe('a damaged history', () => {
  const [draft, publish] = published();
  const reason = 'Because.';

  it.each<readonly [string, PolicyEvent]>([
    ['begins with something else', { type: 'PolicyWithdrawn', reason }],
    ['opens before it was begun', { type: 'PolicyOpened', what: 'file' }],
  ])('that %s is never read as a policy', (_, event) => {
    expect(() => policy.evolve(policy.initial, { event, at: '2026-11-23T14:05:00.000Z', by: theClock })).toThrow();
  });

  it.each<readonly [string, number, PolicyEvent | undefined]>([
    ['begins twice', 1, draft?.event],
    ['is published twice', 2, publish?.event],
    ['is withdrawn before it was published', 1, { type: 'PolicyWithdrawn', reason }],
    ['is signed before that was asked for', 1, { type: 'DraftSentBack', as: 'head', reason }],
    ['discards a draft that there is not', 2, { type: 'DraftDiscarded' }],
    ['leaves a round out', 2, renewal(3)],
  ])('that %s is never read as a policy', (_, length, event) => {
    const state = stateAfter(published().slice(0, length));
    if (event === undefined) throw new Error('there is an event');
    expect(() => policy.evolve(state, { event, at: '2026-11-24T14:05:00.000Z', by: theClock })).toThrow();
  });
});

function renewal(round: number): PolicyEvent {
  const [year, publisher, dueBy] = ['2027-28', people.head, '2027-10-01'];
  return { type: 'PolicyRenewed', round, year, dueBy, renewedBy: null, publisher, renewAt: '2028-09-01T07:30:00.000Z' };
}
