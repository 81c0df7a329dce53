import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHttpServer } from '../../../src/channels/http-server.ts';
import { createTeamsApp, type TeamsAppOptions } from '../../../src/channels/teams/teams-app.ts';

afterEach(() => vi.unstubAllEnvs());

const clientId = '11111111-1111-4111-8111-111111111111';
const tenantId = '00000000-0000-4000-8000-0000000000aa';

function anApp(credentials: TeamsAppOptions['credentials']) {
  const server = createHttpServer({ host: '127.0.0.1', port: 0, missing: () => Promise.resolve([]), failed: () => {} });
  return createTeamsApp({ server, credentials, serviceUrl: 'http://127.0.0.1/teams', troubled: () => {} });
}

describe('what the Teams SDK would read from the environment by itself', () => {
  const variables = {
    CLIENT_ID: 'id-of-the-environment',
    CLIENT_SECRET: 'secret-of-the-environment',
    TENANT_ID: 'tenant-of-the-environment',
    MANAGED_IDENTITY_CLIENT_ID: 'identity-of-the-environment',
    SERVICE_URL: 'https://environment.example',
    CLOUD: 'China',
    DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS: 'true',
  };

  it('has no effect in the try-out, which proves itself to nobody', () => {
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    const app = anApp({ kind: 'none-local' });
    expect(app.credentials).toBeUndefined();
    expect(app.api.serviceUrl).toBe('http://127.0.0.1/teams');
  });

  it.each([
    [
      { kind: 'secret', clientId, tenantId, clientSecret: 'ours' } as const,
      { clientId, tenantId, token: expect.any(Function) },
    ],
    [{ kind: 'managed-identity', clientId, tenantId, identityClientId: clientId } as const, { clientId, tenantId }],
    [
      { kind: 'managed-identity', clientId, tenantId, identityClientId: 'system' } as const,
      { clientId, tenantId, managedIdentityClientId: 'system', managedIdentityType: 'system' },
    ],
  ])('has no effect on how the service proves itself', (credentials, expected) => {
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    const app = anApp(credentials);
    expect(app.credentials).toEqual(expected);
    expect(app.cloud.tokenIssuer).toBe('https://api.botframework.com');
  });
});
