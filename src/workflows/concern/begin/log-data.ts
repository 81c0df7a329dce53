import { answersSchema, checkAnswers } from '../../../domain/check-answers.ts';
import type { Answers } from '../../../domain/form.ts';
import { reportQuestions } from '../report-questions.ts';

/** What is logged for somebody else: the report, and who or what it came from. */
export const logSchema = answersSchema.transform((answers, context): { answers: Answers; logged: Answers } => {
  const { values, problems } = checkAnswers({ steps: [{ id: 'all', items: reportQuestions }] }, answers);
  for (const [id, message] of Object.entries(problems)) context.addIssue({ code: 'custom', path: [id], message });
  return { answers: values, logged: {} };
});
