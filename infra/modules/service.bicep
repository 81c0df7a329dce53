// The service: at least two copies of one container, reached by https alone. Every variable is one of
// src/config-variables.ts, or of Azure's own library.

param name string
param location string
param tags object
param hostId string
param image string
param registryServer string
param identityId string
param clientId string
param store string
param vault string
param vaultUri string
param connectionString string
param schoolsStorage string
param checkpointsStorage string
param useTeams bool
param useSlack bool
param slackSocketMode bool
param leastReplicas int
param mostReplicas int
param cpu string

var port = 3978

// Container Apps takes these pairs, and a smaller one: in 0.5 GiB a `safeguarding doctor` beside the service would have the
// kernel end one of the two.
var memory = {
  '0.5': '1Gi'
  '1.0': '2Gi'
  '2.0': '4Gi'
}

var general = [
  { name: 'STORE', value: store }
  { name: 'VAULT', value: vault }
  { name: 'CHECKPOINTS', value: 'folder:/mnt/checkpoints' }
  { name: 'SCHOOL_FILE', value: '/mnt/schools' }
  { name: 'PORT', value: string(port) }
  { name: 'TELEMETRY', value: 'azure-monitor' }
  { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: connectionString }
  // Which of its identities the service shows to the database, to Key Vault and to Azure Monitor.
  { name: 'AZURE_CLIENT_ID', value: clientId }
]

// The bot is the identity itself, so that it has no secret.
var teams = [
  { name: 'TEAMS_CLIENT_ID', value: clientId }
  { name: 'TEAMS_TENANT_ID', value: tenant().tenantId }
  { name: 'TEAMS_MANAGED_IDENTITY_CLIENT_ID', value: clientId }
]

var slack = [
  { name: 'SLACK_BOT_TOKEN', secretRef: 'slack-bot-token' }
]

var slackByHttp = [
  { name: 'SLACK_SIGNING_SECRET', secretRef: 'slack-signing-secret' }
]

var slackBySocket = [
  { name: 'SLACK_APP_TOKEN', secretRef: 'slack-app-token' }
]

var slackProof = slackSocketMode ? slackBySocket : slackByHttp
var slackSecrets = ['slack-bot-token', slackSocketMode ? 'slack-app-token' : 'slack-signing-secret']

// The account of the service in the image is 10001, and a share has no owners of its own.
var asTheService = 'uid=10001,gid=10001,dir_mode=0700,file_mode=0600,mfsymlinks'

resource app 'Microsoft.App/containerApps@2025-07-01' = {
  name: name
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    environmentId: hostId
    workloadProfileName: 'Consumption'
    configuration: {
      // A new version takes over when it is ready, and the old one is stopped then.
      activeRevisionsMode: 'Single'
      maxInactiveRevisions: 5
      ingress: {
        external: true
        targetPort: port
        transport: 'http'
        allowInsecure: false
        clientCertificateMode: 'ignore'
        traffic: [{ latestRevision: true, weight: 100 }]
      }
      registries: [{ server: registryServer, identity: identityId }]
      secrets: [
        for secret in (useSlack ? slackSecrets : []): {
          name: secret
          keyVaultUrl: '${vaultUri}secrets/${secret}'
          identity: identityId
        }
      ]
    }
    template: {
      // Stopping in order takes ten seconds at the most: docs/replicas.md.
      terminationGracePeriodSeconds: 30
      containers: [
        {
          name: 'service'
          image: image
          resources: {
            cpu: json(cpu)
            memory: memory[cpu]
          }
          env: concat(general, useTeams ? teams : [], useSlack ? slack : [], useSlack ? slackProof : [])
          volumeMounts: [
            { volumeName: 'schools', mountPath: '/mnt/schools' }
            { volumeName: 'checkpoints', mountPath: '/mnt/checkpoints' }
          ]
          probes: [
            // The port opens when the configuration, the school file, the records and the key have been had, so a version
            // that lacks one of them never takes the place of one that works. Not /readyz: it asks the chats too, and a
            // copy that starts while Slack is away would be ended again and again, and Teams with it.
            {
              type: 'Startup'
              httpGet: { path: '/healthz', port: port, scheme: 'HTTP' }
              initialDelaySeconds: 2
              periodSeconds: 6
              timeoutSeconds: 5
              failureThreshold: 10
            }
            {
              type: 'Liveness'
              httpGet: { path: '/healthz', port: port, scheme: 'HTTP' }
              periodSeconds: 10
              timeoutSeconds: 5
              failureThreshold: 6
            }
            // Not /readyz: what that looks at is shared. When the database goes away no copy is ready, and with no copy
            // in reach people would be told nothing; as it is each copy that runs tells them that nothing was saved, and
            // whom to ring. One that starts then waits for the database. docs/telemetry.md has the alert for both.
            {
              type: 'Readiness'
              httpGet: { path: '/healthz', port: port, scheme: 'HTTP' }
              periodSeconds: 5
              timeoutSeconds: 5
              failureThreshold: 3
              successThreshold: 1
            }
          ]
        }
      ]
      volumes: [
        { name: 'schools', storageType: 'AzureFile', storageName: schoolsStorage, mountOptions: asTheService }
        { name: 'checkpoints', storageType: 'AzureFile', storageName: checkpointsStorage, mountOptions: asTheService }
      ]
      scale: {
        minReplicas: leastReplicas
        // Slack takes ten connections of one app, and in an upgrade new copies stand beside the old.
        maxReplicas: useSlack && slackSocketMode ? min(mostReplicas, 4) : mostReplicas
        rules: [
          {
            name: 'requests-at-once'
            http: { metadata: { concurrentRequests: '30' } }
          }
        ]
      }
    }
  }
}
