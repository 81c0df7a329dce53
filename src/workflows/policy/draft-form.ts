import type { FormContext } from '../../domain/decider.ts';
import type { Form, Item, Question } from '../../domain/form.ts';
import { mayLinkConcerns, USUAL_REVIEW_MONTHS } from '../../domain/policies.ts';
import { saidDate } from '../../domain/school-time.ts';
import { LONGEST_TEXT } from '../../domain/wording.ts';
import { mayPublish } from './access.ts';
import { audienceQuestions } from './audience-questions.ts';
import { approvalChoices, kinds, materials, periods, yearly } from './choices.ts';
import { ADDRESS, CHANGE, CONCERNS, TITLE, WORDS } from './command-data.ts';
import { latestDue, monthsAfter, today, usualDue } from './dates.ts';
import type { Draft } from './events.ts';
import { ownerQuestion } from './owner-question.ts';
import { linkedBy } from './record-words.ts';
import { inForce, inTheMaking, latestVersion, type PolicyState } from './state.ts';
import { saidPublishers } from './words.ts';

/** What stands in the form when it opens: nothing at first, the draft when it is changed, the last version when it is revised. */
type Filled = Partial<Draft> & { readonly version?: number };

/** A condition that nothing meets: the question does not apply, and its id stays. */
const never = { question: 'kind', is: [] };

/** The form for a new policy. */
export function publishForm(of: FormContext): Form {
  return draftForm({}, of, { title: 'Publish a policy', isRevision: false });
}

/** The form for another version of a policy, filled in with the last one. */
export function reviseForm(state: PolicyState, of: FormContext): Form {
  const standing = inForce(state);
  const wording = state.status === 'none' ? undefined : latestVersion(state)?.wording;
  if (standing === undefined || wording === undefined)
    return draftForm({}, of, { title: 'New version', isRevision: true });
  const { dueBy: _, ...terms } = standing.terms;
  const review = { months: standing.review.months, on: nextReviewDay(standing.review.months, of) };
  const filled = { ...terms, review, wording: { ...wording, changes: [] }, version: wording.version + 1 };
  return draftForm(filled, of, { title: 'New version', isRevision: true, before: wording.version });
}

/** The form that changes a draft, filled in with it. */
export function changeForm(state: PolicyState, of: FormContext): Form {
  const draft = inTheMaking(state)?.making.draft;
  const isRevision = inForce(state) !== undefined;
  const filled = draft === undefined ? {} : { ...draft, version: draft.wording.version };
  const before = state.status === 'none' ? undefined : latestVersion(state)?.wording.version;
  return draftForm(filled, of, { title: 'Change the draft', isRevision, before: before ?? 0 });
}

function draftForm(
  filled: Filled,
  of: FormContext,
  { title, isRevision, before = 0 }: { readonly title: string; readonly isRevision: boolean; readonly before?: number },
): Form {
  return {
    title,
    intro: 'About five minutes. You see it as people will see it before anything is sent.',
    send: 'Preview',
    steps: [
      { id: 'what', items: [...notTheirs(of), ...whatItems(filled, { isRevision, before })] },
      { id: 'text', items: textItems(filled, of) },
      { id: 'who', items: [...audienceQuestions(filled.audience, of.school), ...whenItems(filled, of)] },
      { id: 'record', items: recordItems(filled, of) },
    ],
  };
}

/** Said before anybody writes what they could not publish. */
function notTheirs({ by, school }: FormContext): readonly Item[] {
  if (mayPublish(by, school)) return [];
  const text = `Policies and agreements are published by ${saidPublishers(school)}. You cannot publish one yourself: ask one of them.`;
  return [{ kind: 'note', tone: 'warning', text }];
}

function whatItems(
  { wording, version, isMaterial }: Filled,
  { isRevision, before }: { readonly isRevision: boolean; readonly before: number },
): readonly Item[] {
  const changes = [1, 2, 3].map(
    (line): Question => ({
      kind: 'text',
      id: `change${line}`,
      label: line > 1 ? 'And besides' : isRevision ? 'What changed' : 'What changed, or what it is about',
      said: `What changed, line ${line}`,
      atMost: CHANGE,
      ...(line === 1 && isRevision ? { required: true } : {}),
      ...(line === 1 ? { help: 'Three short lines at most. People read them first.' } : {}),
      ...initially(wording?.changes[line - 1]),
      source: '000 section 2.3.3',
    }),
  );
  return [
    { kind: 'choice', id: 'kind', label: 'What is it?', required: true, choices: kinds, ...initially(wording?.kind) },
    { kind: 'text', id: 'title', label: 'Title', required: true, atMost: TITLE, ...initially(wording?.title) },
    {
      kind: 'text',
      id: 'version',
      label: 'Version',
      help: isRevision ? `A whole number, ${before + 1} or higher.` : 'A whole number. 1 for something new.',
      atMost: 4,
      wholeFrom: before + 1,
      required: true,
      initially: String(version ?? 1),
    },
    {
      kind: 'choice',
      id: 'isMaterial',
      label: 'Is the change material: is everybody asked again?',
      required: true,
      choices: materials,
      ...(isRevision ? {} : { when: never }),
      ...initially(isMaterial === undefined ? undefined : isMaterial ? 'yes' : 'no'),
      source: '000 section 2.3.3; 003 section 3.2',
    },
    ...changes,
  ];
}

