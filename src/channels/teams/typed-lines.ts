import { Fault } from '../../application/faults.ts';
import { type Help, NOT_READ, openerOf } from '../../application/help.ts';
import { beginnings, type Overview } from '../../application/overview.ts';
import type { Presser } from '../../application/press.ts';
import { mayCheckService, SERVICE_CHECK } from '../../application/service-check-card.ts';
import { readTyped } from '../../application/typed-command.ts';
import { noFiles, notDone, notice } from '../../application/words.ts';
import type { CardContent, Registry } from '../../domain/decider.ts';
import { type Activity, hasFile, typedText } from './activity.ts';
import type { Setting } from './draw.ts';
import { pressOf } from './presses.ts';
import type { Speaker, Visitor } from './speaker.ts';

export interface TypedLinesParts {
  readonly presser: Presser;
  readonly overview: Overview;
  readonly registry: Registry;
  readonly speaker: Speaker;
  readonly help: Help;
  readonly setting: Extract<Setting, 'chat' | 'chat-with-dialogs'>;
  readonly noted: (of: { readonly code: string; readonly school?: string }) => void;
}

/** Answers lines that people write to the bot. What they wrote is compared with the commands and goes no further. */
export function createTypedLines(parts: TypedLinesParts) {
  const { presser, overview, registry, speaker, help, setting, noted } = parts;

  async function overviewFor({ school, person }: Visitor): Promise<CardContent> {
    try {
      return await overview.all(person.email, school);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      noted({ code: error.code, school: school.id });
      return notice('', [notDone(school)], beginnings(registry));
    }
  }

  async function begin(activity: Activity, visitor: Visitor, type: string): Promise<void> {
    const notOffered = presser.notOffered(type, visitor);
    if (notOffered !== undefined) return await speaker.tell(activity, visitor, notice('', [notOffered]));
    if (setting === 'chat-with-dialogs') return await speaker.say(activity, openerOf(registry, type));
    await show(activity, visitor, type);
  }

  /** A form, a list or how the service stands, where only this person sees it. */
  async function show(activity: Activity, visitor: Visitor, type: string): Promise<void> {
    const screen = await presser.press(pressOf(activity, visitor, { do: type }, {}, { kind: 'chat', chat: 'teams' }));
    await speaker.tell(activity, visitor, screen.kind === 'card' ? screen.content : notice('', [screen.text]));
  }

  return {
    async read(activity: Activity, visitor: Visitor): Promise<void> {
      if (hasFile(activity)) return await speaker.tell(activity, visitor, noFiles(visitor.school));
      // What was written before and is written otherwise now is no new command.
      if (activity.type === 'messageUpdate') return;
      const typed = readTyped(registry, typedText(activity));
      switch (typed.kind) {
        case 'command':
          // Said before the form comes: a message that comes after it could empty it.
          if (typed.hasMore) await speaker.tell(activity, visitor, notice('', [NOT_READ]));
          return await begin(activity, visitor, typed.type);
        case 'list':
          return await show(activity, visitor, `list/${typed.id}`);
        case 'overview':
          return await speaker.tell(activity, visitor, await overviewFor(visitor));
        case 'check':
          if (mayCheckService(visitor.school, visitor.person.email))
            return await show(activity, visitor, SERVICE_CHECK);
          return await speaker.tell(activity, visitor, help(NOT_READ));
        case 'other':
          return await speaker.tell(activity, visitor, help(NOT_READ));
        default:
          return typed satisfies never;
      }
    },
  };
}
