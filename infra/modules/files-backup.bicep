// The backup of the shares: each night, kept for 30 days, and the first of each month for a year. It lies in a vault of
// Azure Backup, where whoever can delete the shares cannot delete it; or, where the region has no such thing for shares,
// in snapshots beside them.

param name string
param location string
param tags object
param storageName string
param shares string[]

@allowed(['vault', 'snapshots'])
param tier string

param logAnalyticsId string

// A day is not meant: Azure Backup takes the time alone.
var at = ['2026-01-01T02:00:00Z']

var kept = {
  retentionPolicyType: 'LongTermRetentionPolicy'
  dailySchedule: {
    retentionTimes: at
    retentionDuration: { count: 30, durationType: 'Days' }
  }
  monthlySchedule: {
    retentionScheduleFormatType: 'Daily'
    retentionScheduleDaily: {
      daysOfTheMonth: [{ date: 1, isLast: false }]
    }
    retentionTimes: at
    retentionDuration: { count: 12, durationType: 'Months' }
  }
}

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageName
}

resource vault 'Microsoft.RecoveryServices/vaults@2025-08-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: 'RS0'
    tier: 'Standard'
  }
  properties: {
    publicNetworkAccess: 'Enabled'
    securitySettings: {
      softDeleteSettings: {
        softDeleteState: 'AlwaysON'
        softDeleteRetentionPeriodInDays: 14
        enhancedSecurityState: 'AlwaysON'
      }
    }
  }
}

resource policy 'Microsoft.RecoveryServices/vaults/backupPolicies@2025-08-01' = {
  parent: vault
  name: 'each-night'
  properties: {
    backupManagementType: 'AzureStorage'
    workLoadType: 'AzureFileShare'
    timeZone: 'UTC'
    schedulePolicy: {
      schedulePolicyType: 'SimpleSchedulePolicy'
      scheduleRunFrequency: 'Daily'
      scheduleRunTimes: at
    }
    retentionPolicy: tier == 'snapshots' ? kept : null
    vaultRetentionPolicy: tier == 'vault' ? { snapshotRetentionInDays: 7, vaultRetention: kept } : null
  }
}

resource registered 'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers@2025-08-01' = {
  name: '${vault.name}/Azure/storagecontainer;Storage;${resourceGroup().name};${storageName}'
  properties: {
    backupManagementType: 'AzureStorage'
    containerType: 'StorageContainer'
    sourceResourceId: storage.id
  }
}

resource protected 'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems@2025-08-01' = [
  for share in shares: {
    parent: registered
    name: 'AzureFileShare;${share}'
    properties: {
      protectedItemType: 'AzureFileShareProtectedItem'
      sourceResourceId: storage.id
      policyId: policy.id
    }
  }
]

// Whether each night's backup was made, and who restored what.
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: vault
  properties: {
    workspaceId: logAnalyticsId
    logAnalyticsDestinationType: 'Dedicated'
    logs: [
      { category: 'CoreAzureBackup', enabled: true }
      { category: 'AddonAzureBackupJobs', enabled: true }
    ]
  }
}
