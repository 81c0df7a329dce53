import { describe, expect, it } from 'vitest';
import { checkStanding } from '../../../src/cli/doctor/standing.ts';
import type { Standing } from '../../../src/standing-file.ts';
import { monday } from '../../support/concern.ts';
import { aSchool } from '../../support/school.ts';

const school = aSchool();

describe('how the service stands by its own figures', () => {
  it('is told with what is late, and how many the bot has not met', () => {
    const found = checkStanding(
      { schools: [school] },
      {
        isInUse: true,
        standing: aStanding({
          missing: ['vault'],
          schoolFileMistakes: 2,
          schools: [
            {
              school: 'oakfield',
              measures: { oldestDueMs: 3_600_000, parked: 0, oldestUrgentMs: 0, urgentWaiting: 0 },
              unreached: 3,
            },
          ],
        }),
      },
    );
    expect(found.map(({ check, level, what }) => `${check} ${level}: ${what}`)).toEqual([
      'store well: The service, version 0.3.0, has the records open and reaches them.',
      'vault wrong: The service cannot have the keys.',
      'school-file wrong: The service goes by what the school file said before: 2 mistakes in it now.',
      'messages wrong: Something has been due for 60 minutes and was not seen to.',
      'urgent well: No urgent concern waits for somebody to acknowledge it.',
      'people look: The bot has not reached 3 people with a role yet.',
    ]);
  });
});

function aStanding(changed: Partial<Standing> = {}): Standing {
  return { at: monday, version: '0.3.0', missing: [], schoolFileMistakes: 0, schools: [], ...changed };
}
