import { channelsIn, peopleIn, saidAudience } from '../../domain/audience.ts';
import type { Reply } from '../../domain/decider.ts';
import { labelOf } from '../../domain/form.ts';
import type { Button } from '../../domain/message.ts';
import { paginate, type Said } from '../../domain/pages.ts';
import type { PersonId } from '../../domain/people.ts';
import { signaturesFor } from '../../domain/policies.ts';
import { personName, roleLabel } from '../../domain/school.ts';
import { closedUntil, saidDate, saidOpening } from '../../domain/school-time.ts';
import { viewSlot } from './access.ts';
import { button, type CardContext } from './buttons.ts';
import { periods } from './choices.ts';
import type { PolicyCommand } from './command-data.ts';
import type { Draft } from './events.ts';
import { policyFile } from './file-card.ts';
import { refusalFor } from './offers.ts';
import { putAway } from './put-away.ts';
import { saidConcerns, saidSignatures } from './record-words.ts';
import { type InTheMaking, inForce, inTheMaking, latestVersion, type Policy } from './state.ts';
import { wordingBlocks } from './wording-blocks.ts';
import { cardTitle, people, saidRoles } from './words.ts';

/** So many steps stand on it; the others stand under "More". */
const BUTTONS = 3;

/** A version as people will see it, with who is asked, for those who publish or sign it. A page at a time. */
export function previewFile(policy: Policy, person: PersonId, page: number, of: CardContext): Reply {
  const { reference } = of;
  const made = inTheMaking(policy);
  if (made === undefined) return policyFile(policy, person, 1, of);
  const pages = paginate(previewBlocks(made, person, of));
  const shown = Math.min(page, pages.length);
  const buttons = previewButtons(made, person, of);
  const turn = (to: number, label: string) =>
    button('policy/preview', reference, { label, given: { page: String(to) } });
  return {
    slot: viewSlot(person),
    card: 'case-file',
    preview: `Draft of ${reference}`,
    data: {
      title: `${cardTitle(made.making.draft.wording, reference)} · ${policy.status === 'preview' ? 'preview' : 'awaits signature'}`,
      attention: false,
      caution:
        policy.status === 'preview' ? saidNotSent(made, of) : 'This is how people will see it, once it is signed.',
      blocks: (pages[shown - 1] ?? []).map(({ heading, text }) => ({ heading, text })),
      page: pages.length > 1 ? `Page ${shown} of ${pages.length}` : '',
      turns: [
        ...(shown > 1 ? [turn(shown - 1, 'Back')] : []),
        ...(shown < pages.length ? [turn(shown + 1, 'Read on')] : []),
      ],
      buttons: [...buttons.slice(0, BUTTONS), button('policy/put-away', reference, { chatOnly: true })],
      more: buttons.slice(BUTTONS),
    },
    fades: putAway(policy, person, of),
  };
}

/** Nothing has been sent; where the school is closed, when it will be. */
function saidNotSent({ making: { draft } }: InTheMaking, of: CardContext): string {
  const sofar = 'This is how people will see it. Nothing has been sent yet.';
  const opens = closedUntil(of);
  if (opens === undefined) return sofar;
  return signaturesFor[draft.approval].length > 0
    ? `${sofar} Once it is signed, it goes out while the school is open.`
    : `${sofar} Once published, it goes out ${saidOpening(of.school, opens)}.`;
}

function previewButtons(policy: InTheMaking, person: PersonId, of: CardContext): readonly Button[] {
  const { reference, school } = of;
  const { number, draft } = policy.making;
  const given = { draft: String(number) };
  const isSigned = signaturesFor[draft.approval].length > 0;
  // Whether it waits for the school to open is a question only while that is closed.
  const now = { ...given, asks: 'now' };
  const label = isSigned ? 'Send for signature, then at once' : 'Publish and send now';
  const atOnce = closedUntil(of) === undefined ? [] : [button('policy/confirm', reference, { given: now, label })];
  const confirm = button('policy/confirm', reference, { given, ...(isSigned ? { label: 'Send for signature' } : {}) });
  const may = (command: PolicyCommand) => refusalFor(policy, command, person, school) === undefined;
  const all = [
    ...(may('policy/confirm') ? [confirm, ...atOnce] : []),
    ...(may('policy/sign') ? [button('policy/sign', reference, { given })] : []),
    ...(may('policy/send-back') ? [button('policy/send-back', reference, { given })] : []),
    ...(may('policy/change') ? [button('policy/change', reference)] : []),
    ...(may('policy/discard') ? [button('policy/discard', reference)] : []),
  ];
  return all.map((one, index) => ({ ...one, primary: index === 0 }));
}

function previewBlocks(policy: InTheMaking, person: PersonId, of: CardContext): readonly Said[] {
  const { draft } = policy.making;
  const back = policy.status === 'preview' ? policy.sentBack : null;
  return [
    ...(back === null ? [] : [{ heading: `Sent back by the ${roleLabel(of.school, back.as)}`, text: back.reason }]),
    ...wordingBlocks(draft.wording, { dueBy: draft.dueBy, ...of }),
    { heading: 'Who is asked', text: saidAsked(policy, draft, of).join('\n') },
    { heading: 'On the record', text: saidTerms(policy, person, of).join('\n') },
  ];
}

/** With how many people the school file gives; who is in a channel, the chat says when they are asked. */
function saidAsked(policy: InTheMaking, { audience, isMaterial }: Draft, { school }: CardContext): readonly string[] {
  const count = peopleIn(audience, school).length;
  const channels = channelsIn(audience, school);
  const names = school.staffChannels.filter(({ id }) => audience.channels.includes(id)).map(({ name }) => name);
  const asks = inForce(policy) === undefined || isMaterial;
  return [
    `${people(count)} by the school file: ${saidAudience(audience, school)}.`,
    ...(channels.length === 0
      ? []
      : [`Besides, who is in ${names.join(', ')}: the chat says who when they are asked.`]),
    asks
      ? `All of them are asked${latestVersion(policy) === undefined ? '' : ', also who has acknowledged an earlier version'}.`
      : 'Not a material change: who has acknowledged this round owes nothing; the others are shown the new wording.',
  ];
}

function saidTerms(policy: InTheMaking, person: PersonId, { school, at }: CardContext): readonly string[] {
  const { draft } = policy.making;
  const needed = signaturesFor[draft.approval];
  const signatures = policy.status === 'awaiting-signature' ? policy.signatures : [];
  return [
    needed.length === 0
      ? 'Goes out as it is: nobody signs it off first.'
      : `Goes out once signed off by ${saidRoles(needed, school, 'and')}.`,
    ...saidSignatures(signatures, school, at),
    draft.isYearly ? 'Asked again each school year.' : 'Not asked again each year.',
    `Questions go to ${personName(school, draft.owner)}.`,
    `Review: ${labelOf(periods, String(draft.review.months)).toLowerCase()}, next on ${saidDate(school, draft.review.on, at)}.`,
    ...(draft.committee === '' ? [] : [`Committee: ${draft.committee}`]),
    ...(draft.coordinators === '' ? [] : [`Co-ordinators: ${draft.coordinators}`]),
    ...saidConcerns(draft.concerns, person, school),
  ];
}
