import { type Registry, workflowOf } from '../domain/decider.ts';
import type { Answers, Form } from '../domain/form.ts';
import type { Gathered } from '../domain/gathering.ts';
import type { Button } from '../domain/message.ts';
import type { Clock } from './ports.ts';
import type { Press, PressData } from './screen.ts';
import { notSaved } from './words.ts';

/** A command that asks for its data with a form. */
export interface FormCommand {
  /** True when it begins a record, so that its form reads no store. */
  readonly begins: boolean;
  /** The state to draw the form from where there is none, or none that can be had now. */
  readonly initial: unknown;
  /** Without answers, as it opens; with them, as it is once these were put in. */
  readonly form: (state: unknown, answers?: Answers, gathered?: Gathered) => Form;
  /** The command that shows again what the form stands in place of. */
  readonly wayBack: string | undefined;
  readonly cancelLabel: string;
  /** What stands in it when it opens, where that is not what its questions say. */
  readonly opensWith?: Answers;
  /** What is said while the store does not answer. */
  readonly outage: string;
}

/** Finds the pressed command as one with a form; undefined where it has none or is not there. */
export function createFormFinder({ registry, clock }: { readonly registry: Registry; readonly clock: Clock }) {
  /** What the button is called that leaves a form: by what it leads back to, if that is to be shown again. */
  function leaving(back: string | undefined): string {
    const shown = back === undefined ? undefined : workflowOf(registry, back)?.commands[back];
    return shown?.opens === true ? (shown.wayBack ?? 'Back to the case') : 'Cancel';
  }

  return ({ data, school, person }: Pick<Press, 'data' | 'school' | 'person'>): FormCommand | undefined => {
    const workflow = workflowOf(registry, data.do);
    const definition = workflow?.commands[data.do];
    const { form } = definition ?? {};
    if (workflow === undefined || definition === undefined || form === undefined) return undefined;
    return {
      begins: definition.begins === true,
      initial: workflow.initial,
      form: (state, answers, gathered) =>
        form.call(definition, state, {
          school,
          now: clock.now(),
          by: person.email,
          given: data.with ?? {},
          ...(answers === undefined ? {} : { answers }),
          ...(gathered === undefined ? {} : { gathered }),
        }),
      wayBack: definition.cancel,
      outage: notSaved(school),
      cancelLabel: leaving(definition.cancel),
    };
  };
}

/** The button that opens a form anew which was left before it was sent; undefined where nobody can open it. */
export function opensAnew(registry: Registry, { do: type, ref, with: given }: PressData): Button | undefined {
  const definition = workflowOf(registry, type)?.commands[type];
  if (definition?.form === undefined || definition.internal === true) return undefined;
  const isOfRecord = definition.begins !== true;
  const press = {
    do: type,
    ...(isOfRecord && ref !== undefined ? { ref } : {}),
    ...(isOfRecord && given !== undefined ? { with: given } : {}),
  };
  return { label: definition.label, press, primary: false, opens: true, chatOnly: false };
}
