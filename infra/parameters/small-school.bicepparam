// One school. Complete the first lines, and leave the rest unless you know why.
using '../main.bicep'

param name = 'oakfield'
param location = 'uksouth'
param alertEmails = ['it@oakfield.example']
// The first day of this month. Do not change it later.
param budgetFrom = '2026-12-01'
// In the currency of the subscription.
param monthlyBudget = 100

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
// The school's own public address, from which the school file is put into its share.
param administratorAddresses = []

param recordsCapacity = 'serverless'
param recordsBackup = 'Continuous30Days'
// Empty, unless the records were restored into another account: docs/cosmos.md.
param recordsAccount = ''
param zoneRedundant = false
param leastReplicas = 2
param mostReplicas = 3
param cpu = '0.5'
param keepLogsDays = 90
param mostLogsGbADay = 1
param logEachDatabaseRequest = false
