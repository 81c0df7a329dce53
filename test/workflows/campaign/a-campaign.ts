import type { Audience } from '../../../src/domain/audience.ts';
import type { Decision, DecisionContext, Happened, Refusal, Relay } from '../../../src/domain/decider.ts';
import type { Gathered, Gathering, Member, SharedRecord } from '../../../src/domain/gathering.ts';
import { type Instant, later } from '../../../src/domain/instant.ts';
import type { Json, Message } from '../../../src/domain/message.ts';
import { type Actor, type PersonId, theClock } from '../../../src/domain/people.ts';
import { findPerson, type School } from '../../../src/domain/school.ts';
import { type Wording, wordingHash } from '../../../src/domain/wording.ts';
import type { CampaignCommand } from '../../../src/workflows/campaign/command-data.ts';
import type { CampaignEvent } from '../../../src/workflows/campaign/events.ts';
import { campaign } from '../../../src/workflows/campaign/index.ts';
import type { CampaignState } from '../../../src/workflows/campaign/state.ts';
import { people } from '../../support/school.ts';

type Outcome = Decision<CampaignEvent> | Refusal<CampaignEvent> | { readonly kind: 'malformed' };

/** The reference of the campaign that the tests are about, and of its policy. */
export const reference = 'M-7K3Q9F';
export const policy = 'P-7K3Q9F';
/** A Monday in term, at 14:05 in the school. */
export const monday: Instant = '2026-11-23T14:05:00.000Z';

export const nobody: Audience = { kinds: [], roles: [], groups: [], channels: [], people: [] };
export const allStaff: Audience = { ...nobody, kinds: ['staff'] };

export function aWording(overrides: Partial<Wording> = {}): Wording {
  return {
    policy,
    version: 4,
    kind: 'policy',
    title: 'Online safety policy',
    changes: ['Mobile phones stay in lockers.'],
    text: 'Staff keep to this policy.',
    statement: 'I have read and understood this',
    isSigned: false,
    ...overrides,
  };
}

/** An agreement that is signed every year. */
export function anAgreement(overrides: Partial<Wording> = {}): Wording {
  return aWording({ kind: 'agreement', title: 'Acceptable use', statement: 'I agree', isSigned: true, ...overrides });
}

/** What a policy gives its campaign. */
export function aBeginning(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    wording: aWording(),
    audience: allStaff,
    owner: people.coordinator,
    publisher: people.dsl,
    round: 1,
    dueBy: '2026-12-18',
    isYearly: false,
    ...overrides,
  };
}

/** One person's acknowledgement, as far as a campaign depends on it. */
interface Theirs {
  status: 'pending' | 'delivered' | 'unreachable' | 'acknowledged' | 'left' | 'closed';
  hasAcknowledged: boolean;
  askedAt: Instant;
  reminded: number;
  version: number;
  /** By when they are to have done it. */
  dueBy?: string;
  readonly order: number;
}

/** Something that came to an acknowledgement and changed it. */
interface Came {
  readonly what: 'asked' | 'reworded' | 'came back' | 'reminded' | 'left' | 'closed';
  readonly person: PersonId;
  readonly at: Instant;
}

/**
 * The world around a campaign: the acknowledgements, which do what is agreed between the two workflows and nothing more,
 * the members of its channels, and what the application does: reads for a command, carries relays out once each, gives
 * deadlines.
 */
export class World {
  school: School;
  history: Happened<CampaignEvent>[] = [];
  state: CampaignState = campaign.initial;
  at: Instant;
  readonly theirs = new Map<PersonId, Theirs>();
  readonly members = new Map<string, Member[]>();
  readonly messages: Message[] = [];
  readonly came: Came[] = [];
  /** Every relay that was given, as it was owed. */
  readonly given: Relay[] = [];
  /** What is owed to other records and not carried out yet. */
  owed: Relay[] = [];
  /** True while nothing that is owed is carried out. */
  isHeld = false;
  pageSize = 500;
  /** True while the chat does not say who is in a channel. */
  isChatAway = false;
  /** True while another chat, which comes first, does not say it. */
  isFirstChatAway = false;

  constructor(school: School, at: Instant = monday) {
    this.school = school;
    this.at = at;
  }

