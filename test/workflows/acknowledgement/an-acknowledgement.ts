import type { Decision, DecisionContext, Happened, Refusal } from '../../../src/domain/decider.ts';
import type { Gathered } from '../../../src/domain/gathering.ts';
import { type Instant, later, MINUTE } from '../../../src/domain/instant.ts';
import type { Button, CardData, Json, Message } from '../../../src/domain/message.ts';
import { type Actor, theClock } from '../../../src/domain/people.ts';
import type { School } from '../../../src/domain/school.ts';
import { statement, type Wording, wordingHash } from '../../../src/domain/wording.ts';
import type { AcknowledgementCommand } from '../../../src/workflows/acknowledgement/command-data.ts';
import type { AcknowledgementEvent } from '../../../src/workflows/acknowledgement/events.ts';
import { acknowledgement } from '../../../src/workflows/acknowledgement/index.ts';
import type { AcknowledgementState } from '../../../src/workflows/acknowledgement/state.ts';
import { aSchool, people } from '../../support/school.ts';

export type History = readonly Happened<AcknowledgementEvent>[];
type Outcome = Decision<AcknowledgementEvent> | Refusal<AcknowledgementEvent> | { readonly kind: 'malformed' };

/** The reference of the acknowledgement that the tests are about, and of its campaign and policy. */
export const reference = 'R-7K3Q9F';
export const campaign = 'M-7K3Q9F';
const policy = 'P-7K3Q9F';
/** A Monday in term, at 14:05 in the school. */
export const monday: Instant = '2026-11-23T14:05:00.000Z';
export const school = aSchool();
const dueBy = '2026-12-04';

/** A wording that is to be read; an agreement where it is signed. */
export function aWording(changes: Partial<Wording> = {}): Wording {
  return {
    policy,
    version: 4,
    kind: 'policy',
    title: 'Online safety policy',
    changes: ['Phones stay in lockers.', 'The form is shorter.'],
    text: 'Be kind online.\nTell somebody.',
    statement,
    isSigned: false,
    ...changes,
  };
}

export const anAgreement = aWording({
  kind: 'agreement',
  title: 'Staff acceptable-use agreement',
  version: 2,
  text: 'I keep my password to myself.\nI lock my screen.',
  isSigned: true,
});

/** What the campaign shares of itself. */
export function shared(wording: Wording = aWording(), more: { readonly [part: string]: Json } = {}): Gathered {
  const record = { wording, hash: wordingHash(wording), round: 1, dueBy, status: 'running', owner: people.coordinator };
  return { kind: 'record', record: { reference: campaign, status: 'running', shared: { ...record, ...more } as Json } };
}

/** What the campaign asks with. */
export function asking(wording: Wording = aWording(), person: string = people.teacher) {
  const { version, title, isSigned } = wording;
  return { campaign, policy, person, version, title, isSigned, hash: wordingHash(wording), dueBy };
}

/** What a history comes to. */
export function stateAfter(history: History): AcknowledgementState {
  return history.reduce((state, happened) => acknowledgement.evolve(state, happened), acknowledgement.initial);
}

/** What a command is given with. */
interface Circumstances {
  readonly at?: Instant;
  readonly gathered?: Gathered;
  readonly isOwing?: boolean;
  readonly school?: School;
}

/** Gives a command as the application does: may it be given, can it be read, what must be known of elsewhere. */
function give(
  state: AcknowledgementState,
  command: AcknowledgementCommand,
  by: Actor,
  data: unknown,
  { at = monday, gathered = shared(), isOwing = false, school: where = school }: Circumstances,
): Outcome {
  const context: DecisionContext = { at, by, school: where, reference, isOwing };
  const refused = acknowledgement.refuses(state, command, context);
  if (refused !== undefined) return refused;
  const definition = acknowledgement.commands[command];
  const parsed = definition?.data.safeParse(data);
  if (definition === undefined || parsed?.success !== true) return { kind: 'malformed' };
  const asked = definition.gathers?.(state, { ...context, data: parsed.data as Json });
  const known = asked === undefined ? context : { ...context, gathered };
  return acknowledgement.decide(state, { type: command, data: parsed.data as Json }, known);
}

/** Given what happened, when somebody gives a command, then this comes of it. */
export function given(history: History = [], state: AcknowledgementState = stateAfter(history)) {
  return {
    state,
    history,
    when(command: AcknowledgementCommand, by: Actor, data: unknown = {}, circumstances: Circumstances = {}) {
      const at = circumstances.at ?? later(history.at(-1)?.at ?? monday, MINUTE);
      const outcome = give(state, command, by, data, { ...circumstances, at });
      const events = outcome.kind === 'decision' ? outcome.events : [];
      const messages: readonly Message[] = outcome.kind === 'decision' ? outcome.messages : [];
      const all = [...history, ...events.map((event) => ({ event, at, by }))];
      return {
        outcome,
        events,
        messages,
        history: all,
        state: stateAfter(all),
        reply: outcome.kind === 'decision' ? outcome.reply : undefined,
        code: outcome.kind === 'refusal' ? outcome.code : undefined,
        sentence: outcome.kind === 'refusal' ? outcome.sentence : '',
        next: () => given(all),
      };
    },
  };
}

/** Somebody was asked, and nothing has been sent yet. */
export function asked(wording: Wording = aWording()): History {
  return given().when('acknowledgement/ask', theClock, asking(wording), { at: monday }).history;
}

/** Their card was handed to the chat. */
export function sent(wording: Wording = aWording()): History {
  return given(asked(wording)).when('acknowledgement/send', theClock, {}, { gathered: shared(wording) }).history;
}

export const came = { slot: 'ask', outcome: 'came', code: 'delivered' };
export const parked = { slot: 'ask', outcome: 'parked', code: 'teams-403' };

/** It stands in their chat. */
export function delivered(wording: Wording = aWording()): History {
  return given(sent(wording)).when('acknowledgement/delivery-note', theClock, came).history;
}

/** It cannot be delivered. */
export function unreachable(wording: Wording = aWording()): History {
  return given(sent(wording)).when('acknowledgement/delivery-note', theClock, parked).history;
}

const signature = { name: 'Amara Osei', jobTitle: 'Teacher of History' };

/** They have acknowledged or signed it. */
export function acknowledgedBy(by: Actor, wording: Wording = aWording()): History {
  const [command, data] = wording.isSigned
    ? (['acknowledgement/sign', { version: wording.version, ...signature }] as const)
    : (['acknowledgement/acknowledge', { version: wording.version }] as const);
  return given(delivered(wording)).when(command, by, data, { gathered: shared(wording) }).history;
}

/** The buttons in a card's data, with what each is called. */
export function buttonsOf(data: CardData | undefined): readonly Button[] {
  return (data?.['buttons'] ?? []) as unknown as readonly Button[];
}

export function labelsOf(data: CardData | undefined): readonly string[] {
  return buttonsOf(data).map(({ label }) => label);
}
