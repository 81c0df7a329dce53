import { describe } from 'vitest';
import { at, type Value, written } from './bicep.ts';
import { holds, ofType, type Rule } from './infra.ts';

// The network of the service's own, and the private addresses in it.

/** What has a private address, with its group and its zone (learn.microsoft.com, "Private endpoint DNS zone values"). */
const privateAddresses: Readonly<Record<string, readonly [group: string, zone: string]>> = {
  'records.outputs.id': ['Sql', 'privatelink.documents.azure.com'],
  'keys.outputs.id': ['vault', 'privatelink.vaultcore.azure.net'],
  'files.outputs.id': ['file', "'privatelink.file.${environment().suffixes.storage}'"],
};

const everyStoreHasAPrivateAddress: Rule = ({ files }) => {
  const modules =
    files.get('main.bicep')?.modules.filter(({ path }) => path === 'modules/private-endpoint.bicep') ?? [];
  return Object.entries(privateAddresses).flatMap(([target, [group, zone]]) => {
    const found = modules.find(({ body }) => written(at(body, 'params.targetId')) === target);
    const isRight =
      found?.condition === '(privateNetwork)' &&
      written(at(found.body, 'params.group')) === group &&
      written(at(found.body, 'params.zone')) === zone;
    return isRight ? [] : [`${target} has none`];
  });
};

const theServiceWaitsForItsAddresses: Rule = ({ files }) => {
  const modules = files.get('main.bicep')?.modules ?? [];
  const service = modules.find(({ name }) => name === 'service');
  const awaited = at(service?.body, 'dependsOn');
  const names = Array.isArray(awaited) ? awaited.map((one: Value) => written(one)) : [];
  return modules
    .filter(({ path, name }) => path === 'modules/private-endpoint.bicep' && !names.includes(name))
    .map(({ name }) => `the service starts before ${name}`);
};

const privateIsTheRule: Rule = ({ files, parameters }) => [
  ...(files.get('main.bicep')?.params.find(({ name }) => name === 'privateNetwork')?.standard === true ? [] : ['main']),
  ...[...parameters].flatMap(([file, values]) => (values['privateNetwork'] === true ? [] : [file])),
];

/** The one thing that is let in is named, and all else is refused after it. */
const nobodyElseReachesTheAddresses: Rule = (infra) => {
  const [guard] = ofType(infra, 'Microsoft.Network/networkSecurityGroups');
  const [first, last, ...more] = listOf(at(guard?.body, 'properties.securityRules')).map((rule) => ({
    ...Object.fromEntries(
      ['direction', 'access', 'sourceAddressPrefix', 'destinationAddressPrefix', 'destinationPortRanges'].map(
        (name) => [name, written(at(rule, `properties.${name}`))],
      ),
    ),
    priority: Number(at(rule, 'properties.priority')),
    protocol: at(rule, 'properties.protocol'),
  }));
  const wanted: readonly (readonly [unknown, unknown])[] = [
    [more, []],
    [
      first,
      {
        direction: 'Inbound',
        access: 'Allow',
        sourceAddressPrefix: 'appsRange',
        destinationAddressPrefix: 'endpointsRange',
        destinationPortRanges: ['443', '445'],
        priority: 100,
        protocol: 'Tcp',
      },
    ],
    [
      last,
      {
        direction: 'Inbound',
        access: 'Deny',
        sourceAddressPrefix: '*',
        destinationAddressPrefix: '*',
        priority: 200,
        protocol: '*',
      },
    ],
  ];
  return wanted
    .filter(([found, expected]) => JSON.stringify(found) !== JSON.stringify(expected))
    .map(([found]) => `not as meant: ${JSON.stringify(found)}`);
};

const theRulesHoldForTheAddresses: Rule = (infra) => {
  const [network] = ofType(infra, 'Microsoft.Network/virtualNetworks');
  const subnet = listOf(at(network?.body, 'properties.subnets')).find((one) => at(one, 'name') === 'endpoints');
  const isGuarded = written(at(subnet, 'properties.networkSecurityGroup.id')) === 'endpointsGuard.id';
  const policies = at(subnet, 'properties.privateEndpointNetworkPolicies');
  return isGuarded && policies === 'NetworkSecurityGroupEnabled' ? [] : [`${isGuarded} and ${String(policies)}`];
};

/** A zone takes a network once, however many addresses stand in it. */
const theLinkIsTheSameForEveryAddress: Rule = (infra) =>
  ofType(infra, 'Microsoft.Network/privateDnsZones/virtualNetworkLinks')
    .filter(({ body }) => typeof body['name'] !== 'string')
    .map(({ body }) => `the link is called ${String(written(body['name']))}`);

function listOf(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

describe('the network', () => {
  holds('records, keys and files each have a private address', everyStoreHasAPrivateAddress, [
    ['main.bicep', "group: 'vault'", "group: 'Sql'"],
    ['main.bicep', 'targetId: files.outputs.id', 'targetId: keys.outputs.id'],
  ]);
  holds('the service is started when it can reach them', theServiceWaitsForItsAddresses, [
    ['main.bicep', 'dependsOn: [recordsEndpoint, keysEndpoint, filesEndpoint]', 'dependsOn: []'],
    ['main.bicep', 'dependsOn: [recordsEndpoint, keysEndpoint, filesEndpoint]', 'dependsOn: [keysEndpoint]'],
  ]);
  holds('a network of its own is the rule, and going without it is said', privateIsTheRule, [
    ['main.bicep', 'param privateNetwork bool = true', 'param privateNetwork bool = false'],
    ['parameters/trust.bicepparam', 'privateNetwork = true', 'privateNetwork = false'],
  ]);
  holds('the private addresses are reached by the service and by nobody else', nobodyElseReachesTheAddresses, [
    ['modules/network.bicep', "access: 'Deny'", "access: 'Allow'"],
    ['modules/network.bicep', 'sourceAddressPrefix: appsRange', "sourceAddressPrefix: '*'"],
    ['modules/network.bicep', "['443', '445']", "['443', '445', '22']"],
    ['modules/network.bicep', 'priority: 200', 'priority: 90'],
  ]);
  holds('what guards them counts for private endpoints too', theRulesHoldForTheAddresses, [
    ['modules/network.bicep', "'NetworkSecurityGroupEnabled'", "'Disabled'"],
    ['modules/network.bicep', '          networkSecurityGroup: { id: endpointsGuard.id }\n', ''],
  ]);
  holds('a second address in a zone does not link it a second time', theLinkIsTheSameForEveryAddress, [
    ['modules/private-endpoint.bicep', "name: 'service'", 'name: name'],
  ]);
});
