import { bearer, createForger, type Forged, shown, type World } from './teams-forgery-tables.ts';

// Activities that ask for what the Teams service does not: another address to be answered at, another tenant, another
// chat. Each comes with a token that is signed with the key of the service.

/** Addresses that are not Teams', or are written as nobody writes them who means well. */
function addressesOf({ serviceUrl, elsewhere }: Pick<World, 'serviceUrl' | 'elsewhere'>): readonly string[] {
  const { port } = new URL(serviceUrl);
  const teams = 'smba.trafficmanager.net';
  const hosts = [
    ...['evil.example', `${teams}.evil.example`, `evil.example.${teams}`, `x${teams}`, `x.${teams}`, `${teams}.`],
    ...[
      `evil-${teams}`,
      `${teams}@evil.example`,
      `x:y@${teams}`,
      `@${teams}`,
      `x@${teams}`,
      `${teams}:444`,
      `${teams}:80`,
    ],
    ...[
      'ѕmba.trafficmanager.net',
      'smba.trafficmanаger.net',
      'xn--mba-ucd.trafficmanager.net',
      'smba。trafficmanager。net',
    ],
    ...['smba%2etrafficmanager.net', 'smba.trafficmanager%2enet', 'smba.trafficmanager.net%00.evil.example'],
    ...['smba.trafficmanager.net%2f@evil.example', 'smba.traffic\tmanager.net', 'smba.trafficmanager.net\n'],
    ...['smba.botframework.com', 'botframework.com', 'trafficmanager.net', 'login.microsoftonline.com', 'slack.com'],
    ...[
      'login.botframework.com',
      'graph.microsoft.com',
      'localhost',
      '127.0.0.1',
      '[::1]',
      '0.0.0.0',
      '169.254.169.254',
    ],
    ...[
      'metadata.google.internal',
      '10.0.0.1',
      '[::ffff:127.0.0.1]',
      '2130706433',
      '0x7f000001',
      '017700000001',
      '127.1',
    ],
  ];
  const here = [
    '2130706433',
    '0x7f.1',
    '127.1',
    '0177.0.0.1',
    '[::1]',
    '[::ffff:7f00:1]',
    '0.0.0.0',
    '127.0.0.2',
    'localhost',
  ];
  const paths = ['/\\evil.example/', '/../', '/%2e%2e/', '/?to=evil', '/#evil', '/./teams/'];
  return [
    ...hosts.map((host) => `https://${host}/teams/`),
    ...here.map((host) => `http://${host}:${port}/teams/`),
    ...paths.map((path) => `${new URL(serviceUrl).origin}${path}`),
    ...[
      `http://${teams}/teams/`,
      `ftp://${teams}/`,
      `//${teams}/`,
      `${teams}/teams/`,
      'file:///etc/passwd',
      'javascript:1',
    ],
    ...[
      'data:text/plain,x',
      'blob:https://smba.trafficmanager.net/x',
      'about:blank',
      'https://',
      'https:///',
      'http:/',
      '/',
    ],
    ...[` ${serviceUrl}`, `${serviceUrl} `, `${serviceUrl}\n`, `\u0000${serviceUrl}`, `${serviceUrl}\\`],
    ...[
      serviceUrl.replace('http:', 'https:'),
      serviceUrl.replace('http:', 'ws:'),
      serviceUrl.replace('http://', 'http:\\\\'),
    ],
    ...[`${serviceUrl}x/../`, elsewhere, elsewhere.replace('://', '://smba.trafficmanager.net@')],
  ];
}

/** Other places at the very host that Teams is at, which only the service itself may name. */
function placesBeside({ serviceUrl }: Pick<World, 'serviceUrl'>): readonly string[] {
  const { origin } = new URL(serviceUrl);
  const paths = ['//evil.example/', '/;x', '//teams/', '/teams/%00', '/teamsx', '/teams/x/', '/', '/other/'];
  return paths.map((path) => `${origin}${path}`);
}

/** Where it asks to be answered: in the activity alone, in the token alone, and in both. */
export function wrongAddresses(world: World): readonly Forged[] {
  const { token } = createForger(world);
  const odd = [undefined, null, '', 7, true, [], [world.serviceUrl], {}, { href: world.serviceUrl }, 'x'.repeat(501)];
  return [
    ...addressesOf(world).map((address) => ({
      how: `that asks to be answered at ${shown(address)}, and whose token says so too`,
      headers: bearer(token({ claims: { serviceurl: address } })),
      activity: { serviceUrl: address },
    })),
    ...[...addressesOf(world), ...placesBeside(world)].flatMap((address) => [
      {
        how: `that asks to be answered at ${shown(address)}, and whose token says otherwise`,
        headers: bearer(token()),
        activity: { serviceUrl: address },
      },
      {
        how: `whose token alone is for ${shown(address)}`,
        headers: bearer(token({ claims: { serviceurl: address } })),
      },
    ]),
    ...odd.flatMap((address) => [
      { how: `with the address ${shown(address)}`, headers: bearer(token()), activity: { serviceUrl: address } },
      {
        how: `with a token for the address ${shown(address)}`,
        headers: bearer(token({ claims: { serviceurl: address } })),
      },
    ]),
  ];
}

/** Of which tenant it says that it is, and of which chat. */
export function wrongTenants(world: World): readonly Forged[] {
  const { token } = createForger(world);
  const { tenantId } = world;
  const theirs = '22222222-2222-4222-8222-222222222222';
  const headers = bearer(token());
  const ids = [
    theirs,
    '',
    '*',
    7,
    true,
    [],
    {},
    [tenantId],
    { id: tenantId },
    ` ${tenantId}`,
    `{${tenantId}}`,
    '__proto__',
  ];
  const chats = [
    'webchat',
    'directline',
    'emulator',
    'skype',
    'slack',
    'MSTEAMS',
    'msteams ',
    '',
    null,
    undefined,
    7,
    ['msteams'],
    {},
  ];
  const conversation = (id: unknown) => ({ conversation: { id: 'a:x', conversationType: 'personal', tenantId: id } });
  const channelData = (id: unknown) => ({ channelData: { tenant: { id } } });
  return [
    ...ids.flatMap((id) => [
      { how: `whose conversation is of the tenant ${shown(id)}`, headers, activity: conversation(id) },
      { how: `whose channel is of the tenant ${shown(id)}`, headers, activity: channelData(id) },
      { how: `that is all of the tenant ${shown(id)}`, headers, activity: { ...conversation(id), ...channelData(id) } },
    ]),
    { how: 'of no tenant', headers, activity: { ...conversation(undefined), channelData: {} } },
    { how: 'of no tenant and no channel', headers, activity: { ...conversation(null), channelData: null } },
    { how: 'without a conversation', headers, activity: { conversation: null, channelData: null } },
    ...chats.map((channelId) => ({ how: `of the chat ${shown(channelId)}`, headers, activity: { channelId } })),
  ];
}
