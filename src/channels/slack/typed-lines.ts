import { type Help, NOT_READ, openerOf } from '../../application/help.ts';
import { mayCheckService, SERVICE_CHECK } from '../../application/service-check-card.ts';
import { readTyped } from '../../application/typed-command.ts';
import { noFiles, notice } from '../../application/words.ts';
import type { Registry } from '../../domain/decider.ts';
import type { Incoming } from './incoming.ts';
import type { Presses } from './presses.ts';
import type { Speaker } from './speaker.ts';
import type { Visitor } from './visitors.ts';

export interface TypedLinesParts {
  readonly registry: Registry;
  readonly presses: Presses;
  readonly speaker: Speaker;
  readonly help: Help;
}

type Line = Extract<Incoming, { kind: 'line' }>;

/** Answers lines that people write to the bot. What they wrote is compared with the commands and goes no further. */
export function createTypedLines({ registry, presses, speaker, help }: TypedLinesParts) {
  return {
    async read({ channel, text, hasFile }: Line, visitor: Visitor): Promise<void> {
      if (hasFile) return await speaker.tell(channel, noFiles(visitor.school));
      const typed = readTyped(registry, text);
      switch (typed.kind) {
        case 'command':
          if (typed.hasMore) await speaker.tell(channel, notice('', [NOT_READ]));
          return await speaker.tell(channel, presses.notOffered(visitor, typed.type) ?? openerOf(registry, typed.type));
        case 'list':
          return await speaker.tell(channel, await presses.shown(visitor, `list/${typed.id}`));
        case 'overview':
          return await speaker.tell(channel, await presses.ownOverview(visitor));
        case 'check':
          return await speaker.tell(
            channel,
            mayCheckService(visitor.school, visitor.person.email)
              ? await presses.shown(visitor, SERVICE_CHECK)
              : help(NOT_READ),
          );
        case 'other':
          return await speaker.tell(channel, help(NOT_READ));
        default:
          return typed satisfies never;
      }
    },
  };
}
