import { beforeEach, describe, expect, it } from 'vitest';
import { DeliveryFault } from '../../../src/application/faults.ts';
import type { NamedMember } from '../../../src/channels/identity.ts';
import { currentPassage, isOfCampaign, passing, withPermit } from '../../../src/channels/permit.ts';
import {
  createWorkspaceRoll,
  type WorkspaceRoll,
  type WorkspaceRollParts,
} from '../../../src/channels/slack/workspace-roll.ts';

const PAGE = 3;
const MINUTE = 60_000;

let accounts: NamedMember[];
let calls: string[];
let fault: DeliveryFault | undefined;
let now: number;
let roll: WorkspaceRoll;
let connector: WorkspaceRollParts['connector'];

const account = (number: number): NamedMember => ({
  userId: `U${number}`,
  name: `Somebody ${number}`,
  addresses: [`s${number}@oakfield.example`],
  isOutsider: false,
});
const refusedWith = (code: string) => new DeliveryFault('no', { code, whatToDo: 'Wait.', certain: true });

/** Asks the workspace, or fails as it is told to. */
function asked<Value>(what: string, answer: () => Value): Promise<Value> {
  calls.push(what);
  return fault === undefined ? Promise.resolve(answer()) : Promise.reject(fault);
}

beforeEach(() => {
  [accounts, calls, fault, now] = [Array.from({ length: 30 }, (_, number) => account(number)), [], undefined, 0];
  connector = {
    lookUp: (userId) => asked(`look up ${userId}`, () => accounts.find((one) => one.userId === userId)),
    findUserId: (email) =>
      asked(`find ${email}`, () => accounts.find(({ addresses }) => addresses.includes(email))?.userId),
    listMembers: (_workspaceId, after = '0') =>
      asked(`list from ${after}`, () => {
        const end = Number(after) + PAGE;
        const members = accounts.slice(Number(after), end);
        return end < accounts.length ? { members, next: String(end) } : { members };
      }),
  };
  roll = createWorkspaceRoll({ connector, monotonicMs: () => now }, 'T0OAKFIELD');
});

const ids = (from: number, until: number) => accounts.slice(from, until).map(({ userId }) => userId);
/** Whoever is asked for, is to be told something: as one of very many, or as somebody in particular. */
const forCampaign = (address: string, holds = () => true) =>
  withPermit({ holds, isOfCampaign: true }, () => roll.userIdOf(address));
const owed = (address: string) => withPermit({ holds: () => true }, () => roll.userIdOf(address));
const names = (found: readonly (NamedMember | undefined)[]) => found.map((one) => one?.name);

describe('who the accounts of a workspace are', () => {
  it('is looked up one by one where they are few, and everybody is listed where they are many', async () => {
    expect(names(await roll.whoAre(ids(0, 10)))).toEqual(accounts.slice(0, 10).map(({ name }) => name));
    expect(calls).toEqual(ids(0, 10).map((id) => `look up ${id}`));
    calls = [];
    await roll.whoAre(ids(10, 30));
    expect(calls).toEqual(Array.from({ length: 10 }, (_, page) => `list from ${page * PAGE}`));
  });

  it('is one reading for all who ask at once, and for half an hour', async () => {
    await Promise.all([roll.whoAre(ids(0, 20)), roll.whoAre(ids(10, 30))]);
    now += 29 * MINUTE;
    await roll.whoAre(ids(0, 30));
    expect(calls).toHaveLength(10);
    now += MINUTE;
    await roll.whoAre(ids(0, 30));
    expect(calls).toHaveLength(20);
  });

  it('goes on where it was when Slack asked for patience', async () => {
    const wanted = ids(0, 30);
    const reading = roll.whoAre(wanted);
    while (calls.length < 4) await Promise.resolve();
    fault = refusedWith('chat-busy');
    await expect(reading).rejects.toMatchObject({ code: 'chat-busy' });
    fault = undefined;
    calls = [];
    expect(names(await roll.whoAre(wanted))).toEqual(accounts.map(({ name }) => name));
    expect(calls).not.toContain('list from 0');
    expect(calls.length).toBeLessThanOrEqual(7);
  });

  it('begins anew where Slack does not know any more how far it had come', async () => {
    const reading = roll.whoAre(ids(0, 30));
    while (calls.length < 4) await Promise.resolve();
    fault = refusedWith('slack-invalid_cursor');
    await expect(reading).rejects.toMatchObject({ code: 'slack-invalid_cursor' });
    fault = undefined;
    calls = [];
    await roll.whoAre(ids(0, 30));
    expect(calls[0]).toBe('list from 0');
  });

  it('is asked of those alone who came after everybody was listed', async () => {
    await roll.whoAre(ids(0, 30));
    accounts.push(account(30));
    calls = [];
    expect(names(await roll.whoAre([...ids(0, 30), 'U30', 'U99']))).toEqual([
      ...accounts.map(({ name }) => name),
      undefined,
    ]);
    expect(calls).toEqual(['look up U30', 'look up U99']);
  });
});

