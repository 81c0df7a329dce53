import { describe, expect, it } from 'vitest';
import { schoolSchema } from '../../../src/domain/school.ts';
import { peopleNamedExactlyIn, peopleNamedIn } from '../../../src/workflows/concern/named-people.ts';
import { aSchool, aSchoolFile, people, withPerson } from '../../support/school.ts';

const school = aSchool();

/** Oakfield with somebody more, of this name. */
function schoolWith(name: string, jobTitle = 'Cook') {
  return schoolSchema.parse(withPerson(aSchoolFile(), 'new@oakfield.example', name, jobTitle));
}

describe('the people whom a text names', () => {
  it.each([
    ['Margaret Elstow', 'a full name'],
    ['margaret  ELSTOW', 'a full name in any case'],
    ['It was Mrs Elstow again.', 'a surname'],
    ['Elstow, M.', 'a surname and an initial'],
    ['m.elstow@oakfield.example', 'an email address'],
    ["Elstow's class", 'a surname with an s'],
    ['Els\u00adtow', 'a surname with a soft hyphen in it'],
    ['the head teacher', 'a role'],
    ['Headteacher', 'a role in one word'],
    ['the Head', 'a role in short'],
    ['our headmistress', 'another word for a role'],
    ['the Principal', 'another word for a role'],
    ['acting head', 'whoever is the head now'],
    ['the head of the school', 'the head of all of it'],
    ['Head of Oakfield', 'the head by the school’s name'],
  ])('%j is the head: %s', (text) => {
    expect(peopleNamedIn(text, school)).toContain(people.head);
  });

  it.each([
    ['the deputy head'],
    ['Mr Jones, assistant head teacher'],
    ['the head of maths'],
    ['Head of Year 9'],
    ['a former head'],
    ['Elstowe'],
    ['somebody with a bad headache'],
    ['margaret'],
    [''],
    ['   '],
  ])('%j is not the head', (text) => {
    expect(peopleNamedIn(text, school)).not.toContain(people.head);
  });

  it.each([
    ['the DSL', people.dsl],
    ['designated safeguarding lead', people.dsl],
    ['the safeguarding lead', people.dsl],
    ['deputy DSL', people.deputy],
    ['the deputy designated safeguarding lead', people.deputy],
    ['Deputy Designated Safeguarding Lead and Head of Year 9', people.deputy],
    ['chair of governors', people.chair],
    ['the chairwoman', people.chair],
    ['Online-safety coordinator', people.coordinator],
    ['online safety co-ordinator', people.coordinator],
    ['the IT manager', people.networkManager],
    ['our SENCO', people.senco],
    ['Governor for Online Safety', people.governor],
    ['Teacher of Geography', people.otherTeacher],
  ])('%j is whoever holds that role or job', (text, person) => {
    expect(peopleNamedIn(text, school)).toEqual([person]);
  });

  it('the deputy is not the lead, nor the lead the deputy', () => {
    expect(peopleNamedIn('the deputy DSL', school)).toEqual([people.deputy]);
    expect(peopleNamedIn('the DSL', school)).toEqual([people.dsl]);
  });

  it('are all who share a surname, unless the full name says which', () => {
    const two = schoolWith('Tom Elstow');
    expect(peopleNamedIn('Mr Elstow', two)).toEqual([people.head, 'new@oakfield.example']);
    expect(peopleNamedIn('Tom Elstow', two)).toEqual(['new@oakfield.example']);
    expect(peopleNamedIn('Tom Elstow and Mrs Elstow', two)).toEqual(['new@oakfield.example', people.head]);
  });

  it('are both when two have the same name', () => {
    const two = schoolWith('Margaret Elstow');
    expect(peopleNamedIn('Margaret Elstow', two)).toEqual([people.head, 'new@oakfield.example']);
  });

  it.each([
    ['Li Wu', 'Mr Wu'],
    ['Anne Smith-Jones', 'Ms Smith'],
    ['Anne Smith-Jones', 'Ms Jones'],
    ['Anne Smith-Jones', 'Ms Smith Jones'],
    ['Sean O’Brien', "Mr O'Brien"],
    ['Sean O’Brien', 'Mr OBrien'],
    ['Sean O’Brien', 'Mr O Brien'],
    ['Zoë Núñez', 'Miss Nunez'],
    ['Łukasz Wałęsa', 'Mr Walesa'],
    ['Søren Grøn', 'Mr Gron'],
    ['Jan van der Berg', 'Mr van der Berg'],
    ['Kim Head', 'Mr Head'],
    ['Robin Chair', 'Robin Chair'],
  ])('%s is found in %j', (name, text) => {
    expect(peopleNamedIn(text, schoolWith(name))).toContain('new@oakfield.example');
  });

  it('are found one beside the other', () => {
    expect(peopleNamedIn('Mr Farrow\nMs Osei; the SENCO', school)).toEqual(
      expect.arrayContaining([people.otherTeacher, people.teacher, people.senco]),
    );
  });

  it('are found by what this school calls a role', () => {
    const own = aSchool({ labels: { head: 'Executive Leader' } });
    expect(peopleNamedIn('the executive leader', own)).toEqual([people.head]);
  });

  it('are looked for without a crash in whatever was written', () => {
    for (const text of ['(((', '[a-z]+', '\\', '$1 $& \u0000', '🙂'.repeat(200), '\u202eevil', 'of of of the'])
      expect(peopleNamedIn(text, school)).toEqual([]);
  });
});

describe('a parent', () => {
  it('is somebody who works here only when named in full', () => {
    expect(peopleNamedExactlyIn('Mrs Elstow, mother of Kit', school)).toEqual([]);
    expect(peopleNamedExactlyIn('Callum Farrow, father of Kit', school)).toEqual([people.otherTeacher]);
    expect(peopleNamedExactlyIn('c.farrow@oakfield.example', school)).toEqual([people.otherTeacher]);
  });
});

describe('what schools write for short', () => {
  it.each([
    ['HT', people.head],
    ['the DDSL', people.deputy],
    ['CoG', people.chair],
    ['our e-safety lead', people.coordinator],
    ['the ICT manager', people.networkManager],
  ])('[R014] knows whom "%s" means', (text, person) => {
    expect(peopleNamedIn(text, aSchool())).toEqual([person]);
  });

  it('takes no part of a word for one', () => {
    expect(peopleNamedIn('Mr Wright, light blue shirt', aSchool())).toEqual([]);
  });
});
