// The bot in Microsoft's directory of bots, and its way to Teams. It is the identity of the service, of one tenant, and
// has no password.

@description('A name that no other bot in all of Azure has.')
param name string

@description('What people see.')
param displayName string

param tags object

@description('Where Teams calls, which ends with /api/messages.')
param endpoint string

param clientId string
param identityId string

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: name
  location: 'global'
  tags: tags
  kind: 'azurebot'
  sku: { name: 'F0' }
  properties: {
    displayName: displayName
    endpoint: endpoint
    msaAppType: 'UserAssignedMSI'
    msaAppId: clientId
    msaAppTenantId: tenant().tenantId
    msaAppMSIResourceId: identityId
    // No keys for other ways to the bot. Teams needs none.
    disableLocalAuth: true
    publicNetworkAccess: 'Enabled'
    isStreamingSupported: false
    schemaTransformationVersion: '1.3'
  }
}

// No other channel: not the web chat, not Direct Line.
resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: {
      isEnabled: true
      acceptedTerms: true
      enableCalling: false
    }
  }
}
