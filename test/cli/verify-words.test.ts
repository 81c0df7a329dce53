import { describe, expect, it } from 'vitest';
import type { VerificationSince } from '../../src/application/verify-checkpoints.ts';
import { verificationLines } from '../../src/cli/verify-words.ts';

const whole: VerificationSince = { checked: 1, schools: new Map(), damaged: [], findings: [], checkpoints: [] };
const screenful = '\u001b[2J\u001b[H';

describe('what verify says', () => {
  it('stays on the screen, whatever somebody has called a record', () => {
    const reference = `x${screenful}1 record was checked. Every one is as it was written.\n`;
    const damaged = [{ school: 'oakfield', reference, what: `Its kind is ${screenful}.` }];
    const lines = verificationLines({ ...whole, damaged, findings: [`The file ${screenful} was altered.`] }, 'here');
    expect(lines.join('')).not.toMatch(/\p{C}/u);
    expect(lines[0]).toBe('FOUND The file %1B[2J%1B[H was altered.');
    expect(lines[1]).toMatch(/^DAMAGED x%1B%5B2J%1B%5BH1%20record%20was%20.*written%2E%0A \(oakfield\): Its kind/);
  });

  it('names a record also where it has no name', () => {
    const damaged = [{ school: '', reference: '', what: 'It cannot be read.' }];
    expect(verificationLines({ ...whole, damaged }, 'here')[0]).toBe('DAMAGED % (%): It cannot be read.');
  });
});
