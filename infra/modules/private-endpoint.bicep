// A private address in the service's own network for one thing that it uses, and the name that leads to it.

param name string
param location string
param tags object
param networkId string
param subnetId string

@description('What the address is for.')
param targetId string

@description('Which part of it, such as Sql, vault or file.')
param group string

@description('The private DNS zone, such as privatelink.vaultcore.azure.net.')
param zone string

resource endpoint 'Microsoft.Network/privateEndpoints@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [
      {
        name: name
        properties: {
          privateLinkServiceId: targetId
          groupIds: [group]
        }
      }
    ]
  }
}

resource dns 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: zone
  location: 'global'
  tags: tags
}

resource link 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = {
  parent: dns
  // Whatever the address is called: a zone takes a network once, and there may be an address of an earlier account too.
  name: 'service'
  location: 'global'
  tags: tags
  properties: {
    registrationEnabled: false
    virtualNetwork: { id: networkId }
  }
}

resource entry 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2025-05-01' = {
  parent: endpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: group
        properties: { privateDnsZoneId: dns.id }
      }
    ]
  }
}
