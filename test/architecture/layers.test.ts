import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { afterAll, describe, expect, it } from 'vitest';

const project = join(import.meta.dirname, '../..');
const options = await extractDepcruiseOptions(join(project, '.dependency-cruiser.mjs'));
const tsConfig = extractTsConfig(join(project, 'tsconfig.json'));

const temporary = mkdtempSync(join(tmpdir(), 'layers-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

describe('the layers of the product', () => {
  it('are kept: every import goes the way it may', async () => {
    const seen = await look(project);
    expect(seen.violations).toEqual([]);
    expect(seen.ownModules).toBeGreaterThan(20);
  });

  it('are judged by imports that are truly followed', async () => {
    const seen = await look(project);
    const imports = seen.modules.find(({ source }) => source === 'src/application/ports.ts')?.dependencies;
    expect(imports?.map(({ resolved }) => resolved)).toContain('src/domain/record.ts');
  });
});

/** A small product in which every import goes the way it may. */
const sound: Files = {
  'src/main.ts': [
    "import './application/deliver.ts';",
    "import './channels/slack/receive.ts';",
    "import './channels/teams/receive.ts';",
    "import './config.ts';",
    "import './open-records.ts';",
    "import './telemetry/start-telemetry.ts';",
    "import './try-out/windows.ts';",
    "import './workflows/index.ts';",
  ],
  'src/cli.ts': ["import './config.ts';", "import './open-records.ts';"],
  'src/open-records.ts': [
    "import './config-places.ts';",
    "import './store/sqlite/store.ts';",
    "import './vault/key-file.ts';",
    "export const later = [import('./store/cosmos/store.ts'), import('./vault/key-vault.ts')];",
    "export const who = import('@azure/identity');",
  ],
  'src/config-places.ts': ["import { z } from 'zod';"],
  'src/config.ts': ["import 'yaml';", "import './domain/school.ts';"],
  'src/domain/school.ts': ["import { z } from 'zod';", 'export type School = z.infer<typeof z>;'],
  'src/domain/chain.ts': ["import { createHash } from 'node:crypto';", "import './school.ts';"],
  'src/application/ports.ts': ["import type { School } from '../domain/school.ts';"],
  'src/application/faults.ts': ['export class Fault extends Error {}'],
  'src/application/deliver.ts': ["import './ports.ts';", "import '../domain/chain.ts';"],
  'src/workflows/index.ts': ["import './concern/index.ts';", "import './policy/index.ts';"],
  'src/workflows/concern/index.ts': ["import './decider.ts';"],
  'src/workflows/concern/decider.ts': ["import '../../domain/school.ts';", "import { DateTime } from 'luxon';"],
  'src/workflows/policy/index.ts': ["import '../../domain/school.ts';"],
  'src/channels/render.ts': ["import { Template } from 'adaptivecards-templating';"],
  'src/channels/teams/receive.ts': ["import { App } from '@microsoft/teams.apps';", "import '../render.ts';"],
  'src/channels/slack/receive.ts': ["import { App } from '@slack/bolt';", "import '../../application/ports.ts';"],
  'src/store/sqlite/store.ts': ["import '../../application/faults.ts';", "import { DatabaseSync } from 'node:sqlite';"],
  'src/store/cosmos/store.ts': [
    "import '../../application/ports.ts';",
    "import { CosmosClient } from '@azure/cosmos';",
  ],
  'src/vault/key-vault.ts': ["import './key-vault-client.ts';"],
  'src/vault/key-vault-client.ts': ["import '../application/faults.ts';", "import '@azure/keyvault-keys';"],
  'src/vault/key-file.ts': ["import '../application/ports.ts';", "import '../domain/school.ts';"],
  'src/telemetry/start-telemetry.ts': [
    "import './attributes.ts';",
    "export const later = import('./sdk/exporters.ts');",
  ],
  'src/telemetry/attributes.ts': ["import '../application/ports.ts';"],
  'src/telemetry/sdk/exporters.ts': [
    "import '@opentelemetry/api';",
    "export const later = import('@azure/monitor-opentelemetry-exporter');",
  ],
  'src/try-out/windows.ts': ["import 'playground';"],
};

const domainRule = 'the-domain-imports-only-itself-zod-luxon-and-tldts';
const chainRule = 'the-hash-chain-adds-only-sha-256-to-the-domain';
const workflowRule = 'a-workflow-imports-only-itself-and-the-domain';
const applicationRule = 'the-application-imports-only-itself-and-the-domain';
const channelRule = 'a-channel-imports-only-the-application-and-the-domain';
const storeRule = 'a-store-imports-only-the-ports-and-the-domain';
const vaultRule = 'the-vault-imports-only-the-ports-and-the-domain';
const earlyRule = 'the-configuration-and-the-log-import-only-the-domain-and-faults';
const rootRule = 'nothing-imports-the-composition-root';
const whoRule = 'only-who-opens-the-records-asks-who-the-service-is';
const azureRule = 'azure-is-loaded-only-when-it-is-named';
const openRule = 'only-who-opens-the-records-opens-a-store-or-a-vault';
const figuresRule = 'only-telemetry-imports-open-telemetry';
const loadedRule = 'open-telemetry-is-loaded-only-when-figures-go-somewhere';
const figuresKnowRule = 'telemetry-knows-no-chat-store-or-workflow';
const tryOutRule = 'only-main-starts-the-try-out';

/** One import that must not be: the rule it breaks, the file it stands in, and the import. */
const faults: readonly (readonly [rule: string, file: string, statement: string])[] = [
  [domainRule, 'src/domain/school.ts', "import { readFileSync } from 'node:fs';"],
  [domainRule, 'src/domain/school.ts', "import { randomUUID } from 'node:crypto';"],
  [domainRule, 'src/domain/school.ts', "import 'yaml';"],
  [domainRule, 'src/domain/school.ts', "import type { School } from '../application/deliver.ts';"],
  [domainRule, 'src/domain/school.ts', "export const later = () => import('../workflows/policy/index.ts');"],
  [chainRule, 'src/domain/chain.ts', "import { readFileSync } from 'node:fs';"],
  [chainRule, 'src/domain/chain.ts', "import '../application/faults.ts';"],
  [workflowRule, 'src/workflows/concern/decider.ts', "import '../../application/ports.ts';"],
  [workflowRule, 'src/workflows/concern/decider.ts', "import { setTimeout } from 'node:timers/promises';"],
  [workflowRule, 'src/workflows/concern/decider.ts', "import type { App } from 'yaml';"],
  ['a-workflow-never-imports-another-workflow', 'src/workflows/concern/decider.ts', "import '../policy/index.ts';"],
  ['a-workflow-never-imports-another-workflow', 'src/workflows/concern/index.ts', "import type {} from '../index.ts';"],
  ['the-registry-imports-only-workflows-and-the-domain', 'src/workflows/index.ts', "import '../application/ports.ts';"],
  ['the-application-is-given-the-registry', 'src/application/deliver.ts', "import '../workflows/index.ts';"],
  [applicationRule, 'src/application/deliver.ts', "import '../channels/render.ts';"],
  [applicationRule, 'src/application/deliver.ts', "import '../store/sqlite/store.ts';"],
  [applicationRule, 'src/application/deliver.ts', "import '../config.ts';"],
  ['a-channel-never-touches-a-store', 'src/channels/slack/receive.ts', "import '../../store/sqlite/store.ts';"],
  [
    'a-channel-never-touches-a-store',
    'src/channels/teams/receive.ts',
    "import type {} from '../../vault/key-file.ts';",
  ],
  [channelRule, 'src/channels/teams/receive.ts', "import '../../workflows/index.ts';"],
  [channelRule, 'src/channels/teams/receive.ts', "import '../../config.ts';"],
  ['one-chat-never-imports-another', 'src/channels/teams/receive.ts', "import '../slack/receive.ts';"],
  [storeRule, 'src/store/sqlite/store.ts', "import '../../application/deliver.ts';"],
  [storeRule, 'src/store/sqlite/store.ts', "import '../../channels/render.ts';"],
  ['one-store-never-imports-another', 'src/store/cosmos/store.ts', "import '../sqlite/store.ts';"],
  [vaultRule, 'src/vault/key-file.ts', "import '../application/deliver.ts';"],
  [vaultRule, 'src/vault/key-file.ts', "import '../store/sqlite/store.ts';"],
  [earlyRule, 'src/config.ts', "import './workflows/index.ts';"],
  [earlyRule, 'src/config-places.ts', "import './vault/key-file.ts';"],
  [rootRule, 'src/config.ts', "import './cli.ts';"],
  [rootRule, 'src/try-out/windows.ts', "import type {} from '../main.ts';"],
  [tryOutRule, 'src/cli.ts', "import './try-out/windows.ts';"],
  [tryOutRule, 'src/channels/render.ts', "import '../try-out/windows.ts';"],
  ['only-the-teams-channel-imports-the-teams-sdk', 'src/channels/render.ts', "import '@microsoft/teams.api';"],
  ['only-the-teams-channel-imports-the-teams-sdk', 'src/main.ts', "import type {} from '@microsoft/teams.apps';"],
  ['only-the-slack-channel-imports-the-slack-sdk', 'src/channels/teams/receive.ts', "import '@slack/web-api';"],
  ['only-the-renderer-imports-the-template-language', 'src/main.ts', "import 'adaptivecards-templating';"],
  ['only-the-renderer-imports-the-template-language', 'src/main.ts', "import 'adaptive-expressions';"],
  ['only-the-sqlite-store-imports-sqlite', 'src/cli.ts', "import { DatabaseSync } from 'node:sqlite';"],
  ['only-the-sqlite-store-imports-sqlite', 'src/cli.ts', "process.getBuiltinModule('node:sqlite');"],
  ['only-the-cosmos-store-imports-cosmos', 'src/vault/key-file.ts', "import '@azure/cosmos';"],
  [
    'only-the-key-vault-client-imports-key-vault',
    'src/vault/key-file.ts',
    "import type {} from '@azure/keyvault-keys';",
  ],
  ['only-the-key-vault-client-imports-key-vault', 'src/open-records.ts', "import '@azure/keyvault-common';"],
  [whoRule, 'src/vault/key-vault-client.ts', "import '@azure/identity';"],
  [whoRule, 'src/main.ts', "export const who = import('@azure/identity');"],
  [azureRule, 'src/open-records.ts', "import '@azure/identity';"],
  [azureRule, 'src/open-records.ts', "import './store/cosmos/store.ts';"],
  [azureRule, 'src/open-records.ts', "export * from './vault/key-vault.ts';"],
  [azureRule, 'src/telemetry/sdk/exporters.ts', "import '@azure/monitor-opentelemetry-exporter';"],
  [figuresRule, 'src/telemetry/start-telemetry.ts', "import '@opentelemetry/api';"],
  [figuresRule, 'src/application/deliver.ts', "export const later = import('@opentelemetry/api');"],
  [figuresRule, 'src/main.ts', "export const later = import('@azure/monitor-opentelemetry-exporter');"],
  [loadedRule, 'src/telemetry/start-telemetry.ts', "import './sdk/exporters.ts';"],
  [loadedRule, 'src/main.ts', "export * from './telemetry/sdk/exporters.ts';"],
  [figuresKnowRule, 'src/telemetry/attributes.ts', "import type {} from '../workflows/concern/decider.ts';"],
  [figuresKnowRule, 'src/telemetry/sdk/exporters.ts', "import '../../store/sqlite/store.ts';"],
  [openRule, 'src/main.ts', "import './store/sqlite/store.ts';"],
  [openRule, 'src/cli.ts', "export const later = import('./vault/key-vault.ts');"],
  ['the-product-needs-no-dev-dependency', 'src/main.ts', "import 'playground';"],
  ['every-import-can-be-found', 'src/main.ts', "import './nowhere.ts';"],
  ['every-import-can-be-found', 'src/main.ts', "import 'not-installed';"],
  ['no-circle-of-imports', 'src/domain/school.ts', "import type {} from './chain.ts';"],
  ['no-module-stands-alone', 'src/domain/forgotten.ts', 'export const forgotten = true;'],
];

describe('the rules of the layers', () => {
  it('find nothing where nothing is wrong', async () => {
    const seen = await look(plant(sound));
    expect(seen.violations).toEqual([]);
    expect(seen.ownModules).toBe(Object.keys(sound).length);
  });

  it.each(faults)('%s: in %s, %s', async (rule, file, statement) => {
    const seen = await look(plant({ ...sound, [file]: [statement, ...(sound[file] ?? [])] }));
    expect(seen.violations.map((violation) => violation.rule)).toContain(rule);
  });

  it('are each shown to find something', () => {
    const names = options.ruleSet?.forbidden?.map(({ name }) => name);
    expect(new Set(faults.map(([rule]) => rule))).toEqual(new Set(names));
  });
});

type Files = Readonly<Record<string, readonly string[]>>;

const dependencies = [
  '@azure/cosmos',
  '@azure/identity',
  '@azure/keyvault-common',
  '@azure/keyvault-keys',
  '@azure/monitor-opentelemetry-exporter',
  '@microsoft/teams.api',
  '@microsoft/teams.apps',
  '@opentelemetry/api',
  '@slack/bolt',
  '@slack/web-api',
  'adaptive-expressions',
  'adaptivecards-templating',
  'luxon',
  'yaml',
  'zod',
];
const devDependencies = ['playground'];

/** Writes a product to a folder of its own, with stand-ins for the packages it imports, and gives the folder. */
function plant(files: Files): string {
  const folder = mkdtempSync(join(temporary, 'product-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const versions = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, '1.0.0']));
  write(
    'package.json',
    JSON.stringify({
      type: 'module',
      dependencies: versions(dependencies),
      devDependencies: versions(devDependencies),
    }),
  );
  for (const name of [...dependencies, ...devDependencies]) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, '');
  }
  for (const [path, lines] of Object.entries(files)) write(path, `${lines.join('\n')}\n`);
  return folder;
}

/** Follows every import below a folder's `src` and judges it by the project's rules. */
async function look(folder: string) {
  const { output } = await cruise(['src'], { ...options, validate: true, baseDir: folder }, undefined, { tsConfig });
  const { modules, summary } = output as ICruiseResult;
  return {
    modules,
    ownModules: modules.filter(({ source }) => source.startsWith('src/')).length,
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}
