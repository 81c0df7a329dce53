// The records, in an account of Azure Cosmos DB: the database, who may use it and what is logged. They are sealed before
// they come here: see docs/data.md. What the container must be like stands in docs/cosmos.md and in
// src/store/cosmos/open-container.ts.

@description('The account: that of records-account.bicep, or one that records were restored into.')
param accountName string

param tags object
param principalId string

@allowed(['serverless', 'autoscale'])
param capacity string

param mostThroughput int
param logEachRequest bool
param logAnalyticsId string

resource account 'Microsoft.DocumentDB/databaseAccounts@2025-04-15' existing = {
  name: accountName
}

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2025-04-15' = {
  parent: account
  name: 'safeguarding'
  tags: tags
  properties: {
    resource: { id: 'safeguarding' }
  }
}

resource container 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2025-04-15' = {
  parent: database
  name: 'records'
  tags: tags
  properties: {
    resource: {
      id: 'records'
      partitionKey: {
        kind: 'Hash'
        version: 2
        paths: ['/school']
      }
      // Nothing is removed by age but what says so itself.
      defaultTtl: -1
      indexingPolicy: {
        indexingMode: 'consistent'
        automatic: true
        includedPaths: [
          { path: '/school/?' }
          { path: '/kind/?' }
          { path: '/status/?' }
          { path: '/createdAt/?' }
          { path: '/due/?' }
          { path: '/tokens/[]/?' }
        ]
        excludedPaths: [{ path: '/*' }]
        compositeIndexes: [
          [
            { path: '/due', order: 'ascending' }
            { path: '/school', order: 'ascending' }
            { path: '/id', order: 'ascending' }
          ]
          [
            { path: '/school', order: 'ascending' }
            { path: '/kind', order: 'ascending' }
            { path: '/createdAt', order: 'ascending' }
            { path: '/id', order: 'ascending' }
          ]
          [
            { path: '/school', order: 'ascending' }
            { path: '/id', order: 'ascending' }
          ]
        ]
      }
    }
    options: capacity == 'serverless' ? {} : { autoscaleSettings: { maxThroughput: mostThroughput } }
  }
}

// What the service does and no more. It cannot make or change a container, which is why it is made here.
resource role 'Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions@2025-04-15' = {
  parent: account
  name: guid(account.id, 'safeguarding records')
  properties: {
    roleName: 'Safeguarding records'
    type: 'CustomRole'
    assignableScopes: [account.id]
    permissions: [
      {
        dataActions: [
          'Microsoft.DocumentDB/databaseAccounts/readMetadata'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/executeQuery'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/read'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/create'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/replace'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/upsert'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/delete'
        ]
      }
    ]
  }
}

resource access 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2025-04-15' = {
  parent: account
  name: guid(account.id, principalId, 'safeguarding records')
  properties: {
    principalId: principalId
    roleDefinitionId: role.id
    scope: '${account.id}/dbs/${database.name}/colls/${container.name}'
  }
}

// Who changed the account, always. Each request, where it is wanted: it says who, from where and which document by its
// random id, and nothing of what it holds. Left out are the texts of queries (QueryRuntimeStatistics) and the sizes of
// partitions, which are the schools (PartitionKeyStatistics).
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: account
  properties: {
    workspaceId: logAnalyticsId
    logAnalyticsDestinationType: 'Dedicated'
    logs: [
      { category: 'ControlPlaneRequests', enabled: true }
      { category: 'DataPlaneRequests', enabled: logEachRequest }
    ]
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = {
  name: 'records-stay'
  scope: account
  properties: {
    level: 'CanNotDelete'
    notes: 'The safeguarding records of the school. docs/deployment.md says how to take the service away.'
  }
}

output id string = account.id
// Without the port and the stroke that Azure puts behind it: the name of the database follows in STORE.
output endpoint string = split(account.properties.documentEndpoint, ':443')[0]
output database string = database.name
