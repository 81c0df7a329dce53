// The school file, and the daily checkpoints that show whether a record was changed (docs/tamper-evidence.md). They lie
// apart from the records: another kind of storage, another way in, another backup.
//
// Shares of Azure Files, as Container Apps can mount nothing else that outlives a container. Of its two protocols NFS
// takes no key, but nobody outside the network can put a school file there, Azure Backup does not know it, and what goes
// over the line is not encrypted. So it is SMB, for which Container Apps shows the account's key and no identity yet
// (https://github.com/microsoft/azure-container-apps/issues/1446). That key stays between the two: Bicep reads it where
// it is used (host.bicep), and no output and no person is given it. It opens no record.

param name string
param location string
param tags object
param zoneRedundant bool
param privateNetwork bool

@description('The public addresses from which administrators may reach the shares. With a private network and none of them, nobody outside it can.')
param administratorAddresses array

param logAnalyticsId string

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS' }
  properties: {
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    // Container Apps cannot mount a share without it: see above.
    allowSharedKeyAccess: true
    defaultToOAuthAuthentication: true
    isLocalUserEnabled: false
    // With a private network everybody is kept out but whom the rules below name, and Azure Backup, which comes as a
    // trusted service and could not come if this were off.
    publicNetworkAccess: 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: privateNetwork ? 'Deny' : 'Allow'
      ipRules: [for address in administratorAddresses: { value: address, action: 'Allow' }]
    }
  }
}

resource service 'Microsoft.Storage/storageAccounts/fileServices@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    shareDeleteRetentionPolicy: {
      enabled: true
      days: 90
    }
    protocolSettings: {
      smb: {
        versions: 'SMB3.1.1'
        authenticationMethods: 'NTLMv2'
        channelEncryption: 'AES-128-GCM;AES-256-GCM'
      }
    }
  }
}

// Whoever may write here says who is the DSL. The service itself may only read it.
resource schools 'Microsoft.Storage/storageAccounts/fileServices/shares@2025-06-01' = {
  parent: service
  name: 'schools'
  properties: {
    enabledProtocols: 'SMB'
    shareQuota: 1
  }
}

resource checkpoints 'Microsoft.Storage/storageAccounts/fileServices/shares@2025-06-01' = {
  parent: service
  name: 'checkpoints'
  properties: {
    enabledProtocols: 'SMB'
    shareQuota: 5
  }
}

// Who read, wrote or deleted which file. The names of files are those of schools and days; the log holds no more.
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: service
  properties: {
    workspaceId: logAnalyticsId
    logs: [
      { category: 'StorageWrite', enabled: true }
      { category: 'StorageDelete', enabled: true }
    ]
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = {
  name: 'files-stay'
  scope: account
  properties: {
    level: 'CanNotDelete'
    notes: 'The school file and the daily checkpoints. docs/deployment.md says how to take the service away.'
  }
}

output id string = account.id
output name string = account.name
output schoolsShare string = schools.name
output checkpointsShare string = checkpoints.name
output shares string[] = [schools.name, checkpoints.name]
