import { randomUUID } from 'node:crypto';
import type { FakeUser } from './fake-teams.ts';

/** What Teams posts to a bot. */
export type Activity = { readonly [key: string]: unknown };

export interface ActivitySource {
  readonly user: FakeUser;
  readonly bot: { readonly id: string; readonly name: string };
  readonly serviceUrl: string;
  readonly personalChat: string;
}

/** Where something happens: in somebody's own chat with the bot, in a channel's thread, or in a group chat. */
export type Where =
  | { readonly kind: 'personal' }
  | {
      readonly kind: 'channel';
      readonly channelId: string;
      readonly thread: string;
      /** Which sort of channel it is, where Teams says so. */
      readonly type?: 'standard' | 'private' | 'shared';
    }
  | { readonly kind: 'group'; readonly chatId: string };

/**
 * The activities that Teams makes of what one person does, with every field that it sends. Recorded from the Agents
 * Playground, and from the JSON in MicrosoftDocs/msteams-docs: conversation-messages.md, subscribe-to-conversation-
 * events.md, bots-filesv4.md, task-modules-bots.md, define-action-command and universal-actions.
 */
export function activitiesOf({ user, bot, serviceUrl, personalChat }: ActivitySource) {
  const tenant = { tenant: { id: user.tenantId } };
  const clientInfo = { type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'Europe/London' };

  function common(where: Where): Activity {
    const place = {
      personal: { conversationType: 'personal', id: personalChat },
      channel: {
        isGroup: true,
        conversationType: 'channel',
        id: where.kind === 'channel' ? `${where.channelId};messageid=${where.thread}` : '',
      },
      group: { isGroup: true, conversationType: 'groupChat', id: where.kind === 'group' ? where.chatId : '' },
    }[where.kind];
    const team = { id: '19:team@thread.tacv2' };
    return {
      timestamp: '2026-11-23T14:05:00.000Z',
      localTimestamp: '2026-11-23T14:05:00.000+00:00',
      localTimezone: 'Europe/London',
      channelId: 'msteams',
      serviceUrl,
      from: { id: user.id, name: user.name, aadObjectId: user.aadObjectId },
      conversation: { ...place, tenantId: user.tenantId },
      recipient: bot,
      locale: 'en-GB',
      entities: [clientInfo],
      channelData: where.kind === 'channel' ? { ...tenant, team, channel: channelOf(where) } : tenant,
    };
  }

  function channelOf({ channelId, type }: Extract<Where, { kind: 'channel' }>): Activity {
    return { id: channelId, ...(type === undefined ? {} : { type }) };
  }

  function message(text: string, where: Where = { kind: 'personal' }): Activity {
    const mention = `<at>${bot.name}</at>`;
    const isMentioned = where.kind !== 'personal';
    return {
      ...common(where),
      type: 'message',
      id: String(Date.now()) + randomUUID().slice(0, 4),
      textFormat: 'plain',
      text: isMentioned ? `${mention} ${text}` : text,
      attachments: [{ contentType: 'text/html', content: `<p>${escaped(text)}</p>` }],
      ...(isMentioned ? { entities: [{ type: 'mention', mentioned: bot, text: mention }, clientInfo] } : {}),
    };
  }

  function invoke(name: string, value: unknown, where: Where, more: Activity = {}): Activity {
    return { ...common(where), type: 'invoke', id: `f:${randomUUID()}`, name, value, ...more };
  }

  return {
    message,
    /** A message in which more was sent than words. */
    messageWith(attachments: readonly unknown[], text = '', where: Where = { kind: 'personal' }): Activity {
      return { ...message(text, where), attachments };
    },
    /** A message is written otherwise than it was. */
    editedMessage(id: string, text: string, attachments: readonly unknown[] = []): Activity {
      const eventType = { eventType: 'editMessage', ...tenant };
      return { ...message(text), type: 'messageUpdate', id, channelData: eventType, attachments };
    },
    /** A button of a card was pressed that says `Action.Execute`. */
    cardAction(action: Activity, replyToId: string, where: Where = { kind: 'personal' }): Activity {
      const source = { source: { name: 'message' } };
      const channelData = { ...(common(where).channelData as object), ...source };
      return invoke('adaptiveCard/action', { action, trigger: 'manual' }, where, { replyToId, channelData });
    },
    /** A button was pressed that opens a dialog. */
    taskFetch(data: unknown, replyToId: string, where: Where = { kind: 'personal' }): Activity {
      return invoke('task/fetch', { data, context: { theme: 'default' } }, where, { replyToId });
    },
    taskSubmit(data: unknown, where: Where = { kind: 'personal' }): Activity {
      return invoke('task/submit', { data, context: { theme: 'default' } }, where);
    },
    /** The message extension was chosen in a compose box. */
    extensionFetch(commandId: string, where: Where = { kind: 'personal' }): Activity {
      const value = { commandId, commandContext: 'compose', requestId: randomUUID(), context: { theme: 'default' } };
      return invoke('composeExtension/fetchTask', value, where);
    },
    extensionSubmit(commandId: string, data: unknown, where: Where = { kind: 'personal' }): Activity {
      const value = { commandId, commandContext: 'compose', data, context: { theme: 'default' } };
      return invoke('composeExtension/submitAction', value, where);
    },
    fileConsent(action: 'accept' | 'decline', contentUrl: string): Activity {
      const uploadInfo = { contentUrl, uploadUrl: contentUrl, name: 'picture.png', uniqueId: '1', fileType: 'png' };
      return invoke(
        'fileConsent/invoke',
        { type: 'fileUpload', action, context: {}, uploadInfo },
        { kind: 'personal' },
      );
    },
    invoke,
    installation(action: 'add' | 'remove' | 'add-upgrade', where: Where = { kind: 'personal' }): Activity {
      const { channelData, ...rest } = common(where);
      const selectedChannel = { id: where.kind === 'channel' ? where.channelId : personalChat };
      const settings = { settings: { selectedChannel }, source: { name: 'message' } };
      const data = { ...(channelData as object), ...settings };
      // An installation is no post: it has no thread.
      const conversation = { ...(rest.conversation as object), id: selectedChannel.id };
      return { ...rest, conversation, type: 'installationUpdate', id: randomUUID(), action, channelData: data };
    },
    membersAdded(ids: readonly string[], where: Where = { kind: 'personal' }): Activity {
      return {
        ...common(where),
        type: 'conversationUpdate',
        id: randomUUID(),
        membersAdded: ids.map((id) => ({ id })),
      };
    },
    /** People come to a team in which the bot is, or leave it: told in the thread of the team itself. */
    teamChanges(change: 'added' | 'removed', ids: readonly string[], teamId = '19:team@thread.tacv2'): Activity {
      const { conversation: _, channelData: __, ...rest } = common({ kind: 'personal' });
      const eventType = change === 'added' ? 'teamMemberAdded' : 'teamMemberRemoved';
      return {
        ...rest,
        type: 'conversationUpdate',
        id: randomUUID(),
        conversation: { isGroup: true, conversationType: 'channel', id: teamId, tenantId: user.tenantId },
        [change === 'added' ? 'membersAdded' : 'membersRemoved']: ids.map((id) => ({ id })),
        channelData: { ...tenant, eventType, team: { id: teamId, name: 'Oakfield School' } },
      };
    },
    reaction(replyToId: string): Activity {
      const reactionsAdded = [{ type: 'like' }];
      return { ...common({ kind: 'personal' }), type: 'messageReaction', id: randomUUID(), replyToId, reactionsAdded };
    },
    typing: (): Activity => ({ ...common({ kind: 'personal' }), type: 'typing', id: randomUUID() }),
  };
}

export type Activities = ReturnType<typeof activitiesOf>;

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
