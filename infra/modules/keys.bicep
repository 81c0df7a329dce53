// The key that the keys of all records are wrapped with, and the secrets of Slack. docs/key-vault.md says how it is used.
// Whoever purges the key has made every record unreadable for good, so nobody can for 90 days.

param name string
param location string
param tags object
param principalId string
param privateNetwork bool
param useSlack bool
param slackSocketMode bool

@secure()
param slackBotToken string

@secure()
param slackSigningSecret string

@secure()
param slackAppToken string

param logAnalyticsId string

// Key Vault Crypto Service Encryption User: to read the public part of a key, to wrap and to unwrap. Not to sign, to
// make, to change or to delete.
var wrapAndUnwrap = 'e147488a-f6f5-4113-8e2d-b22465e65bf6'
// Key Vault Secrets User: to read a secret.
var readSecret = '4633458b-17de-408a-b874-0445c86b69e6'

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    publicNetworkAccess: privateNetwork ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: privateNetwork ? 'Deny' : 'Allow'
    }
  }
}

resource key 'Microsoft.KeyVault/vaults/keys@2025-05-01' = {
  parent: vault
  name: 'records'
  properties: {
    kty: 'RSA'
    keySize: 2048
    keyOps: ['wrapKey', 'unwrapKey']
    attributes: {
      enabled: true
      exportable: false
    }
    // A new version each year; the service moves to it by itself. Old versions stay, for they open old backups.
    rotationPolicy: {
      attributes: { expiryTime: 'P2Y' }
      lifetimeActions: [
        {
          trigger: { timeAfterCreate: 'P1Y' }
          action: { type: 'rotate' }
        }
        {
          trigger: { timeBeforeExpiry: 'P30D' }
          action: { type: 'notify' }
        }
      ]
    }
  }
}

resource keyAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(key.id, principalId, wrapAndUnwrap)
  scope: key
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', wrapAndUnwrap)
  }
}

resource botToken 'Microsoft.KeyVault/vaults/secrets@2025-05-01' = if (!empty(slackBotToken)) {
  parent: vault
  name: 'slack-bot-token'
  properties: { value: slackBotToken }
}

resource signingSecret 'Microsoft.KeyVault/vaults/secrets@2025-05-01' = if (!empty(slackSigningSecret)) {
  parent: vault
  name: 'slack-signing-secret'
  properties: { value: slackSigningSecret }
}

resource appToken 'Microsoft.KeyVault/vaults/secrets@2025-05-01' = if (!empty(slackAppToken)) {
  parent: vault
  name: 'slack-app-token'
  properties: { value: slackAppToken }
}

// What is there already from an earlier deployment is read too, whether or not it was given anew.
resource givenBotToken 'Microsoft.KeyVault/vaults/secrets@2025-05-01' existing = {
  parent: vault
  name: 'slack-bot-token'
}

resource givenProof 'Microsoft.KeyVault/vaults/secrets@2025-05-01' existing = {
  parent: vault
  name: slackSocketMode ? 'slack-app-token' : 'slack-signing-secret'
}

resource botTokenAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (useSlack) {
  name: guid(givenBotToken.id, principalId, readSecret)
  scope: givenBotToken
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', readSecret)
  }
  dependsOn: [botToken]
}

resource proofAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (useSlack) {
  name: guid(givenProof.id, principalId, readSecret)
  scope: givenProof
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', readSecret)
  }
  dependsOn: [signingSecret, appToken]
}

// Who used which key or secret, from where and when. Key Vault never logs what was wrapped.
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: vault
  properties: {
    workspaceId: logAnalyticsId
    logs: [{ category: 'AuditEvent', enabled: true }]
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = {
  name: 'keys-stay'
  scope: vault
  properties: {
    level: 'CanNotDelete'
    notes: 'Without this key no safeguarding record can be read. docs/deployment.md says how to take the service away.'
  }
}

output id string = vault.id
output uri string = vault.properties.vaultUri
// Without a version, which rotation would leave behind.
output keyUrl string = '${vault.properties.vaultUri}keys/${key.name}'
