import type { Registry, Workflow } from '../domain/decider.ts';
import { address } from './address/index.ts';
import { arrival } from './arrival/index.ts';
import { checkpoint } from './checkpoint/index.ts';
import { concern } from './concern/index.ts';
import { draft } from './draft/index.ts';
import { filteringCheck } from './filtering-check/index.ts';
import { siteAccess } from './site-access/index.ts';
import { siteBlock } from './site-block/index.ts';

/** Every kind of work, one line each. */
const workflows: readonly Workflow<unknown, unknown>[] = [
  address, //
  arrival,
  checkpoint,
  concern,
  draft,
  filteringCheck,
  siteAccess,
  siteBlock,
];

export const registry: Registry = new Map(workflows.map((workflow) => [workflow.id, workflow]));