function textItems({ wording }: Filled, { answers }: FormContext): readonly Item[] {
  // What is needed by what stands beside it may not be called required: a chat would not send the other then.
  const isAgreement = (answers?.kind ?? wording?.kind) === 'agreement';
  return [
    {
      kind: 'note',
      tone: 'plain',
      text: 'Put the text, or a link to the file, or both. An agreement needs its text: it is shown in full to whoever signs it.',
    },
    {
      kind: 'long-text',
      id: 'text',
      label: 'The text, as people read it',
      atMost: LONGEST_TEXT,
      ...(isAgreement
        ? { required: true }
        : { needed: { where: 'address', is: 'empty', sentence: 'Put the text here, or a link to the file below.' } }),
      ...initially(wording?.text),
      source: '003 appendix 1',
    },
    {
      kind: 'text',
      id: 'address',
      label: 'Link to the file',
      help: 'Begins with https://',
      atMost: ADDRESS,
      needed: { where: 'sha256', is: 'filled', sentence: 'Put the link to the file here, or take out its SHA-256.' },
      ...initially(wording?.link?.address),
    },
    {
      kind: 'text',
      id: 'sha256',
      label: 'SHA-256 of that file',
      help: 'Proves later which file it was. In Windows: certutil -hashfile "the file" SHA256. On a Mac: shasum -a 256 "the file".',
      atMost: WORDS,
      needed: { where: 'address', is: 'filled', sentence: 'A link needs the SHA-256 of its file. Put it here.' },
      ...initially(wording?.link?.sha256),
    },
  ];
}

function whenItems({ dueBy, isYearly }: Filled, { school, now }: FormContext): readonly Item[] {
  return [
    {
      kind: 'date',
      id: 'dueBy',
      label: 'By when?',
      help: `At the latest ${saidDate(school, latestDue(school, now), now)}.`,
      required: true,
      notInPast: true,
      initially: dueBy ?? usualDue({ school, at: now }),
    },
    {
      kind: 'choice',
      id: 'isYearly',
      label: 'Is it signed or read again every year?',
      required: true,
      choices: yearly,
      initially: isYearly === true ? 'yes' : 'no',
      source: '000 section 3.3',
    },
  ];
}

function recordItems(filled: Filled, of: FormContext): readonly Item[] {
  const { review, approval, committee, coordinators, concerns, owner } = filled;
  const put = Number(of.answers?.reviewMonths);
  const months = periods.some(({ value }) => value === String(put)) ? put : (review?.months ?? USUAL_REVIEW_MONTHS);
  const isAsPut = review !== undefined && months === review.months;
  const own = linkedBy(concerns ?? [], of.by, of.school);
  return [
    ownerQuestion(owner ?? of.by, of.school),
    {
      kind: 'choice',
      id: 'reviewMonths',
      label: 'How often is it reviewed?',
      required: true,
      choices: periods,
      initially: String(review?.months ?? USUAL_REVIEW_MONTHS),
      source: '003 section 4.1',
    },
    {
      kind: 'date',
      id: 'nextReview',
      label: 'When is the next review?',
      required: true,
      notInPast: true,
      initially: isAsPut ? review.on : nextReviewDay(months, of),
      source: '003 section 4.1',
    },
    {
      kind: 'choice',
      id: 'approval',
      label: 'Who signs it before it is published?',
      required: true,
      choices: approvalChoices,
      initially: approval ?? 'none',
      source: '003 front page',
    },
    {
      kind: 'text',
      id: 'committee',
      label: 'Committee',
      atMost: WORDS,
      ...initially(committee),
      source: '003 front page',
    },
    {
      kind: 'text',
      id: 'coordinators',
      label: 'Co-ordinators',
      atMost: WORDS,
      ...initially(coordinators),
      source: '003 front page',
    },
    {
      kind: 'names',
      id: 'concerns',
      label: 'Concerns that led to it',
      help: 'References such as C-7K3Q9F, one a line. Only you see which. No names.',
      atMost: CONCERNS,
      ...(mayLinkConcerns(of.by, of.school) ? initially(own.join('\n')) : { when: never }),
      source: '000 sections 2.1 and 4.1',
    },
  ];
}

function nextReviewDay(months: number, { school, now }: Pick<FormContext, 'school' | 'now'>): string {
  return monthsAfter(today({ school, at: now }), months);
}

function initially(value: string | undefined): Pick<Question, 'initially'> {
  return value === undefined || value === '' ? {} : { initially: value };
}
