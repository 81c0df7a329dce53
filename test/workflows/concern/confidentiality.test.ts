import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/domain/message.ts';
import { actorOf, type PersonId } from '../../../src/domain/people.ts';
import { mayHandle, partsOf } from '../../../src/workflows/concern/access.ts';
import { concern } from '../../../src/workflows/concern/index.ts';
import {
  audienceOf,
  everyCommand,
  give,
  given,
  reference,
  sampleData,
  someAnswers,
  stateAfter,
} from '../../support/concern.ts';
import { aSchool, by, people } from '../../support/school.ts';
import { aRun, type Moved, play } from './random-run.ts';

const school = aSchool();

/** Everything that somebody types has this in it, so that it can be found again wherever it went. */
const MARK = 'zqmarkq';
const marked = fc.string({ maxLength: 12 }).map((text) => `${MARK} ${text}`);

/** Everybody whom a concern is about but who did not report it. */
function subjectsOf({ after }: Moved): readonly PersonId[] {
  if (after.status === 'none') return [];
  const { subjects, reportedBy } = after.file;
  return subjects.filter((person) => person !== reportedBy);
}

/** Whether somebody has been asked for advice on one question, and nothing else of it is theirs. */
function isConsulted({ after }: Moved, person: PersonId): boolean {
  return after.status !== 'none' && partsOf(after, person, school).includes('consulted');
}

function messagesOf({ outcome }: Moved): readonly Message[] {
  return outcome.kind === 'decision' ? outcome.messages : [];
}

/** Fails when any of this has a marker in it, or a name. Plain and quick: it is asked of every message of every run. */
function mustNotSay(what: string | RegExp, ...all: readonly unknown[]): void {
  const text = JSON.stringify(all);
  const isSaid = typeof what === 'string' ? text.includes(what) : what.test(text);
  if (isSaid) throw new Error(`${what} stands in ${text}`);
}

function everyPlay(check: (moved: Moved) => void, numRuns = 100): void {
  fc.assert(
    fc.property(aRun(marked), (moves) => {
      for (const moved of play(moves, school)) check(moved);
    }),
    { numRuns },
  );
}

describe('what people write', () => {
  it('[R197, R204] stands on no card of a channel, in no thread, no list of messages and no preview', () => {
    let seen = 0;
    everyPlay((moved) => {
      for (const message of messagesOf(moved)) {
        const isQuestion = /^question:\d+$/.test(message.slot);
        const toReporter = message.to.kind === 'person' && message.to.person === people.teacher;
        mustNotSay(MARK, message.preview, message.slot);
        if (isQuestion && toReporter) continue;
        mustNotSay(MARK, message);
        seen++;
      }
      const reply = moved.outcome.kind === 'decision' ? moved.outcome.reply : undefined;
      mustNotSay(MARK, reply?.preview, reply?.fades);
      if (reply?.slot === 'receipt' || moved.command === 'concern/put-away') mustNotSay(MARK, reply ?? {});
    });
    expect(seen).toBeGreaterThan(200);
  });

  it('[R204] is in a question to the reporter alone, until it is answered', () => {
    everyPlay((moved) => {
      for (const message of messagesOf(moved)) {
        if (!/^question:\d+$/.test(message.slot)) continue;
        expect(message.to).toEqual({ kind: 'person', person: people.teacher });
        if (moved.command === 'concern/answer') mustNotSay(MARK, message);
      }
    }, 50);
  });

  it('is in no refusal, no deadline, nothing that stands in the clear, and on no list', () => {
    everyPlay((moved) => {
      if (moved.outcome.kind === 'refusal') mustNotSay(MARK, moved.outcome);
      const { after, at } = moved;
      // What it is found by is kept as keyed hashes alone.
      const clear = [concern.status(after), concern.deadlines(after)];
      mustNotSay(MARK, clear);
      for (const list of concern.lists)
        for (const person of Object.values(people))
          mustNotSay(MARK, list.row(after, { reference, person, school, now: at }) ?? '');
    }, 50);
  });

  it('reaches those who open the case, every word of it', () => {
    const answers = someAnswers({ narrative: MARK, names: `${MARK}2`, room: `${MARK}3` });
    const reported = given().when('concern/report', by.teacher, answers);
    const opened = JSON.stringify(given(reported.history).when('concern/open', by.dsl).reply);
    for (const mark of [MARK, `${MARK}2`, `${MARK}3`]) expect(opened).toContain(mark);
  });
});

describe('[R197] a name', () => {
  const names = new RegExp(school.people.flatMap(({ name, email }) => [name.split(' ').at(-1), email]).join('|'));

  it('of nobody stands in a channel, in a thread or in a notification', () => {
    everyPlay((moved) => {
      for (const message of messagesOf(moved)) {
        const shown = message.to.kind === 'person' ? message.preview : [message.data, message.preview];
        mustNotSay(names, shown);
      }
      const reply = moved.outcome.kind === 'decision' ? moved.outcome.reply : undefined;
      mustNotSay(names, reply?.preview);
    });
  });

  it('of nobody stands in what the reporter is told, or in a refusal', () => {
    everyPlay((moved) => {
      const told = messagesOf(moved).filter(
        ({ to }) => to.kind === 'person' && to.person === people.teacher && !mayHandle(to.person, school),
      );
      for (const message of told.filter(({ slot }) => !slot.startsWith('question:'))) mustNotSay(names, message.data);
      if (moved.outcome.kind === 'refusal') mustNotSay(names, moved.outcome.sentence);
    }, 50);
  });
});

