import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AttributeName, attributesOf } from '../../src/telemetry/attributes.ts';

const everyName: readonly AttributeName[] = ['type', 'outcome', 'school', 'chat', 'what', 'path', 'status'];

describe('what stands beside a figure', () => {
  it('is an id or a code, as it is', () => {
    const given = {
      type: 'concern/report',
      outcome: 'not-yours',
      school: 'oakfield',
      path: '/api/messages',
      status: 401,
    };
    expect(attributesOf(everyName, given)).toEqual({ ...given, status: '401' });
  });

  it('is only what belongs to that figure', () => {
    expect(attributesOf(['type'], { type: 'concern/report', outcome: 'well', school: 'oakfield' })).toEqual({
      type: 'concern/report',
    });
  });

  const hostile: Readonly<Record<string, unknown>> = {
    'a sentence': 'Robin Ash hit somebody',
    'an email address': 'amara.osei@oakfield.example',
    'a web address': 'https://www.library.example/topic',
    'a long text': 'x'.repeat(62),
    'another line': 'well\nRobin',
    'text that is turned round': 'well\u202erobin',
    'an object with a text of its own': { toString: () => 'robin' },
    'a list': ['robin'],
    'an error': new Error('robin'),
    'no number': Number.NaN,
    'nothing at all': '',
    null: null,
    true: true,
  };

  it.each(Object.entries(hostile))('is "other" where it is %s', (_what, value) => {
    for (const name of everyName) expect(attributesOf([name], { [name]: value })).toEqual({ [name]: 'other' });
  });

  it.each(['C-7K3Q9F', 'Robin', 'Oakfield'])('is "other" where an id is to be, and it is %s', (value) => {
    for (const name of ['type', 'school', 'chat', 'what'] as const)
      expect(attributesOf([name], { [name]: value })).toEqual({ [name]: 'other' });
  });

  it('never holds a space, a sign of an address or more than 61 characters, whatever is given', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        for (const kept of Object.values(
          attributesOf(everyName, Object.fromEntries(everyName.map((name) => [name, value]))),
        ))
          expect(kept).toMatch(/^[\w/-]{1,61}$/);
      }),
    );
  });

  it('takes no name that is not on the list, nor one from the language itself', () => {
    const given = JSON.parse('{"narrative":"MARKER","__proto__":{"type":"MARKER"},"constructor":"MARKER"}');
    expect(attributesOf(everyName, given)).toEqual({});
  });
});
