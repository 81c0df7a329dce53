// Where logs and figures go. Neither holds content: the log takes only fields of a list (src/log.ts), and so do the
// figures (docs/telemetry.md).

param name string
param location string
param tags object
param keepDays int
param mostGbADay int

@description('The identity of the service, which alone may send figures.')
param principalId string

// Monitoring Metrics Publisher: to send figures, and nothing else.
var metricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

resource logs 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: keepDays
    // What logs without end costs a known sum. Beyond it nothing is taken until the next day, and the alert that misses
    // the figures of the service goes off.
    workspaceCapping: { dailyQuotaGb: mostGbADay }
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
  }
}

resource figures 'Microsoft.Insights/components@2020-02-02' = {
  name: name
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: logs.id
    IngestionMode: 'LogAnalytics'
    // The connection string then says where to send, and lets nobody send: that takes the role below.
    DisableLocalAuth: true
    DisableIpMasking: false
  }
}

resource sending 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(figures.id, principalId, metricsPublisher)
  scope: figures
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', metricsPublisher)
  }
}

output logAnalyticsId string = logs.id
output applicationInsightsId string = figures.id
// Not a secret: see DisableLocalAuth.
output connectionString string = figures.properties.ConnectionString
