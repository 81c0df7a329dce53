import { join } from 'node:path';
import { describe } from 'vitest';
import { isExpression, type Param, type Value } from './bicep.ts';
import { holds, type Rule } from './infra.ts';

// What Bicep's own compiler would say first. It is in no registry that the tests may use.

const everyFileParses: Rule = ({ files }) =>
  [...files].flatMap(([file, { errors }]) => errors.map((error) => `${file}, ${error}`));

const everyNameExists: Rule = ({ files }) =>
  [...files].flatMap(([file, { unknownNames }]) => unknownNames.map((name) => `${file}: nothing is called ${name}`));

const nothingIsForgotten: Rule = ({ files }) =>
  [...files].flatMap(([file, { unusedNames }]) => unusedNames.map((name) => `${file}: nothing uses ${name}`));

const everyModuleIsGivenWhatItTakes: Rule = ({ files }) =>
  [...files].flatMap(([file, { modules }]) =>
    modules.flatMap(({ name, path, body }) => {
      const module = files.get(join(file, '..', path));
      if (module === undefined) return [`${file}: there is no ${path}`];
      const { params } = module;
      return misfits(params, Object.keys((body['params'] ?? {}) as object)).map(
        (words) => `${file}, ${name}: ${words}`,
      );
    }),
  );

const everyOutputExists: Rule = ({ files, texts }) =>
  [...files].flatMap(([file, { modules }]) =>
    [...(texts.get(file) ?? '').matchAll(/(\w+)!?\.outputs\.(\w+)/g)].flatMap(([used, name, output]) => {
      const path = modules.find((module) => module.name === name)?.path ?? '';
      const outputs = files.get(join(file, '..', path))?.outputs ?? [];
      return outputs.some((one) => one.name === output) ? [] : [`${file}: there is no ${used}`];
    }),
  );

const everyParameterFits: Rule = ({ files, parameters }) =>
  [...parameters].flatMap(([file, values]) => {
    const params = files.get('main.bicep')?.params ?? [];
    const wrong = params.flatMap((param) => outside(param, values[param.name]));
    return [...misfits(params, Object.keys(values)), ...wrong].map((words) => `${file}: ${words}`);
  });

/** Those of Bicep that are used here (learn.microsoft.com, "Bicep functions"). `environment` brings names of Azure's own. */
const functions = [
  ...['allowed', 'description', 'minLength', 'maxLength', 'minValue', 'maxValue', 'secure'],
  ...['concat', 'contains', 'empty', 'split', 'string', 'take', 'json', 'guid', 'uniqueString', 'loadTextContent'],
  ...['resourceGroup', 'resourceId', 'subscriptionResourceId', 'tenant', 'environment', 'storage.listKeys'],
  'min',
];

const everyFunctionExists: Rule = ({ files }) =>
  [...files].flatMap(([file, { calls }]) =>
    calls.filter((call) => !functions.includes(call)).map((call) => `${file}: ${call}`),
  );

const everyModuleIsUsed: Rule = ({ files }) => {
  const used = new Set([...files].flatMap(([file, { modules }]) => modules.map(({ path }) => join(file, '..', path))));
  return [...files.keys()].filter((file) => file.startsWith('modules/') && !used.has(file));
};

const everyVersionIsSettled: Rule = ({ made }) =>
  made
    // The one version of diagnostic settings that there is.
    .filter(
      ({ type, apiVersion }) => `${type}@${apiVersion}` !== 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview',
    )
    .filter(({ apiVersion }) => !/^20\d\d-\d\d-\d\d$/.test(apiVersion))
    .map(({ file, type, apiVersion }) => `${file}: ${type}@${apiVersion}`);

/** What is not given and must be, and what is given and nothing takes. */
function misfits(params: readonly Param[], given: readonly string[]): readonly string[] {
  const missing = params.filter(({ name, standard }) => standard === undefined && !given.includes(name));
  const unknown = given.filter((name) => !params.some((param) => param.name === name));
  return [...missing.map(({ name }) => `${name} is not given`), ...unknown.map((name) => `${name} is not known`)];
}

/** What a decorator of the parameter does not allow. */
function outside({ name, decorators }: Param, value: Value | undefined): readonly string[] {
  if (value === undefined || isExpression(value)) return [];
  const size = typeof value === 'string' || Array.isArray(value) ? value.length : Number(value);
  return decorators.flatMap((decorator) => {
    const [, kind = '', words = ''] = /^(\w+)\((.*)\)$/s.exec(decorator) ?? [];
    const isWrong =
      (kind === 'allowed' && !words.includes(`'${String(value)}'`)) ||
      (/^min(Value|Length)$/.test(kind) && size < Number(words)) ||
      (/^max(Value|Length)$/.test(kind) && size > Number(words));
    return isWrong ? [`${name} is outside of ${decorator}`] : [];
  });
}

describe('infra/ fits together', () => {
  holds('every file is Bicep', everyFileParses, [['modules/keys.bicep', "name: 'records'", "name: 'records"]]);
  holds('every name that is used exists', everyNameExists, [
    ['modules/keys.bicep', 'scope: key\n', 'scope: kee\n'],
    ['main.bicep', 'location: location', 'location: place'],
  ]);
  holds('no parameter and no variable is forgotten', nothingIsForgotten, [
    ['modules/records.bicep', 'enabled: logEachRequest', 'enabled: false'],
  ]);
  holds('every module is given what it takes, and nothing else', everyModuleIsGivenWhatItTakes, [
    ['main.bicep', '    keepDays: keepLogsDays\n', ''],
    ['main.bicep', 'keepDays:', 'keepDay:'],
    ['main.bicep', "'modules/bot.bicep'", "'modules/bots.bicep'"],
  ]);
  holds('every output that is used exists', everyOutputExists, [
    ['main.bicep', 'keys.outputs.keyUrl', 'keys.outputs.keyUri'],
    ['modules/network.bicep', 'output appsSubnetId', 'output subnetId'],
  ]);
  holds('every file of parameters gives what main.bicep asks for, and what it allows', everyParameterFits, [
    ['parameters/trust.bicepparam', 'param monthlyBudget', 'param mostMoney'],
    ['parameters/trust.bicepparam', "recordsCapacity = 'autoscale'", "recordsCapacity = 'reserved'"],
    ['parameters/small-school.bicepparam', 'leastReplicas = 2', 'leastReplicas = 1'],
    ['parameters/small-school.bicepparam', "alertEmails = ['it@oakfield.example']", 'alertEmails = []'],
    ['parameters/small-school.bicepparam', "name = 'oakfield'", "name = 'oakfield-school'"],
  ]);
  holds('every function is one of Bicep', everyFunctionExists, [
    ['modules/keys.bicep', 'subscriptionResourceId(', 'subscriptionResource('],
    ['main.bicep', '@secure()', '@secret()'],
  ]);
  holds('every module is used', everyModuleIsUsed, [['main.bicep', "'modules/budget.bicep'", "'modules/bot.bicep'"]]);
  holds('every kind of thing is named in a version of Azure that is not a preview', everyVersionIsSettled, [
    ['modules/host.bicep', 'managedEnvironments@2025-07-01', 'managedEnvironments@2025-10-02-preview'],
  ]);
});
