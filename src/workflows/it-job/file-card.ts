import type { CardContent, Reply } from '../../domain/decider.ts';
import { deliveryWords } from '../../domain/delivery-note.ts';
import { itJobRules } from '../../domain/it-jobs.ts';
import { paginate, type Said } from '../../domain/pages.ts';
import type { PersonId } from '../../domain/people.ts';
import { capital } from '../../domain/said-by-role.ts';
import { saidDate, saidTime } from '../../domain/school-time.ts';
import { button, type CardContext } from './buttons.ts';
import { offered } from './offers.ts';
import type { Job, Step } from './state.ts';
import { asker, isOverdue, jobTitle, nameOf } from './words.ts';

/** The slot of the card that one person's open job fills. */
export function viewSlot(person: PersonId): string {
  return `view:${person}`;
}

/** The job for whoever does it, a page at a time: what to do and what is needed for it. Nothing of why. */
export function fileCard(job: Job, person: PersonId, page: number, of: CardContext): Reply {
  const { school, reference } = of;
  const pages = paginate(blocksOf(job, of));
  const shown = Math.min(page, pages.length);
  const [first, ...others] = offered(job, person, school);
  const turn = (to: number, label: string) =>
    button('it-job/open', reference, { label, opens: false }, { page: String(to) });
  return {
    slot: viewSlot(person),
    card: 'case-file',
    preview: `Job ${reference}`,
    data: {
      title: jobTitle(job, reference),
      attention: isOverdue(job),
      caution: 'Do not view, copy or send any image, and speak of this job to nobody but those who asked.',
      blocks: (pages[shown - 1] ?? []).map(({ heading, text }) => ({ heading, text })),
      page: pages.length > 1 ? `Page ${shown} of ${pages.length}` : '',
      turns: [
        ...(shown > 1 ? [turn(shown - 1, 'Earlier')] : []),
        ...(shown < pages.length ? [turn(shown + 1, 'Later')] : []),
      ],
      buttons: [
        ...(first === undefined ? [] : [button(first, reference, { primary: true, opens: false })]),
        ...others.map((command) => button(command, reference, { opens: false })),
        button('it-job/put-away', reference, { chatOnly: true }),
      ],
      more: [],
    },
    fades: putAway(of),
  };
}

/** What stands in the chat when a job is no longer shown there. */
export function putAway(of: CardContext): CardContent {
  return closedFile(of, `Job ${of.reference} was shown here and has been put away.`, 'Open again');
}

/** What somebody sees who sent a step again: reading on is a new opening (R198). */
export function doneBefore(of: CardContext): CardContent {
  return closedFile(of, `That step of job ${of.reference} was done before.`, 'Open');
}

function closedFile({ reference }: CardContext, text: string, label: string): CardContent {
  const again = button('it-job/open', reference, { label });
  return { card: 'notice', preview: text, data: { title: '', lines: [text], buttons: [again] } };
}

function blocksOf(job: Job, of: CardContext): readonly Said[] {
  const { file } = job;
  return [
    { heading: 'What to do', text: itJobRules[file.job].task },
    { heading: 'What it is about', text: file.about },
    { heading: 'Asked', text: `By ${asker}, ${saidTime(of.school, file.askedAt, of.at)}.` },
    ...file.steps.flatMap((step) => saidStep(step, of) ?? []),
  ];
}

/** Of whom it is kept from nothing is said: a colleague would read that a case is about one of them. */
function saidStep({ event, at, by }: Step, { school, at: now }: CardContext): Said | undefined {
  const when = capital(saidTime(school, at, now));
  switch (event.type) {
    case 'ItJobKeptFrom':
      return undefined;
    case 'ItJobDone': {
      const since = event.since === '' ? '' : `Since ${saidDate(school, event.since, now)}`;
      const lines = [`Held by: ${event.holder}`, `Kept at: ${event.place}`, since];
      const text = [...(event.holder === '' ? [] : lines), event.result].filter((line) => line !== '').join('\n');
      return { heading: `${when} · ${nameOf(by, school)} did it`, text };
    }
    case 'ItJobFailed':
      return { heading: `${when} · ${nameOf(by, school)} could not do it`, text: event.reason };
    case 'MessageParked':
    case 'MessageDelayed':
    case 'MessageCame':
    case 'MessageMayBeRepeated':
      return { heading: `${when} · ${deliveryWords[event.type]}`, text: '' };
    default:
      return event satisfies never;
  }
}
