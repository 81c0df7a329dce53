import type { SchoolMeasures } from '../../src/application/measures.ts';

/** Of a school of which nobody waits for anything. */
export const idleMeasures: SchoolMeasures = {
  school: 'oakfield',
  oldestDueMs: 0,
  delayed: 0,
  oldestDelayedMs: 0,
  parked: 0,
  parkedAgoMs: 0,
  oldestUrgentMs: 0,
  urgentWaiting: 0,
  urgentOverdue: 0,
};
