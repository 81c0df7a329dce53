import { describe, expect, it } from 'vitest';
import type { Answers } from '../../../src/cli/init/answers.ts';
import { readPeople } from '../../../src/cli/init/people-table.ts';
import { settle } from '../../../src/cli/init/settle.ts';
import { inTeamsAlone } from '../../support/init-answers.ts';

describe('a table of people', () => {
  it('is taken as a spreadsheet writes it, with its columns in any order', () => {
    const table =
      '\ufeff"E-mail";Name;Job title;Kind\r\nA.Osei@oakfield.example;"Osei; Amara";Teacher;\r\ns.okafor@oakfield.example;Samuel Okafor;Reading Helper;Volunteer\r\n';
    expect(readPeople(table, 'people.csv')).toEqual(
      new Map([
        ['people/a.osei@oakfield.example/name', 'Osei; Amara'],
        ['people/a.osei@oakfield.example/jobTitle', 'Teacher'],
        ['people/s.okafor@oakfield.example/name', 'Samuel Okafor'],
        ['people/s.okafor@oakfield.example/jobTitle', 'Reading Helper'],
        ['people/s.okafor@oakfield.example/kind', 'volunteer'],
      ]),
    );
  });

  it('has every line named that is wrong, and quotes none', () => {
    const table = [
      'name,email,jobTitle,kind,manager',
      'Amara Osei,not an address MARKER,Teacher,,',
      ',c.farrow@oakfield.example,Teacher,,',
      'Samuel Okafor,s.okafor@oakfield.example,Helper,MARKER,',
      'Elin Lindqvist,e.lindqvist@oakfield.example,Teacher,,e.lindqvist@oakfield.example',
      'Again,s.okafor@oakfield.example,Helper,,',
      'Smith, Jo,j.smith@oakfield.example,Teacher,staff,x',
      '"MARKER,x,y',
    ].join('\n');
    expect(faultOf(table).message.split('\n')).toEqual([
      'people.csv cannot be used as it is:',
      '  line 8: a quotation mark opens here that is never closed.',
      '  line 2: email: an email address, such as "j.smith@oakfield.example".',
      '  line 3: name: must not be empty.',
      '  line 4: kind: staff, governor, volunteer or visitor.',
      '  line 5: manager: nobody is their own manager; name somebody else, or leave it empty.',
      '  line 6: email: the same as in line 4; keep one.',
      '  line 7: more stands here than there are columns; put quotation marks around what holds a comma.',
    ]);
    expect(faultOf(table).message).not.toContain('MARKER');
  });

  it.each([
    '',
    'Amara Osei,a.osei@oakfield.example,Teacher',
    'name,email',
    'name,email,jobTitle,shoe size',
    'name,name,email',
  ])('is refused where its first line is "%s"', (header) => {
    expect(faultOf(header).message).toContain('line 1: the first line names the columns: name,email,jobTitle');
  });

  it('has the managers asked for whom it names and does not have', () => {
    const people = readPeople(
      'name,email,jobTitle,manager\nAmara,a.osei@oakfield.example,Teacher,boss@oakfield.example\n',
      'x',
    );
    expect(() => settle(new Map([...people, ...inTeamsAlone]), { folder: '/srv', today: '2026-11-23' })).toThrow(
      /people\/boss@oakfield\.example\/name is missing/,
    );
  });

  it('may have all the people of a large trust', () => {
    const rows = Array.from(
      { length: 1_500 },
      (_, index) => `Person ${index},p${index}@oakfield.example,Teacher,staff,`,
    );
    const people = readPeople(['name,email,jobTitle,kind,manager', ...rows].join('\n'), 'people.csv');
    const answers = settle(new Map([...people, ...inTeamsAlone]), { folder: '/srv', today: '2026-11-23' });
    expect(answers.get('people/p1499@oakfield.example/kind')).toBe('staff');
  });
});

function faultOf(table: string): Error {
  let answers: Answers;
  try {
    answers = readPeople(table, 'people.csv');
  } catch (error) {
    return error as Error;
  }
  throw new Error(`nothing was wrong, and ${answers.size} answers came of it`);
}
