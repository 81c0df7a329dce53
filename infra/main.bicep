// Everything that one installation of safeguarding-bot needs in a school's or a trust's own Azure tenant, in one
// resource group. docs/deployment.md goes through it step by step.
//
// It is deployed twice: first without `image`, which makes the places where records, keys and files are kept, and the
// registry; then, when the image has been built and the school file lies in its share, with `image`.

targetScope = 'resourceGroup'

@description('A short name for the school or the trust, such as oakfield: small letters and digits, a letter first. It begins the name of everything.')
@minLength(3)
@maxLength(10)
param name string

@description('The region. One in the country whose law holds for the records.')
param location string = resourceGroup().location

@description('The tags of everything, for whoever looks after the subscription.')
param tags object = {
  application: 'safeguarding-bot'
  data: 'safeguarding records'
}

@description('The tag of the image in the registry, such as safeguarding-bot:1.0.0. Empty at the first deployment.')
param image string = ''

@description('Whether the school speaks to the service in Microsoft Teams.')
param useTeams bool = true

@description('Whether the school speaks to the service in Slack.')
param useSlack bool = false

@description('Whether the service opens the connection to Slack itself (Socket Mode). Otherwise Slack calls the service.')
param slackSocketMode bool = false

@secure()
@description('The bot token of the Slack app (xoxb-...). Only when it is new or has changed; it is kept in Key Vault.')
param slackBotToken string = ''

@secure()
@description('The signing secret of the Slack app, where Slack calls the service.')
param slackSigningSecret string = ''

@secure()
@description('The app-level token of the Slack app (xapp-...), with Socket Mode.')
param slackAppToken string = ''

@description('''Whether records, keys and files are reached through private addresses alone. Without it they have public
addresses, where Microsoft Entra is the only lock: still no key and no password, but one lock fewer. It saves the price
of three private endpoints and of the addresses of a network.''')
param privateNetwork bool = true

@description('The public addresses from which administrators put the school file into its share, such as 203.0.113.7.')
param administratorAddresses array = []

@description('Who is told by email when something needs a person.')
@minLength(1)
param alertEmails string[]

@description('What a month may cost, in the currency of the subscription, before those in alertEmails are told. 0 for no budget, as some sponsored subscriptions refuse one.')
@minValue(0)
param monthlyBudget int

@description('The first day of the month of the first deployment, such as 2026-12-01. Azure refuses to change it later.')
param budgetFrom string

@description('How the database is paid for: by use, or by a speed that follows the work up to a limit. Choose once.')
@allowed(['serverless', 'autoscale'])
param recordsCapacity string = 'serverless'

@description('With autoscale: the most request units a second.')
@minValue(1000)
param recordsMostThroughput int = 2000

@description('How far back the database can be put, to the second: 7 days cost nothing, 30 days do.')
@allowed(['Continuous7Days', 'Continuous30Days'])
param recordsBackup string = 'Continuous30Days'

@description('The account that the records were restored into. Empty for the one that is made here: docs/cosmos.md.')
param recordsAccount string = ''

@description('Where the nightly backup of the shares lies: apart from them, or beside them in regions without the former.')
@allowed(['vault', 'snapshots'])
param filesBackupTier string = 'vault'

@description('Whether each part stands in several buildings of the region. Not every region can.')
param zoneRedundant bool = false

@description('How many copies of the service run at least. Two, so that one may fall away or be replaced unnoticed.')
@minValue(2)
param leastReplicas int = 2

@description('How many copies may run when there is much to do. With Socket Mode no more than four do: Slack takes ten connections.')
@minValue(2)
@maxValue(30)
param mostReplicas int = 4

@description('The processors of each copy, which come with twice as many Gi of memory. With less, doctor has no room beside the service.')
@allowed(['0.5', '1.0', '2.0'])
param cpu string = '0.5'

@description('How many days the logs of the service and of Azure are kept. They hold no content.')
@minValue(30)
@maxValue(730)
param keepLogsDays int = 90

