import { describe, expect, it } from 'vitest';
import { personNamed, saidAsNamed } from '../../src/domain/person-named.ts';
import { aPerson, aSchool, aSchoolFile, people } from '../support/school.ts';

const others = [
  aPerson('z.lebrun@oakfield.example', 'Zoë Le Brun-O’Neill', 'Teacher of French', 20),
  aPerson('l.wojcik@oakfield.example', 'Łukasz Wójcik', 'Teacher of Music', 21),
  aPerson('j.smith@oakfield.example', 'Jo Smith', 'Teacher of Art', 22),
  aPerson('jo.smith@oakfield.example', 'Jo Smith', 'Technician', 23),
];
const school = aSchool({ people: [...aSchoolFile().people, ...others] });

describe('somebody of the school who is named in words', () => {
  it.each([
    ['Amara Osei', people.teacher],
    ['  amara   OSEI ', people.teacher],
    ['A.Osei@Oakfield.example', people.teacher],
    ['zoe le brun oneill', 'z.lebrun@oakfield.example'],
    ["Zoe Le Brun-O'Neill", 'z.lebrun@oakfield.example'],
    ['lukasz wojcik', 'l.wojcik@oakfield.example'],
    ['jo.smith@oakfield.example', 'jo.smith@oakfield.example'],
  ])('is known as %j, whatever the capitals and accents', (text, person) => {
    expect(personNamed(text, school)).toEqual({ kind: 'person', person });
  });

  it.each(['', 'Osei', 'Amara', 'Amara Osei Osei', 'nobody@elsewhere.example', '—'])(
    'is nobody where the whole name or address is not there: %j',
    (text) => {
      expect(personNamed(text, school)).toEqual({ kind: 'problem', problem: 'no-such-person' });
    },
  );

  it('is not guessed at where two have the name', () => {
    expect(personNamed('Jo Smith', school)).toEqual({ kind: 'problem', problem: 'several-people' });
  });

  it('is put forward by name, or by address where two have the name', () => {
    expect(saidAsNamed(people.teacher, school)).toBe('Amara Osei');
    expect(saidAsNamed('j.smith@oakfield.example', school)).toBe('j.smith@oakfield.example');
    for (const { email } of school.people)
      expect(personNamed(saidAsNamed(email, school), school)).toEqual({ kind: 'person', person: email });
  });
});
