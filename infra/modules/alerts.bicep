// When somebody is written to. Each rule says what is wrong and what to do; docs/telemetry.md explains each figure.
// No rule sees more than a school's id.

param name string
param location string
param tags object

@description('The workspace that the log of the service goes to.')
param logAnalyticsId string

@description('Where the figures of the service go.')
param applicationInsightsId string

@description('Who is written to: more than one person, and not the DSL alone.')
param alertEmails string[]

@description('For how long an urgent concern may wait for somebody to acknowledge it. It has been called up the ladder in the chat meanwhile.')
@minValue(5)
param urgentMinutes int = 15

@description('For how long a message or deadline may wait for a process to take it up, and a message that was tried in vain to come.')
@minValue(5)
param queueMinutes int = 10

// What is measured more often costs more, and five minutes are soon enough: the chat has told people long before.
var often = 'PT5M'

var gauges = [
  {
    id: 'not-ready'
    severity: 1
    says: 'The service runs and cannot do its work. Open /readyz: it names what does not answer.'
    query: 'customMetrics | where name == "safeguarding.ready" | summarize figure = max(valueSum) by subject = cloud_RoleInstance'
    over: 'PT10M'
    operator: 'LessThan'
    threshold: 1
  }
  {
    id: 'urgent-concern-waits'
    severity: 0
    says: 'An urgent concern waits and nobody has acknowledged it. Ring the DSL, then the deputies, then the head. The service does not say which concern: they see it in their channel.'
    query: 'customMetrics | where name == "safeguarding.urgent.oldest" | summarize figure = max(valueSum) by subject = tostring(customDimensions.school)'
    over: 'PT5M'
    operator: 'GreaterThan'
    threshold: urgentMinutes * 60
  }
  {
    id: 'queue-old'
    severity: 1
    says: 'Messages or deadlines wait that no process takes up. Look whether the service is ready, and at the record store.'
    query: 'customMetrics | where name == "safeguarding.due.oldest" | summarize figure = max(valueSum) by subject = tostring(customDimensions.school)'
    over: 'PT5M'
    operator: 'GreaterThan'
    threshold: queueMinutes * 60
  }
  {
    id: 'messages-delayed'
    severity: 1
    says: 'Messages were tried in vain and have not come through; a new concern may be among them. Ring the DSL, then write "check the service" to the bot or run doctor. Look whether a channel was archived, or the bot taken out of it.'
    query: 'customMetrics | where name == "safeguarding.delayed.oldest" | summarize figure = max(valueSum) by subject = tostring(customDimensions.school)'
    over: 'PT5M'
    operator: 'GreaterThan'
    threshold: queueMinutes * 60
  }
  {
    id: 'message-parked'
    severity: 2
    says: 'A message of an open case, request or job can never be delivered. Ask the DSL whether they know: it stands on the case. Run doctor: it names the channel or the right that is missing.'
    query: 'customMetrics | where name == "safeguarding.parked" | summarize figure = max(valueSum) by subject = tostring(customDimensions.school)'
    over: 'PT15M'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    id: 'school-file-refused'
    severity: 2
    says: 'A school file was changed and is wrong, so that the earlier one holds: who joined or left is not known yet. Write "check the service" to the bot, or run doctor: they name the file and the line.'
    query: 'customMetrics | where name == "safeguarding.school_file.refused" | summarize figure = max(valueSum) by subject = cloud_RoleInstance'
    over: 'PT10M'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    id: 'clock-wrong'
    severity: 1
    says: 'The clock of a machine differs from that of the record store. Let it be set by NTP; at four minutes the service is not ready any more.'
    query: 'customMetrics | where name == "safeguarding.clock.skew" | summarize figure = min(valueSum) by subject = cloud_RoleInstance'
    over: 'PT10M'
    operator: 'GreaterThan'
    threshold: 2000
  }
  {
    id: 'store-slow'
    severity: 2
    says: 'The record store is slow: one call in twenty takes longer than half a second. Look at its request units or at the disk.'
    query: 'customMetrics | where name == "safeguarding.store.p95" | summarize figure = avg(valueSum) by subject = cloud_RoleInstance'
    over: 'PT15M'
    operator: 'GreaterThan'
    threshold: 500
  }
]

