import type { App } from '@microsoft/teams.apps';
import { DeliveryFault, MESSAGE_GONE } from '../../application/faults.ts';
import type { TeamsConnector } from './connector.ts';

/** The Teams service through the Teams SDK. */
export function createSdkConnector(app: Pick<App, 'api'>): TeamsConnector {
  const at = (serviceUrl: string) => app.api.clone({ serviceUrl }).conversations;
  return {
    async post(serviceUrl, conversation, activity) {
      const { id } = await attempt(() => at(serviceUrl).createActivity(conversation, activity as never));
      if (id === undefined || id === '') throw withoutId();
      return id;
    },
    async edit(serviceUrl, conversation, activityId, activity) {
      await attempt(() => at(serviceUrl).updateActivity(conversation, activityId, activity as never), 'edit');
    },
    async createPersonalChat(serviceUrl, { tenantId, userId }) {
      const members = [{ id: userId, name: '', role: 'user' as const }];
      const { id } = await attempt(() =>
        at(serviceUrl).create({ members, tenantId, channelData: { tenant: { id: tenantId } } }),
      );
      return id;
    },
    async addressesOf(serviceUrl, conversation, userId) {
      const member = await attempt(() => at(serviceUrl).getMemberById(conversation, userId));
      return [member.userPrincipalName, member.email].flatMap((address) =>
        address === undefined || address === '' ? [] : [address.toLowerCase()],
      );
    },
  };
}

/** Statuses that pass: the same may work later (msteams-docs rate-limit.md, and what any gateway says). */
const PASSING = new Set([408, 412, 429, 500, 502, 503, 504]);

async function attempt<Value>(work: () => Promise<Value>, what: 'post' | 'edit' = 'post'): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw faultOf(error, what);
  }
}

/** What a failed call means. Nothing of its body is kept: it may repeat what was sent. */
function faultOf(error: unknown, what: 'post' | 'edit'): DeliveryFault {
  const response = (error as { response?: { status?: unknown; headers?: Record<string, unknown> } } | undefined)?.response;
  const status = typeof response?.status === 'number' ? response.status : undefined;
  if (status === undefined) {
    const code = String((error as { code?: unknown } | undefined)?.code ?? 'unknown');
    return new DeliveryFault('Teams did not answer', {
      code: 'teams-no-answer',
      whatToDo: 'Look at the way from this server to Teams.',
      certain: code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN',
    });
  }
  if (status === 404 && what === 'edit')
    return new DeliveryFault('the message is not there any more', {
      code: MESSAGE_GONE,
      whatToDo: 'Nothing: it is posted again.',
      certain: true,
    });
  const seconds = Number(response?.headers?.['retry-after']);
  return new DeliveryFault(`Teams answered with status ${status}`, {
    code: `teams-${status}`,
    whatToDo: status === 403 ? 'The person has blocked or removed the bot; ask them to install it again.' : 'Look at the status of Teams.',
    // A gateway may give up on a message that was taken.
    certain: ![408, 500, 502, 504].includes(status),
    hopeless: !PASSING.has(status) && status !== 404 && status !== 401,
    ...(Number.isFinite(seconds) && seconds > 0 ? { retryAfterMs: Math.min(seconds, 86_400) * 1_000 } : {}),
  });
}

function withoutId(): DeliveryFault {
  return new DeliveryFault('Teams took a message and gave no id for it', {
    code: 'teams-no-id',
    whatToDo: 'Look for the message in the chat: it may stand there twice.',
    certain: false,
  });
}
