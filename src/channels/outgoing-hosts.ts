import { DeliveryFault } from '../application/faults.ts';

/** Somewhere the service speaks to of its own accord. All of it is HTTPS, on port 443. */
export interface OutgoingHost {
  /** A name; with a dot in front of it, every name below it. */
  readonly host: string;
  readonly for: 'Teams' | 'Slack' | 'records' | 'figures';
  /** What goes there. */
  readonly what: string;
  /**
   * Who sees to it that nothing else is spoken to: this list, or the variable that says where, which only whoever runs
   * the service can set.
   */
  readonly heldBy: 'list' | 'configuration';
  /** Where its owner says so. */
  readonly source: string;
}

const SERVICE_URLS = 'microsoft.github.io/teams-sdk, Service URL Validation';
const CONNECTOR = 'learn.microsoft.com, Authentication with the Bot Connector API';
const SLACK_NAMES = 'slack.com/help, Manage Slack connection issues';

/** The hosts that Teams may ask to be answered at, in Microsoft's public cloud. */
const teamsServices = [
  'smba.trafficmanager.net',
  'smba.onyx.prod.teams.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
] as const;

/**
 * Everything that the service speaks to of its own accord, for whoever lets it through a firewall. For the chats this is
 * the law: what is not here is refused before there is a connection. A managed identity gets its tokens from Azure's own
 * libraries, which ask the machine that they run on, through no firewall, and for a bot `login.microsoftonline.com`.
 */
export const outgoingHosts: readonly OutgoingHost[] = [
  ...teamsServices.map((host) => ({
    host,
    for: 'Teams' as const,
    what: 'messages, cards, and who is in a channel',
    heldBy: 'list' as const,
    source: SERVICE_URLS,
  })),
  {
    host: 'login.botframework.com',
    for: 'Teams',
    what: 'the keys of the Teams service',
    heldBy: 'list',
    source: CONNECTOR,
  },
  { host: 'login.microsoftonline.com', for: 'Teams', what: 'the token of the bot', heldBy: 'list', source: CONNECTOR },
  { host: 'slack.com', for: 'Slack', what: 'messages, modals, and who is who', heldBy: 'list', source: SLACK_NAMES },
  { host: '.slack.com', for: 'Slack', what: 'the connection of Socket Mode', heldBy: 'list', source: SLACK_NAMES },
  { host: '.slack-msgs.com', for: 'Slack', what: 'the connection of Socket Mode', heldBy: 'list', source: SLACK_NAMES },
  {
    host: '.documents.azure.com',
    for: 'records',
    what: 'the records, where STORE names Cosmos DB: the account, and each region of it',
    heldBy: 'configuration',
    source: 'learn.microsoft.com, Cosmos DB SDK connectivity modes (gateway)',
  },
  {
    host: '.vault.azure.net',
    for: 'records',
    what: 'the keys of the schools, where VAULT names Key Vault',
    heldBy: 'configuration',
    source: 'learn.microsoft.com, Access Azure Key Vault behind a firewall',
  },
  {
    host: 'login.microsoftonline.com',
    for: 'records',
    what: 'the token for Cosmos DB and Key Vault, where the service does not run with a managed identity',
    heldBy: 'configuration',
    source: 'learn.microsoft.com, Azure Identity client library',
  },
  {
    host: '.in.applicationinsights.azure.com',
    for: 'figures',
    what: 'figures without content, where TELEMETRY is azure-monitor; a collector of OTLP is where TELEMETRY says',
    heldBy: 'configuration',
    source: 'learn.microsoft.com, Azure Monitor endpoint access and firewall configuration',
  },
  {
    host: 'settings.sdk.monitor.azure.com',
    for: 'figures',
    what: 'no figure: the library of Azure Monitor asks for its own settings; it may be blocked',
    heldBy: 'configuration',
    source: 'docs/telemetry.md',
  },
];

/** Says whether something may be asked for there. */
export type MayReach = (address: URL) => boolean;

/** An address as the configuration gives it, for tests: what stands there may be spoken to as well. */
export interface WayOutOptions {
  readonly also?: readonly (string | undefined)[];
  /** For the local try-out: anything on this machine. */
  readonly isHere?: boolean;
}

/** Where a chat may be spoken to. */
export function wayOutTo(chat: 'Teams' | 'Slack', options: WayOutOptions = {}): MayReach {
  const names = outgoingHosts.filter((one) => one.for === chat && one.heldBy === 'list').map(({ host }) => host);
  return amongst(names, options);
}

/** Where an activity of Teams may ask to be answered. */
export function wayBackToTeams(options: WayOutOptions = {}): MayReach {
  const isAmongst = amongst(teamsServices, options);
  return (address) => /^https?:$/.test(address.protocol) && isAmongst(address);
}

function amongst(names: readonly string[], { also = [], isHere = false }: WayOutOptions): MayReach {
  const given = new Set(also.flatMap((address) => (address === undefined ? [] : [placeOf(new URL(address))])));
  return (address) => {
    if (address.username !== '' || address.password !== '') return false;
    if (given.has(placeOf(address)) || (isHere && isLoopback(address))) return true;
    const isSecure = (address.protocol === 'https:' || address.protocol === 'wss:') && address.port === '';
    return isSecure && names.some((name) => isNamed(address.hostname, name));
  };
}

function isNamed(hostname: string, name: string): boolean {
  return name.startsWith('.') ? hostname.endsWith(name) && hostname.length > name.length : hostname === name;
}

/** The same place for HTTP and for a WebSocket. */
function placeOf({ protocol, host }: URL): string {
  return `${protocol.replace('http', 'ws')}//${host}`;
}

function isLoopback({ hostname }: URL): boolean {
  return ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
}

/** The fault of what would have gone to somewhere else. */
export function notLetOut(): DeliveryFault {
  return new DeliveryFault('something was to be sent to a host that is none of the chat', {
    code: 'host-not-allowed',
    whatToDo: 'Nothing left. If the chat has a new address, update the service: the hosts are listed in its documents.',
    certain: true,
    hopeless: true,
  });
}