var counts = [
  {
    id: 'store-fails'
    severity: 1
    says: 'Calls of the record store fail. Who reports a concern now is told that it was not saved, and to telephone.'
    query: 'customMetrics | where name == "safeguarding.store.calls" | where tostring(customDimensions.outcome) != "well" | summarize figure = sum(valueSum) by subject = tostring(customDimensions.outcome)'
    over: 'PT15M'
    operator: 'GreaterThan'
    threshold: 10
  }
  {
    id: 'deliveries-fail'
    severity: 1
    says: 'One message in five does not come through to a chat. They are tried again; look at the state of the chat, and at the credentials of the bot.'
    query: 'customMetrics | where name == "safeguarding.deliveries" | extend chat = tostring(customDimensions.chat), outcome = tostring(customDimensions.outcome) | where outcome != "lease-over" | summarize failed = sumif(valueSum, outcome != "well"), asked = sum(valueSum) by chat | where asked >= 10 | project figure = 100.0 * failed / asked, subject = chat'
    over: 'PT15M'
    operator: 'GreaterThan'
    threshold: 20
  }
  {
    id: 'requests-refused'
    severity: 2
    says: 'Many requests come whose signature or token is refused. Was a secret changed on one side alone? If not, somebody tries to get in; nothing was let in.'
    query: 'customMetrics | where name == "safeguarding.requests" | where tostring(customDimensions.status) in ("401", "403") | summarize figure = sum(valueSum) by subject = tostring(customDimensions.path)'
    over: 'PT15M'
    operator: 'GreaterThan'
    threshold: 100
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    groupShortName: take(name, 12)
    enabled: true
    emailReceivers: [
      for (address, index) in alertEmails: {
        name: 'email-${index}'
        emailAddress: address
        useCommonAlertSchema: true
      }
    ]
  }
}

resource rules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in concat(gauges, counts): {
    name: '${name}-${rule.id}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: '${name}: ${rule.id}'
      description: rule.says
      enabled: true
      severity: rule.severity
      scopes: [applicationInsightsId]
      evaluationFrequency: often
      windowSize: rule.over
      // Said once, and once when it is over.
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: rule.query
            metricMeasureColumn: 'figure'
            timeAggregation: 'Maximum'
            operator: rule.operator
            threshold: rule.threshold
            dimensions: [{ name: 'subject', operator: 'Include', values: ['*'] }]
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [people.id] }
    }
  }
]

// A service that says nothing is missed by this one alone: the others hear only what is said. It misses how records
// stand too, which cannot be asked where the record store is away.
resource silent 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: '${name}-silent'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: '${name}: silent'
    description: 'For ten minutes nobody has said how records stand. The service does not run, has no record store, or cannot send figures. Until it does, concerns are reported by telephone.'
    enabled: true
    severity: 1
    scopes: [applicationInsightsId]
    evaluationFrequency: often
    windowSize: 'PT10M'
    autoMitigate: true
    criteria: {
      allOf: [
        {
          query: 'customMetrics | where name == "safeguarding.due.oldest" | summarize figure = count()'
          metricMeasureColumn: 'figure'
          timeAggregation: 'Maximum'
          operator: 'LessThan'
          threshold: 1
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: [people.id] }
  }
}

resource errors 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: '${name}-errors'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: '${name}: errors'
    description: 'The log of the service holds errors. Each line has a code: docs/troubleshooting.md says what to do.'
    enabled: true
    severity: 2
    scopes: [logAnalyticsId]
    evaluationFrequency: often
    windowSize: 'PT15M'
    autoMitigate: true
    // The first error may come before the table does.
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: 'ContainerAppConsoleLogs | where ContainerAppName == "${name}" | where parse_json(Log).level == "error" | summarize figure = count()'
          metricMeasureColumn: 'figure'
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: [people.id] }
  }
}
