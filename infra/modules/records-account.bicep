// The account of Azure Cosmos DB that the records are kept in, apart from what stands in it (records.bicep): after a
// restore that belongs to another account, which Azure has made itself. docs/cosmos.md has the way there.

param name string
param location string
param tags object

@allowed(['serverless', 'autoscale'])
param capacity string

@allowed(['Continuous7Days', 'Continuous30Days'])
param backup string

param zoneRedundant bool
param privateNetwork bool

resource account 'Microsoft.DocumentDB/databaseAccounts@2025-04-15' = {
  name: name
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    capabilities: capacity == 'serverless' ? [{ name: 'EnableServerless' }] : []
    locations: [
      {
        locationName: location
        failoverPriority: 0
        isZoneRedundant: zoneRedundant
      }
    ]
    // Where several regions take writes, the last of two silently wins.
    enableMultipleWriteLocations: false
    consistencyPolicy: { defaultConsistencyLevel: 'Session' }
    // No keys: whoever has one may read and write everything, and nothing says who it was.
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    publicNetworkAccess: privateNetwork ? 'Disabled' : 'Enabled'
    // Without a network of its own the service has no address that could be named here: 0.0.0.0 lets in what comes
    // from data centres of Azure, and Microsoft Entra decides who that is.
    ipRules: privateNetwork ? [] : [{ ipAddressOrRange: '0.0.0.0' }]
    networkAclBypass: 'None'
    backupPolicy: {
      type: 'Continuous'
      continuousModeProperties: { tier: backup }
    }
  }
}

output name string = account.name
