import { formScreen } from '../../src/application/form-screen.ts';
import { noFiles, notDone, nothingSent, notice, stranger } from '../../src/application/words.ts';
import { createHelp } from '../../src/channels/teams/typed-lines.ts';
import { checkAnswers } from '../../src/domain/check-answers.ts';
import type { CardContent } from '../../src/domain/decider.ts';
import { type Answers, type Form, questionsOf } from '../../src/domain/form.ts';
import type { Message } from '../../src/domain/message.ts';
import { type Actor, theClock } from '../../src/domain/people.ts';
import { kinds } from '../../src/workflows/concern/choices.ts';
import type { ConcernCommand } from '../../src/workflows/concern/command-data.ts';
import type { ConcernEvent } from '../../src/workflows/concern/events.ts';
import { concern } from '../../src/workflows/concern/index.ts';
import { reportForm } from '../../src/workflows/concern/report-form.ts';
import { registry } from '../../src/workflows/index.ts';
import {
  aboutHead,
  aboutStaff,
  aConcern,
  everyCommand,
  everyStatus,
  given,
  monday,
  sampleData,
  someAnswers,
} from './concern.ts';
import { aSchool, by, people } from './school.ts';

/** A card of the product, and where it may stand. */
export interface SampleCard {
  readonly name: string;
  readonly content: CardContent;
  /** `answered`: only ever shown in the answer to a press, so that the limit of a message does not hold for it. */
  readonly how: 'posted' | 'answered';
  readonly inChannel: boolean;
}

const school = aSchool();

/**
 * The cards that the concern workflow and the product itself show, where people wrote `words` wherever they can; with
 * `everyKind`, also those of the other kinds of concern and of those that go to the head and the chair.
 */
export function everyCard(words: string, { everyKind = false } = {}): readonly SampleCard[] {
  const cards = [...decided(words, everyKind), ...forms(words, everyKind), ...ownWords()];
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
      evidence: words.slice(0, 900),
      done: words.slice(0, 1_900),
    }),
    aboutStaff(`Callum Farrow ${words.slice(0, 400)}`, { narrative: words }),
    aboutHead({ narrative: words }),
  ];
  return reports.slice(0, everyKind ? reports.length : 1).flatMap((answers, which) =>
    (everyKind ? everyStatus : (['new', 'handled'] as const)).flatMap((status) => {
      const history = aConcern(status, { answers, handler: people.chair, followedBy: steps(words) });
      const handlers: readonly Actor[] = [by.dsl, by.teacher, theClock, ...(which > 0 ? [by.head, by.chair] : [])];
      return everyCommand.flatMap((command) =>
        handlers.flatMap((actor) => {
          const { messages, reply } = given(history).when(command, actor, dataOf(command, words));
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
    [{ type: 'ReporterAsked', number: 1, text: words.slice(0, 1_900) }, by.dsl],
    [{ type: 'ActionRecorded', action: words, reason: words }, by.dsl],
  ];
}

function dataOf(command: ConcernCommand, words: string): unknown {
  const sample = sampleData[command] as Record<string, unknown>;
  const texts = ['text', 'reason', 'action', 'outcome', 'said'].filter(
    (name) => name in sample && command !== 'concern/close',
  );
  return { ...sample, ...Object.fromEntries(texts.map((name) => [name, words.slice(0, 1_900)])) };
}

/** What a reporter may write themselves, in every question of a report that takes words. */
function written(words: string): Record<string, string> {
  const line = words.replace(/\s+/g, ' ').slice(0, 150);
  return {
    names: words.slice(0, 400),
    narrative: words,
    room: line,
    device: line,
    evidenceHolder: line,
    evidencePlace: line,
  };
}

/** Every screen of every form: empty, filled in, and with something wrong in each field. */
function forms(words: string, everyKind: boolean): readonly SampleCard[] {
  const state = given(aConcern('handled', { followedBy: steps(words).slice(1, 2) })).state;
  const commands = Object.entries(concern.commands).filter(([, { form }]) => form !== undefined);
  const ofCases = commands.flatMap(([type, definition]) => {
    const form = definition.form?.(state, { school, now: monday, by: people.teacher, given: { number: '1' } });
    return form === undefined ? [] : screensOf(type, form, {}, words);
  });
  const ofReports = kinds
    .slice(0, everyKind ? kinds.length : 1)
    .flatMap(({ value }) =>
      ['pupil', 'staff', 'adult'].flatMap((about) =>
        screensOf(
          `report of ${value} about ${about}`,
          reportForm(school),
          { danger: 'yes', kind: value, about, source: 'pupil' },
          words,
        ),
      ),
    );
  return [...ofCases, ...ofReports];
}

function screensOf(name: string, form: Form, fixed: Answers, words: string): readonly SampleCard[] {
  return form.steps.flatMap((step, index) => {
    const filled = Object.fromEntries(
      questionsOf(step).map(({ id, kind, choices, atMost = 10_001 }) => {
        if (choices !== undefined) return [id, choices.map(({ value }) => value).slice(0, kind === 'choices' ? 20 : 1)];
        return [
          id,
          kind === 'date'
            ? '2026-11-20'
            : kind === 'time'
              ? '09:00'
              : words.slice(0, kind === 'long-text' ? atMost : 150),
        ];
      }),
    );
    const screen = (answers: Answers, problems: Readonly<Record<string, string>>): CardContent =>
      formScreen({
        press: { do: 'concern/report' },
        form,
        progress: { id: 'the-form', step: index, kept: {}, seen: index === 0 ? [] : [index] },
        answers,
        problems,
        school,
        now: monday,
        cancel: 'Cancel',
      });
    const { problems } = checkAnswers({ steps: [step] }, fixed, { school, now: monday });
    const wrong = Object.fromEntries(questionsOf(step).map(({ id }) => [id, 'This is needed. Write it here.']));
    return [
      { name: `${name}, screen ${index}, empty`, content: screen(fixed, {}), how: 'posted', inChannel: false },
      {
        name: `${name}, screen ${index}, sent empty`,
        content: screen(fixed, problems),
        how: 'answered',
        inChannel: false,
      },
      {
        name: `${name}, screen ${index}, filled in`,
        content: screen({ ...filled, ...fixed }, {}),
        how: 'answered',
        inChannel: false,
      },
      {
        name: `${name}, screen ${index}, all wrong`,
        content: screen({ ...filled, ...fixed }, wrong),
        how: 'answered',
        inChannel: false,
      },
    ] as const;
  });
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

function asSample(name: string, { to, ...content }: Message): SampleCard {
  return { name: `${name}, to a ${to.kind}`, content, how: 'posted', inChannel: to.kind !== 'person' };
}

function posted(name: string, content: CardContent): SampleCard {
  return { name, content, how: 'posted', inChannel: false };
}
