import { Fault } from '../../application/faults.ts';
import { schoolSchema } from '../../domain/school.ts';
import type { Answers } from './answers.ts';
import { judged, sentence } from './judge.ts';
import { type Asking, questionsFor } from './questions.ts';

const { email } = schoolSchema.shape.people.element.shape;

/**
 * The answers of a file, with what is usual where it says nothing. Throws a `Fault` that names all that is missing or
 * wrong, and quotes none of it.
 */
export function settle(given: Answers, asking: Asking): Answers {
  const said = new Map([...given].map(([name, typed]) => [byAddress(name), typed] as const));
  // Whoever the file names is known from the beginning, so that what it says of them is looked at too.
  const answers = new Map([...said].filter(([name]) => addressIn(name) !== undefined));
  const problems = new Map(notAddresses(answers));
  const done = new Set<string>();
  for (let isMoving = true; isMoving; ) {
    isMoving = false;
    for (const question of questionsFor(answers, asking)) {
      const { name, usual } = question;
      const typed = said.get(name) || usual;
      if (done.has(name) || typed === undefined) continue;
      done.add(name);
      isMoving = true;
      const reading = judged(question, typed, answers);
      if ('text' in reading) answers.set(name, reading.text);
      else {
        answers.delete(name);
        problems.set(name, reading.problem);
      }
      // What is usual for the others may go by this one; only people are too many to look again after each.
      if (addressIn(name) === undefined) break;
    }
  }
  const isOpen = (name: string) => !answers.has(name);
  const missing = questionsFor(answers, asking).filter(({ name }) => !done.has(name) && !waits(name, isOpen));
  const unknown = [...said.keys()].filter(
    (name) =>
      !done.has(name) && !problems.has(name) && missing.every((one) => one.name !== name) && !waits(name, isOpen),
  );
  const wrong = [
    ...missing.map(({ name, ask }) => `${name} is missing. ${ask}`),
    ...[...problems].map(([name, problem]) => `${name}: ${sentence(problem)}`),
    ...unknown.map((name) => `${name}: nothing is asked by this name here. Correct its spelling, or take it away.`),
  ];
  if (wrong.length === 0) return answers;
  throw new Fault(`The answers cannot be used as they are:${wrong.map((line) => `\n  ${line}`).join('')}`, {
    code: 'answers-wrong',
    whatToDo: 'Put each of them right and run it again. Nothing was written.',
  });
}

function addressIn(name: string): string | undefined {
  return /^people\/([^/]+)\//.exec(name)?.[1];
}

/** An address in small letters, as the roles name people. */
function byAddress(name: string): string {
  const address = addressIn(name);
  return address === undefined ? name : name.replace(address, () => address.toLowerCase());
}

function notAddresses(people: Answers): readonly (readonly [string, string])[] {
  return [...people.keys()].flatMap((name) => {
    const parsed = email.safeParse(addressIn(name));
    return parsed.success
      ? []
      : [[name.replace(/[^/]+$/, 'email'), parsed.error.issues[0]?.message ?? 'an email address'] as const];
  });
}

/** Whether a question is not asked only because another one has no answer that can be used. */
function waits(name: string, isOpen: (name: string) => boolean): boolean {
  if (name === 'id') return isOpen('name');
  if (name === 'administrators') return isOpen('roles/network-manager/people');
  if (/^(teams|slack|chat|staffChannelIds)(\/|$)/.test(name) && isOpen('chats')) return true;
  if (name.startsWith('staffChannelIds/') && isOpen('staffChannels')) return true;
  if (!name.startsWith('agencies/')) return false;
  return isOpen('otherAgencies') || isOpen(name.replace(/[^/]+$/, 'telephone'));
}
