import { describe } from 'vitest';
import { INDEXING_POLICY } from '../../src/store/cosmos/indexing-policy.ts';
import { at, type Value, written } from './bicep.ts';
import { holds, type Infra, ofType, type Rule } from './infra.ts';

// What whoever looks after the service counts on: records kept as the service expects them, backups, logs without
// content, locks, probes and money.

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

const theKeyIsRotated: Rule = (infra) => {
  const [key] = ofType(infra, 'Microsoft.KeyVault/vaults/keys');
  const actions = at(key?.body, 'properties.rotationPolicy.lifetimeActions');
  const rotates = Array.isArray(actions) && actions.some((one: Value) => at(one, 'action.type') === 'rotate');
  return rotates ? [] : ['the key is never rotated'];
};

/** The logs that are taken, none of which holds what anybody wrote; beside each of these infra/ says why. */
const logs: Readonly<Record<string, readonly string[]>> = {
  'Microsoft.DocumentDB/databaseAccounts': ['ControlPlaneRequests', 'DataPlaneRequests'],
  'Microsoft.KeyVault/vaults': ['AuditEvent'],
  'Microsoft.Storage/storageAccounts/fileServices': ['StorageWrite', 'StorageDelete'],
  'Microsoft.App/managedEnvironments': ['ContainerAppConsoleLogs', 'ContainerAppSystemLogs'],
  'Microsoft.ContainerRegistry/registries': ['ContainerRegistryRepositoryEvents', 'ContainerRegistryLoginEvents'],
  'Microsoft.RecoveryServices/vaults': ['CoreAzureBackup', 'AddonAzureBackupJobs'],
};

const everythingSaysWhoWasThere: Rule = (infra) => {
  const settings = ofType(infra, 'Microsoft.Insights/diagnosticSettings');
  return Object.entries(logs).flatMap(([type, wanted]) =>
    ofType(infra, type).flatMap(({ file, name }) => {
      const setting = settings.find((one) => one.file === file && written(at(one.body, 'scope')) === name);
      const taken = at(setting?.body, 'properties.logs');
      const categories = Array.isArray(taken) ? taken.map((one: Value) => String(at(one, 'category'))) : [];
      const isSent = written(at(setting?.body, 'properties.workspaceId')) === 'logAnalyticsId';
      return isSent && categories.join() === wanted.join() ? [] : [`${type}: ${categories.join()}`];
    }),
  );
};

const whatCannotBeReplacedIsLocked: Rule = (infra) =>
  ['Microsoft.DocumentDB/databaseAccounts', 'Microsoft.KeyVault/vaults', 'Microsoft.Storage/storageAccounts'].flatMap(
    (type) =>
      ofType(infra, type).flatMap(({ file, name }) => {
        const lock = infra.made.find(
          (one) =>
            one.type === 'Microsoft.Authorization/locks' &&
            one.file === file &&
            written(at(one.body, 'scope')) === name,
        );
        return at(lock?.body, 'properties.level') === 'CanNotDelete' ? [] : [`${type} can be deleted`];
      }),
  );

/** Two copies, and each has time to stop. */
const theServiceStaysUp: Rule = (infra) => {
  const [app] = ofType(infra, 'Microsoft.App/containerApps');
  const template = at(app?.body, 'properties.template');
  const probes = at(template, 'containers.0.probes');
  const asked = Object.fromEntries(
    (Array.isArray(probes) ? probes : []).map((probe: Value) => [
      String(at(probe, 'type')),
      `${String(at(probe, 'httpGet.path'))} ${String(written(at(probe, 'httpGet.port')))}`,
    ]),
  );
  const least = infra.files.get('main.bicep')?.params.find(({ name }) => name === 'leastReplicas');
  const wanted: readonly (readonly [unknown, unknown])[] = [
    [asked, { Startup: '/readyz port', Liveness: '/healthz port', Readiness: '/healthz port' }],
    [written(at(template, 'scale.minReplicas')), 'leastReplicas'],
    [least?.decorators.includes('minValue(2)'), true],
    [least?.standard, 2],
    [written(at(template, 'scale.rules.0.http.metadata.concurrentRequests')), '30'],
    [Number(at(template, 'terminationGracePeriodSeconds')) > 10, true],
    [at(app?.body, 'properties.configuration.activeRevisionsMode'), 'Single'],
    [at(app?.body, 'properties.configuration.ingress.external'), true],
  ];
  return wanted
    .filter(([found, expected]) => JSON.stringify(found) !== JSON.stringify(expected))
    .map(([found, expected]) => `${JSON.stringify(found)} and not ${JSON.stringify(expected)}`);
};

/** Container Apps refuses a probe outside of these (learn.microsoft.com, "Health probes"). */
const bounds: Readonly<Record<string, readonly [number, number]>> = {
  initialDelaySeconds: [1, 60],
  periodSeconds: [1, 240],
  timeoutSeconds: [1, 240],
  failureThreshold: [1, 10],
  successThreshold: [1, 10],
};

const everyProbeIsInItsBounds: Rule = (infra) => {
  const [app] = ofType(infra, 'Microsoft.App/containerApps');
  const probes = at(app?.body, 'properties.template.containers.0.probes');
  return (Array.isArray(probes) ? probes : []).flatMap((probe: Value) =>
    Object.entries(bounds).flatMap(([name, [least, most]]) => {
      const value = at(probe, name);
      return value === undefined || (Number(value) >= least && Number(value) <= most)
        ? []
        : [`${name} ${String(value)}`];
    }),
  );
};

