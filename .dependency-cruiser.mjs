// Which part of the product may import which, one sentence a rule:
//   main -> everything
//   channels -> application -> domain <- workflows
//   store, vault -> application's ports and faults -> domain
// test/architecture/layers.test.ts plants a violation of every rule here and expects it to be found.

/** A package, or every package of a scope such as `@slack/`, whether or not it is installed. */
const npm = (name) => `(^|/)node_modules/(@types/)?${name}|^${name}`;

/** What may be imported where nothing may be read, written, timed or drawn at random. */
const pure = [npm('zod(/|$)'), npm('luxon(/|$)'), npm('tldts(/|$)')];

/** What is read before anything is built. */
const early =
  '^src/(config(-variables|-places|-records|-chats|-telemetry|-dangers)?|school-(files|chats|mark)|log)\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'the-domain-imports-only-itself-zod-luxon-and-tldts',
      comment: 'The domain is pure: time, ids and the school come in as arguments, and nothing goes out.',
      severity: 'error',
      from: { path: '^src/domain/', pathNot: '^src/domain/(audience|chain|digest|wording)\\.ts$' },
      to: { pathNot: ['^src/domain/', ...pure] },
    },
    {
      name: 'the-hash-chain-adds-only-sha-256-to-the-domain',
      comment:
        'The chain of hashes, what somebody signed and what a press is held to are part of the domain, and a hash is a pure function; node:crypto stays in these files.',
      severity: 'error',
      from: { path: '^src/domain/(audience|chain|digest|wording)\\.ts$' },
      to: { pathNot: ['^src/domain/', '^(node:)?crypto$', ...pure] },
    },
    {
      name: 'a-workflow-imports-only-itself-and-the-domain',
      comment: 'A workflow decides; it knows no chat, no store and no use case.',
      severity: 'error',
      from: { path: '^src/workflows/[^/]+/' },
      to: { pathNot: ['^src/workflows/', '^src/domain/', ...pure] },
    },
    {
      name: 'a-workflow-never-imports-another-workflow',
      comment:
        'What two workflows share belongs to the domain, so that one folder can be read, added and removed alone.',
      severity: 'error',
      from: { path: '^src/workflows/([^/]+)/' },
      to: { path: '^src/workflows/', pathNot: '^src/workflows/$1/' },
    },
    {
      name: 'the-registry-imports-only-workflows-and-the-domain',
      comment: 'The registry lists the workflows, one line each.',
      severity: 'error',
      from: { path: '^src/workflows/[^/]+$' },
      to: { pathNot: ['^src/workflows/', '^src/domain/'] },
    },
    {
      name: 'the-application-is-given-the-registry',
      comment:
        'A use case gets the registry as an argument, so that it serves any set of workflows and is tested with one.',
      severity: 'error',
      from: { path: '^src/application/' },
      to: { path: '^src/workflows/' },
    },
    {
      name: 'the-application-imports-only-itself-and-the-domain',
      comment: 'A use case speaks to chats, stores and the vault through its ports.',
      severity: 'error',
      from: { path: '^src/application/' },
      to: { path: '^src/', pathNot: '^src/(application|domain|workflows)/' },
    },
    {
      name: 'a-channel-never-touches-a-store',
      comment: 'A channel translates. What is kept is kept by a use case, in one write.',
      severity: 'error',
      from: { path: '^src/channels/' },
      to: { path: '^src/(store|vault)/' },
    },
    {
      name: 'a-channel-imports-only-the-application-and-the-domain',
      comment: 'A channel translates; it does not decide, and it is told what the configuration says.',
      severity: 'error',
      from: { path: '^src/channels/' },
      to: { path: '^src/', pathNot: '^src/(channels|application|domain|store|vault)/' },
    },
    {
      name: 'one-chat-never-imports-another',
      comment: 'What Slack and Teams share stands beside their folders.',
      severity: 'error',
      from: { path: '^src/channels/([^/]+)/' },
      to: { path: '^src/channels/[^/]+/', pathNot: '^src/channels/$1/' },
    },
    {
      name: 'a-store-imports-only-the-ports-and-the-domain',
      comment: 'A store keeps records; it knows neither who asks nor why.',
      severity: 'error',
      from: { path: '^src/store/' },
      to: { path: '^src/', pathNot: ['^src/(store|domain)/', '^src/application/(ports|faults)\\.ts$'] },
    },
    {
      name: 'one-store-never-imports-another',
      comment: 'A store can be read, added and removed alone.',
      severity: 'error',
      from: { path: '^src/store/([^/]+)/' },
      to: { path: '^src/store/[^/]+/', pathNot: '^src/store/$1/' },
    },
    {
      name: 'the-vault-imports-only-the-ports-and-the-domain',
      comment: 'The vault seals; it does not know what.',
      severity: 'error',
      from: { path: '^src/vault/' },
      to: { path: '^src/', pathNot: ['^src/(vault|domain)/', '^src/application/(ports|faults)\\.ts$'] },
    },
    {
      name: 'the-configuration-and-the-log-import-only-the-domain-and-faults',
      comment: 'Both are read before anything else is built.',
      severity: 'error',
      from: { path: early },
      to: { path: '^src/', pathNot: ['^src/domain/', '^src/application/faults\\.ts$', early] },
    },
    {
      name: 'nothing-imports-the-composition-root',
      comment: 'Importing a module does nothing, save for the two that are programs; what launches them imports them.',
      severity: 'error',
      from: { pathNot: '^src/launch\\.mjs$' },
      to: { path: '^src/(main|cli)\\.ts$' },
    },
    {
      name: 'only-main-starts-the-try-out',
      comment: 'The try-out is a way to see the product, not a part of it.',
      severity: 'error',
      from: { pathNot: ['^src/main\\.ts$', '^src/try-out/'] },
      to: { path: '^src/try-out/' },
    },
    {
      name: 'only-the-teams-channel-imports-the-teams-sdk',
      comment: 'A change of the Teams SDK touches one folder.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/channels/teams/' },
      to: { path: npm('@microsoft/teams\\.') },
    },
    {
      name: 'only-the-slack-channel-imports-the-slack-sdk',
      comment: 'A change of the Slack SDK touches one folder.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/channels/slack/' },
      to: { path: npm('@slack/') },
    },
    {
      name: 'only-the-renderer-imports-the-template-language',
      comment: 'Cards are filled in one place.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/channels/render\\.ts$' },
      to: { path: [npm('adaptivecards-templating(/|$)'), npm('adaptive-expressions(/|$)')] },
    },
    {
      name: 'only-the-sqlite-store-imports-sqlite',
      comment: 'A change of the embedded store touches one folder.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/store/sqlite/' },
      to: { path: '^(node:)?sqlite$' },
    },
    {
      name: 'only-the-cosmos-store-imports-cosmos',
      comment: 'A change of the Cosmos DB driver touches one folder.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/store/cosmos/' },
      to: { path: npm('@azure/cosmos(/|$)') },
    },
    {
      name: 'only-the-key-vault-client-imports-key-vault',
      comment: 'A change of the Key Vault library touches one file.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/vault/key-vault-client\\.ts$' },
      to: { path: npm('@azure/keyvault-') },
    },
    {
      name: 'only-who-opens-the-records-asks-who-the-service-is',
      comment: 'Stores and vaults are handed a credential.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/open-records\\.ts$' },
      to: { path: npm('@azure/identity(/|$)') },
    },
    {
      name: 'azure-is-loaded-only-when-it-is-named',
      comment: 'A school with its records in a file pays neither time nor memory for the libraries of Azure.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(store/cosmos|vault)/' },
      to: {
        path: [npm('@azure/'), '^src/store/cosmos/', '^src/vault/key-vault'],
        dependencyTypesNot: ['type-only', 'dynamic-import'],
      },
    },
    {
      name: 'only-telemetry-imports-open-telemetry',
      comment: 'What leaves the house as a figure passes one list, so nobody measures beside it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/telemetry/sdk/' },
      to: { path: [npm('@opentelemetry/'), npm('@azure/monitor-opentelemetry-exporter(/|$)')] },
    },
    {
      name: 'open-telemetry-is-loaded-only-when-figures-go-somewhere',
      comment: 'A school that sends figures nowhere pays neither time nor memory for the libraries.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/telemetry/sdk/' },
      to: { path: '^src/telemetry/sdk/', dependencyTypesNot: ['type-only', 'dynamic-import'] },
    },
    {
      name: 'telemetry-knows-no-chat-store-or-workflow',
      comment: 'It is told figures and codes; where content is, it has no way in.',
      severity: 'error',
      from: { path: '^src/telemetry/' },
      to: { path: '^src/(channels|store|vault|workflows)/' },
    },
    {
      name: 'only-who-opens-the-records-opens-a-store-or-a-vault',
      comment: 'What STORE and VAULT may name is known in one place; the service and the commands ask there.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(open-records\\.ts$|store/|vault/)' },
      to: { path: '^src/(store/(sqlite|cosmos)|vault)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-product-needs-no-dev-dependency',
      comment: 'What a school installs has no dev dependencies; only the try-out may use them.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/try-out/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'every-import-can-be-found',
      comment: 'A rule cannot judge an import that leads nowhere.',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'no-circle-of-imports',
      comment: 'A module that imports itself by a detour cannot be read, tested or loaded alone.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-module-stands-alone',
      comment: 'A module that imports nothing and that nothing imports is forgotten.',
      severity: 'error',
      from: { orphan: true, path: '^src/' },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Types count: who imports a type knows of the module.
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
