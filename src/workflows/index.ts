import type { Registry, Workflow } from '../domain/decider.ts';
import { address } from './address/index.ts';
import { concern } from './concern/index.ts';

/** Every kind of work, one line each. */
const workflows: readonly Workflow<unknown, unknown>[] = [
  address, //
  concern,
];

export const registry: Registry = new Map(workflows.map((workflow) => [workflow.id, workflow]));
