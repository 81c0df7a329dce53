import { answersSchema, checkAnswers } from '../../../domain/check-answers.ts';
import type { Answers } from '../../../domain/form.ts';
import { reportQuestions } from '../report-questions.ts';

/**
 * The answers to a report: every question that these answers call for is answered as it asks, and nothing else is
 * kept. Whether a day is still to come is for the form to say.
 */
export const reportSchema = answersSchema.transform((answers, context): Answers => {
  const { values, problems } = checkAnswers({ steps: [{ id: 'all', items: reportQuestions }] }, answers);
  for (const [id, message] of Object.entries(problems)) context.addIssue({ code: 'custom', path: [id], message });
  return values;
});
