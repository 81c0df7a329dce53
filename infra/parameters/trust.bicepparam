// A trust of schools in one installation. Complete the first lines, and leave the rest unless you know why.
using '../main.bicep'

param name = 'oaktrust'
param location = 'uksouth'
param alertEmails = ['it@oakfield.example']
// The first day of this month. Do not change it later.
param budgetFrom = '2026-12-01'
// In the currency of the subscription.
param monthlyBudget = 400

param useTeams = true
param useSlack = false
param slackSocketMode = false
// Read from the terminal, so that they stand in no file. Key Vault keeps them; they are needed when they are new.
param slackBotToken = readEnvironmentVariable('SLACK_BOT_TOKEN', '')
param slackSigningSecret = readEnvironmentVariable('SLACK_SIGNING_SECRET', '')
param slackAppToken = readEnvironmentVariable('SLACK_APP_TOKEN', '')

// Empty at the first deployment; then the tag that was built, such as safeguarding-bot:1.0.0.
param image = ''

param privateNetwork = true
// The trust's own public addresses, from which the school files are put into their share.
param administratorAddresses = []

// A speed that follows the work and is always there, of which a tenth is paid for even at night. 'serverless' costs less
// and is enough for most: docs/costs.md, which also has what a campaign to everybody takes.
param recordsCapacity = 'autoscale'
param recordsMostThroughput = 2000
param recordsBackup = 'Continuous30Days'
// Empty, unless the records were restored into another account: docs/cosmos.md.
param recordsAccount = ''
param zoneRedundant = true
param leastReplicas = 2
param mostReplicas = 10
param cpu = '1.0'
param keepLogsDays = 365
param mostLogsGbADay = 5
param logEachDatabaseRequest = false
