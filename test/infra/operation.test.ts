import { describe } from 'vitest';
import { at, type Value, written } from './bicep.ts';
import { holds, type Infra, ofType, type Placed, type Rule } from './infra.ts';

// What whoever looks after the service counts on: logs without content, locks, copies, probes and money. What becomes of
// the records stands in kept.test.ts.

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
    ofType(infra, type).flatMap(() => {
      const setting = settings.find((one) => scopeOf(infra, one) === type);
      const taken = at(setting?.body, 'properties.logs');
      const categories = Array.isArray(taken) ? taken.map((one: Value) => String(at(one, 'category'))) : [];
      const isSent = written(at(setting?.body, 'properties.workspaceId')) === 'logAnalyticsId';
      return isSent && categories.join() === wanted.join() ? [] : [`${type}: ${categories.join()}`];
    }),
  );
};

/** The type of what a lock or a setting belongs to, which may be made in another file. */
function scopeOf(infra: Infra, { file, body }: Placed): string | undefined {
  const { resources = [] } = infra.files.get(file) ?? {};
  return resources.find(({ name }) => name === written(body['scope']))?.type;
}

const whatCannotBeReplacedIsLocked: Rule = (infra) =>
  ['Microsoft.DocumentDB/databaseAccounts', 'Microsoft.KeyVault/vaults', 'Microsoft.Storage/storageAccounts'].flatMap(
    (type) => {
      const locks = ofType(infra, 'Microsoft.Authorization/locks').filter((lock) => scopeOf(infra, lock) === type);
      const holding = locks.filter(({ body }) => at(body, 'properties.level') === 'CanNotDelete');
      return holding.length === ofType(infra, type).length ? [] : [`${type} can be deleted`];
    },
  );

/** The doctor and its like run beside the service, and each needs as much as the service: docs/costs.md. */
const theCommandsFitBesideTheService: Rule = ({ files }) => {
  const decorators = files.get('main.bicep')?.params.find(({ name }) => name === 'cpu')?.decorators ?? [];
  const sizes = [...decorators.join().matchAll(/'([\d.]+)'/g)].map(([, size = '']) => size);
  const memory = files.get('modules/service.bicep')?.variables.find(({ name }) => name === 'memory')?.value;
  const given = Object.entries(memory ?? {}).map(([size, words]: [string, Value]) => [size, String(words)] as const);
  return [
    ...(given.map(([size]) => size).join() === sizes.join() ? [] : [`${sizes.join()} may be chosen`]),
    ...given
      .filter(([size, words]) => words !== `${Number(size) * 2}Gi` || Number(size) < 0.5)
      .map(([size, words]) => `${size} has ${words}`),
  ];
};

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
    [asked, { Startup: '/healthz port', Liveness: '/healthz port', Readiness: '/healthz port' }],
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

/** Slack takes ten of an app (docs.slack.dev, "Using Socket Mode"), and an upgrade has the new copies beside the old. */
const socketModeHasFewCopies: Rule = (infra) => {
  const [app] = ofType(infra, 'Microsoft.App/containerApps');
  const most = written(at(app?.body, 'properties.template.scale.maxReplicas'));
  return most === 'useSlack && slackSocketMode ? min(mostReplicas, 4) : mostReplicas' ? [] : [String(most)];
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
    [
      'modules/service.bicep',
      "type: 'Startup'\n              httpGet: { path: '/healthz'",
      "type: 'Startup'\n              httpGet: { path: '/readyz'",
    ],
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
  holds('the commands have room beside the service', theCommandsFitBesideTheService, [
    ['main.bicep', "@allowed(['0.5',", "@allowed(['0.25', '0.5',"],
    ['modules/service.bicep', "  '0.5': '1Gi'\n", "  '0.25': '0.5Gi'\n"],
    ['modules/service.bicep', "'0.5': '1Gi'", "'0.5': '0.5Gi'"],
  ]);
  holds('Slack is not opened more connections than it takes', socketModeHasFewCopies, [
    ['modules/service.bicep', 'min(mostReplicas, 4)', 'mostReplicas'],
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
