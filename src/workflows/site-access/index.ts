import type { Workflow } from '../../domain/decider.ts';
import { siteTokens } from '../../domain/site-address.ts';
import { countParked } from '../../domain/undelivered.ts';
import { mayStillSendSite } from './access.ts';
import { siteCommands } from './commands.ts';
import { siteDeadlines } from './deadlines.ts';
import { againSite, decideSite, refusesSite } from './decider.ts';
import { type SiteEvent, siteEventSchema } from './events.ts';
import { evolveSite } from './evolve.ts';
import { siteLists } from './lists.ts';
import { notYours } from './refusals.ts';
import { noSite, type SiteState, siteStateSchema } from './state.ts';

/** Blocked sites: asked for by any member of staff, agreed to, opened by IT for a time, and blocked again. */
export const siteAccess: Workflow<SiteState, SiteEvent> = {
  id: 'site-access',
  prefix: 'S',
  state: siteStateSchema,
  event: siteEventSchema,
  initial: noSite,
  commands: siteCommands,
  lists: siteLists,
  refuses: refusesSite,
  decide: decideSite,
  evolve: evolveSite,
  status: (state) => state.status,
  findableBy: (state) =>
    state.status === 'none' ? [] : [`requester:${state.file.requestedBy}`, ...siteTokens(state.file.requested.site)],
  deadlines: siteDeadlines,
  deliveryNote: 'site-access/delivery-note',
  standing: { statuses: ['asked', 'approved', 'open', 'ended'], command: 'site-access/show-again' },
  onSchoolFile: { statuses: ['asked', 'approved', 'open', 'ended'], command: 'site-access/look-again' },
  measured: {
    open: ['asked', 'approved', 'open', 'ended'],
    parked: (state) => (state.status === 'none' ? 0 : countParked(state.file.steps.map(({ event }) => event))),
  },
  mayStillSend: mayStillSendSite,
  notThere: notYours,
  again: againSite,
};
