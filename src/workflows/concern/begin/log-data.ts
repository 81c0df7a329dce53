import { answersSchema, checkAnswers } from '../../../domain/check-answers.ts';
import type { Answers } from '../../../domain/form.ts';
import { reportQuestions } from '../report-questions.ts';
import { logQuestions } from './log-questions.ts';

/** How the reporter knows, in the report's own words, by who told the school. */
const sourceOf: Readonly<Record<string, string>> = { pupil: 'pupil', parent: 'parent' };

/**
 * What is logged for somebody else: the report, and who or what it came from. How it is known is not asked: who told
 * the school says it.
 */
export const logSchema = answersSchema.transform((answers, context): Answers => {
  const came = checkAnswers({ steps: [{ id: 'came', items: logQuestions }] }, answers);
  const source = sourceOf[String(came.values.loggedFrom ?? '')] ?? 'other';
  const report = checkAnswers({ steps: [{ id: 'all', items: reportQuestions }] }, { ...answers, source });
  for (const [id, message] of Object.entries({ ...came.problems, ...report.problems }))
    context.addIssue({ code: 'custom', path: [id], message });
  return { ...report.values, ...came.values };
});
