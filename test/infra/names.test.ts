import { join } from 'node:path';
import { describe } from 'vitest';
import { at, written } from './bicep.ts';
import { holds, type Rule } from './infra.ts';

// Names: each stands for one thing in its file, in its resource group, and where Azure asks for it, in all of Azure.

const everyNameStandsForOneThing: Rule = ({ files }) =>
  [...files].flatMap(([file, { params, variables, resources, modules, outputs }]) => {
    const symbols = [...params, ...variables, ...resources, ...modules].map(({ name }) => name);
    const deployments = modules.map(({ body }) => `the module ${String(written(body['name']))}`);
    const things = resources
      .filter(({ isExisting }) => !isExisting)
      .map(({ type, body }) => `${type} ${String(written(body['name']))} in ${String(written(body['scope']))}`);
    const results = outputs.map(({ name }) => `the output ${name}`);
    return [symbols, deployments, things, results].flatMap(twice).map((name) => `${file}: ${name} stands twice`);
  });

function twice(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

/** What may be called by one name once in all of Azure (learn.microsoft.com, "Resource name rules": scope "global"). */
const oneInAllOfAzure: readonly string[] = [
  'Microsoft.BotService/botServices',
  'Microsoft.ContainerRegistry/registries',
  'Microsoft.DocumentDB/databaseAccounts',
  'Microsoft.KeyVault/vaults',
  'Microsoft.Storage/storageAccounts',
];

const noOtherSchoolHasItsNames: Rule = ({ files, made }) => {
  const modules = files.get('main.bicep')?.modules ?? [];
  return oneInAllOfAzure.flatMap((type) =>
    made
      .filter((resource) => resource.type === type)
      .filter(({ file, body }) => {
        const module = modules.find(({ path }) => join(path) === file);
        const given = String(written(at(module?.body, `params.${String(written(body['name']))}`)));
        return !given.includes('${unique}');
      })
      .map(({ file }) => `${file}: another school may have the name of ${type}`),
  );
};

describe('names', () => {
  holds('each stands for one thing', everyNameStandsForOneThing, [
    ['main.bicep', "module budget 'modules/budget.bicep'", "module dashboard 'modules/budget.bicep'"],
    ['main.bicep', "  name: 'budget'\n", "  name: 'dashboard'\n"],
    ['main.bicep', 'var unique =', 'var tags ='],
    ['modules/files.bicep', "name: 'checkpoints'", "name: 'schools'"],
    ['modules/host.bicep', 'output domain string', 'output id string'],
  ]);
  holds('what may be called so once in all of Azure takes a part that no other school has', noOtherSchoolHasItsNames, [
    [
      'main.bicep',
      "module registry 'modules/registry.bicep' = {\n  name: 'registry'\n  params: {\n    name: '${name}${unique}'",
      "module registry 'modules/registry.bicep' = {\n  name: 'registry'\n  params: {\n    name: appName",
    ],
    ['main.bicep', "name: '${appName}-${unique}'", 'name: appName'],
  ]);
});
