import type { FormContext, Workflow } from '../../src/domain/decider.ts';
import type { Gathered, Gathering } from '../../src/domain/gathering.ts';
import type { Instant } from '../../src/domain/instant.ts';
import { actorOf } from '../../src/domain/people.ts';
import type { School } from '../../src/domain/school.ts';
import { type FormOf, screensOf } from './form-screens.ts';
import { cardsOf, type Given, played, type Standing } from './play.ts';
import { posted, type SampleCard } from './sample-card.ts';
import { people } from './school.ts';

/** What of a workflow is drawn: its records as they stand after each of the scenes, and what is then given to them. */
export interface Showing<State, Event> {
  readonly workflow: Workflow<State, Event>;
  readonly school: School;
  readonly reference: string;
  readonly at: Instant;
  /** What is read of elsewhere for a command that asks for it. */
  readonly gather?: (asked: Gathering) => Gathered;
  /** What happened, from the beginning of a record on, that with most in it first. */
  readonly scenes: readonly (readonly Given[])[];
  /** Every command with its data, by whoever may give it. */
  readonly commands: readonly Given[];
  /** Whether a form is shown in each way in which it can be, or in those alone that have most in them. */
  readonly everyKind: boolean;
  /** What has been put in, for a form that depends on it, by command. */
  readonly answers?: { readonly [command: string]: NonNullable<FormContext['answers']> };
}

const fullest = /, (empty|filled in|all wrong|gone back to)$/;

/** Every card that the workflow shows: messages, replies, and each screen of each form, with `words` in its fields. */
export function workflowCards<State, Event>(of: Showing<State, Event>, words: string): readonly SampleCard[] {
  const { workflow, scenes, commands, at } = of;
  const standings = [{ state: workflow.initial, at }, ...scenes.map((scene) => played(workflow, scene, of))];
  const forms = new Map(
    standings
      .flatMap((standing) => formsOf(of, standing))
      .map((form) => [JSON.stringify([form.press, form.form]), form] as const),
  );
  return [
    ...standings.flatMap((standing) => cardsOf(workflow, standing, commands, of)),
    ...[...forms.values()]
      .flatMap((form) => screensOf(form, words))
      .filter(({ name }) => of.everyKind || fullest.test(name)),
    ...listsOf(of, standings),
  ];
}

/** A full page of each list, as long as its lines get. */
function listsOf<State, Event>(
  { workflow, school, reference }: Showing<State, Event>,
  standings: readonly Standing<State>[],
): readonly SampleCard[] {
  return workflow.lists.flatMap(({ id, title, row }) => {
    const rows = standings.flatMap(({ state, at }) =>
      Object.values(people).flatMap((person) => row(state, { reference, person, school, now: at }) ?? []),
    );
    const longest = rows.toSorted((one, other) => other.detail.length - one.detail.length).slice(0, 10);
    const button = { primary: false, opens: true, chatOnly: false };
    const section = {
      title,
      empty: '',
      rows: longest.map(({ title: name, detail, press }) => ({
        title: name,
        detail,
        buttons:
          press === undefined ? [] : [{ ...button, label: press.label, press: { do: press.command, ref: reference } }],
      })),
      buttons: [{ ...button, label: 'More', press: { do: `list/${id}`, with: { page: '2' } } }],
    };
    const data = { title: '', sections: [section], buttons: [], help: '' };
    return longest.length === 0 ? [] : [posted(`the list ${id}`, { card: 'list', preview: title, data })];
  });
}

function formsOf<State, Event>(
  { workflow, school, reference, commands, answers = {} }: Showing<State, Event>,
  { state, at }: Standing<State>,
): readonly FormOf[] {
  const given = new Set(commands.map(([command]) => command));
  return Object.entries(workflow.commands).flatMap(([type, definition]) => {
    if (!given.has(type)) return [];
    const put = answers[type];
    const of = { school, now: at, by: people.teacher, given: { number: '1' } };
    const form = definition.form?.(state, put === undefined ? of : { ...of, answers: put });
    if (form === undefined || (definition.begins === true && state !== workflow.initial)) return [];
    const behind = workflow.commands[definition.cancel ?? ''];
    const press = definition.begins === true ? { do: type } : { do: type, ref: reference, with: { number: '1' } };
    const cancel = behind?.opens === true ? (behind.wayBack ?? 'Back to the case') : 'Cancel';
    return [{ name: `${type} on ${workflow.status(state)}`, form, press, cancel, fixed: put ?? {} }];
  });
}

/** The same command by each of these. */
export function byEach(command: string, data: object, who: readonly (keyof typeof people)[]): readonly Given[] {
  return who.map((one) => [command, actorOf(people[one]), data]);
}
