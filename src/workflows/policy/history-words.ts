import type { PersonId } from '../../domain/people.ts';
import type { School } from '../../domain/school.ts';
import { saidTime } from '../../domain/school-time.ts';
import { mayPublish } from './access.ts';
import type { CardContext } from './buttons.ts';
import type { PolicyEvent } from './events.ts';
import type { Step } from './state.ts';
import { saidActor } from './words.ts';

/** How each step stands in the history. */
const stepWords: Record<PolicyEvent['type'], string> = {
  PolicyDrafted: 'drafted it',
  RevisionDrafted: 'drafted a new version',
  DraftChanged: 'changed the draft',
  DraftDiscarded: 'discarded the draft',
  SignatureAsked: 'sent it for signature',
  PolicySigned: 'signed it',
  SignatureChased: 'asked again for a signature',
  DraftSentBack: 'sent it back',
  VersionPublished: 'published it',
  PolicyRenewed: 'began the yearly round',
  RenewalPutOff: 'put the yearly round off until school is open',
  CampaignBegan: 'began to ask people',
  ReviewAsked: 'asked for the review',
  PolicyReviewed: 'reviewed it, without a change',
  MadeKnown: 'said how far it was made known',
  MakingKnownChased: 'asked whether it was made known',
  PolicyWithdrawn: 'withdrew it',
  PolicyOpened: 'opened it',
  MessageLost: 'could not deliver something',
};

/** One step, on a line, as this person reads it. */
export function saidStep(step: Step, person: PersonId, { school, at: now }: CardContext): string {
  const { type, at, by } = step;
  const said = `${saidTime(school, at, now)}: ${saidActor(by, school)} ${stepWords[type]}`;
  const note = readsNote(step, person, school) ? step.note : '';
  return note === '' ? said : `${said} (${note.replace(/[\n\t]+/gu, ' ')})`;
}

/** Why a draft was sent back was written to those who prepare it, and to nobody else who reads the file. */
function readsNote({ type, by }: Step, person: PersonId, school: School): boolean {
  const isOwn = by.kind === 'person' && by.person === person;
  return type !== 'DraftSentBack' || isOwn || mayPublish(person, school);
}