@description('The most that is logged in a day, in GB, so that a fault that logs without end costs a known sum.')
@minValue(1)
param mostLogsGbADay int = 1

@description('Whether every single request to the database is logged: who from where, never what. It costs by the request.')
param logEachDatabaseRequest bool = false

var appName = '${name}-safeguarding'
// Names that must be free in all of Azure.
var unique = uniqueString(resourceGroup().id)
// At the first deployment there is no secret of Slack yet, and Azure gives no role on what is not there.
var slackIsKnown = useSlack && (!empty(slackBotToken) || !empty(image))

module identity 'modules/identity.bicep' = {
  name: 'identity'
  params: {
    name: appName
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    name: appName
    location: location
    tags: tags
    keepDays: keepLogsDays
    mostGbADay: mostLogsGbADay
    principalId: identity.outputs.principalId
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  name: 'network'
  params: {
    name: appName
    location: location
    tags: tags
  }
}

module registry 'modules/registry.bicep' = {
  name: 'registry'
  params: {
    name: '${name}${unique}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    logAnalyticsId: monitoring.outputs.logAnalyticsId
  }
}

// Where records were restored, Azure has made their account; the one that was made here stays as it was left.
module recordsOwn 'modules/records-account.bicep' = if (empty(recordsAccount)) {
  name: 'records-account'
  params: {
    name: '${name}-${unique}'
    location: location
    tags: tags
    capacity: recordsCapacity
    backup: recordsBackup
    zoneRedundant: zoneRedundant
    privateNetwork: privateNetwork
  }
}

// A name that no account has ends here, and not with an empty account.
module records 'modules/records.bicep' = {
  name: 'records'
  params: {
    accountName: empty(recordsAccount) ? recordsOwn!.outputs.name : recordsAccount
    tags: tags
    principalId: identity.outputs.principalId
    capacity: recordsCapacity
    mostThroughput: recordsMostThroughput
    logEachRequest: logEachDatabaseRequest
    logAnalyticsId: monitoring.outputs.logAnalyticsId
  }
}

module keys 'modules/keys.bicep' = {
  name: 'keys'
  params: {
    name: '${name}-${unique}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    privateNetwork: privateNetwork
    useSlack: slackIsKnown
    slackSocketMode: slackSocketMode
    slackBotToken: slackBotToken
    slackSigningSecret: slackSigningSecret
    slackAppToken: slackAppToken
    logAnalyticsId: monitoring.outputs.logAnalyticsId
  }
}

module files 'modules/files.bicep' = {
  name: 'files'
  params: {
    name: '${name}${unique}'
    location: location
    tags: tags
    zoneRedundant: zoneRedundant
    privateNetwork: privateNetwork
    administratorAddresses: administratorAddresses
    logAnalyticsId: monitoring.outputs.logAnalyticsId
  }
}

module filesBackup 'modules/files-backup.bicep' = {
  name: 'files-backup'
  params: {
    name: '${appName}-backup'
    location: location
    tags: tags
    storageName: files.outputs.name
    shares: files.outputs.shares
    tier: filesBackupTier
    logAnalyticsId: monitoring.outputs.logAnalyticsId
  }
}

module recordsEndpoint 'modules/private-endpoint.bicep' = if (privateNetwork) {
  name: 'records-endpoint'
  params: {
    // An address cannot be turned to another account, so a restored one has its own.
    name: empty(recordsAccount) ? '${appName}-records' : '${appName}-records-${uniqueString(recordsAccount)}'
    location: location
    tags: tags
    networkId: network!.outputs.networkId
    subnetId: network!.outputs.endpointsSubnetId
    targetId: records.outputs.id
    group: 'Sql'
    zone: 'privatelink.documents.azure.com'
  }
}

module keysEndpoint 'modules/private-endpoint.bicep' = if (privateNetwork) {
  name: 'keys-endpoint'
  params: {
    name: '${appName}-keys'
    location: location
    tags: tags
    networkId: network!.outputs.networkId
    subnetId: network!.outputs.endpointsSubnetId
    targetId: keys.outputs.id
    group: 'vault'
    zone: 'privatelink.vaultcore.azure.net'
  }
}

module filesEndpoint 'modules/private-endpoint.bicep' = if (privateNetwork) {
  name: 'files-endpoint'
  params: {
    name: '${appName}-files'
    location: location
    tags: tags
    networkId: network!.outputs.networkId
    subnetId: network!.outputs.endpointsSubnetId
    targetId: files.outputs.id
    group: 'file'
    zone: 'privatelink.file.${environment().suffixes.storage}'
  }
}

module host 'modules/host.bicep' = {
  name: 'host'
  params: {
    name: appName
    location: location
    tags: tags
    subnetId: privateNetwork ? network!.outputs.appsSubnetId : ''
    zoneRedundant: zoneRedundant
    storageName: files.outputs.name
    schoolsShare: files.outputs.schoolsShare
    checkpointsShare: files.outputs.checkpointsShare
    logAnalyticsId: monitoring.outputs.logAnalyticsId
  }
}

module service 'modules/service.bicep' = if (!empty(image)) {
  name: 'service'
  params: {
    name: appName
    location: location
    tags: tags
    hostId: host.outputs.id
    image: '${registry.outputs.server}/${image}'
    registryServer: registry.outputs.server
    identityId: identity.outputs.id
    clientId: identity.outputs.clientId
    store: 'cosmos:${records.outputs.endpoint}/${records.outputs.database}'
    vault: 'keyvault:${keys.outputs.keyUrl}'
    vaultUri: keys.outputs.uri
    connectionString: monitoring.outputs.connectionString
    schoolsStorage: host.outputs.schoolsStorage
    checkpointsStorage: host.outputs.checkpointsStorage
    useTeams: useTeams
    useSlack: useSlack
    slackSocketMode: slackSocketMode
    leastReplicas: leastReplicas
    mostReplicas: mostReplicas
    cpu: cpu
  }
  // Without the private addresses the first start would look in vain.
  dependsOn: [recordsEndpoint, keysEndpoint, filesEndpoint]
}

module bot 'modules/bot.bicep' = if (useTeams) {
  name: 'bot'
  params: {
    name: '${appName}-${unique}'
    displayName: appName
    tags: tags
    endpoint: 'https://${appName}.${host.outputs.domain}/api/messages'
    clientId: identity.outputs.clientId
    identityId: identity.outputs.id
  }
}

// Not before there is a service: one that is missed before it ever ran would teach everybody to pass over alerts.
module alerts 'modules/alerts.bicep' = if (!empty(image)) {
  name: 'alerts'
  params: {
    name: appName
    location: location
    tags: tags
    logAnalyticsId: monitoring.outputs.logAnalyticsId
    applicationInsightsId: monitoring.outputs.applicationInsightsId
    alertEmails: alertEmails
  }
  dependsOn: [service]
}

module dashboard 'modules/dashboard.bicep' = {
  name: 'dashboard'
  params: {
    name: appName
    location: location
    tags: tags
    applicationInsightsId: monitoring.outputs.applicationInsightsId
  }
}

module budget 'modules/budget.bicep' = if (monthlyBudget > 0) {
  name: 'budget'
  params: {
    name: appName
    amount: monthlyBudget
    firstDay: budgetFrom
    emails: alertEmails
  }
}

@description('The registry to build the image in.')
output registry string = registry.outputs.name

@description('The storage account with the share for the school file.')
output storage string = files.outputs.name

@description('The share for the school file.')
output schoolsShare string = files.outputs.schoolsShare

@description('The container app.')
output app string = appName

@description('Where the service is reached.')
output address string = 'https://${appName}.${host.outputs.domain}'

@description('TEAMS_CLIENT_ID: the id of the bot, for the Teams app package.')
output teamsClientId string = identity.outputs.clientId

@description('TEAMS_TENANT_ID: the tenant of the bot.')
output teamsTenantId string = tenant().tenantId
