import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { itJobRules, itJobs } from '../../src/domain/it-jobs.ts';

const page = readFileSync(new URL('../../docs/it-jobs.md', import.meta.url), 'utf8');

describe('the page on jobs for IT', () => {
  it.each(itJobs)('has the job as the rules have it, with what IT is told and when it is asked again: %s', (job) => {
    const { called, task, answer, chase } = itJobRules[job];
    const times = chase.map((minutes) => {
      if (minutes < 60) return `${minutes} minutes`;
      return minutes === 60 ? '1 hour' : `${minutes / 60} hours`;
    });
    const answered =
      answer === 'custody' ? 'who holds it, where, since when' : 'what was found, as text of up to 5,000 characters';
    expect(page).toContain(`| ${called} | ${task} | ${answered} | ${times.join(', ')} |`);
  });
});
