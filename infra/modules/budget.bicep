// What a month may cost before somebody is told. Nothing is switched off: a safeguarding service does not stop for money.

param name string
param amount int

@description('The first day of the month of the first deployment, such as 2026-12-01.')
param firstDay string

param emails string[]

resource budget 'Microsoft.Consumption/budgets@2024-08-01' = {
  name: name
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: { startDate: firstDay }
    notifications: {
      'four-fifths-spent': {
        enabled: true
        operator: 'GreaterThanOrEqualTo'
        threshold: 80
        thresholdType: 'Actual'
        contactEmails: emails
      }
      'will-be-overspent': {
        enabled: true
        operator: 'GreaterThanOrEqualTo'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: emails
      }
    }
  }
}
