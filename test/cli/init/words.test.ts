import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judged, sentence } from '../../../src/cli/init/judge.ts';
import { questionsFor } from '../../../src/cli/init/questions.ts';
import { addInit } from '../../../src/cli/init.ts';
import { oakfieldAnswers } from '../../support/init-answers.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder.ts';

let root: TemporaryFolder;
beforeEach(() => {
  root = temporaryFolder();
});
afterEach(() => root.remove());

describe('what init says of an answer that cannot be', () => {
  it.each([
    ['teams/tenantId', 'hello', 'Not taken. It has to be an id such as 0f8fad5b-d9cb-469f-a165-70867728950e.'],
    ['chats', 'zoom', 'Not taken. It has to be one of teams, slack, both.'],
    ['hours', 'all day', 'Not taken. It has to be two times as "08:00 to 17:00".'],
    ['telephone', 'ask me', 'Not taken. It has to be a telephone number: digits and spaces, such as "01632 960101".'],
    ['roles/dsl/people', 'Naila', 'Not taken. It has to be an email address, such as "j.smith@oakfield.example".'],
    ['id', 'Oak Field!', 'Not taken: use small letters, digits and dashes, at most 40.'],
    ['name', 'x'.repeat(121), 'Not taken. It has to be at most 120 characters.'],
    ['store', 'sqlite:/a$b/records.db', 'Not taken: choose a name without quotes, backslashes, # and $'],
    ['closed', '2026-10-30 to 2026-10-26', 'Not taken: the first day comes before the last.'],
  ])('of %s as "%s" names what is wanted, and does not read as if that was refused', (name, typed, said) => {
    const question = questionsFor(oakfieldAnswers, { folder: '/school', today: '2026-11-23' }).find(
      (one) => one.name === name,
    );
    const reading = question && judged(question, typed, oakfieldAnswers);
    expect(reading && 'problem' in reading && sentence(reading.problem)).toContain(said);
  });

  it('names what is wanted for each question, whatever is typed', () => {
    for (const question of questionsFor(oakfieldAnswers, { folder: '/school', today: '2026-11-23' })) {
      const reading = question.read('\u0001');
      if ('problem' in reading) expect(sentence(reading.problem)).not.toMatch(/^Not taken: (an?|one|two|the) /);
    }
  });
});

describe('init, when somebody at a terminal stops', () => {
  it.each([['quit'], ['exit'], [undefined]])(
    'with %s (Ctrl+C where nothing was typed) says so as nothing bad',
    async (stop) => {
      const { said, code } = await typed(['Oakfield School', ...(stop === undefined ? [] : [stop])]);
      expect(said.at(-1)).toBe(
        `\nStopped. What you answered is kept in ${root.path('.init-answers.yaml')}: run it again to go on. Nothing else was written.`,
      );
      expect(code).toBe(2);
    },
  );

  it('explains where they write help', async () => {
    const { said } = await typed(['help', 'Oakfield School']);
    expect(said).toContain('As people read it, on cards and in the apps.');
    expect(said).toContain('What short id should its records carry? (such as oakfield) [oakfield-school]');
  });
});

/** Runs the command for somebody who types these lines at a terminal. */
async function typed(lines: readonly string[]) {
  const said: string[] = [];
  const waiting = [...lines];
  let code = 0;
  const program = new Command('safeguarding').exitOverride();
  const end = (given: number) => {
    code = given;
  };
  addInit(program, { say: (line) => said.push(line), end }, () => ({
    isTerminal: true,
    next: async () => waiting.shift(),
    close: () => undefined,
  }));
  await program.parseAsync(['init', '--to', root.path('.')], { from: 'user' });
  return { said, code };
}
