import { describe, expect, it } from 'vitest';
import { checkStanding } from '../../../src/cli/doctor/standing.ts';
import type { Standing } from '../../../src/standing-file.ts';
import { monday } from '../../support/concern.ts';
import { idleMeasures } from '../../support/idle-measures.ts';
import { aSchool } from '../../support/school.ts';

const school = aSchool();

describe('how the service stands by its own figures', () => {
  it('is told with what is late, and how many the bot has not met', () => {
    const found = checkStanding(
      { schools: [school] },
      {
        isInUse: true,
        nowMs: Date.parse(monday) + 20_000,
        standing: aStanding({
          missing: ['vault'],
          schools: [
            {
              school: 'oakfield',
              measures: { ...idleMeasures, oldestDueMs: 3_600_000, delayed: 2, oldestDelayedMs: 7_200_000 },
              unreached: 3,
            },
          ],
        }),
      },
    );
    expect(found.map(({ check, level, what }) => `${check} ${level}: ${what}`)).toEqual([
      'store well: The service, version 0.3.0, has the records open and reaches them.',
      'vault wrong: The service cannot have the keys.',
      'messages wrong: Something has been due for 60 minutes and was not seen to.',
      'messages wrong: 2 messages are delayed and have not come through, the first for 2 hours or longer.',
      'urgent well: No urgent concern waits for somebody to acknowledge it.',
      'people look: The bot has not reached 3 people with a role yet.',
    ]);
  });

  it('is not told by what a service left that ended days ago, while a backup has the records', () => {
    const nowMs = Date.parse(monday) + 3 * 24 * 3_600_000;
    const found = checkStanding({ schools: [school] }, { isInUse: true, standing: aStanding(), nowMs });
    expect(found.map(({ check, level, what }) => `${check} ${level}: ${what}`)).toEqual([
      'store unknown: Another process has the records open, and what the service wrote of them is too old to go by.',
    ]);
  });
});

function aStanding(changed: Partial<Standing> = {}): Standing {
  return { at: monday, version: '0.3.0', missing: [], schoolFileMistakes: 0, schools: [], ...changed };
}
