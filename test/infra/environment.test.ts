import { afterAll, describe, expect, it } from 'vitest';
import { readServiceConfig } from '../../src/config.ts';
import { variables } from '../../src/config-variables.ts';
import { example, inBoth, inSlack, schoolFiles } from '../support/configuration.ts';
import { dockerfile } from '../support/production-files.ts';
import { at, type Value, written } from './bicep.ts';
import { ofType, readInfra } from './infra.ts';

// The variables that infra/ gives to the container: what the service would say to them.

const SERVICE = 'modules/service.bicep';
/** Of Azure's own library (DefaultAzureCredential), and not of src/config-variables.ts. */
const AZURES_OWN = ['AZURE_CLIENT_ID'];

const infra = readInfra();
const { variables: given = [] } = infra.files.get(SERVICE) ?? {};
const id = '0f8fad5b-d9cb-469f-a165-70867728950e';

/** What stands in Bicep as an expression, as it would be in Azure. */
const inAzure: Readonly<Record<string, string>> = {
  store: composed('store', {
    'records.outputs.endpoint': 'https://oak.documents.azure.com',
    'records.outputs.database': 'safeguarding',
  }),
  vault: composed('vault', { 'keys.outputs.keyUrl': 'https://oak.vault.azure.net/keys/records' }),
  connectionString: `InstrumentationKey=${id};IngestionEndpoint=https://uksouth-1.in.applicationinsights.azure.com/`,
  clientId: id,
  'tenant().tenantId': id,
  'string(port)': '3978',
};

const secrets: Readonly<Record<string, string>> = {
  'slack-bot-token': 'xoxb-1-example',
  'slack-signing-secret': '0123456789abcdef0123456789abcdef',
  'slack-app-token': 'xapp-1-example',
};

/** What main.bicep puts together for the module of the service, with the outputs of others filled in. */
function composed(param: string, outputs: Readonly<Record<string, string>>): string {
  const module = infra.files.get('main.bicep')?.modules.find(({ name }) => name === 'service');
  const text = String(written(at(module?.body, `params.${param}`))).slice(1, -1);
  return text.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => outputs[name] ?? `not known: ${name}`);
}

/** The variables of some of the lists in service.bicep, as the container has them. */
function variablesOf(...lists: readonly string[]): Record<string, string> {
  const entries = lists.flatMap((list) => {
    const value = given.find(({ name }) => name === list)?.value;
    return Array.isArray(value) ? value : [];
  });
  return Object.fromEntries(
    entries.map((entry: Value) => {
      const secret = at(entry, 'secretRef');
      const value = written(at(entry, 'value'));
      const held = secret === undefined ? (inAzure[String(value)] ?? String(value)) : secrets[String(secret)];
      return [String(at(entry, 'name')), held ?? ''];
    }),
  );
}

const files = schoolFiles();
afterAll(() => files.folder.remove());

describe('the variables of the container', () => {
  const ways = [
    ['Teams', ['general', 'teams'], example],
    ['Slack, which calls the service', ['general', 'slack', 'slackByHttp'], inSlack],
    ['Slack, which the service calls', ['general', 'slack', 'slackBySocket'], inSlack],
    ['both chats', ['general', 'teams', 'slack', 'slackByHttp'], inBoth],
  ] as const;

  it.each(ways)('are all that the service asks for, with %s', (_, lists, school) => {
    const environment = { ...variablesOf(...lists), SCHOOL_FILE: files.aFile(school) };
    const config = readServiceConfig(environment);
    expect(config.store).toEqual({
      kind: 'cosmos',
      endpoint: 'https://oak.documents.azure.com/',
      database: 'safeguarding',
    });
    expect(config.vault).toEqual({ kind: 'keyvault', keyUrl: 'https://oak.vault.azure.net/keys/records' });
    expect(config.telemetry.kind).toBe('azure-monitor');
    expect(config.teams !== undefined).toBe(lists.some((list) => list === 'teams'));
    expect(config.slack !== undefined).toBe(lists.some((list) => list === 'slack'));
    expect(config.teams?.credential ?? { kind: 'managed-identity' }).toMatchObject({ kind: 'managed-identity' });
    expect(config.slack?.transport.kind ?? 'http').toBe(
      lists.some((list) => list === 'slackBySocket') ? 'socket' : 'http',
    );
  });

  it('are told apart: one that is missing is missed, and none is set that the service does not know', () => {
    const lists = ['general', 'teams', 'slack', 'slackByHttp', 'slackBySocket'];
    const names = lists.flatMap((list) => Object.keys(variablesOf(list)));
    expect(names.filter((name) => !(name in variables) && !AZURES_OWN.includes(name))).toEqual([]);
    const without = { ...variablesOf('general', 'teams'), SCHOOL_FILE: files.aFile(example), VAULT: undefined };
    expect(() => readServiceConfig(without)).toThrow(/VAULT/);
    const [app] = ofType(infra, 'Microsoft.App/containerApps');
    expect(written(at(app?.body, 'properties.template.containers.0.env'))).toBe(
      'concat(general, useTeams ? teams : [], useSlack ? slack : [], useSlack ? slackProof : [])',
    );
  });

  it('name folders that are mounted, for the account that the image runs as', () => {
    const [app] = ofType(infra, 'Microsoft.App/containerApps');
    const mounts = at(app?.body, 'properties.template.containers.0.volumeMounts');
    const paths = Array.isArray(mounts) ? mounts.map((mount: Value) => at(mount, 'mountPath')) : [];
    const { SCHOOL_FILE, CHECKPOINTS } = variablesOf('general');
    expect(paths).toEqual([SCHOOL_FILE, CHECKPOINTS?.replace('folder:', '')]);
    const options = String(given.find(({ name }) => name === 'asTheService')?.value);
    const user = dockerfile().find((line) => line.startsWith('USER '));
    expect(options).toContain(user?.replace(/USER (\d+):(\d+)/, 'uid=$1,gid=$2,dir_mode=0700,file_mode=0600'));
  });
});
