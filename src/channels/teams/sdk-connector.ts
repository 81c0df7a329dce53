import type { App } from '@microsoft/teams.apps';
import { z } from 'zod';
import { DeliveryFault, MESSAGE_GONE } from '../../application/faults.ts';
import type { Member } from '../identity.ts';
import type { TeamsConnector } from './connector.ts';

/** The longest that one call may last with everything about it, a token for it too, in milliseconds. */
const ATTEMPT_WITHIN_MS = 12_000;
const TOO_LATE = 'TOO_LATE';

const createdSchema = z.object({ id: z.string().min(1) });

const memberSchema = z.object({
  userPrincipalName: z.string().nullish(),
  email: z.string().nullish(),
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
});

/** The Teams service through the Teams SDK. */
export function createSdkConnector(app: Pick<App, 'api' | 'credentials' | 'tokenProvider'>): TeamsConnector {
  const at = (serviceUrl: string) => app.api.clone({ serviceUrl }).conversations;
  return {
    async post(serviceUrl, conversation, activity) {
      const answer = await attempt(() => at(serviceUrl).createActivity(inPath(conversation), activity as never));
      const created = createdSchema.safeParse(answer);
      if (!created.success) throw withoutId();
      return created.data.id;
    },
    async edit(serviceUrl, conversation, activityId, activity) {
      const [place, message] = [inPath(conversation), inPath(activityId)];
      await attempt(() => at(serviceUrl).updateActivity(place, message, activity as never), 'edit');
    },
    async createPersonalChat(serviceUrl, { tenantId, userId }) {
      const members = [{ id: userId, name: '', role: 'user' as const }];
      const answer = await attempt(() =>
        at(serviceUrl).create({ members, tenantId, channelData: { tenant: { id: tenantId } } }),
      );
      const created = createdSchema.safeParse(answer);
      if (!created.success) throw withoutId();
      return created.data.id;
    },
    async findMember(serviceUrl, conversation, { tenantId, userId }) {
      try {
        const answer = await attempt(() => at(serviceUrl).getMemberById(inPath(conversation), inPath(userId)));
        const member = memberSchema.safeParse(answer);
        return member.success ? asMember(member.data, tenantId) : undefined;
      } catch (error) {
        if (error instanceof DeliveryFault && error.code === 'teams-404') return undefined;
        throw error;
      }
    },
    async health() {
      if (app.credentials !== undefined) await attempt(() => app.tokenProvider.getAppToken());
    },
  };
}

/** Ids hold colons and semicolons, and are put into an address here: nothing in one may lead to another address. */
function inPath(id: string): string {
  return encodeURIComponent(id).replace(/^\.+$/, '');
}

function asMember(member: z.infer<typeof memberSchema>, tenantId: string): Member {
  const addresses = [member.userPrincipalName, member.email]
    .filter((address) => typeof address === 'string' && address !== '')
    .map((address) => address?.toLowerCase() ?? '');
  const isOfTenant = member.tenantId == null || member.tenantId === tenantId;
  const isUser = member.userRole == null || member.userRole === 'user';
  // A guest's name to sign in with is made from their outside address and this mark (learn.microsoft.com, B2B guests).
  const isOutsider = !isOfTenant || !isUser || addresses.some((address) => address.includes('#ext#'));
  return { addresses, isOutsider };
}

/** Statuses that pass: the same may work later (msteams-docs rate-limit.md, and what any gateway says). */
const PASSING = new Set([408, 412, 429, 500, 502, 503, 504]);

async function attempt<Value>(work: () => Promise<Value>, what: 'post' | 'edit' = 'post'): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error(), { code: TOO_LATE })), ATTEMPT_WITHIN_MS);
  });
  try {
    return await Promise.race([work(), tooLate]);
  } catch (error) {
    throw faultOf(error, what);
  } finally {
    clearTimeout(timer);
  }
}

/** What a failed call means. Nothing of its body is kept: it may repeat what was sent. */
function faultOf(error: unknown, what: 'post' | 'edit'): DeliveryFault {
  const { response, code, isAxiosError } = failureSchema.parse(error ?? {});
  if (response === undefined && isAxiosError !== true && code !== TOO_LATE)
    return new DeliveryFault('the bot could not prove itself to Teams', {
      code: 'teams-no-token',
      whatToDo: 'Look whether the client secret or the managed identity of the bot is still valid.',
      certain: true,
    });
  if (response === undefined)
    return new DeliveryFault('Teams did not answer', {
      code: 'teams-no-answer',
      whatToDo: 'Look at the way from this server to Teams.',
      certain: code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN',
    });
  const { status, headers } = response;
  if (status === 404 && what === 'edit')
    return new DeliveryFault('the message is not there any more', {
      code: MESSAGE_GONE,
      whatToDo: 'Nothing: it is posted again.',
      certain: true,
    });
  const patience = patienceAskedFor(headers);
  return new DeliveryFault(`Teams answered with status ${status}`, {
    code: `teams-${status}`,
    whatToDo:
      status === 403
        ? 'The person has blocked or removed the bot; ask them to install it again.'
        : 'Look at the status of Teams.',
    // A gateway may give up on a message that was taken.
    certain: ![408, 500, 502, 504].includes(status),
    hopeless: !PASSING.has(status) && status !== 404 && status !== 401,
    ...(patience === undefined ? {} : { retryAfterMs: patience }),
  });
}

type Headers = Readonly<Record<string, unknown>>;

/** What the SDK's HTTP client throws, as far as it is looked at. Its headers are an object of a class of its own. */
const failureSchema = z
  .object({
    code: z.string().optional(),
    /** Absent on what is thrown before anything was sent. */
    isAxiosError: z.boolean().optional(),
    response: z
      .object({
        status: z.number(),
        headers: z.custom<Headers>((given) => typeof given === 'object' && given !== null),
      })
      .optional(),
  })
  .catch({});

const DAY_MS = 86_400_000;

/** How long Teams asks to wait, in milliseconds; a day at the most. It says so in seconds, or as a date. */
function patienceAskedFor(headers: Headers): number | undefined {
  const asked = headers['retry-after'];
  if (typeof asked !== 'string') return undefined;
  const milliseconds = /^\d+$/.test(asked.trim())
    ? Number(asked) * 1_000
    : Date.parse(asked) - Date.parse(String(headers.date));
  return milliseconds > 0 ? Math.min(milliseconds, DAY_MS) : undefined;
}

function withoutId(): DeliveryFault {
  return new DeliveryFault('Teams took a message and gave no id for it', {
    code: 'teams-no-id',
    whatToDo: 'Look for the message in the chat: it may stand there twice.',
    certain: false,
  });
}
