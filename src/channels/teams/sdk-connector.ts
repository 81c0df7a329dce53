import type { App } from '@microsoft/teams.apps';
import { z } from 'zod';
import { DeliveryFault } from '../../application/faults.ts';
import type { Member, NamedMember } from '../identity.ts';
import { isOwed, passing } from '../permit.ts';
import { type Call, createRateLimiter, type RateLimiter } from '../rate-limiter.ts';
import { type ChannelSort, readChannelSort } from './channel-sort.ts';
import type { TeamsConnector } from './connector.ts';
import { restingLines, type TeamsLimits, teamsCall, teamsLimits, teamsRead } from './limits.ts';
import { type FailedCall, faultOf, TOO_LATE, TOO_MANY } from './teams-fault.ts';

export interface SdkConnectorOptions {
  /** Keeps calls within the limits of Teams; one of the connector's own if not given. */
  readonly limiter?: RateLimiter;
  /** What the limiter keeps to. */
  readonly limits?: TeamsLimits;
  /** Milliseconds since 1970. */
  readonly nowMs?: () => number;
  /** The longest that one call may last, in milliseconds. */
  readonly attemptWithinMs?: number;
}

/**
 * The longest that one call may last with everything about it, a token for it too, in milliseconds. With the wait for
 * its turn it ends before whoever sends the message gives up, so that it is known whether anything left.
 */
const ATTEMPT_WITHIN_MS = 9_500;

const createdSchema = z.object({ id: z.string().min(1) });

const memberSchema = z.object({
  userPrincipalName: z.string().nullish(),
  email: z.string().nullish(),
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
});
const namedMemberSchema = memberSchema.extend({
  id: z.string(),
  aadObjectId: z.string().nullish(),
  name: z.string().nullish(),
});
/** Somebody whom Teams describes in a way that is not understood keeps nobody else from being found, and is counted. */
const pageSchema = z.object({
  members: z.array(namedMemberSchema.optional().catch(undefined)),
  continuationToken: z.string().nullish(),
});

const channelsSchema = z.array(z.object({ id: z.string(), type: z.unknown().optional() }).optional().catch(undefined));
const teamSchema = z.object({ type: z.unknown().optional() });
/** What Teams calls a channel of its own kind where it describes it as if it were a team. */
const sortsOfTeams: Readonly<Record<string, ChannelSort>> = { privateChannel: 'private', sharedChannel: 'shared' };
/** How the id of a bot begins. */
const BOT = '28:';

/** How many members Teams is asked for at once: it gives 50 at least. */
const MEMBERS_AT_ONCE = 100;
/** The longest name that is taken over from a chat. */
const LONGEST_NAME = 120;

