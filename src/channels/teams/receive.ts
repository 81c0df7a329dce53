import { setTimeout as pause } from 'node:timers/promises';
import type { Arrivals } from '../../application/arrivals.ts';
import type { Directory } from '../../application/directory.ts';
import { Fault } from '../../application/faults.ts';
import { createHelp } from '../../application/help.ts';
import type { Overview } from '../../application/overview.ts';
import type { AddressBook } from '../../application/ports.ts';
import type { Presser } from '../../application/press.ts';
import type { StandingPoster } from '../../application/show-again.ts';
import { brokeDown, noFiles, notice, stranger } from '../../application/words.ts';
import type { Registry } from '../../domain/decider.ts';
import type { School } from '../../domain/school.ts';
import type { Arrived, Heard } from '../arrived.ts';
import type { createRenderer } from '../render.ts';
import { type Activity, isPersonal, readActivity, tenantOf } from './activity.ts';
import type { TeamsAnswer } from './answers.ts';
import type { TeamsConnector } from './connector.ts';
import type { Setting } from './draw.ts';
import { createTeamsIdentifier } from './identity.ts';
import { createInstallation } from './installation.ts';
import { createPresses, isInDialog } from './presses.ts';
import { createSeenActivities } from './seen-activities.ts';
import { createSpeaker, type Visitor } from './speaker.ts';
import { createTypedLines } from './typed-lines.ts';
import { notIdentified } from './words.ts';

export interface TeamsReceiverParts {
  readonly directory: Directory;
  readonly addresses: AddressBook;
  readonly presser: Presser;
  readonly overview: Overview;
  readonly standing: StandingPoster;
  readonly arrivals: Arrivals;
  readonly arrived: Arrived;
  readonly heard: Heard;
  readonly registry: Registry;
  readonly connector: TeamsConnector;
  readonly render: ReturnType<typeof createRenderer>;
  readonly setting: Extract<Setting, 'chat' | 'chat-with-dialogs'>;
  /** Told what came in, for the log: kinds and codes, never content. */
  readonly noted: (of: { readonly code: string; readonly school?: string }) => void;
  /** Milliseconds that only ever go forward. */
  readonly monotonicMs?: () => number;
  /** Lets this many milliseconds pass. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/** Takes what Teams sends: parses it, finds out who it is, and translates it. Decides nothing. */
export function createTeamsReceiver(given: TeamsReceiverParts) {
  const parts = { monotonicMs: () => performance.now(), wait: pause, ...given };
  const { directory, registry, arrivals, noted } = parts;
  const identifier = createTeamsIdentifier(parts);
  const speaker = createSpeaker(parts);
  const help = createHelp(registry);
  const installation = createInstallation({ ...parts, identifier, speaker, help });
  const lines = createTypedLines({ ...parts, speaker, help });
  const presses = createPresses({ ...parts, speaker });
  const seen = createSeenActivities();

  async function receive(body: unknown): Promise<TeamsAnswer | undefined> {
    const activity = readActivity(body);
    if (activity === 'of no interest') return undefined;
    if (activity === 'malformed') {
      noted({ code: 'malformed-activity' });
      return { status: 400 };
    }
    // A bot is not talked to by bots: the two might never end.
    if (activity.from.id.startsWith('28:')) return undefined;
    const school = directory.schoolOf({ channel: 'teams', tenant: tenantOf(activity) ?? '' });
    if (activity.type === 'invoke') return await invoked(activity, school);
    if (school === undefined) noted({ code: 'unknown-tenant' });
    else await once(activity, () => heard(activity, school));
    return undefined;
  }

  /** What comes again is answered again only where it was not answered the first time. */
  async function once(activity: Activity, work: () => Promise<void>): Promise<void> {
    const key = keyOf(activity);
    if (key !== undefined && !seen.isNew(key)) return;
    try {
      await work();
    } catch (error) {
      if (key !== undefined) seen.forget(key);
      throw error;
    }
  }

  /** Whether it comes for the first time, to any replica and before any restart. Asked once for each time it comes. */
  async function isFirst(activity: Activity, ask: (key: string) => Promise<boolean>): Promise<boolean> {
    const key = keyOf(activity);
    return key === undefined || seen.wasForgotten(key) || (await ask(`teams ${key}`));
  }

  async function heard(activity: Activity, school: School): Promise<void> {
    const isNew = () => isFirst(activity, (key) => arrivals.isNew(school, key));
    if (activity.type === 'installationUpdate') return await installation.changed(activity, school, isNew);
    if (activity.type === 'conversationUpdate') return await installation.joined(activity, school);
    const isNewLine = isFirst(activity, (key) => arrivals.isNewLine(school, key));
    const [isToBeRead, identity] = await Promise.all([isNewLine, identifier.whoIs(activity, school)]);
    if (!isToBeRead) return;
    if (identity.kind === 'unclear') {
      noted({ code: identity.code, school: school.id });
      return await speaker.say(activity, notice('', [notIdentified(school)]));
    }
    if (identity.kind === 'stranger') {
      noted({ code: 'unknown-person', school: school.id });
      return await speaker.say(activity, notice('', [stranger(school.telephone)]));
    }
    const visitor = { school, person: identity.person };
    await Promise.all([remember(activity, visitor), lines.read(activity, visitor)]);
  }

  /** Nobody waits for an answer until an address is kept. */
  async function remember(activity: Activity, visitor: Visitor): Promise<void> {
    if (isPersonal(activity)) await installation.remember(activity, visitor).catch(() => noted({ code: 'unexpected' }));
  }

  async function invoked(activity: Activity, school: School | undefined): Promise<TeamsAnswer> {
    const { name } = activity;
    if (name !== 'adaptiveCard/action' && name !== 'fileConsent/invoke' && !isInDialog(name)) {
      noted({ code: 'unknown-invoke' });
      return { status: 501 };
    }
    if (school === undefined) {
      noted({ code: 'unknown-tenant' });
      return presses.said(activity, stranger(undefined));
    }
    try {
      const identity = await identifier.whoIs(activity, school);
      if (identity.kind === 'unclear') {
        noted({ code: identity.code, school: school.id });
        return presses.notTaken(activity, school, notIdentified(school));
      }
      if (identity.kind === 'stranger') {
        noted({ code: 'unknown-person', school: school.id });
        return presses.said(activity, stranger(school.telephone));
      }
      const visitor = { school, person: identity.person };
      void remember(activity, visitor);
      return await pressed(activity, visitor);
    } catch (error) {
      noted({ code: error instanceof Fault ? error.code : 'unexpected', school: school.id });
      return presses.notTaken(activity, school, brokeDown(school));
    }
  }

  async function pressed(activity: Activity, visitor: Visitor): Promise<TeamsAnswer> {
    if (activity.name === 'adaptiveCard/action') return await presses.onCard(activity, visitor);
    if (isInDialog(activity.name)) return await presses.inDialog(activity, visitor);
    // A file was offered; nobody asked for one.
    await speaker.tell(activity, visitor, noFiles(visitor.school));
    return { status: 200 };
  }

  return {
    /** Undefined when there is nothing to answer. Rejects where Teams had better send it again. */
    receive,
  };
}

/** What an activity is known again by; undefined for an edit, which has the id of what it edits. */
function keyOf({ type, id, conversation }: Activity): string | undefined {
  return id == null || type === 'messageUpdate' ? undefined : `${type} ${conversation.id} ${id}`;
}

export type TeamsReceiver = ReturnType<typeof createTeamsReceiver>;
