import { globSync, readFileSync } from 'node:fs';
import { describe } from 'vitest';
import { at, written } from './bicep.ts';
import { holds, type Infra, ofType, type Placed, type Rule } from './infra.ts';

// Who gets in, and how: nobody by a key or a password, everybody by no more rights than they need.

/** What each kind of thing must say, so that nobody gets in but by Microsoft Entra, and nothing travels in the clear. */
const settings: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'Microsoft.DocumentDB/databaseAccounts': {
    'properties.disableLocalAuth': true,
    'properties.disableKeyBasedMetadataWriteAccess': true,
    'properties.minimalTlsVersion': 'Tls12',
    'properties.networkAclBypass': 'None',
    'properties.publicNetworkAccess': "privateNetwork ? 'Disabled' : 'Enabled'",
  },
  'Microsoft.KeyVault/vaults': {
    'properties.enableRbacAuthorization': true,
    'properties.networkAcls.bypass': 'None',
    'properties.networkAcls.defaultAction': "privateNetwork ? 'Deny' : 'Allow'",
    'properties.publicNetworkAccess': "privateNetwork ? 'Disabled' : 'Enabled'",
  },
  'Microsoft.KeyVault/vaults/keys': {
    'properties.attributes.exportable': false,
    'properties.keyOps': ['wrapKey', 'unwrapKey'],
  },
  'Microsoft.Storage/storageAccounts': {
    'properties.minimumTlsVersion': 'TLS1_2',
    'properties.supportsHttpsTrafficOnly': true,
    'properties.allowBlobPublicAccess': false,
    'properties.isLocalUserEnabled': false,
    'properties.networkAcls.defaultAction': "privateNetwork ? 'Deny' : 'Allow'",
  },
  'Microsoft.Storage/storageAccounts/fileServices': {
    'properties.protocolSettings.smb.versions': 'SMB3.1.1',
    'properties.protocolSettings.smb.channelEncryption': 'AES-128-GCM;AES-256-GCM',
  },
  'Microsoft.BotService/botServices': {
    'properties.disableLocalAuth': true,
    'properties.msaAppType': 'UserAssignedMSI',
    'properties.msaAppTenantId': 'tenant().tenantId',
  },
  'Microsoft.ContainerRegistry/registries': { 'properties.adminUserEnabled': false },
  'Microsoft.OperationalInsights/workspaces': { 'properties.features.disableLocalAuth': true },
  'Microsoft.Insights/components': { 'properties.DisableLocalAuth': true, 'properties.DisableIpMasking': false },
  'Microsoft.App/containerApps': {
    'identity.type': 'UserAssigned',
    'properties.configuration.ingress.allowInsecure': false,
  },
};

const everySettingStands: Rule = (infra) =>
  Object.entries(settings).flatMap(([type, wanted]) =>
    ofType(infra, type).flatMap(({ file, body }) =>
      Object.entries(wanted).flatMap(([path, value]) => {
        const found = written(at(body, path));
        return JSON.stringify(found) === JSON.stringify(value) ? [] : [`${file}: ${path} is ${String(found)}`];
      }),
    ),
  );

/** The key of the shares, which Container Apps needs to mount them, is all that is ever asked for. */
const noKeyIsAskedFor: Rule = ({ files }) =>
  [...files].flatMap(([file, { calls }]) => {
    const asked = calls.filter((call) => /(^|\.)list[A-Z]\w*$/.test(call));
    const allowed = file === 'modules/host.bicep' ? ['storage.listKeys', 'storage.listKeys'] : [];
    return JSON.stringify(asked) === JSON.stringify(allowed) ? [] : [`${file}: ${asked.join()}`];
  });

