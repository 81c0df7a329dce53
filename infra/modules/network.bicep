// A network of the service's own: one part in which it runs, one with the private addresses of what it uses.

param name string
param location string
param tags object

var allOfIt = '10.42.0.0/24'
var appsRange = '10.42.0.0/26'
var endpointsRange = '10.42.0.64/27'

resource endpointsGuard 'Microsoft.Network/networkSecurityGroups@2025-05-01' = {
  name: '${name}-endpoints'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'the-service-reaches-what-it-uses'
        properties: {
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: appsRange
          sourcePortRange: '*'
          destinationAddressPrefix: endpointsRange
          // 445 is the school file's share; Cosmos DB listens on more ports than 443 in its direct mode, which the
          // service does not use.
          destinationPortRanges: ['443', '445']
        }
      }
      {
        name: 'nobody-else'
        properties: {
          priority: 200
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [allOfIt] }
    subnets: [
      {
        name: 'apps'
        properties: {
          addressPrefix: appsRange
          delegations: [
            {
              name: 'apps'
              properties: { serviceName: 'Microsoft.App/environments' }
            }
          ]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: endpointsRange
          networkSecurityGroup: { id: endpointsGuard.id }
          // Without this the rules above would not hold for private endpoints.
          privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled'
        }
      }
    ]
  }
}

output networkId string = network.id
output appsSubnetId string = resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'apps')
output endpointsSubnetId string = resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'endpoints')
