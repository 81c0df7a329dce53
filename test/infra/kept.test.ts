import { describe } from 'vitest';
import { INDEXING_POLICY } from '../../src/store/cosmos/indexing-policy.ts';
import { at, type Value, written } from './bicep.ts';
import { holds, type Infra, ofType, type Rule } from './infra.ts';

// Records are kept as the service expects them, and can be had back: they, the key that opens them, and the files.

const theContainerIsTheCodes: Rule = (infra) => {
  const [container] = ofType(infra, 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers');
  const resource = at(container?.body, 'properties.resource');
  const wanted = {
    id: 'records',
    partitionKey: { kind: 'Hash', version: 2, paths: ['/school'] },
    defaultTtl: -1,
    indexingPolicy: INDEXING_POLICY,
  };
  const [account] = ofType(infra, 'Microsoft.DocumentDB/databaseAccounts');
  const several = at(account?.body, 'properties.enableMultipleWriteLocations') !== false;
  return [
    ...(JSON.stringify(resource) === JSON.stringify(wanted) ? [] : [JSON.stringify(resource)]),
    ...(several ? ['several regions may take writes'] : []),
  ];
};

const everythingIsBackedUp: Rule = (infra) => {
  const [account] = ofType(infra, 'Microsoft.DocumentDB/databaseAccounts');
  const [vault] = ofType(infra, 'Microsoft.KeyVault/vaults');
  const [shares] = ofType(infra, 'Microsoft.Storage/storageAccounts/fileServices');
  const [backup] = ofType(infra, 'Microsoft.RecoveryServices/vaults');
  const [item] = ofType(infra, 'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems');
  const wanted: readonly (readonly [Value | undefined, unknown])[] = [
    [at(account?.body, 'properties.backupPolicy.type'), 'Continuous'],
    [at(vault?.body, 'properties.enableSoftDelete'), true],
    [at(vault?.body, 'properties.softDeleteRetentionInDays'), 90],
    [at(vault?.body, 'properties.enablePurgeProtection'), true],
    [at(shares?.body, 'properties.shareDeleteRetentionPolicy'), { enabled: true, days: 90 }],
    [at(backup?.body, 'properties.securitySettings.softDeleteSettings.softDeleteState'), 'AlwaysON'],
    [infra.files.get('main.bicep')?.params.find(({ name }) => name === 'filesBackupTier')?.standard, 'vault'],
    [item?.forEach, '[\n  for share in shares'],
    [infra.files.get('modules/files.bicep')?.outputs.find(({ name }) => name === 'shares')?.value, everyShare(infra)],
  ];
  return wanted
    .filter(([found, expected]) => JSON.stringify(found) !== JSON.stringify(expected))
    .map(([found, expected]) => `${JSON.stringify(found)} and not ${JSON.stringify(expected)}`);
};

function everyShare(infra: Infra): unknown {
  const shares = ofType(infra, 'Microsoft.Storage/storageAccounts/fileServices/shares');
  return shares.map(({ name }) => ({ expression: `${name}.name` }));
}

/** A key that expired could wrap nothing more, so that no new record would be kept. */
const theKeyIsRotatedInTime: Rule = (infra) => {
  const [key] = ofType(infra, 'Microsoft.KeyVault/vaults/keys');
  const policy = at(key?.body, 'properties.rotationPolicy');
  const actions = at(policy, 'lifetimeActions');
  const rotating = (Array.isArray(actions) ? actions : []).find((one: Value) => at(one, 'action.type') === 'rotate');
  const after = daysOf(at(rotating, 'trigger.timeAfterCreate'));
  const expires = daysOf(at(policy, 'attributes.expiryTime'));
  return expires - after > 90 ? [] : [`it is rotated after ${after} days and expires after ${expires}`];
};

/** How many days a period such as P2Y has; NaN where it is none. */
function daysOf(period: Value | undefined): number {
  const [, count, unit = ''] = /^P(\d+)([YMD])$/.exec(String(period)) ?? [];
  return Number(count) * ({ Y: 365, M: 30, D: 1 }[unit] ?? Number.NaN);
}

/** Whichever account has the records, the database, the roles, the logs and STORE are those of that one. */
const aRestoredAccountIsServed: Rule = ({ files }) => {
  const { params = [], modules = [] } = files.get('main.bicep') ?? {};
  const module = (name: string) => modules.find((one) => one.name === name);
  const account = files.get('modules/records.bicep')?.resources.find(({ name }) => name === 'account');
  const endpoint = files.get('modules/records.bicep')?.outputs.find(({ name }) => name === 'endpoint');
  const wanted: readonly (readonly [unknown, unknown])[] = [
    [params.find(({ name }) => name === 'recordsAccount')?.standard, ''],
    [module('recordsOwn')?.condition, '(empty(recordsAccount))'],
    [
      written(at(module('records')?.body, 'params.accountName')),
      'empty(recordsAccount) ? recordsOwn!.outputs.name : recordsAccount',
    ],
    // A slip in the name is told, and no empty account is made under it.
    [account?.isExisting, true],
    [written(account?.body['name']), 'accountName'],
    [written(endpoint?.value), "split(account.properties.documentEndpoint, ':443')[0]"],
    [
      written(at(module('service')?.body, 'params.store')),
      "'cosmos:${records.outputs.endpoint}/${records.outputs.database}'",
    ],
    // An address that leads to one account is not turned to another, so that one gets its own.
    [
      written(at(module('recordsEndpoint')?.body, 'params.name')),
      "empty(recordsAccount) ? '${appName}-records' : '${appName}-records-${uniqueString(recordsAccount)}'",
    ],
  ];
  return wanted
    .filter(([found, expected]) => found !== expected)
    .map(([found, expected]) => `${String(found)} and not ${String(expected)}`);
};

describe('what is kept', () => {
  holds('the container of the records is as the service expects it', theContainerIsTheCodes, [
    ['modules/records.bicep', "paths: ['/school']", "paths: ['/id']"],
    ['modules/records.bicep', 'defaultTtl: -1', 'defaultTtl: 3600'],
    ['modules/records.bicep', "          { path: '/due/?' }\n", ''],
    [
      'modules/records.bicep',
      "name: 'records'\n  tags: tags\n  properties: {\n    resource: {\n      id: 'records'",
      "name: 'records'\n  tags: tags\n  properties: {\n    resource: {\n      id: 'record'",
    ],
    ['modules/records-account.bicep', 'enableMultipleWriteLocations: false', 'enableMultipleWriteLocations: true'],
  ]);
  holds('records, keys, school file and checkpoints can be had back', everythingIsBackedUp, [
    ['modules/records-account.bicep', "type: 'Continuous'", "type: 'Periodic'"],
    ['modules/keys.bicep', 'enablePurgeProtection: true', 'enablePurgeProtection: false'],
    ['modules/keys.bicep', 'softDeleteRetentionInDays: 90', 'softDeleteRetentionInDays: 7'],
    ['modules/files.bicep', 'days: 90', 'days: 1'],
    ['modules/files.bicep', '[schools.name, checkpoints.name]', '[schools.name]'],
    ['main.bicep', "param filesBackupTier string = 'vault'", "param filesBackupTier string = 'snapshots'"],
    ['modules/files-backup.bicep', "softDeleteState: 'AlwaysON'", "softDeleteState: 'Disabled'"],
  ]);
  holds('the key of the records is rotated long before it expires', theKeyIsRotatedInTime, [
    ['modules/keys.bicep', "type: 'rotate'", "type: 'notify'"],
    ['modules/keys.bicep', "timeAfterCreate: 'P1Y'", "timeAfterCreate: 'P3Y'"],
    ['modules/keys.bicep', "expiryTime: 'P2Y'", "expiryTime: 'P30D'"],
  ]);
  holds('records that were restored into another account are served from there', aRestoredAccountIsServed, [
    ['main.bicep', 'empty(recordsAccount) ? recordsOwn!.outputs.name : recordsAccount', 'recordsOwn!.outputs.name'],
    [
      'main.bicep',
      "'modules/records-account.bicep' = if (empty(recordsAccount)) {",
      "'modules/records-account.bicep' = {",
    ],
    [
      'main.bicep',
      "    name: empty(recordsAccount) ? '${appName}-records' :",
      "    name: true ? '${appName}-records' :",
    ],
    ['modules/records.bicep', "databaseAccounts@2025-04-15' existing =", "databaseAccounts@2025-04-15' ="],
  ]);
});
