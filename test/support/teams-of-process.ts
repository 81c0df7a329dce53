import type { School } from '../../src/domain/school.ts';
import { aKey, bearerOfTeams, startFakeTokenIssuer } from './fake-token-issuer.ts';
import type { ServiceProcess } from './service-process.ts';
import { startTeamsSide } from './teams-side.ts';

const clientId = '11111111-1111-4111-8111-111111111111';
const clientSecret = 'a~secret~of~a~test';

/** Teams with everybody of a school in it, and who vouches for it, for a service that is a process of its own. */
export async function startTeamsOfProcess(school: School) {
  const key = aKey('the-key');
  const tenantId = school.teams?.tenantId ?? '';
  const issuer = await startFakeTokenIssuer([key], { clientId, tenantId, clientSecret });
  const bearer = (serviceUrl: string, claims: Record<string, unknown> = {}) =>
    bearerOfTeams({ key, clientId, serviceUrl, claims });
  const side = await startTeamsSide({
    school,
    setting: 'chat-with-dialogs',
    authorization: ({ serviceUrl }) => bearer(String(serviceUrl)),
  });
  return {
    ...side,
    issuer,
    /** What Teams sends as `Authorization` with an activity that names this address. */
    bearer,
    /** What the service is started with, to be served by this Teams. */
    variables: {
      TEAMS_CLIENT_ID: clientId,
      TEAMS_TENANT_ID: tenantId,
      TEAMS_CLIENT_SECRET: clientSecret,
      TEAMS_SERVICE_URL: side.fake.serviceUrl,
      TEAMS_LOGIN_URL: issuer.address,
    },
    /** What the people do goes to this process from now on. What follows from it is not waited for. */
    speakTo({ address }: Pick<ServiceProcess, 'address'>): void {
      side.speakTo({ address, settle: async () => undefined });
    },
    async stop(): Promise<void> {
      await side.fake.stop();
      await issuer.stop();
    },
  };
}
