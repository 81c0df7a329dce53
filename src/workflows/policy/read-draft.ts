import { type Audience, channelsIn, peopleIn } from '../../domain/audience.ts';
import { mentionsConcern } from '../../domain/concern-mention.ts';
import type { DecisionContext } from '../../domain/decider.ts';
import type { PersonId } from '../../domain/people.ts';
import { personNamed } from '../../domain/person-named.ts';
import { mayLinkConcerns } from '../../domain/policies.ts';
import { fitsCard } from '../../domain/policy-card.ts';
import { parseReference } from '../../domain/reference.ts';
import { findPerson, type School } from '../../domain/school.ts';
import { statement, type Wording } from '../../domain/wording.ts';
import { ADDRESS, type DraftData } from './command-data.ts';
import { latestDue, monthsAfter, today } from './dates.ts';
import { personIn } from './decision-parts.ts';
import type { Draft } from './events.ts';
import { weightOf } from './evolve.ts';
import type { Misfit, RefusalCode, Wrong } from './refusals.ts';
import { inForce, inTheMaking, latestVersion, type PolicyState } from './state.ts';

/** What a person says by signing an agreement. */
const agreed = 'I have read and understood this agreement, and I will keep to it';
/** So many bytes of drafts fit in a record beside everything else that it holds. */
const ROOM_BYTES = 500_000;
const MOST_CONCERNS = 20;
const MOST_NAMED = 100;

/** A part as it was read, or all that is wrong with it. */
type Read<Value> = { readonly kind: 'read'; readonly value: Value } | Misfits;
interface Misfits {
  readonly kind: 'misfits';
  readonly all: readonly [Misfit, ...Misfit[]];
}

const wrongWith = (code: RefusalCode, wrong?: Wrong): Misfit => (wrong === undefined ? { code } : { code, wrong });
const misfit = (code: RefusalCode, wrong?: Wrong): Misfits => ({ kind: 'misfits', all: [wrongWith(code, wrong)] });
const read = <Value>(value: Value): Read<Value> => ({ kind: 'read', value });

/** The version that somebody put into the form, or all about it that cannot be. */
export function readDraft(state: PolicyState, data: DraftData, context: DecisionContext): Read<Draft> {
  const { school, reference } = context;
  const wording = readWording(state, data, reference);
  const audience = readAudience(data, school);
  const owner = readOwner(data.owner, context);
  const concerns = readConcerns(state, data.concerns, context);
  const review = { months: Number(data.reviewMonths), on: data.nextReview };
  const [first, ...others] = [
    ...(mentionsConcern(wordsOf(data)) ? [wrongWith('names-concern')] : []),
    ...[wording, audience, owner, concerns].flatMap((part) => (part.kind === 'misfits' ? part.all : [])),
    ...wrongToday({ dueBy: data.dueBy, review }, context),
  ];
  const areRead =
    wording.kind === 'read' && audience.kind === 'read' && owner.kind === 'read' && concerns.kind === 'read';
  if (first !== undefined) return { kind: 'misfits', all: [first, ...others] };
  if (!areRead) throw new Error('what was not read says what is wrong with it');
  const draft: Draft = {
    wording: wording.value,
    isMaterial: inForce(state) === undefined || data.isMaterial === 'yes',
    audience: audience.value,
    dueBy: data.dueBy,
    isYearly: data.isYearly === 'yes',
    owner: owner.value,
    review,
    approval: data.approval,
    committee: data.committee,
    coordinators: data.coordinators,
    concerns: concerns.value,
  };
  const code = whyNot(state, draft, context);
  return code === undefined ? read(draft) : misfit(code);
}

/** What others read of a version, in one text. */
function wordsOf({ title, change1, change2, change3, text, address, committee, coordinators }: DraftData): string {
  return [title, change1, change2, change3, text, address, committee, coordinators].join('\n\n\n\n');
}