  /** Gives a command as the application does. */
  give(command: CampaignCommand, by: Actor = theClock, data: unknown = {}): Outcome {
    const definition = campaign.commands[command];
    const parsed = definition?.data.safeParse(data);
    if (definition === undefined || parsed?.success !== true) return { kind: 'malformed' };
    const of = { at: this.at, by, school: this.school, reference };
    const gathering = definition.gathers?.(this.state, { ...of, data: parsed.data as Json });
    const gathered = gathering === undefined ? {} : { gathered: this.gather(gathering) };
    const context: DecisionContext = { ...of, isOwing: this.owed.length > 0, ...gathered };
    const outcome =
      campaign.refuses(this.state, command, context) ??
      campaign.decide(this.state, { type: command, data: parsed.data as Json }, context);
    if (outcome.kind === 'decision') this.commit(outcome, by);
    return outcome;
  }

  begin(overrides: Record<string, unknown> = {}): Outcome {
    return this.give('campaign/begin', theClock, aBeginning(overrides));
  }

  private commit({ events, messages, relays = [] }: Decision<CampaignEvent>, by: Actor): void {
    if (relays.length > 0 && events.length === 0) throw new Error('a decision with relays has an event too');
    for (const event of events) {
      const happened = { event: campaign.event.parse(JSON.parse(JSON.stringify(event))), at: this.at, by };
      this.history.push(happened);
      this.state = campaign.evolve(this.state, happened);
    }
    if (events.length > 0) this.at = later(this.at, 1);
    this.messages.push(...messages);
    this.given.push(...relays);
    this.owed.push(...relays);
    if (!this.isHeld) this.carryOut();
  }

  /** The service is killed and begins anew: what it knows is what its history comes to. */
  restart(): void {
    const folded = this.history.reduce((before: CampaignState, one) => campaign.evolve(before, one), campaign.initial);
    this.state = campaign.state.parse(JSON.parse(JSON.stringify(folded)));
  }

  /** What is owed to other records is carried out. */
  carryOut(): void {
    const relays = this.owed;
    this.owed = [];
    for (const { type, data, each = [] } of relays)
      for (const { key, data: own } of each) {
        if ((each ?? []).length > 100) throw new Error('a relay asks at most 100 records');
        this.carryOutOne(type, key, { ...data, ...own });
      }
  }

  private carryOutOne(type: string, key: string, data: Record<string, Json>): void {
    const person = key.replace(`acknowledgement ${reference} `, '');
    const came = (what: Came['what']) => this.came.push({ what, person, at: this.at });
    const theirs = this.theirs.get(person);
    const isOpen = theirs !== undefined && ['pending', 'delivered', 'unreachable'].includes(theirs.status);
    if (type === 'acknowledgement/ask') {
      const isTaken = theirs === undefined || theirs.status === 'left' || theirs.version < Number(data['version']);
      this.ask(person, theirs, Number(data['version']), came);
      if (isTaken) Object.assign(this.theirs.get(person) ?? {}, { dueBy: data['dueBy'] });
    }
    if (theirs === undefined || type === 'acknowledgement/ask') return;
    // A reminder that came already, by its number, is not owed again.
    if (type === 'acknowledgement/remind' && isOpen && Number(data['nth']) > theirs.reminded) {
      if (data['nth'] !== theirs.reminded + 1) throw new Error('reminders are counted one by one');
      theirs.reminded += 1;
      came('reminded');
    }
    if (type === 'acknowledgement/leave' && (isOpen || theirs.status === 'acknowledged')) {
      theirs.status = 'left';
      came('left');
    }
    if (type === 'acknowledgement/close' && isOpen) {
      theirs.status = 'closed';
      came('closed');
    }
  }

  private ask(person: PersonId, theirs: Theirs | undefined, version: number, came: (what: Came['what']) => void): void {
    if (theirs === undefined) {
      const order = this.theirs.size;
      const fresh = {
        status: 'pending',
        hasAcknowledged: false,
        askedAt: this.at,
        reminded: 0,
        version,
        order,
      } as const;
      this.theirs.set(person, { ...fresh });
      came('asked');
    } else if (theirs.status === 'left') {
      const { hasAcknowledged } = theirs;
      Object.assign(theirs, { status: hasAcknowledged ? 'acknowledged' : 'pending', version });
      if (!hasAcknowledged) Object.assign(theirs, { askedAt: this.at, reminded: 0 });
      came('came back');
    } else if (theirs.status !== 'acknowledged' && theirs.status !== 'closed' && theirs.version < version) {
      theirs.version = version;
      came('reworded');
    }
  }

