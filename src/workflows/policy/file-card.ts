import { saidAudience } from '../../domain/audience.ts';
import type { Reply } from '../../domain/decider.ts';
import { labelOf } from '../../domain/form.ts';
import type { Button } from '../../domain/message.ts';
import { paginate, type Said } from '../../domain/pages.ts';
import type { PersonId } from '../../domain/people.ts';
import { maySeeWhoHasNot } from '../../domain/policies.ts';
import { personName } from '../../domain/school.ts';
import { saidDate, saidTime } from '../../domain/school-time.ts';
import { holdersIn, viewSlot } from './access.ts';
import { button, type CardContext, progressButton } from './buttons.ts';
import { saidKnown } from './cards.ts';
import { periods } from './choices.ts';
import { saidStep } from './history-words.ts';
import { offered, refusalFor } from './offers.ts';
import { putAway } from './put-away.ts';
import { saidConcerns, saidSignatures } from './record-words.ts';
import { campaignOf, latestVersion, type Policy, type Standing, type Version } from './state.ts';
import { wordingBlocks } from './wording-blocks.ts';
import { cardTitle, draftTitle, fileTitle, isOverdue, saidVersion } from './words.ts';

/** A policy's file: where it stands, its versions and signatures, its review, and what happened. A page at a time. */
export function policyFile(policy: Policy, person: PersonId, page: number, of: CardContext): Reply {
  const blocks = [
    { heading: headingOf(policy), text: whereItStands(policy, of).join('\n') },
    ...policy.file.versions.toReversed().map((version) => versionBlock(version, person, of)),
    ...(policy.file.earlier === 0
      ? []
      : [{ heading: 'Before these', text: `${policy.file.earlier} more versions, kept in the history.` }]),
    { heading: 'History', text: policy.file.steps.map((step) => saidStep(step, person, of)).join('\n') },
  ];
  const [first, ...others] = fileButtons(policy, person, of);
  return shown(
    policy,
    person,
    { page, blocks, title: fileTitle(policy, of.reference, of.school, of.at), command: 'policy/open' },
    of,
    {
      buttons: [...(first === undefined ? [] : [{ ...first, primary: true }]), ...others.slice(0, 2)],
      more: others.slice(2),
    },
  );
}

/** One version, as people read it. */
export function versionFile(
  policy: Policy,
  person: PersonId,
  { version: number, page }: { readonly version?: number | undefined; readonly page: number },
  of: CardContext,
): Reply {
  const version = policy.file.versions.find(({ wording }) => wording.version === number) ?? latestVersion(policy);
  const dueBy = policy.file.standing?.terms.dueBy ?? '';
  const blocks = version === undefined ? [] : wordingBlocks(version.wording, { dueBy, ...of });
  const title = version === undefined ? `Policy ${of.reference}` : cardTitle(version.wording, of.reference);
  const given = version === undefined ? {} : { version: String(version.wording.version) };
  const back = button('policy/open', of.reference, { label: 'Back to the policy', primary: true });
  return shown(policy, person, { page, blocks, title, command: 'policy/read', given }, of, {
    buttons: [back],
    more: [],
  });
}

function headingOf(policy: Policy): string {
  const version = latestVersion(policy);
  return version === undefined ? draftTitle(policy) : saidVersion(version.wording);
}

interface Shown {
  readonly page: number;
  readonly blocks: readonly Said[];
  readonly title: string;
  readonly command: 'policy/open' | 'policy/read';
  readonly given?: { readonly [key: string]: string };
}