/** Why a version cannot stand as it is, today. Asked again when it is published. */
export function whyNotToday(draft: Draft, context: DecisionContext): Misfit | undefined {
  return wrongToday(draft, context)[0];
}

function wrongToday({ dueBy, review }: Pick<Draft, 'dueBy' | 'review'>, context: DecisionContext): readonly Misfit[] {
  const { school, at } = context;
  const isTooLate = dueBy > latestDue(school, at);
  return [
    ...(dueBy < today(context) ? [wrongWith('due-past')] : isTooLate ? [wrongWith('due-too-late')] : []),
    ...[whyNotReviewedOn(review, context) ?? []].flat(),
  ];
}

/** Why a review cannot be due then. */
export function whyNotReviewedOn(
  { months, on }: { readonly months: number; readonly on: string },
  context: DecisionContext,
): Misfit | undefined {
  const latest = monthsAfter(today(context), months);
  if (on <= today(context)) return wrongWith('review-past');
  return on > latest ? wrongWith('review-too-late', { day: latest }) : undefined;
}

function whyNot(state: PolicyState, draft: Draft, context: DecisionContext): RefusalCode | undefined {
  const { audience, wording, isMaterial } = draft;
  const standing = inForce(state);
  const before = state.status === 'none' ? undefined : latestVersion(state)?.wording;
  if (standing !== undefined && !isMaterial) {
    if (wording.kind !== before?.kind) return 'kind-needs-asking';
    if (!isSame(audience, stillThere(standing.terms.audience, context.school))) return 'audience-needs-asking';
  }
  const { school } = context;
  if (peopleIn(audience, school).length === 0 && channelsIn(audience, school).length === 0) return 'nobody-there';
  const weight = state.status === 'none' ? 0 : state.file.weight;
  return weight + weightOf(draft) > ROOM_BYTES ? 'no-room' : undefined;
}

function readWording(state: PolicyState, data: DraftData, reference: string): Read<Wording> {
  const latest = state.status === 'none' ? undefined : latestVersion(state)?.wording;
  const version = data.version === '' ? (latest?.version ?? 0) + 1 : Number(data.version);
  const isNumber = /^\d{0,4}$/.test(data.version) && version >= 1;
  const changes = [data.change1, data.change2, data.change3].map(onOneLine).filter((line) => line !== '');
  const isAgreement = data.kind === 'agreement';
  const link = readLink(data);
  const [first, ...others] = [
    ...(isNumber ? [] : [wrongWith('bad-version')]),
    ...(isNumber && latest !== undefined && version <= latest.version ? [wrongWith('version-too-low')] : []),
    ...(latest !== undefined && changes.length === 0 ? [wrongWith('say-what-changed')] : []),
    ...(data.text === '' && isAgreement ? [wrongWith('agreement-needs-text')] : []),
    ...(data.text === '' && data.address === '' && !isAgreement ? [wrongWith('no-text')] : []),
    ...(link.kind === 'misfits' ? link.all : []),
  ];
  if (first !== undefined) return { kind: 'misfits', all: [first, ...others] };
  const wording: Wording = {
    policy: reference,
    version,
    kind: data.kind,
    title: onOneLine(data.title),
    changes,
    ...(data.text === '' ? {} : { text: data.text }),
    ...(link.kind === 'misfits' || link.value === undefined ? {} : { link: link.value }),
    statement: isAgreement ? agreed : statement,
    isSigned: isAgreement,
  };
  return isAgreement && !fitsCard(wording) ? misfit('agreement-too-long') : read(wording);
}

function readLink({ address, sha256 }: DraftData): Read<Wording['link']> {
  const hash = sha256.replace(/[\s:]/gu, '').toLowerCase();
  if (address === '') return hash === '' ? read(undefined) : misfit('hash-needs-link');
  const opened = asOpened(address);
  if (opened === undefined) return misfit('bad-link');
  if (opened.length > ADDRESS) return misfit('link-too-long');
  if (hash === '') return misfit('link-needs-hash');
  return /^[0-9a-f]{64}$/.test(hash) ? read({ address: opened, sha256: hash }) : misfit('bad-hash');
}

