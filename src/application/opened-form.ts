import { type Registry, workflowOf } from '../domain/decider.ts';
import { Fault } from './faults.ts';
import type { FormCommand } from './form-command.ts';
import type { RecordStore, Vault } from './ports.ts';
import { pressedRecord } from './pressed-record.ts';
import { deriveReference } from './record-reference.ts';
import type { Press } from './screen.ts';
import type { RecordSealer } from './sealed-record.ts';

/**
 * The state that a form is drawn from, to see what stood in it when it opened: that of its record, or what there is
 * without one where the record cannot be had. Shown to nobody.
 */
export async function drawnFrom(
  {
    store,
    vault,
    sealer,
    registry,
  }: {
    readonly store: Pick<RecordStore, 'get'>;
    readonly vault: Vault;
    readonly sealer: RecordSealer;
    readonly registry: Registry;
  },
  pressed: Press,
  { begins, initial }: FormCommand,
): Promise<unknown> {
  const { school, data } = pressed;
  const workflow = workflowOf(registry, data.do);
  if (begins || workflow === undefined) return initial;
  try {
    const { reference = '', key } = pressedRecord(registry, pressed);
    const found = await store.get(
      school.id,
      key === undefined ? reference : await deriveReference(vault, school.id, workflow, key),
    );
    return found?.record.kind === workflow.id ? (await sealer.open(workflow, found)).state : initial;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return initial;
  }
}