describe('the account with an address', () => {
  it('is looked up; of very many in a minute everybody is listed instead', async () => {
    for (let number = 0; number < 30; number++)
      expect(await forCampaign(`s${number}@oakfield.example`)).toBe(`U${number}`);
    expect(calls.filter((call) => call.startsWith('find'))).toHaveLength(10);
    expect(calls.filter((call) => call.startsWith('list'))).toHaveLength(10);
  });

  it('that nobody has is looked up all the same, as they may just have come', async () => {
    await roll.whoAre(ids(0, 30));
    accounts.push(account(30));
    calls = [];
    expect(await roll.userIdOf('s30@oakfield.example')).toBe('U30');
    expect(await roll.userIdOf('nobody@oakfield.example')).toBeUndefined();
    expect(calls).toEqual(['find s30@oakfield.example', 'find nobody@oakfield.example']);
  });

  it('is never an outsider', async () => {
    accounts.push({ ...account(31), addresses: ['guest@oakfield.example'], isOutsider: true });
    await roll.whoAre([...ids(0, 30)]);
    for (let times = 0; times < 10; times++) await forCampaign('somebody.else@oakfield.example');
    calls = [];
    expect(await forCampaign('guest@oakfield.example')).toBeUndefined();
    expect(calls).toEqual([]);
  });

  it('is looked up for what is owed however many a campaign has asked for, and though Slack lists nobody now', async () => {
    for (let number = 0; number < 10; number++) await forCampaign(`s${number}@oakfield.example`);
    const listing = forCampaign('s20@oakfield.example');
    while (calls.length < 13) await Promise.resolve();
    fault = refusedWith('chat-busy');
    await expect(listing).rejects.toMatchObject({ code: 'chat-busy' });
    fault = undefined;
    calls = [];
    for (let number = 11; number < 26; number++) expect(await owed(`s${number}@oakfield.example`)).toBe(`U${number}`);
    // Those who stood on the pages that were read already are known.
    expect(calls.filter((call) => call.startsWith('list'))).toEqual([]);
    calls = [];
    expect(await owed('s1@oakfield.example')).toBe('U1');
    expect(calls).toEqual([]);
  });

  it('is not taken from what was read of an account that has another now', async () => {
    await roll.whoAre(ids(0, 30));
    now += 31 * MINUTE;
    accounts[3] = { ...account(3), addresses: ['other@oakfield.example'] };
    await roll.whoAre(['U3']);
    expect(await owed('s3@oakfield.example')).toBeUndefined();
  });

  it('is found in a list that goes by no permit of whoever asked first', async () => {
    for (let number = 0; number < 10; number++) await forCampaign(`s${number}@oakfield.example`);
    let isHeld = true;
    let isForMany = false;
    const gate = Promise.withResolvers<void>();
    const list = connector.listMembers;
    connector.listMembers = async (workspaceId, after) =>
      await passing(
        async () => {
          isForMany ||= isOfCampaign();
          if (after !== undefined) await gate.promise;
          if (currentPassage()?.mayLeave() === false) throw new Error('it may not leave');
          return await list(workspaceId, after);
        },
        () => refusedWith('not-left'),
      );
    const first = forCampaign('s20@oakfield.example', () => isHeld);
    const second = forCampaign('s21@oakfield.example');
    isHeld = false;
    gate.resolve();
    expect(await Promise.all([first, second])).toEqual(['U20', 'U21']);
    expect(isForMany).toBe(false);
  });
});