/** The Teams service through the Teams SDK, within its limits. */
export function createSdkConnector(
  app: Pick<App, 'api' | 'credentials' | 'tokenProvider'>,
  options: SdkConnectorOptions = {},
): TeamsConnector {
  const { limiter = createRateLimiter(), limits = teamsLimits, nowMs = () => Date.now() } = options;
  const { attemptWithinMs = ATTEMPT_WITHIN_MS } = options;
  const at = (serviceUrl: string) => app.api.clone({ serviceUrl }).conversations;
  const teamsAt = (serviceUrl: string) => app.api.clone({ serviceUrl }).teams;

  async function attempt<Value>(work: () => Promise<Value>, what: FailedCall['what'] = 'post'): Promise<Value> {
    return await passing(
      () => inTime(attemptWithinMs, work()),
      (error, hasLeft) => faultOf(error, { what, hasLeft, nowMs }),
    );
  }

  /** A call that waits for its turn. When Teams asks for patience all the same, those behind it wait too. */
  async function inTurn<Value>(call: Call, work: () => Promise<Value>, what?: FailedCall['what']): Promise<Value> {
    await limiter.turn(call);
    try {
      return await attempt(work, what);
    } catch (error) {
      if (error instanceof DeliveryFault && error.code === TOO_MANY)
        limiter.rest(restingLines(call), error.retryAfterMs);
      throw error;
    }
  }

  /** What is said, changed or begun in a conversation. */
  const saying = (conversation: string): Call => ({ ...teamsCall(limits, conversation), isAnswer: !isOwed() });

  return {
    async post(serviceUrl, conversation, activity) {
      const place = inPath(conversation);
      const answer = await inTurn(saying(conversation), () => at(serviceUrl).createActivity(place, activity as never));
      const created = createdSchema.safeParse(answer);
      if (!created.success) throw withoutId();
      return created.data.id;
    },
    async edit(serviceUrl, conversation, activityId, activity) {
      const [place, message] = [inPath(conversation), inPath(activityId)];
      await inTurn(
        saying(conversation),
        () => at(serviceUrl).updateActivity(place, message, activity as never),
        'edit',
      );
    },
    async createPersonalChat(serviceUrl, { tenantId, userId }) {
      const members = [{ id: userId, name: '', role: 'user' as const }];
      const answer = await inTurn(saying(userId), () =>
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
    async membersOf(serviceUrl, conversation, { tenantId, after }) {
      const [of, place] = [teamsRead(limits, conversation), inPath(conversation)];
      const ask = () => at(serviceUrl).getPagedMembers(place, MEMBERS_AT_ONCE, after);
      const page = pageSchema.safeParse(await inTurn(of, ask, 'members'));
      if (!page.success) throw unreadableMembers();
      const { members, continuationToken: next } = page.data;
      const described = members.filter((member) => member !== undefined);
      return {
        members: described.filter(({ id }) => !id.startsWith(BOT)).map((member) => asNamed(member, tenantId)),
        undescribed: members.length - described.length,
        ...(next == null || next === '' ? {} : { next }),
      };
    },
    async sortOf(serviceUrl, { team, channel }) {
      const [of, id] = [teamsRead(limits, team), inPath(team)];
      const said = await orNothing(inTurn(of, () => teamsAt(serviceUrl).getConversations(id), 'members'));
      const listed = channelsSchema.safeParse(said).data?.find((one) => one?.id === channel);
      const sort = readChannelSort(listed?.type);
      if (sort !== undefined) return sort;
      // The first channel of a team has the team's id, and is a standard one though the list may not say so.
      if (listed !== undefined && channel === team) return 'standard';
      const own = inPath(channel);
      const described = await orNothing(inTurn(of, () => teamsAt(serviceUrl).getById(own), 'members'));
      return sortsOfTeams[String(teamSchema.safeParse(described).data?.type)];
    },
    async health() {
      if (app.credentials !== undefined) await attempt(() => app.tokenProvider.getAppToken());
    },
  };
}

/** Teams does not tell a bot of every team and channel: a refusal is no answer. */
async function orNothing<Value>(ask: Promise<Value>): Promise<Value | undefined> {
  try {
    return await ask;
  } catch (error) {
    if (error instanceof DeliveryFault && ['teams-400', 'teams-403', 'teams-404'].includes(error.code))
      return undefined;
    throw error;
  }
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

function asNamed(member: z.infer<typeof namedMemberSchema>, tenantId: string): NamedMember {
  const userId = member.aadObjectId?.toLowerCase() ?? member.id;
  return { ...asMember(member, tenantId), userId, name: (member.name ?? '').slice(0, LONGEST_NAME) };
}

/** Rejects when it takes too long. */
async function inTime<Value>(milliseconds: number, work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error(), { code: TOO_LATE })), milliseconds);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

function withoutId(): DeliveryFault {
  return new DeliveryFault('Teams took a message and gave no id for it', {
    code: 'teams-no-id',
    whatToDo: 'Look for the message in the chat: it may stand there twice.',
    certain: false,
  });
}

function unreadableMembers(): DeliveryFault {
  return new DeliveryFault('Teams said who is in a channel in a way that cannot be read', {
    code: 'teams-unreadable',
    whatToDo: 'Look at what stands between this server and Teams.',
    certain: true,
  });
}
