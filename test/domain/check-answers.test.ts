import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answersSchema, checkAnswers } from '../../src/domain/check-answers.ts';
import type { Answers, Question } from '../../src/domain/form.ts';
import { aSchool } from '../support/school.ts';
import { strangeText } from '../support/strange-text.ts';

const school = aSchool();
const now = '2026-11-23T14:05:00.000Z';

function check(questions: readonly Question[], answers: Answers) {
  return checkAnswers({ steps: [{ id: 'all', items: questions }] }, answers, { school, now });
}

/** What becomes of one answer to a question of this kind. */
function checkOne(question: Partial<Question> & Pick<Question, 'kind'>, answer: string | readonly string[]) {
  const { values, problems } = check([{ id: 'it', label: 'It', ...question }], { it: answer });
  return { value: values.it, problem: problems.it };
}

const colours = [
  { value: 'red', label: 'Red' },
  { value: 'blue', label: 'Blue' },
];

describe('an answer', () => {
  it('is kept without the spaces around it', () => {
    expect(checkOne({ kind: 'text' }, '  Room 4 \n')).toEqual({ value: 'Room 4' });
  });

  it('may be left out where it is not required', () => {
    expect(check([{ kind: 'text', id: 'room', label: 'Room' }], {})).toEqual({ values: {}, problems: {} });
    expect(check([{ kind: 'text', id: 'room', label: 'Room' }], { room: '   ' })).toEqual({ values: {}, problems: {} });
  });

  it.each(['', '   ', '\n\t', []])('is asked for again where it is required and is %j', (nothing) => {
    expect(checkOne({ kind: 'long-text', required: true }, nothing).problem).toBe('This is needed. Write it here.');
    const choice = { kind: 'choice', choices: colours, required: true } as const;
    expect(checkOne(choice, nothing).problem).toBe('This is needed. Choose an answer.');
    const tickBox = { kind: 'choices', required: true, choices: [{ value: 'yes', label: 'It is so' }] } as const;
    expect(checkOne(tickBox, nothing).problem).toBe('This is needed. Tick the box once it is so.');
  });

  it('to a choice must be one of the choices', () => {
    expect(checkOne({ kind: 'choice', choices: colours }, 'red')).toEqual({ value: 'red' });
    for (const other of ['green', 'Red', 'red,blue', 'constructor', '__proto__', 'toString'])
      expect(checkOne({ kind: 'choice', choices: colours }, other).problem).toBe(
        'Choose one of the answers in the list.',
      );
  });

  it('to choices may be several, as a list or as the cards send it, each once', () => {
    expect(checkOne({ kind: 'choices', choices: colours }, ['red', 'blue'])).toEqual({ value: ['red', 'blue'] });
    expect(checkOne({ kind: 'choices', choices: colours }, 'red, blue,,red')).toEqual({ value: ['red', 'blue'] });
    expect(checkOne({ kind: 'choices', choices: colours }, ['red', 'green']).value).toBeUndefined();
    expect(checkOne({ kind: 'choices', choices: colours }, '')).toEqual({});
  });

  it('given as a list where one is asked is read as lines', () => {
    expect(checkOne({ kind: 'names' }, ['Robin Ash', 'Kit Marsh'])).toEqual({ value: 'Robin Ash\nKit Marsh' });
  });

  it('may be a web address of any shape: a half-remembered one helps too', () => {
    expect(checkOne({ kind: 'web-address' }, 'the one with the red logo')).toEqual({
      value: 'the one with the red logo',
    });
  });
});

