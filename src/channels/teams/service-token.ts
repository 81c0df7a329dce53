/** Who issues the tokens of the Teams service (learn.microsoft.com, authenticate requests from the connector). */
const SERVICE_ISSUER = 'https://api.botframework.com';

/**
 * Whether a bearer token claims to come from the Teams service. Asked before the SDK checks it: the SDK also takes
 * tokens that Entra issues for the bot's id, which another program of the same tenant may obtain, and does not check
 * their service address. Such a caller could claim to be anybody.
 */
export function isServiceToken(authorization: string | undefined): boolean {
  const [scheme, token] = (authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer') return false;
  const payload = token?.split('.')[1];
  if (payload === undefined) return false;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null && 'iss' in claims && claims.iss === SERVICE_ISSUER;
  } catch {
    return false;
  }
}
