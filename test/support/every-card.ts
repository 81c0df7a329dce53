import { createHelp } from '../../src/application/help.ts';
import { beginnings, offeredSections } from '../../src/application/overview.ts';
import { listIncomplete, noFiles, notDone, nothingSent, notice, stranger } from '../../src/application/words.ts';
import { answerLimits } from '../../src/domain/check-answers.ts';
import type { CardContent, ListDefinition } from '../../src/domain/decider.ts';
import type { Answers } from '../../src/domain/form.ts';
import { type Actor, theClock } from '../../src/domain/people.ts';
import { checkpoint } from '../../src/workflows/checkpoint/index.ts';
import type { ConcernCommand } from '../../src/workflows/concern/command-data.ts';
import { REMARK } from '../../src/workflows/concern/data-parts.ts';
import type { ConcernEvent } from '../../src/workflows/concern/events.ts';
import { concern } from '../../src/workflows/concern/index.ts';
import type { ConcernState } from '../../src/workflows/concern/state.ts';
import { registry } from '../../src/workflows/index.ts';
import { absenceCards, upkeepCards } from './absence-cards.ts';
import { acknowledgementCards } from './acknowledgement-cards.ts';
import { bulletinCards } from './bulletin-cards.ts';
import { campaignCards } from './campaign-cards.ts';
import {
  aboutHead,
  aboutStaff,
  aConcern,
  everyCommand,
  everyStatus,
  given,
  monday,
  reference,
  sampleData,
  someAnswers,
} from './concern.ts';
import { deviceCards } from './device-cards.ts';
import { draftCards } from './draft-cards.ts';
import { everyForm } from './every-form.ts';
import { filteringCheckCards } from './filtering-check-cards.ts';
import { itJobCards } from './it-job-cards.ts';
import { policyCards } from './policy-cards.ts';
import { policyRegisterCards } from './policy-register-cards.ts';
import { asSample, posted, type SampleCard } from './sample-card.ts';
import { aSchool, by, people } from './school.ts';
import { serviceCheckCards } from './service-check-cards.ts';
import { signatureRollCards } from './signature-roll-cards.ts';
import { siteAccessCards } from './site-access-cards.ts';
import { siteBlockCards } from './site-block-cards.ts';

const school = aSchool();
const LONGEST = answerLimits['long-text'];

/**
 * The cards that the concern workflow and the product itself show, where people wrote `words` wherever they can; with
 * `everyKind`, also those of the other kinds of concern and of those that go to the head and the chair.
 */
export function everyCard(words: string, { everyKind = false } = {}): readonly SampleCard[] {
  const cards = [
    ...decided(words, everyKind),
    ...deviceCards(words),
    ...everyForm(words, everyKind),
    ...siteAccessCards(words, everyKind),
    ...siteBlockCards(words, everyKind),
    ...itJobCards(words, everyKind),
    ...filteringCheckCards(words, everyKind),
    ...acknowledgementCards(words, everyKind),
    ...policyCards(words, everyKind),
    ...policyRegisterCards(words, everyKind),
    ...signatureRollCards(words, everyKind),
    ...bulletinCards(words, everyKind),
    ...absenceCards(words, everyKind),
    ...upkeepCards(words, everyKind),
    ...campaignCards(words),
    ...lists(),
    ...drafts(),
    ...codes(),
    ...ownWords(),
    ...serviceCheckCards(words).map((content) => posted('how the service stands', content)),
  ];
  const differing = new Map(cards.map((card) => [JSON.stringify([card.content, card.how, card.inChannel]), card]));
  return [...differing.values()];
}

/** The messages and replies of every command, given by those who may, in every state a concern can have. */
function decided(words: string, everyKind: boolean): readonly SampleCard[] {
  const reports: readonly Answers[] = [
    someAnswers({
      ...written(words),
      kind: 'bullying-pupil',
      danger: 'yes',
      evidence: words.slice(0, 1_000),
      done: words.slice(0, REMARK),
    }),
    aboutStaff(`Callum Farrow ${words.slice(0, 400)}`, { narrative: words }),
    aboutHead({ narrative: words }),
  ];
  return reports.slice(0, everyKind ? reports.length : 1).flatMap((answers, which) =>
    (everyKind ? everyStatus : (['new', 'handled'] as const)).flatMap((status) => {
      const history = aConcern(status, { answers, handler: people.chair, followedBy: steps(words) });
      const handlers: readonly Actor[] = [by.dsl, by.teacher, theClock, ...(which > 0 ? [by.head, by.chair] : [])];
      const standing = given(history);
      return everyCommand.flatMap((command) =>
        handlers.flatMap((actor) => {
          const { messages, reply } = standing.when(command, actor, dataOf(command, words));
          const name = `${command} on ${status}, report ${which}`;
          const replies: readonly CardContent[] =
            reply === undefined ? [] : [reply, ...(reply.fades ? [reply.fades] : [])];
          return [
            ...messages.map((message) => asSample(name, message)),
            ...replies.map((content) => posted(name, content)),
          ];
        }),
      );
    }),
  );
}