const noImageIsTheLatest: Rule = ({ texts, files }) => [
  ...[...texts].filter(([, text]) => /:latest\b/.test(text)).map(([file]) => file),
  ...(files.get('main.bicep')?.params.find(({ name }) => name === 'image')?.standard === '' ? [] : ['main.bicep']),
];

const somebodyIsToldOfTheMoney: Rule = (infra) => {
  const [budget] = ofType(infra, 'Microsoft.Consumption/budgets');
  const notifications = at(budget?.body, 'properties.notifications');
  return Object.entries(notifications ?? {}).flatMap(([name, one]: [string, Value]) =>
    at(one, 'enabled') === true && written(at(one, 'contactEmails')) === 'emails' ? [] : [name],
  );
};

const everythingIsTagged: Rule = ({ made }) =>
  made
    .filter(({ body, type }) => body['location'] !== undefined && type !== 'Microsoft.BotService/botServices/channels')
    .filter(({ body }) => written(body['tags']) === undefined)
    .map(({ file, name }) => `${file}: ${name}`);

describe('what the administrator counts on', () => {
  holds('the container of the records is as the service expects it', theContainerIsTheCodes, [
    ['modules/records.bicep', "paths: ['/school']", "paths: ['/id']"],
    ['modules/records.bicep', 'defaultTtl: -1', 'defaultTtl: 3600'],
    ['modules/records.bicep', "          { path: '/due/?' }\n", ''],
    [
      'modules/records.bicep',
      "name: 'records'\n  tags: tags\n  properties: {\n    resource: {\n      id: 'records'",
      "name: 'records'\n  tags: tags\n  properties: {\n    resource: {\n      id: 'record'",
    ],
    ['modules/records.bicep', 'enableMultipleWriteLocations: false', 'enableMultipleWriteLocations: true'],
  ]);
  holds('records, keys, school file and checkpoints can be had back', everythingIsBackedUp, [
    ['modules/records.bicep', "type: 'Continuous'", "type: 'Periodic'"],
    ['modules/keys.bicep', 'enablePurgeProtection: true', 'enablePurgeProtection: false'],
    ['modules/keys.bicep', 'softDeleteRetentionInDays: 90', 'softDeleteRetentionInDays: 7'],
    ['modules/files.bicep', 'days: 90', 'days: 1'],
    ['modules/files.bicep', '[schools.name, checkpoints.name]', '[schools.name]'],
    ['main.bicep', "param filesBackupTier string = 'vault'", "param filesBackupTier string = 'snapshots'"],
    ['modules/files-backup.bicep', "softDeleteState: 'AlwaysON'", "softDeleteState: 'Disabled'"],
  ]);
  holds('the key of the records is rotated', theKeyIsRotated, [
    ['modules/keys.bicep', "type: 'rotate'", "type: 'notify'"],
  ]);
  holds('everything says who was there, and nothing says what was written', everythingSaysWhoWasThere, [
    ['modules/records.bicep', "'ControlPlaneRequests'", "'QueryRuntimeStatistics'"],
    ['modules/keys.bicep', "{ category: 'AuditEvent', enabled: true }", ''],
    ['modules/host.bicep', '  scope: environment\n', ''],
    ['modules/host.bicep', "'ContainerAppSystemLogs'", "'ContainerAppHTTPLogs'"],
  ]);
  holds('what cannot be made again cannot be deleted by a slip', whatCannotBeReplacedIsLocked, [
    ['modules/records.bicep', "level: 'CanNotDelete'", "level: 'ReadOnly'"],
    ['modules/keys.bicep', '  scope: vault\n  properties: {\n    level', '  properties: {\n    level'],
  ]);
  holds('two copies at least serve, are asked whether they do, and are given time to stop', theServiceStaysUp, [
    ['modules/service.bicep', "httpGet: { path: '/readyz'", "httpGet: { path: '/ready'"],
    [
      'modules/service.bicep',
      "type: 'Liveness'\n              httpGet: { path: '/healthz'",
      "type: 'Liveness'\n              httpGet: { path: '/readyz'",
    ],
    ['modules/service.bicep', "type: 'Readiness'", "type: 'Liveness'"],
    ['modules/service.bicep', 'minReplicas: leastReplicas', 'minReplicas: 1'],
    ['modules/service.bicep', 'terminationGracePeriodSeconds: 30', 'terminationGracePeriodSeconds: 10'],
    ['main.bicep', '@minValue(2)\nparam leastReplicas', '@minValue(1)\nparam leastReplicas'],
    ['main.bicep', 'param leastReplicas int = 2', 'param leastReplicas int = 1'],
  ]);
  holds('every probe is within what Container Apps takes', everyProbeIsInItsBounds, [
    ['modules/service.bicep', 'failureThreshold: 10', 'failureThreshold: 30'],
  ]);
  holds('no image is whatever is newest', noImageIsTheLatest, [
    ['modules/service.bicep', 'image: image', "image: 'safeguarding-bot:latest'"],
    ['main.bicep', "param image string = ''", "param image string = 'safeguarding-bot:1'"],
  ]);
  holds('somebody is told before the money is spent', somebodyIsToldOfTheMoney, [
    ['modules/budget.bicep', 'contactEmails: emails', 'contactEmails: []'],
  ]);
  holds('everything carries the tags of the installation', everythingIsTagged, [
    ['modules/bot.bicep', '  tags: tags\n', ''],
  ]);
});