describe('an answer of one line', () => {
  const breaks = ['\n', '\r\n', '\r', '\u0085', '\u2028', '\u2029', '\t', ' \n\n '];

  it.each(breaks.map((text) => JSON.stringify(text)))('stands on one line, whatever was pasted: %s', (text) => {
    const pasted = `Room 4${JSON.parse(text)}Agreed by the head`;
    expect(checkOne({ kind: 'text' }, pasted)).toEqual({ value: 'Room 4 Agreed by the head' });
  });

  it('has nothing in it that nobody sees and that moves what stands beside it', () => {
    const unseen = [
      '\u202e',
      '\u2066',
      '\u200f',
      '\u200b',
      '\u2060',
      '\ufeff',
      '\u00ad',
      '\u200d',
      '\u200c',
      '\u{e0041}',
    ];
    for (const mark of unseen) {
      expect(checkOne({ kind: 'text' }, `Ro${mark}om 4${mark}`)).toEqual({ value: 'Room 4' });
      expect(checkOne({ kind: 'names' }, `Ro${mark}bin Ash\nKit Marsh`)).toEqual({ value: 'Robin Ash\nKit Marsh' });
    }
    expect(checkOne({ kind: 'text', required: true }, '\u200b\u2060').problem).toBe('This is needed. Write it here.');
  });

  it.each([
    ['Persian', 'می\u200cخواهم'],
    ['Hindi', 'क्\u200dष'],
    ['Sinhala', 'ශ්\u200dරී'],
    ['a family', '👩\u200d👩\u200d👧\u200d👦'],
    ['a judge', '🧑🏽\u200d⚖️'],
    ['the flag of Wales', '🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}'],
  ])('keeps the marks that letters or pictures are joined with: %s', (_what, text) => {
    expect(checkOne({ kind: 'text' }, text)).toEqual({ value: text });
    expect(checkOne({ kind: 'names' }, `${text}\n${text}`)).toEqual({ value: `${text}\n${text}` });
  });

  it('comes to the same when it is checked again', () => {
    fc.assert(
      fc.property(strangeText(200), (text) => {
        const { value } = checkOne({ kind: 'text', atMost: 10_000 }, text);
        if (value === undefined) return;
        expect(checkOne({ kind: 'text', atMost: 10_000 }, value)).toEqual({ value });
        expect(value).not.toMatch(/[\n\r\t\u2028\u2029\u202e]/u);
      }),
    );
  });

  it('is looked through in no time, however long what was pasted is', () => {
    const from = performance.now();
    for (const piece of [' ', '\u{e0067}', '🏴\u{e0067}', 'क्\u200d', '\n', 'a '])
      expect(checkOne({ kind: 'text', required: true }, piece.repeat(1_000_000 / piece.length)).problem).toBeDefined();
    expect(performance.now() - from).toBeLessThan(5_000);
  });

  it('is the only kind that loses them: longer text keeps its lines', () => {
    expect(checkOne({ kind: 'long-text' }, 'one\r\ntwo\u2028three')).toEqual({ value: 'one\ntwo\nthree' });
  });
});

describe('[R125] the address of a site', () => {
  const toOpen = { kind: 'web-address', site: 'open' } as const;

  it('is kept as it was pasted, once it can be read', () => {
    const pasted = 'see https://www.history.example/topic?utm_source=mail#part for it';
    expect(checkOne(toOpen, ` ${pasted}\n`)).toEqual({ value: pasted });
  });

  it.each([
    ['the one with the red logo', 'This is not a web address.'],
    ['bit.ly/abc', 'This link leads on to another address.'],
    ['one.example two.example', 'There is more than one address here.'],
    ['google.com/search?q=history', 'This is a search engine.'],
    ['co.uk', 'This is an ending that many sites share.'],
  ])('that is none has said at its field what to do instead: %s', (text, said) => {
    for (const site of ['open', 'block'] as const) {
      const { value, problem } = checkOne({ kind: 'web-address', site }, text);
      expect(value).toBeUndefined();
      expect(problem).toContain(said);
    }
  });

  it('may be in numbers to block it, and not to open it', () => {
    expect(checkOne({ kind: 'web-address', site: 'block' }, '203.0.113.5').value).toBe('203.0.113.5');
    expect(checkOne(toOpen, '203.0.113.5').problem).toContain('Put the name of the site.');
  });

  it('may be left out where it is not needed, and is asked for where it is', () => {
    expect(checkOne(toOpen, '')).toEqual({});
    expect(checkOne({ ...toOpen, required: true }, '').problem).toBe('This is needed. Write it here.');
  });

  it('that is too long for the form is said to be that', () => {
    expect(checkOne(toOpen, `https://history.example/${'a'.repeat(2_000)}`).problem).toContain('at most 2,000 fit');
  });
});

describe('the length of an answer', () => {
  it.each([
    ['letters', 'a'],
    ['emoji', '🙂'],
  ])('may be 10,000 characters of %s and no more, however the computer counts them', (_what, character) => {
    expect(checkOne({ kind: 'long-text' }, character.repeat(10_000))).toEqual({ value: character.repeat(10_000) });
    expect(checkOne({ kind: 'long-text' }, character.repeat(10_001))).toEqual({
      problem: 'This is 10,001 characters long; at most 10,000 fit. Shorten it and send again.',
    });
  });

  it.each([
    ['text', 200],
    ['names', 500],
    ['web-address', 2_000],
  ] as const)('of kind %s may be %d', (kind, most) => {
    expect(checkOne({ kind }, 'a'.repeat(most)).problem).toBeUndefined();
    expect(checkOne({ kind }, 'a'.repeat(most + 1)).problem).toContain('Shorten it');
  });

  it('may be set by the question', () => {
    expect(checkOne({ kind: 'long-text', atMost: 3 }, 'abcd').problem).toContain('at most 3 fit');
    expect(checkOne({ kind: 'long-text', atMost: 3 }, 'abc').problem).toBeUndefined();
  });
});

