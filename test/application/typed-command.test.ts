import { describe, expect, it } from 'vitest';
import { readTyped } from '../../src/application/typed-command.ts';
import { registry } from '../../src/workflows/index.ts';

describe('what somebody types', () => {
  it.each([
    '/report-concern',
    'report-concern',
    'Report a Concern',
    'REPORT A CONCERN',
    '  report   a  concern  ',
    'report a concern.',
    'report a concern!!!',
    'Report a concern?',
    '/report a concern',
    '/ report-concern',
    '\u200b/report-concern\u200b',
    'rep\u200bort-con\u200ccern\ufeff',
    'report\u00a0a\u202fconcern',
    '\u202ereport-concern',
    'report\u2011concern',
    'report\u2013concern',
    '\uff0freport-concern',
    '\nreport a concern\n',
    'report a concern\ufe0f',
  ])('opens the report form: %j', (text) => {
    expect(readTyped(registry, text)).toEqual({ kind: 'command', type: 'concern/report', hasMore: false });
  });

  it.each([
    '/report-concern about Robin',
    'report a concern: something happened',
    'report a concern, please',
    'Report a concern\nRobin said',
    `report a concern ${'x'.repeat(100_000)}`,
  ])('opens the report form and leaves out the rest, but knows that there was more: %j', (text) => {
    expect(readTyped(registry, text)).toEqual({ kind: 'command', type: 'concern/report', hasMore: true });
  });

  it.each([
    'safeguarding',
    '/safeguarding',
    'Safeguarding',
    ' /SAFEGUARDING. ',
    'safe\u00adguarding',
    'help',
    'Help!',
    '/help',
  ])('shows the overview: %j', (text) => {
    expect(readTyped(registry, text)).toEqual({ kind: 'overview' });
  });

  it.each(['check the service', 'Check the Service!', '/check-service', 'doctor', ' Check  service. '])(
    'asks how the service stands: %j',
    (text) => {
      expect(readTyped(registry, text)).toEqual({ kind: 'check' });
    },
  );

  it.each(['check the service of the car', 'doctor said she fell', 'check', 'the doctor'])(
    'does not ask how the service stands: %j',
    (text) => {
      expect(readTyped(registry, text)).toEqual({ kind: 'other' });
    },
  );

  it.each([
    '',
    '   ',
    '/',
    'help me',
    'hello',
    'report',
    'report a concerning thing',
    'report-concerns',
    'report-concern-now',
    'i want to report a concern',
    'safeguarding children',
    'Robin Ash was hit',
    'toString',
    '__proto__',
    '\u200b',
  ])('is nothing that is known: %j', (text) => {
    expect(readTyped(registry, text)).toEqual({ kind: 'other' });
  });

  it('is given back in no case', () => {
    for (const text of ['report a concern MARKER', 'MARKER', 'safeguarding MARKER'])
      expect(JSON.stringify(readTyped(registry, text))).not.toContain('MARKER');
  });
});