function steps(words: string): readonly (readonly [ConcernEvent, Actor])[] {
  return [
    [{ type: 'NoteAdded', text: words }, by.dsl],
    [{ type: 'ReporterAsked', number: 1, text: words.slice(0, REMARK) }, by.dsl],
    [{ type: 'ActionRecorded', action: words, reason: words }, by.dsl],
  ];
}

function dataOf(command: ConcernCommand, words: string): unknown {
  const sample = sampleData[command] as Record<string, unknown>;
  const texts = ['text', 'reason', 'action', 'outcome', 'said'].filter(
    (name) => name in sample && command !== 'concern/close',
  );
  const isRemark = ['concern/ask', 'concern/hand-over', 'concern/inform-parents'].includes(command);
  return { ...sample, ...Object.fromEntries(texts.map((name) => [name, words.slice(0, isRemark ? REMARK : LONGEST)])) };
}

/** What a reporter may write themselves, in every question of a report that takes words. */
function written(words: string): Record<string, string> {
  const line = words.replace(/\s+/g, ' ').slice(0, answerLimits.text);
  return {
    names: words.slice(0, answerLimits.names),
    narrative: words,
    room: line,
    device: line,
    evidenceHolder: line,
    evidencePlace: line,
  };
}

/** What `/safeguarding` shows, and a page of one list: as long as they get, and with nothing in them. */
function lists(): readonly SampleCard[] {
  const states = everyStatus.flatMap((status) => [
    given(aConcern(status, { answers: someAnswers({ danger: 'yes' }) })).state,
    given(aConcern(status, { answers: someAnswers({ kind: 'sexual-harassment' }) })).state,
  ]);
  const section = ({ id, title, empty, statuses, row }: ListDefinition<ConcernState>, most: number) => {
    const listed = states.filter(({ status }) => statuses === undefined || statuses.includes(status));
    const rows = [...listed, ...listed].flatMap((state) => {
      const of = { reference, school, now: monday };
      const shown = row(state, { ...of, person: people.dsl }) ?? row(state, { ...of, person: people.teacher });
      return shown === undefined ? [] : [shown];
    });
    const button = { primary: false, chatOnly: false };
    return {
      title,
      empty: most > 0 ? '' : `${empty} ${listIncomplete(school)}`,
      rows: rows.slice(0, most).map(({ title: name, detail, press }) => {
        const open = press && {
          ...button,
          label: press.label,
          opens: true,
          press: { do: press.command, ref: reference },
        };
        return { title: name, detail, buttons: open === undefined ? [] : [open] };
      }),
      buttons:
        most > 0
          ? [{ ...button, label: '1990 more', opens: false, press: { do: `list/${id}`, with: { page: '2' } } }]
          : [],
    };
  };
  const help = `Write "report a concern" at any time. In an emergency ring 999; the school's number is ${school.telephone}.`;
  const staffChannels = [{ id: 'staff-room', name: 'Staff room', teams: { channelId: '19:staff@thread.tacv2' } }];
  const offered = [people.head, people.networkManager].flatMap((person) => [
    ...offeredSections(registry, { person, school: aSchool({ staffChannels }) }),
  ]);
  const buttons = beginnings(registry);
  return [true, false].flatMap((isFull) => {
    // Where several lists have something in them, each shows five lines; a page of one shows ten.
    const sectionsOf = (most: number) => concern.lists.map((list) => section(list, isFull ? most : 0));
    const sections = sectionsOf(5);
    const whole = { title: 'Safeguarding', sections: isFull ? sections : [...sections, ...offered], buttons, help };
    return [
      posted('the lists', { card: 'list', preview: 'Safeguarding', data: whole }),
      ...sectionsOf(10).map((one) => {
        const data = { title: '', sections: [one], buttons: [], help: '' };
        return posted('a page of a list', { card: 'list', preview: one.title, data });
      }),
    ];
  });
}

function drafts(): readonly SampleCard[] {
  return draftCards().map((content) => posted('a form that was closed', content));
}

/** The record code of a day, and that somebody else has none. */
function codes(): readonly SampleCard[] {
  const [at, by] = [monday, theClock];
  const data = { date: '2026-11-23', takenAt: at, code: 'W7K3Q-9F2M8-A04TZ-XR6WN', records: 9_999, damaged: 1 };
  const taken = checkpoint.evolve(checkpoint.initial, { event: { type: 'CheckpointTaken', ...data }, at, by });
  const context = { at, by, school, reference: 'K-7K3Q9F' };
  const parked = { slot: `code:${people.governor}`, outcome: 'parked', code: 'no-address' };
  const made = [
    ...[0, 1].map((damaged) =>
      checkpoint.decide(checkpoint.initial, { type: 'checkpoint/take', data: { ...data, damaged } }, context),
    ),
    checkpoint.decide(taken, { type: 'checkpoint/delivery-note', data: parked }, context),
  ];
  return made.flatMap((one) =>
    one.kind === 'refusal' ? [] : one.messages.map((message) => asSample('a record code', message)),
  );
}

function ownWords(): readonly SampleCard[] {
  const help = createHelp(registry);
  const contents = [
    noFiles(school),
    nothingSent(),
    help(),
    help('Nothing that you wrote was kept.'),
    notice('', [stranger(school.telephone), notDone(school)]),
  ];
  return contents.map((content) => posted('own words', content));
}
