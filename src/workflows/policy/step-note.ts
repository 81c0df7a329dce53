import type { PolicyEvent } from './events.ts';

/** What the history says of a step beside what it was; '' for nothing. */
export function noteOf(event: PolicyEvent): string {
  switch (event.type) {
    case 'PolicyWithdrawn':
    case 'DraftSentBack':
      return event.reason;
    case 'PolicyReviewed':
      return event.note;
    case 'PolicySigned':
      return `${event.name}, ${event.jobTitle}`;
    case 'VersionPublished':
      return `round ${event.round}${event.asks === 'now' ? ', sent at once' : ''}`;
    case 'PolicyRenewed':
      return `round ${event.round}, for ${event.year}`;
    default:
      return '';
  }
}
