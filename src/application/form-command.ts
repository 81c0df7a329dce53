import { type Registry, workflowOf } from '../domain/decider.ts';
import type { Form } from '../domain/form.ts';
import type { Clock } from './ports.ts';
import type { Press } from './screen.ts';

/** A command that asks for its data with a form. */
export interface FormCommand {
  /** True when it begins a record, so that its form reads no store. */
  readonly begins: boolean;
  /** The state to draw the form from where there is none, or none that can be had now. */
  readonly initial: unknown;
  readonly form: (state: unknown) => Form;
  /** The command that shows again what the form stands in place of. */
  readonly wayBack: string | undefined;
  readonly cancelLabel: string;
}

/** Finds the pressed command as one with a form; undefined where it has none or is not there. */
export function createFormFinder({ registry, clock }: { readonly registry: Registry; readonly clock: Clock }) {
  function isOpener(type: string): boolean {
    return workflowOf(registry, type)?.commands[type]?.opens === true;
  }

  return ({ data, school, person }: Pick<Press, 'data' | 'school' | 'person'>): FormCommand | undefined => {
    const workflow = workflowOf(registry, data.do);
    const definition = workflow?.commands[data.do];
    const { form } = definition ?? {};
    if (workflow === undefined || definition === undefined || form === undefined) return undefined;
    return {
      begins: definition.begins === true,
      initial: workflow.initial,
      form: (state) =>
        form.call(definition, state, {
          school,
          now: clock.now(),
          by: person.email,
          given: data.with ?? {},
          answers: {},
        }),
      wayBack: definition.cancel,
      cancelLabel: definition.cancel !== undefined && isOpener(definition.cancel) ? 'Back to the case' : 'Cancel',
    };
  };
}
