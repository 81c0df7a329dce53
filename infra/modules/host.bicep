// Where the service runs: an environment of Container Apps, with the shares that the service has as folders.

param name string
param location string
param tags object

@description('The subnet of the service; empty without a network of its own.')
param subnetId string

param zoneRedundant bool
param storageName string
param schoolsShare string
param checkpointsShare string
param logAnalyticsId string

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageName
}

resource environment 'Microsoft.App/managedEnvironments@2025-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    // Through the diagnostic setting below, for which no key of the log is needed.
    appLogsConfiguration: { destination: 'azure-monitor' }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
    // Teams and Slack call from outside; whether they are who they say is checked at each request.
    publicNetworkAccess: 'Enabled'
    vnetConfiguration: empty(subnetId) ? null : {
      infrastructureSubnetId: subnetId
      internal: false
    }
    // Azure spreads an environment over buildings only in a network of its own.
    zoneRedundant: zoneRedundant && !empty(subnetId)
    peerTrafficConfiguration: {
      encryption: { enabled: true }
    }
  }
}

resource schools 'Microsoft.App/managedEnvironments/storages@2025-07-01' = {
  parent: environment
  name: 'schools'
  properties: {
    azureFile: {
      accountName: storage.name
      accountKey: storage.listKeys().keys[0].value
      shareName: schoolsShare
      accessMode: 'ReadOnly'
    }
  }
}

resource checkpoints 'Microsoft.App/managedEnvironments/storages@2025-07-01' = {
  parent: environment
  name: 'checkpoints'
  properties: {
    azureFile: {
      accountName: storage.name
      accountKey: storage.listKeys().keys[0].value
      shareName: checkpointsShare
      accessMode: 'ReadWrite'
    }
  }
}

// What the service itself says, which is fields of a list and fixed sentences, and what Azure says of its containers.
// Left out are the requests (ContainerAppHTTPLogs): they hold addresses of people's devices and nothing that is missed.
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: environment
  properties: {
    workspaceId: logAnalyticsId
    logs: [
      { category: 'ContainerAppConsoleLogs', enabled: true }
      { category: 'ContainerAppSystemLogs', enabled: true }
    ]
  }
}

output id string = environment.id
output domain string = environment.properties.defaultDomain
output schoolsStorage string = schools.name
output checkpointsStorage string = checkpoints.name
