import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wayOutTo } from '../../../src/channels/outgoing-hosts.ts';
import { createBotToken } from '../../../src/channels/teams/bot-token.ts';
import { aKey, type FakeTokenIssuer, startFakeTokenIssuer } from '../../support/fake-token-issuer.ts';

const bot = {
  clientId: '11111111-1111-4111-8111-111111111111',
  tenantId: '00000000-0000-4000-8000-0000000000aa',
  clientSecret: 'MARKER~secret',
} as const;
const key = aKey('the-key');
const MINUTE = 60_000;

let issuer: FakeTokenIssuer;
let now: number;
beforeEach(async () => {
  now = 0;
  issuer = await startFakeTokenIssuer([key], bot);
});
afterEach(() => issuer.stop());

function tokenOf(more: Partial<Parameters<typeof createBotToken>[0]> = {}) {
  return createBotToken({
    ...bot,
    loginEndpoint: issuer.address,
    scope: 'https://api.botframework.com/.default',
    mayReach: () => true,
    monotonicMs: () => now,
    ...more,
  });
}

describe('what the bot proves itself with', () => {
  it('is asked for once, however many wait for it, and again before it runs out', async () => {
    const token = tokenOf();
    const [first, ...others] = await Promise.all(Array.from({ length: 10 }, () => token()));
    expect(first).toMatch(/^ey/);
    expect(new Set(others)).toEqual(new Set([first]));
    now = 54 * MINUTE;
    expect(await token()).toBe(first);
    expect(issuer.requests).toHaveLength(1);
    now = 55 * MINUTE;
    await token();
    expect(issuer.requests).toEqual(Array(2).fill(`/${bot.tenantId}/oauth2/v2.0/token`));
  });

  it.each([
    ['another secret', { clientSecret: 'MARKER~another' }],
    ['another tenant', { tenantId: '../common' }],
    ['another bot', { clientId: 'x' }],
    ['another purpose', { scope: 'https://graph.microsoft.com/.default' }],
  ])('is not given for %s, and the error holds no secret', async (_what, other) => {
    const error = await tokenOf(other)().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('MARKER');
  });

  it('is asked for anew after it could not be had', async () => {
    const token = tokenOf();
    issuer.goDown();
    await expect(token()).rejects.toThrow();
    issuer.comeBack();
    expect(await token()).toMatch(/^ey/);
  });

  it('is asked for nowhere else: neither at another host, nor where a redirection leads', async () => {
    await expect(tokenOf({ mayReach: wayOutTo('Teams') })()).rejects.toThrow('none of the chat');
    expect(issuer.requests).toEqual([]);
    const other = await startFakeTokenIssuer([]);
    other.redirectTo(`${issuer.address}/${bot.tenantId}/oauth2/v2.0/token`);
    await expect(tokenOf({ loginEndpoint: other.address })()).rejects.toThrow();
    expect(issuer.requests).toEqual([]);
    await other.stop();
  });
});
