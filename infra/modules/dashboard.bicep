// What an administrator looks at in the morning: see docs/telemetry.md.

param name string
param location string
param tags object

@description('Where the figures of the service go.')
param applicationInsightsId string

resource morning 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(applicationInsightsId, 'morning')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: '${name}: how the service stands'
    category: 'workbook'
    sourceId: applicationInsightsId
    serializedData: loadTextContent('../dashboard/workbook.json')
  }
}
