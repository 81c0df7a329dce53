import { type Registry, workflowOf } from '../domain/decider.ts';
import { Fault } from './faults.ts';
import type { FormCommand } from './form-command.ts';
import type { RecordStore } from './ports.ts';
import type { Press } from './screen.ts';
import type { RecordSealer } from './sealed-record.ts';

/**
 * The state that a form is drawn from, to see what stood in it when it opened: that of its record, or what there is
 * without one where the record cannot be had. Shown to nobody.
 */
export async function drawnFrom(
  {
    store,
    sealer,
    registry,
  }: {
    readonly store: Pick<RecordStore, 'get'>;
    readonly sealer: RecordSealer;
    readonly registry: Registry;
  },
  { school, data }: Press,
  { begins, initial }: FormCommand,
): Promise<unknown> {
  const workflow = workflowOf(registry, data.do);
  if (begins || workflow === undefined) return initial;
  try {
    const found = await store.get(school.id, data.ref ?? '');
    return found?.record.kind === workflow.id ? (await sealer.open(workflow, found)).state : initial;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return initial;
  }
}