const noOutputIsSecret: Rule = ({ files }) =>
  [...files].flatMap(([file, { outputs, params }]) => {
    const secrets = params.filter(({ decorators }) => decorators.includes('secure()')).map(({ name }) => name);
    return outputs
      .filter(({ value }) => {
        const words = String(written(value) ?? '');
        return /\blist[A-Z]|[Kk]eys?\[|\.value\b|primary/.test(words) || secrets.some((name) => words.includes(name));
      })
      .map(({ name }) => `${file}: ${name}`);
  });

const everySecretIsMarked: Rule = ({ files }) => {
  const secret = (name: string) => /(token|secret|password|accountkey)$/i.test(name);
  const params = [...files].flatMap(([file, { params }]) => params.map((param) => ({ ...param, file })));
  const marked = params.filter(({ decorators }) => decorators.includes('secure()'));
  return [
    ...params
      .filter(({ name, decorators }) => secret(name) && !decorators.includes('secure()'))
      .map(({ file, name }) => `${file}: ${name} is not secure`),
    ...marked
      .filter(({ standard }) => standard !== undefined && standard !== '')
      .map(({ file, name }) => `${file}: ${name} has a value of its own`),
  ];
};

/** Azure's roles by their ids (learn.microsoft.com, "Azure built-in roles"), and on what alone the service may have each. */
const roles: Readonly<Record<string, { readonly name: string; readonly on: string }>> = {
  'e147488a-f6f5-4113-8e2d-b22465e65bf6': {
    name: 'Key Vault Crypto Service Encryption User',
    on: 'Microsoft.KeyVault/vaults/keys',
  },
  '4633458b-17de-408a-b874-0445c86b69e6': { name: 'Key Vault Secrets User', on: 'Microsoft.KeyVault/vaults/secrets' },
  '3913510d-42f4-4e42-8a64-420c390055eb': { name: 'Monitoring Metrics Publisher', on: 'Microsoft.Insights/components' },
  '7f951dda-4ed3-4680-a7ca-43fe172d538d': { name: 'AcrPull', on: 'Microsoft.ContainerRegistry/registries' },
};

const everyRoleIsTheLeast: Rule = (infra) =>
  ofType(infra, 'Microsoft.Authorization/roleAssignments').flatMap(({ file, name, body }) => {
    const { variables = [], resources = [] } = infra.files.get(file) ?? {};
    const [, id = ''] =
      /roleDefinitions', (\w+)\)/.exec(String(written(at(body, 'properties.roleDefinitionId')))) ?? [];
    const role = roles[String(variables.find((one) => one.name === id)?.value)];
    const scope = resources.find((one) => one.name === written(at(body, 'scope')));
    if (role === undefined) return [`${file}: ${name} gives a role that is not in the table`];
    return role.on === scope?.type ? [] : [`${file}: ${name} gives ${role.name} on ${scope?.type}`];
  });

/** What the store does with documents, by what it calls of Microsoft's library. */
const operations: Readonly<Record<string, RegExp>> = {
  executeQuery: /\.query[<(]/,
  'items/read': /\.read\(/,
  'items/create': /items\.create\(/,
  'items/replace': /\.replace\(/,
  'items/upsert': /\.upsert\(/,
  'items/delete': /\.delete\(/,
};

const theDatabaseRoleIsWhatTheStoreDoes: Rule = (infra) => {
  const source = globSync('src/store/cosmos/*.ts').map((path) => readFileSync(path, 'utf8'));
  const done = Object.keys(operations).filter((name) => source.some((text) => operations[name]?.test(text)));
  const prefix = 'Microsoft.DocumentDB/databaseAccounts/';
  const wanted = [`${prefix}readMetadata`, ...done.map((name) => `${prefix}sqlDatabases/containers/${name}`)];
  const [role] = ofType(infra, 'Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions');
  const given = at(role?.body, 'properties.permissions.0.dataActions');
  const [access] = ofType(infra, 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments');
  const scope = written(at(access?.body, 'properties.scope'));
  return [
    ...(JSON.stringify(given) === JSON.stringify(wanted) ? [] : [`it is ${JSON.stringify(given)}, not ${wanted}`]),
    ...(scope === "'${account.id}/dbs/${database.name}/colls/${container.name}'" ? [] : [`it is for ${String(scope)}`]),
  ];
};

const theBotIsInTeamsAlone: Rule = (infra) =>
  ofType(infra, 'Microsoft.BotService/botServices/channels').flatMap(({ body }) => {
    const names = [body['name'], at(body, 'properties.channelName')].map(written);
    return names.every((name) => name === 'MsTeamsChannel') ? [] : [`a channel is ${names.join()}`];
  });

const slackSecretsComeFromKeyVault: Rule = (infra) => {
  const [app] = ofType(infra, 'Microsoft.App/containerApps');
  const secrets = String(written(at(app?.body, 'properties.configuration.secrets')));
  const isReference = /keyVaultUrl: /.test(secrets) && /identity: identityId/.test(secrets) && !/value:/.test(secrets);
  return [...(isReference ? [] : [secrets]), ...namesOfSecrets(infra, app)];
};

/** Names that the service reads and Key Vault is not given. */
function namesOfSecrets(infra: Infra, app: Placed | undefined): readonly string[] {
  const text = infra.texts.get(app?.file ?? '') ?? '';
  const read = [...text.matchAll(/secretRef: '([\w-]+)'/g)].map(([, name]) => name);
  const kept = ofType(infra, 'Microsoft.KeyVault/vaults/secrets').map(({ body }) => body['name']);
  return read.filter((name) => !kept.includes(name ?? '')).map((name) => `${name} is not in Key Vault`);
}

const theSchoolFileIsReadOnly: Rule = (infra) =>
  ofType(infra, 'Microsoft.App/managedEnvironments/storages').flatMap(({ name, body }) => {
    const mode = at(body, 'properties.azureFile.accessMode');
    return mode === (name === 'checkpoints' ? 'ReadWrite' : 'ReadOnly') ? [] : [`${name} is ${String(mode)}`];
  });

describe('who gets in', () => {
  holds('nobody gets in by a key or a password, and nothing travels in the clear', everySettingStands, [
    ['modules/records-account.bicep', '    disableLocalAuth: true\n', ''],
    ['modules/records-account.bicep', 'disableLocalAuth: true', 'disableLocalAuth: false'],
    ['modules/records-account.bicep', "minimalTlsVersion: 'Tls12'", "minimalTlsVersion: 'Tls'"],
    ['modules/records-account.bicep', "privateNetwork ? 'Disabled' : 'Enabled'", "'Enabled'"],
    ['modules/bot.bicep', '    disableLocalAuth: true\n', ''],
    ['modules/bot.bicep', "'UserAssignedMSI'", "'MultiTenant'"],
    ['modules/keys.bicep', 'enableRbacAuthorization: true', 'enableRbacAuthorization: false'],
    ['modules/keys.bicep', 'exportable: false', 'exportable: true'],
    ['modules/keys.bicep', "privateNetwork ? 'Deny' : 'Allow'", "'Allow'"],
    ['modules/files.bicep', "minimumTlsVersion: 'TLS1_2'", "minimumTlsVersion: 'TLS1_0'"],
    ['modules/files.bicep', 'supportsHttpsTrafficOnly: true', 'supportsHttpsTrafficOnly: false'],
    ['modules/registry.bicep', 'adminUserEnabled: false', 'adminUserEnabled: true'],
    ['modules/monitoring.bicep', 'DisableLocalAuth: true', 'DisableLocalAuth: false'],
    ['modules/service.bicep', 'allowInsecure: false', 'allowInsecure: true'],
  ]);
  holds('no key is asked for but that of the shares, by the one that mounts them', noKeyIsAskedFor, [
    ['modules/records.bicep', 'split(account.properties.documentEndpoint', 'split(account.listConnectionStrings().x'],
    ['modules/files.bicep', '= account.name', '= account.listKeys().keys[0].value'],
    ['main.bicep', "= 'https://", "= listSecrets(identity.outputs.id)\noutput more string = 'https://"],
  ]);
  holds('no output holds a secret', noOutputIsSecret, [
    ['modules/keys.bicep', '= vault.properties.vaultUri\n', '= slackBotToken\n'],
    ['modules/files.bicep', '= account.name', '= account.listKeys().keys[0].value'],
  ]);
  holds('every secret is marked as one, and has no value in the file', everySecretIsMarked, [
    ['main.bicep', '@secure()\n', ''],
    ['modules/keys.bicep', '@secure()\n', ''],
    ['main.bicep', "param slackAppToken string = ''", "param slackAppToken string = 'xapp-1'"],
  ]);
  holds('the service has the least role on each single thing, and none on a group of them', everyRoleIsTheLeast, [
    // Contributor.
    ['modules/keys.bicep', 'e147488a-f6f5-4113-8e2d-b22465e65bf6', 'b24988ac-6180-42a0-ab88-20f7382dd24c'],
    ['modules/keys.bicep', 'scope: key\n', 'scope: vault\n'],
    ['modules/registry.bicep', '  scope: registry\n', ''],
  ]);
  holds(
    'in the database the service may do what its store does, in its one container',
    theDatabaseRoleIsWhatTheStoreDoes,
    [
      ['modules/records.bicep', "containers/items/delete'", "containers/items/*'"],
      ['modules/records.bicep', '/colls/${container.name}', ''],
    ],
  );
  holds('the bot is spoken to in Teams, and by no other way', theBotIsInTeamsAlone, [
    ['modules/bot.bicep', "  name: 'MsTeamsChannel'", "  name: 'WebChatChannel'"],
    ['modules/bot.bicep', "channelName: 'MsTeamsChannel'", "channelName: 'DirectLineChannel'"],
  ]);
  holds('the secrets of Slack come from Key Vault, by the identity of the service', slackSecretsComeFromKeyVault, [
    ['modules/service.bicep', "keyVaultUrl: '${vaultUri}secrets/${secret}'", 'value: secret'],
    ['modules/keys.bicep', "name: 'slack-app-token'", "name: 'slack-token'"],
  ]);
  holds('the service reads who is the DSL, and cannot write it', theSchoolFileIsReadOnly, [
    ['modules/host.bicep', "accessMode: 'ReadOnly'", "accessMode: 'ReadWrite'"],
  ]);
});
