import { expect, it } from 'vitest';
import { at, parseBicep, parseParameters, written } from './bicep.ts';

const example = `
@description('The name of the school')
@minLength(3)
param name string
@secure()
param secret string = ''
param isPrivate bool = true
var places = [for place in ['uksouth', 'ukwest']: { at: place, name: '\${name}-\${place}' }]
var forgotten = 1
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = { name: name }
// A comment between.
resource key 'Microsoft.KeyVault/vaults/keys@2024-11-01' = if (isPrivate) {
  parent: vault
  name: 'records' // the key
  properties: { kty: 'RSA', keySize: 2048, keyOps: ['wrapKey', 'unwrapKey'], attributes: { exportable: false, nbf: -1 } }
  tags: { 'a-b': secret }
}
module one 'modules/one.bicep' = { name: 'one', params: { name: name, places: map(places, (each) => each.at) } }
output uri string = vault.properties.vaultUri
`;

it('a Bicep file is read as it is written', () => {
  const { errors, params, resources, modules, outputs, calls } = parseBicep(example);
  expect(errors).toEqual([]);
  expect(params.map(({ name, type, standard, decorators }) => [name, type, standard, decorators.length])).toEqual([
    ['name', 'string', undefined, 2],
    ['secret', 'string', '', 1],
    ['isPrivate', 'bool', true, 0],
  ]);
  expect(params[1]?.decorators).toEqual(['secure()']);
  const [vault, key] = resources;
  expect(vault).toMatchObject({ name: 'vault', type: 'Microsoft.KeyVault/vaults', isExisting: true });
  expect(key).toMatchObject({ apiVersion: '2024-11-01', isExisting: false, condition: '(isPrivate)' });
  expect(at(key?.body, 'properties.keyOps')).toEqual(['wrapKey', 'unwrapKey']);
  expect(at(key?.body, 'properties.attributes')).toEqual({ exportable: false, nbf: -1 });
  expect(at(key?.body, 'properties.keySize')).toBe(2048);
  expect(written(at(key?.body, 'tags.a-b'))).toBe('secret');
  expect(at(key?.body, 'properties.release.policy')).toBeUndefined();
  expect(modules[0]?.path).toBe('modules/one.bicep');
  expect(written(at(modules[0]?.body, 'params.name'))).toBe('name');
  expect(written(outputs[0]?.value)).toBe('vault.properties.vaultUri');
  expect(calls).toContain('map');
});

it('a name that nothing declares is seen, and one that nothing uses', () => {
  expect(parseBicep(example)).toMatchObject({ unknownNames: [], unusedNames: ['forgotten'] });
  const renamed = parseBicep(example.replace('name: name }', 'name: nmae }'));
  expect(renamed.unknownNames).toEqual(['nmae']);
});

it('what is no Bicep is said with its line', () => {
  expect(parseBicep("param name string\nresource x 'A/b@1' = {\n  name: 'x\n}\n").errors.join()).toMatch(/line [234]/);
  expect(parseBicep('param name =').errors).not.toEqual([]);
});

it('a file of parameters is read by name', () => {
  const given = parseParameters(
    "using '../main.bicep'\nparam name = 'oakfield'\nparam replicas = 2\nparam list = ['a']\n",
  );
  expect(given).toEqual({ name: 'oakfield', replicas: 2, list: ['a'] });
});
