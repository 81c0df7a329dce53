import { z } from 'zod';
import type { Member, NamedMember } from '../identity.ts';

const flag = z.boolean().nullish();

/** Somebody as Slack describes them, as far as it is looked at. */
export const slackUserSchema = z.object({
  id: z.string(),
  team_id: z.string().min(1),
  deleted: flag,
  is_bot: flag,
  is_workflow_bot: flag,
  is_connector_bot: flag,
  is_restricted: flag,
  is_ultra_restricted: flag,
  is_stranger: flag,
  is_email_confirmed: flag,
  enterprise_user: z.object({ teams: z.array(z.string()).nullish() }).nullish(),
  name: z.string().nullish(),
  real_name: z.string().nullish(),
  profile: z.object({ email: z.string().nullish(), real_name: z.string().nullish() }).nullish(),
});
export type SlackUser = z.infer<typeof slackUserSchema>;

const SLACKBOT = 'USLACKBOT';

/** What Slack's word on somebody says of who they are in this workspace. */
export function asMember(user: SlackUser, workspace: string): Member {
  const { id, team_id: own, enterprise_user: enterprise, profile } = user;
  const isOfWorkspace = own === workspace || (enterprise?.teams ?? []).includes(workspace);
  const others = [
    user.deleted,
    user.is_bot,
    user.is_workflow_bot,
    user.is_connector_bot,
    user.is_restricted,
    user.is_ultra_restricted,
    user.is_stranger,
  ];
  // What nobody has confirmed, anybody can have put there.
  const address = user.is_email_confirmed === false ? '' : (profile?.email?.toLowerCase() ?? '');
  return {
    addresses: address === '' ? [] : [address],
    isOutsider: !isOfWorkspace || id === SLACKBOT || others.includes(true),
  };
}

/** The longest name that is taken over from a chat. */
const LONGEST_NAME = 120;

/** The same with their id and what they are called. */
export function asNamedMember(user: SlackUser, workspace: string): NamedMember {
  const called = [user.real_name, user.profile?.real_name, user.name].find((name) => name != null && name !== '');
  const named = { ...asMember(user, workspace), userId: user.id, name: (called ?? '').slice(0, LONGEST_NAME) };
  return user.deleted === true ? { ...named, isClosed: true } : named;
}
