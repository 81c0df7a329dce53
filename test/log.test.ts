import { describe, expect, it } from 'vitest';
import { createLog, type LogFields } from '../src/log.ts';

const SECRET = 'MARKER-what-a-pupil-said';

describe('the log', () => {
  it('writes the message and the allowed fields as one line of JSON', () => {
    const { log, lines } = capture();
    log.info('a message was delivered', {
      workflow: 'concern',
      record: 'C-7K3Q9F',
      school: 'oakfield',
      place: 'oakfield.yaml, line 12',
      code: 'delivered',
      correlation: 'abc',
      milliseconds: 12.5,
      attempts: 2,
      count: 0,
      port: 3978,
    });
    expect(lines().map((line) => JSON.parse(line))).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        msg: 'a message was delivered',
        workflow: 'concern',
        record: 'C-7K3Q9F',
        school: 'oakfield',
        place: 'oakfield.yaml, line 12',
        code: 'delivered',
        correlation: 'abc',
        milliseconds: 12.5,
        attempts: 2,
        count: 0,
        port: 3978,
      },
    ]);
  });

  const hostile: Readonly<Record<string, unknown>> = {
    'an unknown field': { narrative: SECRET, msg: SECRET, level: SECRET, time: SECRET, err: SECRET },
    'an object in a field': { record: { id: SECRET }, workflow: [SECRET] },
    'an object with a text of its own': { record: { toString: () => SECRET, toJSON: () => SECRET } },
    'text where a number belongs': { milliseconds: SECRET, port: SECRET },
    'an error in a field': { code: new Error(SECRET), record: Object.assign(new Error(SECRET), { code: SECRET }) },
    'an error as the fields': new Error(SECRET),
    'a thrown error': { thrown: new Error(SECRET, { cause: new Error(SECRET) }) },
    'a thrown error whose code is a sentence': {
      thrown: Object.assign(new Error('x'), { code: `${SECRET} and more` }),
    },
    'something else that was thrown': { thrown: SECRET },
    'what stands at the end of a long text': { record: `${'x'.repeat(80)}${SECRET}` },
    'a nested object with the name of a field': { fields: { record: SECRET } },
    'a field that is inherited under another name': Object.create({ narrative: SECRET }),
    'text as the fields': SECRET,
    'nothing as the fields': null,
    'an object with toJSON': { toJSON: () => ({ narrative: SECRET }) },
  };

  it.each(Object.entries(hostile))('never lets through %s', (_, fields) => {
    const { log, lines } = capture();
    for (const write of [log.info, log.warn, log.error]) write('something happened', fields as LogFields);
    expect(lines()).toHaveLength(3);
    expect(lines().join('')).not.toContain('MARKER');
  });

  it('says of an error its code alone', () => {
    const { log, lines } = capture();
    log.error('a record was not written', { thrown: Object.assign(new Error(SECRET), { code: 'ENOSPC' }) });
    log.error('a record was not written', {
      thrown: Object.assign(new Error(SECRET), { code: 'x' }),
      code: 'store-full',
    });
    log.error('a record was not written', { thrown: new TypeError(SECRET) });
    expect(lines().map((line) => JSON.parse(line).code)).toEqual(['ENOSPC', 'store-full', 'unknown']);
  });

  it('takes from a text what could begin a line, colour a terminal or hide a letter, and cuts it at 80', () => {
    const { log, lines } = capture();
    log.warn('refused', { record: 'C-\n7\r\u001b[31mK\u0000\u202e\u200b\u2028Z' });
    log.warn('refused', { record: '👩‍🏫'.repeat(100) });
    expect(lines()).toHaveLength(2);
    const [first, second] = lines().map((line) => JSON.parse(line).record as string);
    expect(first).toBe('C-7[31mKZ');
    expect([...(second ?? '')]).toHaveLength(80);
    expect(second?.isWellFormed()).toBe(true);
  });

  it('is silent below its level', () => {
    const { log, lines } = capture('warn');
    log.info('started');
    log.warn('slow');
    expect(lines()).toHaveLength(1);
  });

  it('has no room for a message made at run time', () => {
    const { log } = capture();
    const made: string = ['a', 'b'].join(' ');
    // @ts-expect-error A message is written in the source.
    log.info(made);
    // @ts-expect-error A field that is not allowed does not compile.
    log.info('refused', { narrative: SECRET });
  });
});

function capture(level: 'info' | 'warn' | 'error' = 'info') {
  const written: string[] = [];
  const log = createLog({ level, destination: { write: (line) => written.push(line) } });
  return { log, lines: () => written };
}