  private gather(gathering: Gathering): Gathered {
    switch (gathering.kind) {
      case 'members': {
        if (this.isChatAway) return { kind: 'members', members: [], isKnown: false };
        if (this.isFirstChatAway && gathering.after === undefined)
          return { kind: 'members', members: [], isKnown: false, next: '0' };
        const all = this.members.get(gathering.channel) ?? [];
        const from = Number(gathering.after ?? '0');
        const next = from + this.pageSize;
        const page = { kind: 'members', members: all.slice(from, next) } as const;
        return next < all.length ? { ...page, next: String(next) } : page;
      }
      case 'counts': {
        const counts: Record<string, number> = {};
        for (const { status } of this.theirs.values()) counts[status] = (counts[status] ?? 0) + 1;
        return { kind: 'counts', counts };
      }
      case 'records':
        return this.records(gathering);
      case 'matches':
        return { kind: 'matches', records: [], isWhole: true };
      case 'record':
        return { kind: 'record' };
      default:
        return gathering satisfies never;
    }
  }

  private records({ statuses, after = '-1', most }: Gathering & { kind: 'records' }): Gathered {
    const wanted = [...this.theirs.entries()]
      .filter(([, { status, order }]) => (statuses?.includes(status) ?? true) && order > Number(after))
      .toSorted(([, one], [, other]) => one.order - other.order);
    const size = Math.min(most, this.pageSize);
    const page = wanted.slice(0, size);
    const records = page.map(([person, one]): SharedRecord => this.shared(person, one));
    const next = page.at(-1)?.[1].order;
    const whole = { kind: 'records', records, isWhole: true } as const;
    return wanted.length > size && next !== undefined ? { ...whole, next: String(next) } : whole;
  }

  private shared(person: PersonId, one: Theirs): SharedRecord {
    const known = findPerson(this.school, person);
    const { status, askedAt, reminded, version } = one;
    const shared = {
      person,
      name: known?.name ?? person,
      jobTitle: known?.jobTitle ?? '',
      askedAt,
      reminded,
      version,
      hash: wordingHash(aWording({ version })),
      ...(one.dueBy === undefined ? {} : { dueBy: one.dueBy }),
      ...(status === 'unreachable' ? { reason: 'has blocked or removed the app' } : {}),
      ...(one.hasAcknowledged ? { acknowledgedAt: this.at } : {}),
    };
    return { reference: `R-${one.order}`, status, shared };
  }

  /** Gives the deadlines that have come by then, one after the other, each at its time. */
  until(time: Instant, most = 3_000): void {
    for (let count = 0; count < most; count++) {
      const next = campaign.deadlines(this.state).toSorted((one, other) => (one.at < other.at ? -1 : 1))[0];
      if (next === undefined || next.at > time) {
        this.at = this.at > time ? this.at : time;
        return;
      }
      this.at = this.at > next.at ? this.at : next.at;
      const before = this.history.length;
      this.give(next.command as CampaignCommand, theClock, next.data);
      if (this.history.length === before) throw new Error(`${next.command} changed nothing, so it would come for ever`);
    }
    throw new Error('the clock never came to rest');
  }

  pass(milliseconds: number): void {
    this.until(later(this.at, milliseconds));
  }

  acknowledge(person: PersonId): void {
    const theirs = this.theirs.get(person);
    if (theirs === undefined || !['pending', 'delivered', 'unreachable'].includes(theirs.status)) return;
    theirs.status = 'acknowledged';
    theirs.hasAcknowledged = true;
  }

  stands(person: PersonId, status: 'delivered' | 'unreachable'): void {
    const theirs = this.theirs.get(person);
    if (theirs?.status === 'pending') theirs.status = status;
  }

  /** Everybody who stands so. */
  having(...statuses: readonly Theirs['status'][]): readonly PersonId[] {
    return [...this.theirs.entries()]
      .flatMap(([person, { status }]) => (statuses.includes(status) ? [person] : []))
      .toSorted();
  }

  /** Who had this happen to them, in order. */
  who(what: Came['what']): readonly PersonId[] {
    return this.came.flatMap((one) => (one.what === what ? [one.person] : []));
  }

  /** The messages to a slot that begins so. */
  to(start: string): readonly Message[] {
    return this.messages.filter(({ slot }) => slot.startsWith(start));
  }
}

/** What a card says, all of it. */
export function saidOn(message: Pick<Message, 'data'> | undefined): string {
  return JSON.stringify(message?.data ?? '');
}
