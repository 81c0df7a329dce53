import { itJobRules } from '../../../domain/it-jobs.ts';
import type { Said } from '../../../domain/pages.ts';
import { capital } from '../../../domain/said-by-role.ts';
import { personName } from '../../../domain/school.ts';
import { saidTime } from '../../../domain/school-time.ts';
import type { CardContext } from '../card-context.ts';
import { categoryWords } from '../rules/conduct.ts';
import type { Sayings } from '../saying.ts';
import type { Concern } from '../state.ts';
import { breachCategories } from './breaches.ts';
import type { ConductEvent } from './events.ts';
import type { AskedJob } from './it-relay.ts';

type SanctionWords = Pick<
  Concern['file']['conduct']['set'][number],
  'whom' | 'breach' | 'sanction' | 'category' | 'breachWords' | 'sanctionWords'
>;

/** How each of its events stands in the history of a case. */
export const conductSayings: Sayings<ConductEvent> = {
  SanctionRecommended: (event, { did }) =>
    did('recommended a sanction', saidSanction(event), saidBreach(event), `Reason: ${event.reason}`),
  SanctionSet: (event, { did }) =>
    did('set a sanction', saidSanction(event), saidBreach(event), `Reason: ${event.reason}`),
  SanctionDeclined: ({ number, reason }, { concern, did }) => {
    const asked = concern.file.conduct.recommended.find((one) => one.number === number);
    return did('set no sanction', asked === undefined ? '' : saidSanction(asked), `Reason: ${reason}`);
  },
  ItAsked: ({ job, about }, { did }) => did(`asked IT to ${itJobRules[job].called}`, about),
  ItAnswered: ({ number, record, outcome, result, by }, { concern, of, did }) => {
    const asked = concern.file.conduct.it.find((one) => one.number === number);
    const job = asked === undefined ? 'the job' : itJobRules[asked.job].called;
    const who = by === '' ? 'IT' : personName(of.school, by);
    const said = outcome === 'done' ? `${who} has done it` : `${who} cannot do it`;
    return did(`brought the answer of IT (${job})`, `${said}. IT knows it as ${record}.`, result);
  },
};

/** What an open case shows of it. */
export function conductBlocks(concern: Concern, of: CardContext): readonly Said[] {
  return [...sanctionBlock(concern, of), ...itBlock(concern, of)];
}

/** What was recommended and set, and what a breach of that kind leads to (R105, R107). */
function sanctionBlock(concern: Concern, { school, at }: CardContext): readonly Said[] {
  const { recommended, set } = concern.file.conduct;
  if (recommended.length + set.length === 0) return [];
  const lines = [
    ...breachCategories(concern).map((category) => `Category ${category}. ${categoryWords[category]}`),
    ...set.map((one) => `Set by ${personName(school, one.by)}, ${saidTime(school, one.at, at)}: ${saidSanction(one)}`),
    ...recommended
      .filter(({ answer }) => answer !== 'set')
      .map((one) => {
        const state = one.answer === null ? 'waits for a decision' : 'was not set';
        return `Recommended by ${personName(school, one.by)}, ${state}: ${saidSanction(one)}`;
      }),
  ];
  return [{ heading: 'Conduct', text: lines.join('\n') }];
}

/** Each job, what became of it and the whole result (R101, R102). */
function itBlock(concern: Concern, of: CardContext): readonly Said[] {
  const { it } = concern.file.conduct;
  if (it.length === 0) return [];
  return [{ heading: 'Asked of IT', text: it.map((job) => saidJob(concern, job, of)).join('\n\n') }];
}

function saidJob(concern: Concern, job: AskedJob, { school, at }: CardContext): string {
  const answer = concern.file.steps
    .flatMap(({ event }) => (event.type === 'ItAnswered' && event.number === job.number ? [event] : []))
    .at(-1);
  const title = `${capital(itJobRules[job.job].called)}: ${job.about}`;
  if (answer === undefined) {
    return `${title}\nAsked ${saidTime(school, job.askedAt, at)}, not answered yet.`;
  }
  const when = job.answeredAt === null ? '' : ` ${saidTime(school, job.answeredAt, at)}`;
  return [title, `${answer.outcome === 'done' ? 'Done' : 'Cannot be done'},${when}.`, answer.result].join('\n');
}

function saidSanction({ whom, sanction, sanctionWords }: SanctionWords): string {
  return `${sanctionWords ?? sanction} · ${whom}`;
}

function saidBreach({ breach, breachWords, category }: SanctionWords): string {
  return `For: ${breachWords ?? breach}${category === undefined ? '' : ` (category ${category})`}`;
}
