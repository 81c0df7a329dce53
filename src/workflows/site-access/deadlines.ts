import type { Deadline } from '../../domain/decider.ts';
import type { Instant } from '../../domain/instant.ts';
import type { SiteCommand } from './command-data.ts';
import type { SiteRequest, SiteState } from './state.ts';

/** When a request next needs attention by itself. Whatever is not over has such a moment, always. */
export function siteDeadlines(state: SiteState): readonly Deadline[] {
  switch (state.status) {
    case 'asked':
      return [
        due(state.file.requested.until, 'site-access/lapse'),
        due(state.chase.at, 'site-access/remind-approvers'),
        ...beginning(state),
      ];
    case 'approved':
      return [
        due(state.until, 'site-access/reach-end'),
        due(state.chase.at, 'site-access/remind-to-open'),
        ...beginning(state),
      ];
    case 'open':
      return [
        due(state.until, 'site-access/reach-end'),
        ...state.endRemindAt.slice(0, 1).map((at) => due(at, 'site-access/remind-of-end')),
        ...(state.extension === null ? [] : [due(state.extension.chase.at, 'site-access/remind-approvers')]),
      ];
    case 'ended':
      return [due(state.chase.at, 'site-access/remind-to-block'), due(state.morningAt, 'site-access/morning')];
    case 'none':
    case 'refused':
    case 'declined':
    case 'withdrawn':
    case 'lapsed':
    case 'not-opened':
    case 'blocked':
      return [];
    default:
      return state satisfies never;
  }
}

/** What begins later than it was asked for is looked at then: whoever asked waits for it. */
function beginning({ file }: SiteRequest): readonly Deadline[] {
  const { from } = file.requested;
  return file.hasBegun || from <= file.requestedAt ? [] : [due(from, 'site-access/begin')];
}

function due(at: Instant, command: SiteCommand): Deadline {
  return { at, command, data: {} };
}
