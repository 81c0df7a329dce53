import { beforeEach, describe, expect, it } from 'vitest';
import { DeliveryFault } from '../../../src/application/faults.ts';
import type { NamedMember } from '../../../src/channels/identity.ts';
import { createComings } from '../../../src/channels/slack/comings.ts';
import type { Incoming } from '../../../src/channels/slack/incoming.ts';
import { people } from '../../support/school.ts';
import { aSlackSchool, knownByAddress, slackChannelId, slackUserId, workspaceId } from '../../support/slack-school.ts';

type Coming = Parameters<ReturnType<typeof createComings>['heard']>[0];

const BOT = 'U0BOT';
const staff = 'C0STAFF';
const school = aSlackSchool({
  staffChannels: [{ id: 'staff-room', name: 'Staff room', slack: { channelId: staff } }],
});

let told: (string | undefined)[];
let shown: string[];
let learnt: string[];
let noted: string[];
let accounts: Map<string, NamedMember>;
let refusal: DeliveryFault | undefined;
let heard: (of: Coming) => Promise<void>;

beforeEach(() => {
  [told, shown, learnt, noted, accounts, refusal] = [[], [], [], [], new Map(), undefined];
  const seen = new Set<string>();
  const comings = createComings({
    visitors: { schoolOf: (of) => (of.workspaceId === workspaceId ? school : undefined) },
    arrivals: {
      isNew: async (_school, key) => {
        const isNew = !seen.has(key);
        seen.add(key);
        return isNew;
      },
    },
    addresses: { remember: async (_school, _chat, who, reach) => void learnt.push(`${who} ${reach['userId']}`) },
    standing: { showAgain: async (_school, { place, chat }) => void shown.push(`${place} ${chat}`) },
    arrived: async (_school, person, chat) => void told.push(chat === 'slack' ? person : chat),
    connector: {
      ownUserId: async () => BOT,
      lookUp: async (userId) => {
        if (refusal !== undefined) throw refusal;
        return accounts.get(userId);
      },
    },
    noted: ({ code }) => noted.push(code),
  });
  heard = comings.heard;
});

let events = 0;
const moved = (
  kind: 'joined' | 'left',
  userId: string,
  channel = staff,
): Extract<Incoming, { kind: 'joined' | 'left' }> => {
  events++;
  return { kind, eventId: `Ev${events}`, workspaceId, channel, userId };
};
const came = (userId: string): Coming => ({ kind: 'came', eventId: `Ev${++events}`, workspaceId, userId });
const account = (userId: string, address: string, isOutsider = false) =>
  void accounts.set(userId, { userId, name: 'Somebody', addresses: [address], isOutsider });

describe('somebody comes to a staff channel', () => {
  it('whom the school file knows by their id, or by the address of their account: what they owe is looked at', async () => {
    account('U0BRONWEN', knownByAddress);
    await heard(moved('joined', slackUserId(0)));
    await heard(moved('joined', 'U0BRONWEN'));
    expect(told).toEqual([people.teacher, knownByAddress]);
    expect(learnt).toEqual([`person:${knownByAddress} U0BRONWEN`]);
  });

  it('whom the school does not know, or of whom Slack does not say who they are: it is looked at all the same', async () => {
    account('U0GUEST', knownByAddress, true);
    await heard(moved('joined', 'U0GUEST'));
    refusal = new DeliveryFault('no', { code: 'chat-busy', whatToDo: 'Wait.', certain: true });
    await heard(moved('joined', 'U0BRONWEN'));
    expect(told).toEqual([undefined, undefined]);
    expect(noted).toEqual(['chat-busy']);
  });

  it('once, although Slack says so twice', async () => {
    const event = moved('joined', slackUserId(0));
    await heard(event);
    await heard(event);
    expect(told).toHaveLength(1);
  });

  it('or leaves it, and nobody in particular is looked for', async () => {
    await heard(moved('left', slackUserId(0)));
    expect(told).toEqual([undefined]);
  });

  it('and it is the bot itself: its members can be asked for now, and nothing of a case is shown there', async () => {
    await heard(moved('joined', BOT));
    expect(told).toEqual([undefined]);
    expect(shown).toEqual([]);
  });
});

describe('nobody hears of it', () => {
  it('when people come to the safeguarding channel, to any other, or to one of another workspace', async () => {
    await heard(moved('joined', slackUserId(0), slackChannelId));
    await heard(moved('left', slackUserId(0), slackChannelId));
    await heard(moved('joined', slackUserId(0), 'C0OTHER'));
    await heard({ ...moved('joined', slackUserId(0)), workspaceId: 'T0OTHER' });
    expect([told, shown]).toEqual([[], []]);
  });

  it('when somebody whom the school does not know gets an account', async () => {
    account('U0NEW', 'new@elsewhere.example');
    await heard(came('U0NEW'));
    expect(told).toEqual([]);
  });
});

it('the bot comes to the safeguarding channel: the open cases are shown there, and when it leaves nothing is', async () => {
  await heard(moved('joined', BOT, slackChannelId));
  await heard(moved('left', BOT, slackChannelId));
  expect(shown).toEqual(['channel:safeguarding slack']);
  expect(told).toEqual([]);
});

it('[R160] somebody of the school gets an account: what they owe is looked at, and where they are reached is kept', async () => {
  account('U0BRONWEN', knownByAddress);
  await heard(came('U0BRONWEN'));
  expect(told).toEqual([knownByAddress]);
  expect(learnt).toEqual([`person:${knownByAddress} U0BRONWEN`]);
});