describe('[R198] whom a concern is about', () => {
  it('[R014] is in the audience of no message, and mentioned in none', () => {
    let withSubjects = 0;
    everyPlay((moved) => {
      const subjects = subjectsOf(moved);
      if (subjects.length > 0) withSubjects++;
      for (const message of messagesOf(moved)) {
        // Where a card of it stood, or they had it open, that ends as it does when a case is closed or put away.
        if (message.onlyEdits === true) {
          if (message.card === 'case') expect(message.data).toMatchObject({ title: `Concern ${reference} · closed` });
          else if (message.card === 'receipt') expect(message.data).toMatchObject({ title: 'Your report is closed' });
          else expect(message.card).toBe('notice');
          mustNotSay(MARK, message);
          continue;
        }
        for (const person of audienceOf(message, school)) expect(subjects).not.toContain(person);
      }
    });
    expect(withSubjects).toBeGreaterThan(100);
  });

  it('gets nothing that was still on its way to them when they came to be, but that it has gone', () => {
    let held = 0;
    fc.assert(
      fc.property(aRun(marked), (moves) => {
        const owed: Message[] = [];
        for (const moved of play(moves, school)) {
          owed.push(...messagesOf(moved));
          const subjects = subjectsOf(moved);
          for (const message of owed) {
            if (message.to.kind !== 'person' || !subjects.includes(message.to.person)) continue;
            if (!concern.mayStillSend(moved.after, message, school)) held++;
            else expect(message).toMatchObject({ onlyEdits: true });
          }
        }
      }),
      // Always the same runs, for it is rare that somebody turns out to be a subject who handled it one to one.
      { numRuns: 200, seed: 20_261_124 },
    );
    expect(held).toBeGreaterThan(0);
  });

  it('gets from every command in every state what somebody gets who asks for what is not there', () => {
    const absent = concern.notThere(reference, school);
    everyPlay((moved) => {
      for (const person of subjectsOf(moved))
        for (const command of everyCommand) {
          const context = { at: moved.at, by: actorOf(person), school, reference };
          const outcome = give(moved.after, command, sampleData[command], context);
          expect(outcome).toMatchObject({ kind: 'refusal', code: 'not-yours', sentence: absent });
        }
    }, 40);
  });

  it('is on no list of theirs, and no command given again shows them anything', () => {
    everyPlay((moved) => {
      for (const person of subjectsOf(moved)) {
        for (const list of concern.lists)
          expect(list.row(moved.after, { reference, person, school, now: moved.at })).toBeUndefined();
        for (const command of everyCommand) {
          const ask = { type: command, data: sampleData[command] as never };
          expect(
            concern.again(moved.after, ask, { at: moved.at, by: actorOf(person), school, reference }),
          ).toBeUndefined();
        }
      }
    }, 40);
  });

  it('sees nothing in the reply to a step of their own by which they came to be', () => {
    everyPlay((moved) => {
      const { outcome } = moved;
      if (outcome.kind !== 'decision' || moved.by.kind !== 'person') return;
      if (subjectsOf(moved).includes(moved.by.person)) mustNotSay(MARK, outcome.reply ?? {});
    });
  });
});

describe('anybody who is neither reporter nor handler', () => {
  it('[R194] is told the same of a concern in whatever state as of one that is not there', () => {
    const absent = concern.notThere(reference, school);
    everyPlay((moved) => {
      if (moved.after.status === 'none') return;
      const outsiders = [people.assistant, people.networkManager, people.senco];
      for (const person of outsiders.filter((one) => !isConsulted(moved, one)))
        for (const command of everyCommand) {
          const outcome = give(moved.after, command, sampleData[command], {
            at: moved.at,
            by: actorOf(person),
            school,
            reference,
          });
          expect(outcome).toMatchObject({ kind: 'refusal', code: 'not-yours', sentence: absent });
        }
    }, 20);
    const none = give(
      stateAfter([]),
      'concern/open',
      {},
      { at: '2026-11-23T15:00:00.000Z', by: by.teacher, school, reference },
    );
    expect(none).toMatchObject({ code: 'not-yours', sentence: absent });
  });

  it('gets no message', () => {
    everyPlay((moved) => {
      for (const message of messagesOf(moved))
        for (const person of [people.assistant, people.networkManager, people.senco, people.otherTeacher])
          if (message.slot.startsWith('consultation:')) mustNotSay(MARK, message);
          else expect(audienceOf(message, school)).not.toContain(person);
    }, 50);
  });
});

describe('the reporter', () => {
  it('gets their receipt, a line when it is seen and when it is closed, questions to them, and nothing else', () => {
    everyPlay((moved) => {
      for (const message of messagesOf(moved)) {
        if (message.to.kind !== 'person' || message.to.person !== people.teacher) continue;
        expect(message.slot).toMatch(
          /^(receipt|told:seen|told:closed:.*|told:unreached|told:contact:.*|question:\d+)$/,
        );
      }
    });
  });

  it('cannot open the case, nor learn from a refusal what others did', () => {
    everyPlay((moved) => {
      if (moved.after.status === 'none') return;
      for (const command of everyCommand.filter(
        (one) => !['concern/answer', 'concern/question'].includes(one) && concern.commands[one]?.begins !== true,
      )) {
        const outcome = give(moved.after, command, sampleData[command], {
          at: moved.at,
          by: by.teacher,
          school,
          reference,
        });
        expect(outcome).toMatchObject({
          kind: 'refusal',
          code: 'not-yours',
          sentence: concern.notThere(reference, school),
        });
      }
    }, 20);
  });
});
