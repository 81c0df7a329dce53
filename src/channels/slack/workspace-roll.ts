import { DeliveryFault } from '../../application/faults.ts';
import type { NamedMember } from '../identity.ts';
import { isOfCampaign, withPermit } from '../permit.ts';
import type { SlackConnector } from './connector.ts';

export interface WorkspaceRollParts {
  readonly connector: Pick<SlackConnector, 'findUserId' | 'listMembers' | 'lookUp'>;
  /** Milliseconds that only ever go forward. */
  readonly monotonicMs: () => number;
}

/** For how long Slack's word on who somebody is is taken, in milliseconds. */
const KNOWN_FOR_MS = 30 * 60_000;
/** So many are looked up one by one; of more, everybody is asked for page by page, which takes far fewer calls. */
const FEW = 10;
/** So many addresses are looked up one by one for campaigns in this time. */
const LOOK_UPS = { most: 10, withinMs: 60_000 };

interface Known {
  readonly member: NamedMember | undefined;
  readonly until: number;
}

/**
 * Knows who the accounts of one workspace are, for what concerns many at once. What was read before Slack asked for
 * patience is kept, and whoever asks again goes on from there: at the most an entry for each account of the workspace.
 */
export function createWorkspaceRoll({ connector, monotonicMs }: WorkspaceRollParts, workspaceId: string) {
  const accounts = new Map<string, Known>();
  const idsByAddress = new Map<string, string>();
  let lookedUpAt: number[] = [];
  let after: string | undefined;
  /** Until when it holds that everybody is known. */
  let wholeUntil = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  const isWhole = () => monotonicMs() < wholeUntil;

  function keep(userId: string, member: NamedMember | undefined): void {
    accounts.set(userId, { member, until: monotonicMs() + KNOWN_FOR_MS });
    if (member?.isOutsider !== false) return;
    for (const address of member.addresses) idsByAddress.set(address, userId);
  }

  function known(userId: string): Known | undefined {
    const account = accounts.get(userId);
    return account !== undefined && monotonicMs() < account.until ? account : undefined;
  }

  async function readOn(): Promise<void> {
    do {
      const page = await nextPage();
      for (const member of page.members) keep(member.userId, member);
      after = page.next;
    } while (after !== undefined);
    wholeUntil = monotonicMs() + KNOWN_FOR_MS;
  }

  /** Where Slack does not know any more how far it had come, it begins anew. */
  async function nextPage() {
    if (after === undefined) {
      accounts.clear();
      idsByAddress.clear();
      return await connector.listMembers(workspaceId);
    }
    try {
      return await connector.listMembers(workspaceId, after);
    } catch (error) {
      if (error instanceof DeliveryFault && error.code === 'slack-invalid_cursor') after = undefined;
      throw error;
    }
  }

  /** Everybody, in one reading for all who ask meanwhile: it does not end with the permit of whoever asked first. */
  async function readAll(): Promise<void> {
    if (isWhole()) return;
    reading ??= withPermit({ holds: () => true }, readOn).finally(() => {
      reading = undefined;
    });
    await reading;
  }

  /**
   * Whether campaigns had so many addresses looked up lately that one more had better wait for all of them at once. What
   * is for somebody in particular does not wait for that.
   */
  function areMany(): boolean {
    if (!isOfCampaign()) return false;
    const now = monotonicMs();
    lookedUpAt = lookedUpAt.filter((at) => now - at < LOOK_UPS.withinMs);
    if (lookedUpAt.length >= LOOK_UPS.most) return true;
    lookedUpAt.push(now);
    return false;
  }

  function learntIdOf(address: string): string | undefined {
    const userId = idsByAddress.get(address);
    const member = userId === undefined ? undefined : known(userId)?.member;
    return member?.addresses.includes(address) === true && !member.isOutsider ? userId : undefined;
  }

  return {
    /** Who these accounts are; undefined for one that Slack does not know. */
    async whoAre(userIds: readonly string[]): Promise<readonly (NamedMember | undefined)[]> {
      const unknown = userIds.filter((userId) => known(userId) === undefined);
      if (unknown.length > FEW) await readAll();
      for (const userId of unknown)
        if (known(userId) === undefined) keep(userId, await connector.lookUp(userId, workspaceId));
      return userIds.map((userId) => accounts.get(userId)?.member);
    },

    /** The account with that address; undefined where there is none. */
    async userIdOf(address: string): Promise<string | undefined> {
      const learnt = learntIdOf(address);
      if (learnt !== undefined) return learnt;
      if (!areMany()) return await connector.findUserId(address, workspaceId);
      await readAll();
      return learntIdOf(address);
    },
  };
}

export type WorkspaceRoll = ReturnType<typeof createWorkspaceRoll>;
