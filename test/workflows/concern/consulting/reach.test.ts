import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Actor, actorOf, type PersonId } from '../../../../src/domain/people.ts';
import { mayRead, partsOf } from '../../../../src/workflows/concern/access.ts';
import { concern } from '../../../../src/workflows/concern/index.ts';
import { someAnswers } from '../../../support/concern.ts';
import { aSchool, by, people } from '../../../support/school.ts';
import { type Move, play } from '../random-run.ts';

const school = aSchool();
/** What is asked and answered has these in it, so that they are found again wherever they went. */
const [ASKED, ANSWERED] = ['zqaskedq', 'zqansweredq'];
const MINUTE = 60_000;

const asking: readonly Actor[] = [by.dsl, by.deputy];
const answering: readonly Actor[] = [people.senco, people.coordinator, people.dsl].map(actorOf);
const number = fc.constantFrom(1, 2, 3);

function move(command: Move['command'], who: readonly Actor[], data: fc.Arbitrary<unknown>): fc.Arbitrary<Move> {
  return fc
    .tuple(fc.constantFrom(...who), data)
    .map(([actor, given]) => ({ command, who: actor, after: MINUTE, data: given }));
}

/** Questions, reads and answers, between which those who are asked may turn out to be whom the case is about. */
const aFewQuestions: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.oneof(
    move(
      'concern/consult',
      asking,
      fc.constantFrom('senco', 'online-safety-coordinator').map((role) => ({ role, text: `${ASKED} ${role}` })),
    ),
    move(
      'concern/consultation',
      answering,
      fc.oneof(
        number.map((one) => ({ number: one })),
        fc.constant({}),
      ),
    ),
    move(
      'concern/answer-consultation',
      answering,
      number.map((one) => ({ number: one, safeguards: 'more', text: ANSWERED })),
    ),
    move(
      'concern/add-person',
      asking,
      fc
        .constantFrom('Yusuf Kestrel', 'Mei Tanaka', 'Kit Marsh')
        .map((name) => ({ name, kind: 'staff', capacity: 'instigator', detail: '' })),
    ),
    move('concern/open', [by.dsl, by.head], fc.constant({ page: 1 })),
  ),
  { minLength: 8, maxLength: 16 },
);

const report: Move = { command: 'concern/report', who: by.teacher, after: 0, data: someAnswers({ send: 'yes' }) };

it('[R007] [R197] [R204] what is asked and answered reaches those who are asked and those who read the case, in no message', () => {
  let [asked, answered, refused] = [0, 0, 0];
  const reach = fc.property(aFewQuestions, (moves) => {
    for (const { outcome, by: actor, after, command } of play([report, ...moves], school)) {
      if (outcome.kind === 'refusal') {
        refused++;
        expect(says(outcome)).toEqual([]);
      }
      if (outcome.kind !== 'decision' || after.status === 'none' || actor.kind !== 'person') continue;
      // Content is only ever in the reply to who asked for it, never in a message, a preview or what fades into the chat.
      expect(says(outcome.messages)).toEqual([]);
      expect(says([outcome.reply?.preview, outcome.reply?.fades])).toEqual([]);
      const said = says(outcome.reply?.data ?? {});
      if (said.length === 0) continue;
      const reads = mayRead(after, actor.person, school);
      if (said.includes(ANSWERED)) answered++;
      if (!reads) {
        asked++;
        expect(said).toEqual([ASKED]);
        expect(command).toBe('concern/consultation');
        expect(partsOf(after, actor.person, school)).toContain('consulted');
        expect(outcome.reply?.fades).toBeDefined();
      }
      expect([reads, !isSubject(after, actor.person)]).toEqual([reads, true]);
    }
  });
  fc.assert(reach, { numRuns: 100, seed: 20_261_123 });
  expect(asked).toBeGreaterThan(10);
  expect(answered).toBeGreaterThan(10);
  expect(refused).toBeGreaterThan(30);
});

it('[R198] nothing that was on its way reaches somebody who turned out to be whom the case is about', () => {
  let held = 0;
  const reach = fc.property(aFewQuestions, (moves) => {
    const owed: { slot: string; message: Parameters<typeof concern.mayStillSend>[1] }[] = [];
    for (const { outcome, after } of play([report, ...moves], school)) {
      if (outcome.kind === 'decision')
        for (const message of outcome.messages) owed.push({ slot: message.slot, message });
      if (after.status === 'none') continue;
      for (const { slot, message } of owed) {
        if (!slot.startsWith('consultation:') || message.to.kind !== 'person') continue;
        if (!isSubject(after, message.to.person)) continue;
        if (message.onlyEdits !== true) {
          held++;
          expect(concern.mayStillSend(after, message, school)).toBe(false);
        } else expect(message.preview).toMatch(/has been answered$/);
      }
    }
  });
  fc.assert(reach, { numRuns: 100, seed: 20_261_123 });
  expect(held).toBeGreaterThan(5);
});

/** Which of the marks stand in it. */
function says(what: unknown): readonly string[] {
  const text = JSON.stringify(what);
  return [ASKED, ANSWERED].filter((mark) => text.includes(mark));
}

function isSubject(state: { readonly file: { readonly subjects: readonly PersonId[] } }, person: PersonId): boolean {
  return state.file.subjects.includes(person);
}
