import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';

// The manifest from which an app is made at api.slack.com/apps: of manifest/slack, with the school's own address.

const folder = new URL('../../manifest/slack/', import.meta.url);

/** The address that stands in manifest/slack/manifest.json for the school's own. */
const PLACEHOLDER = 'https://replace-with-your-school.example';

/** How Slack reaches the service: at an address of its own, or through a line that the service opens. */
export type SlackReach = { readonly kind: 'http'; readonly address: string } | { readonly kind: 'socket' };

/** The manifest of one school, as it is pasted. */
export function slackManifest(reach: SlackReach): string {
  if (reach.kind === 'socket') return read('manifest-socket-mode.json');
  return read('manifest.json').replaceAll(PLACEHOLDER, new URL(reach.address).origin);
}

/** What is wrong with an address as one that Slack is to call; undefined where nothing is. */
export function problemOfSlackAddress(address: string): string | undefined {
  if (!URL.canParse(address)) return 'is not an address such as https://bot.school.example';
  const { protocol, hostname, pathname, username, password, search, hash, origin } = new URL(address);
  if (protocol !== 'https:') return 'does not begin with https://, and Slack calls no other';
  if (username + password !== '') return 'holds a name or a password. Take it away';
  if (pathname !== '/' || search + hash !== '' || /[?#]/.test(address))
    return 'has something behind the name of the machine. Take it away: /slack/events is put there';
  if (origin === PLACEHOLDER) return 'is the one that stands for the school’s own. Put that';
  if (isIP(hostname.replace(/^\[|\]$/g, '')) > 0)
    return 'is a number. Slack needs a name, with a certificate that browsers trust';
  if (!hostname.includes('.') || /(^|\.)(localhost|local|internal|lan)\.?$/.test(hostname))
    return 'leads to this machine or network, where Slack cannot come. Put one that can be reached, or use --socket-mode';
  return undefined;
}

function read(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8');
}