function shown(
  policy: Policy,
  person: PersonId,
  { page, blocks, title, command, given = {} }: Shown,
  of: CardContext,
  { buttons, more }: { readonly buttons: readonly Button[]; readonly more: readonly Button[] },
): Reply {
  const pages = paginate(blocks);
  const at = Math.min(page, pages.length);
  const turn = (to: number, label: string) =>
    button(command, of.reference, { label, given: { ...given, page: String(to) } });
  return {
    slot: viewSlot(person),
    card: 'case-file',
    preview: `Policy ${of.reference}`,
    data: {
      title,
      // A version is what it was; what is overdue is the policy.
      attention: command === 'policy/open' && isOverdue(policy, of.school, of.at),
      caution: '',
      blocks: (pages[at - 1] ?? []).map(({ heading, text }) => ({ heading, text })),
      page: pages.length > 1 ? `Page ${at} of ${pages.length}` : '',
      turns: [...(at > 1 ? [turn(at - 1, 'Back')] : []), ...(at < pages.length ? [turn(at + 1, 'Read on')] : [])],
      buttons: [...buttons, button('policy/put-away', of.reference, { chatOnly: true })],
      more,
    },
    fades: putAway(policy, person, of),
  };
}

function fileButtons(policy: Policy, person: PersonId, of: CardContext): readonly Button[] {
  const { reference, school } = of;
  const campaign = campaignOf(policy);
  const owner = policy.file.standing?.terms.owner;
  const seesProgress = campaign !== undefined && (owner === person || maySeeWhoHasNot(person, school));
  const may = (command: 'policy/preview' | 'policy/read') => refusalFor(policy, command, person, school) === undefined;
  const number = policy.status === 'awaiting-signature' ? { given: { draft: String(policy.making.number) } } : {};
  const steps = offered(policy, person, school).map((command) =>
    button(command, reference, command === 'policy/sign' || command === 'policy/send-back' ? number : {}),
  );
  return [
    ...(may('policy/preview') ? [button('policy/preview', reference)] : []),
    ...(may('policy/read') ? [button('policy/read', reference)] : []),
    ...(seesProgress ? [progressButton(campaign)] : []),
    ...steps,
  ];
}

function whereItStands(policy: Policy, of: CardContext): readonly string[] {
  const { standing, lost } = policy.file;
  if (standing === undefined) return ['Nothing has been published yet.'];
  const missed = holdersIn(lost.filter((slot) => slot.includes('@'))).map((person) => personName(of.school, person));
  const commands = lost.filter((slot) => !slot.includes('@'));
  return [
    ...saidStanding(standing, of),
    ...(missed.length === 0 ? [] : [`A card could not be delivered to ${missed.join(', ')}. Tell them another way.`]),
    ...(commands.length === 0
      ? []
      : [
          'A step of the asking was not carried out. Look whether the figures are right, and tell whoever looks after the bot.',
        ]),
  ];
}

function saidStanding({ terms, review, known, round, year }: Standing, of: CardContext): readonly string[] {
  const { school, at } = of;
  const day = (date: string) => saidDate(school, date, at);
  return [
    `Round ${round}, school year ${year}: ${saidAudience(terms.audience, school)}, by ${day(terms.dueBy)}.`,
    terms.isYearly ? 'Asked again each school year.' : 'Not asked again each year.',
    `Owner, who answers questions: ${personName(school, terms.owner)}.`,
    `Last reviewed ${day(review.lastOn)}. Next review ${day(review.on)}, ${labelOf(periods, String(review.months)).toLowerCase()}.`,
    ...(terms.committee === '' ? [] : [`Committee: ${terms.committee}`]),
    ...(terms.coordinators === '' ? [] : [`Co-ordinators: ${terms.coordinators}`]),
    ...(known === null
      ? []
      : [
          `Posted on the website: ${saidKnown(known.website, of)}. Told to pupils and parents: ${saidKnown(known.families, of)}.`,
        ]),
  ];
}

function versionBlock(version: Version, person: PersonId, { school, at }: CardContext): Said {
  const { wording, publisher, isMaterial, round, signatures, concerns, hash } = version;
  const lines = [
    `Published ${saidTime(school, version.at, at)} by ${personName(school, publisher)}. ${isMaterial ? `Round ${round}: everybody is asked.` : 'A small change: nobody was asked again.'}`,
    ...wording.changes.map((line) => `• ${line}`),
    ...saidSignatures(signatures, school, at),
    ...saidConcerns(concerns, person, school),
    `Fingerprint ${hash.slice(0, 16)}`,
  ];
  return { heading: saidVersion(wording), text: lines.join('\n') };
}
