import type { CardData, Message } from '../../domain/message.ts';
import type { PersonId } from '../../domain/people.ts';
import { saidDateTime } from '../../domain/school-time.ts';
import { handsOf } from './access.ts';
import { button, type CardContext } from './buttons.ts';
import type { JobCommand } from './command-data.ts';
import type { Job } from './state.ts';
import { asker, isOverdue, jobTitle } from './words.ts';

/** The card of each who may do it, in their own chat: which kind of job, and nothing of what it is about. */
export function jobMessages(job: Job, of: CardContext): readonly Message[] {
  const { school, reference } = of;
  const title = jobTitle(job, reference);
  const data: CardData = {
    title,
    attention: isOverdue(job),
    facts: [{ label: 'From', value: asker }, saidWhen(job, of)],
    buttons: cardButtons(job).map((command, index) => button(command, reference, { primary: index === 0 })),
  };
  return handsOf(job, school).map((person) => ({
    slot: `job:${person}`,
    to: { kind: 'person', person },
    card: 'case',
    data,
    preview: title,
  }));
}

/** By day and time: the card stands for days. */
function saidWhen(job: Job, { school }: CardContext): CardData {
  switch (job.status) {
    case 'asked':
      return { label: 'Asked', value: saidDateTime(school, job.file.askedAt) };
    case 'cannot':
      return { label: 'Answered', value: saidDateTime(school, job.failed.at) };
    case 'done':
      return { label: 'Done', value: saidDateTime(school, job.done.at) };
    default:
      return job satisfies never;
  }
}

/** What the card offers. What the job is about is read first: it stands on the private surface alone. */
function cardButtons({ status }: Job): readonly JobCommand[] {
  switch (status) {
    case 'asked':
      return ['it-job/open', 'it-job/done', 'it-job/cannot'];
    case 'cannot':
      return ['it-job/open', 'it-job/done'];
    case 'done':
      return ['it-job/open'];
    default:
      return status satisfies never;
  }
}

/** A line in one person's own chat. */
export function lineTo(person: PersonId, slot: string, text: string): Message {
  return { slot, to: { kind: 'person', person }, card: 'line', data: { text }, preview: text };
}

/** What takes the place of what was said to be waiting, once that is over. */
export function settledMessages(before: Job, { reference }: CardContext): readonly Message[] {
  const text = `${reference}: this does not wait for IT any more.`;
  return before.file.chased.map((person) => ({ ...lineTo(person, `chase:${person}`, text), onlyEdits: true }));
}