/** The address as a browser opens it, which is not always as it looks; undefined where it is none, or names somebody. */
function asOpened(text: string): string | undefined {
  if (/\s/u.test(text) || !URL.canParse(text)) return undefined;
  const { protocol, username, password, hostname, href } = new URL(text);
  const isNamed = username !== '' || password !== '';
  return protocol === 'https:' && !isNamed && hostname.includes('.') ? href : undefined;
}

/** Only what the school has now; each once, in one order, so that two audiences can be compared. */
function readAudience(data: DraftData, school: School): Read<Audience> {
  const named = linesOf(data.people).map((line) => personNamed(line, school));
  const wrong = named.findIndex(({ kind }) => kind === 'problem');
  const problem = named[wrong];
  if (problem?.kind === 'problem') return misfit(problem.problem, { line: wrong + 1 });
  if (named.length > MOST_NAMED) return misfit('no-such-person', { line: MOST_NAMED + 1 });
  const audience: Audience = {
    kinds: inOrder(data.kinds),
    roles: inOrder(data.roles),
    groups: inOrder(data.groups).filter((id) => school.groups.some((group) => group.id === id)),
    channels: inOrder(data.channels).filter((id) => school.staffChannels.some((channel) => channel.id === id)),
    people: inOrder(named.flatMap((one): PersonId[] => (one.kind === 'person' ? [one.person] : []))),
  };
  const isNobody = Object.values(audience).every((part) => part.length === 0);
  return isNobody ? misfit('nobody-asked') : read(audience);
}

/** Whoever drafts it, where nobody else is named. */
function readOwner(text: string, context: DecisionContext): Read<PersonId> {
  if (text === '') return read(personIn(context));
  const named = personNamed(text, context.school);
  if (named.kind === 'person') return read(named.person);
  return misfit(named.problem === 'no-such-person' ? 'no-such-owner' : 'several-owners');
}

/** What others linked stays as it is, and so does all of it where somebody may not link concerns. */
function readConcerns(state: PolicyState, text: string, context: DecisionContext): Read<Draft['concerns']> {
  const by = personIn(context);
  const linked = inTheMaking(state)?.making.draft.concerns ?? [];
  if (!mayLinkConcerns(by, context.school)) return read(linked);
  const references = linesOf(text.replace(/[,;]/gu, '\n')).map((line) => parseReference(line));
  const wrong = references.findIndex((one) => one?.startsWith('C-') !== true);
  if (wrong >= 0) return misfit('bad-concern', { line: wrong + 1 });
  const all = inOrder(references.flatMap((one) => one ?? []));
  if (all.length > MOST_CONCERNS) return misfit('bad-concern', { line: MOST_CONCERNS + 1 });
  return read([...linked.filter((one) => one.by !== by), ...all.map((reference) => ({ reference, by }))]);
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function onOneLine(text: string): string {
  return text.replace(/[\n\t]+/gu, ' ').trim();
}

function inOrder<Value extends string>(values: readonly Value[]): Value[] {
  return [...new Set(values)].toSorted();
}

/** An audience without what the school has no more: nobody is asked less for leaving that out. */
function stillThere({ kinds, roles, groups, channels, people }: Audience, school: School): Audience {
  return {
    kinds,
    roles,
    groups: groups.filter((id) => school.groups.some((group) => group.id === id)),
    channels: channels.filter((id) => school.staffChannels.some((channel) => channel.id === id)),
    people: people.filter((person) => findPerson(school, person) !== undefined),
  };
}

function isSame(one: Audience, other: Audience): boolean {
  return JSON.stringify(partsOf(one)) === JSON.stringify(partsOf(other));
}

function partsOf({ kinds, roles, groups, channels, people }: Audience) {
  return [kinds, roles, groups, channels, people];
}
