import type { Registry, Workflow } from '../domain/decider.ts';
import { absence } from './absence/index.ts';
import { acknowledgement } from './acknowledgement/index.ts';
import { address } from './address/index.ts';
import { arrival } from './arrival/index.ts';
import { bulletin } from './bulletin/index.ts';
import { campaign } from './campaign/index.ts';
import { checkpoint } from './checkpoint/index.ts';
import { concern } from './concern/index.ts';
import { draft } from './draft/index.ts';
import { filteringCheck } from './filtering-check/index.ts';
import { itJob } from './it-job/index.ts';
import { policy } from './policy/index.ts';
import { policyRegister } from './policy-register/index.ts';
import { signatureRoll } from './signature-roll/index.ts';
import { siteAccess } from './site-access/index.ts';
import { siteBlock } from './site-block/index.ts';
import { upkeep } from './upkeep/index.ts';

/** Every kind of work, one line each. */
const workflows: readonly Workflow<unknown, unknown>[] = [
  address, //
  arrival,
  campaign,
  checkpoint,
  concern,
  draft,
  filteringCheck,
  itJob,
  policy,
  siteAccess,
  siteBlock,
  acknowledgement,
  policyRegister,
  signatureRoll,
  bulletin,
  absence,
  upkeep,
];

export const registry: Registry = new Map(workflows.map((workflow) => [workflow.id, workflow]));
