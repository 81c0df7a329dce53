import { describe, expect, it } from 'vitest';
import {
  dayOf,
  daysOf,
  slackChannelOf,
  slackWorkspaceOf,
  slugOf,
  spanOf,
  teamsChannelOf,
} from '../../../src/cli/init/as-typed.ts';

describe('what people type', () => {
  it.each([
    ['today', '2026-11-23'],
    ['1/9/2026', '2026-09-01'],
    ['01.09.2026', '2026-09-01'],
    ['2026-09-01', '2026-09-01'],
    ['soon', 'soon'],
  ])('as a day: %s is %s', (typed, day) => {
    expect(dayOf(typed, '2026-11-23')).toBe(day);
  });

  it('as a span: the two days at its ends', () => {
    expect(spanOf('2026-09-02  to 2026-12-18')).toEqual({ from: '2026-09-02', until: '2026-12-18' });
    expect(spanOf('2026-09-02')).toEqual({ from: '2026-09-02', until: '' });
  });

  it('as days on which the school is closed: each from Monday to Friday, also where the clocks change', () => {
    expect(daysOf('2026-10-23 to 2026-10-27')).toEqual(['2026-10-23', '2026-10-26', '2026-10-27']);
    expect(daysOf('2027-05-03')).toEqual(['2027-05-03']);
  });

  it.each([
    [
      'https://teams.microsoft.com/l/channel/19%3Aabc%40thread.tacv2/General?groupId=1&tenantId=2',
      '19:abc@thread.tacv2',
    ],
    ['19%3Aabc%40thread.tacv2', '19:abc@thread.tacv2'],
    ['19:abc@thread.tacv2', '19:abc@thread.tacv2'],
    ['100%', '100%'],
  ])('as a channel of Teams: %s is %s', (typed, id) => {
    expect(teamsChannelOf(typed)).toBe(id);
  });

  it.each([
    ['https://oakfield.slack.com/archives/C0123ABCD', 'C0123ABCD'],
    ['https://app.slack.com/client/T0123ABCD/G0456EFGH', 'G0456EFGH'],
    ['C0123ABCD', 'C0123ABCD'],
  ])('as a channel of Slack: %s is %s', (typed, id) => {
    expect(slackChannelOf(typed)).toBe(id);
  });

  it('as a workspace: its id, also out of the address in a browser', () => {
    expect(slackWorkspaceOf('https://app.slack.com/client/T0123ABCD/C0456EFGH')).toBe('T0123ABCD');
    expect(slackWorkspaceOf('T0123ABCD')).toBe('T0123ABCD');
  });

  it.each([
    ['Saint Cuthbert’s C of E Primary', 'saint-cuthberts-c-of-e-primary'],
    ['École Élémentaire', 'ecole-elementaire'],
    ['!!!', ''],
    ['x'.repeat(50), 'x'.repeat(40)],
    [`${'x'.repeat(39)} y`, 'x'.repeat(39)],
  ])('as an id: %s is "%s"', (name, id) => {
    expect(slugOf(name)).toBe(id);
  });
});