describe('a date', () => {
  it.each(['23.11.2026', '2026-13-01', '2026-02-30', 'tomorrow', '2026-11-23T10:00'])('cannot be %s', (text) => {
    expect(checkOne({ kind: 'date' }, text).problem).toBeDefined();
  });

  it('of what happened cannot be to come, in the school’s own day', () => {
    expect(checkOne({ kind: 'date', notInFuture: true }, '2026-11-23').problem).toBeUndefined();
    expect(checkOne({ kind: 'date', notInFuture: true }, '2026-11-24').problem).toContain('still to come');
    const question: Question = { kind: 'date', id: 'it', label: 'Day', notInFuture: true };
    const lateInJuly = { school, now: '2026-07-01T23:30:00.000Z' };
    const form = { steps: [{ id: 'all', items: [question] }] };
    expect(checkAnswers(form, { it: '2026-07-02' }, lateInJuly).problems).toEqual({});
  });

  it('of what is to be done cannot be past', () => {
    expect(checkOne({ kind: 'date', notInPast: true }, '2026-11-23').problem).toBeUndefined();
    expect(checkOne({ kind: 'date', notInPast: true }, '2026-11-22').problem).toContain('is past');
  });

  it('is not compared with today where no day is given', () => {
    const question: Question = { kind: 'date', id: 'it', label: 'Day', notInFuture: true };
    const form = { steps: [{ id: 'all', items: [question] }] };
    expect(checkAnswers(form, { it: '2999-01-01' }).values).toEqual({ it: '2999-01-01' });
    expect(checkAnswers(form, { it: 'never' }).problems).toHaveProperty('it');
  });
});

describe('a time', () => {
  const day: Question = { kind: 'date', id: 'day', label: 'Day', notInFuture: true };
  const time: Question = { kind: 'time', id: 'time', label: 'Time', notInFuture: true };
  const other: Question = { kind: 'date', id: 'other', label: 'Held since', notInFuture: true };

  it.each(['24:00', '9:05', '12:60', 'noon', '12:00:00'])('cannot be %s', (text) => {
    expect(checkOne({ kind: 'time' }, text).problem).toBe('Put a time, such as 14:05.');
  });

  it('of today cannot be to come', () => {
    expect(check([day, time], { day: '2026-11-23', time: '14:05' }).problems).toEqual({});
    expect(check([day, time], { day: '2026-11-23', time: '14:06' }).problems.time).toContain('still to come');
    expect(check([day, time], { day: '2026-11-22', time: '23:59' }).problems).toEqual({});
  });

  it('belongs to the date that is asked before it, not to another of the same form', () => {
    expect(check([other, day, time], { other: '2026-11-23', day: '2026-11-20', time: '23:00' }).problems).toEqual({});
    expect(check([day, time, other], { other: '2026-11-23', day: '2026-11-20', time: '23:00' }).problems).toEqual({});
  });

  it('says nothing of the time where the day is missing or wrong already', () => {
    expect(check([day, time], { time: '23:00' }).problems).toEqual({});
    expect(Object.keys(check([day, time], { day: '2026-11-24', time: '23:00' }).problems)).toEqual(['day']);
  });
});

describe('an answer to a question that was not shown', () => {
  const source: Question = { kind: 'choice', id: 'source', label: 'How?', choices: colours };
  const told: Question = { kind: 'text', id: 'told', label: 'By whom?', when: { question: 'source', is: ['red'] } };

  it('is dropped, and not asked for', () => {
    const required = { ...told, required: true };
    expect(check([source, required], { source: 'blue', told: 'Robin' })).toEqual({
      values: { source: 'blue' },
      problems: {},
    });
    expect(check([source, required], { source: 'red' }).problems).toHaveProperty('told');
  });

  it('is dropped where no such question exists', () => {
    expect(check([source], { source: 'red', other: 'x', picture: 'data:image/png;base64,AAAA' }).values).toEqual({
      source: 'red',
    });
  });
});

describe('keys that mean something to JavaScript', () => {
  const room: Question = { kind: 'text', id: 'room', label: 'Room' };

  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])('such as %s are dropped', (key) => {
    const sent: unknown = JSON.parse(`{"${key}": "x", "room": "4"}`);
    const { values } = check([room], answersSchema.parse(sent));
    expect(Object.keys(values)).toEqual(['room']);
    expect(Object.getPrototypeOf(values)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).room).toBeUndefined();
  });

  it('change nothing when they hold an object', () => {
    const sent: unknown = JSON.parse(
      '{"__proto__": {"polluted": "yes"}, "constructor": {"prototype": {"polluted": "yes"}}}',
    );
    answersSchema.safeParse(sent);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('what may come in at all', () => {
  it('is text and lists of texts', () => {
    expect(answersSchema.safeParse({ a: 'x', b: ['y', 'z'] }).success).toBe(true);
    for (const other of [1, null, true, { text: 'x' }, [1], [['x']]])
      expect(answersSchema.safeParse({ a: other }).success).toBe(false);
  });

  it('is of a size that a form can have', () => {
    expect(answersSchema.safeParse({ a: 'x'.repeat(1_000_001) }).success).toBe(false);
    expect(answersSchema.safeParse({ a: Array.from({ length: 101 }, () => 'x') }).success).toBe(false);
    expect(answersSchema.safeParse({ ['a'.repeat(61)]: 'x' }).success).toBe(false);
  });
});
