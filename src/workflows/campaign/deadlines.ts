import type { Deadline } from '../../domain/decider.ts';
import { type CampaignState, isLive } from './state.ts';
import { currentWalk } from './walks.ts';

/** When a campaign next needs attention by itself. */
export function campaignDeadlines(state: CampaignState): readonly Deadline[] {
  if (state.status === 'none' || state.status === 'closed') return [];
  const { file } = state;
  const walk = currentWalk(file);
  const walking = walk === undefined ? [] : [due(walk.dueAt, 'campaign/go-through')];
  if (!isLive(state)) return walking;
  const { pass, look, morning, progress, telling } = file;
  return [
    ...(pass === null ? [] : [due(pass.dueAt, 'campaign/hand-out')]),
    ...walking,
    ...(telling === null ? [] : [due(telling, 'campaign/tell')]),
    ...(look === null ? [] : [due(look, 'campaign/look')]),
    ...(morning === null ? [] : [due(morning, 'campaign/morning')]),
    ...(progress === null ? [] : [due(progress, 'campaign/progress')]),
  ];
}

function due(at: string, command: string): Deadline {
  return { at, command, data: {} };
}
