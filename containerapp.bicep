// Holdfast on Azure Container Apps: one app that is never at rest, Postgres Flexible Server in a network of its own,
// secrets in Key Vault, read by a managed identity. Deploy into a resource group,
// as the README shows.
targetScope = 'resourceGroup'

@description('Name of the app, and first part of the names of all that belongs to it.')
@minLength(3)
@maxLength(20)
param name string = 'holdfast'

@description('Azure region of all that is made.')
param location string = resourceGroup().location

@description('Image to run, with its tag: registry.example.com/holdfast:0.1.0. Change it to upgrade or roll back.')
param image string

@description('Name of an Azure container registry in this resource group that the image is pulled from; empty for a public image.')
param registry string = ''

@description('Public address, as in the links of letters. Empty: the address that the environment gives.')
param baseUrl string = ''

@description('Least replicas. At least 1: notifications of Microsoft and Zoom must be answered at once.')
@minValue(1)
param minReplicas int = 1

@description('Most replicas. They share one database and need no leader.')
@minValue(1)
@maxValue(30)
param maxReplicas int = 3

@description('Processor cores of a replica.')
param cpu string = '0.5'

@description('Memory of a replica, fitting to its cores.')
param memory string = '1Gi'

@description('Postgres compute size.')
param databaseSku string = 'Standard_B1ms'

@description('Postgres compute tier.')
@allowed(['Burstable', 'GeneralPurpose', 'MemoryOptimized'])
param databaseTier string = 'Burstable'

@description('Connections of a replica for requests; doing jobs takes up to five more. What all replicas may take, and one more while versions change, must be left to users by the compute size: Standard_B1ms leaves 35, the next size 414.')
@minValue(2)
@maxValue(500)
param databaseConnections int = 3

@description('Major version of Postgres.')
@allowed(['16', '17', '18'])
param databaseVersion string = '18'

@description('Days that Postgres keeps backups.')
@minValue(7)
@maxValue(35)
param backupDays int = 14

@description('Password of the Postgres administrator: letters and digits only, since it becomes part of an address.')
@secure()
@minLength(16)
param databasePassword string

@description('ADMIN_API_KEY: reaches every tenant. openssl rand -base64 32')
@secure()
@minLength(43)
param adminApiKey string

@description('TOKEN_SECRET: signs the links in letters. openssl rand -base64 32')
@secure()
@minLength(43)
param tokenSecret string

@description('SEAL_KEY: seals credentials in the database. openssl rand -base64 32')
@secure()
@minLength(43)
param sealKey string

@description('METRICS_TOKEN: what /metrics asks for, which is reached from outside like all else. openssl rand -hex 32')
@secure()
@minLength(32)
param metricsToken string

@description('Application id of the Entra registration. Empty: Outlook is mocked.')
param entraClientId string = ''

@description('Secret of the Entra registration. Empty: the managed identity asserts instead (federated credential).')
@secure()
param entraClientSecret string = ''

@description('Default Zoom account. Empty: Zoom is mocked, or each tenant brings its own.')
param zoomAccountId string = ''

@description('Client id of the server-to-server app of the default Zoom account.')
param zoomClientId string = ''

@description('Client secret of that app.')
@secure()
param zoomClientSecret string = ''

@description('Address of the mail server: smtps://user:password@host. Empty: letters are only mocked.')
@secure()
param smtpUrl string = ''

@description('Address that letters come from.')
param mailFrom string = ''

var suffix = uniqueString(resourceGroup().id, name)
var useFederation = !empty(entraClientId) && empty(entraClientSecret)
var publicUrl = empty(baseUrl) ? 'https://${name}.${appEnvironment.properties.defaultDomain}' : baseUrl
var keyVaultSecretsUser = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')

var acrPull = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-identity'
  location: location
}

resource images 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = if (!empty(registry)) {
  name: empty(registry) ? 'none' : registry
}

// The app is made only after its identity may pull the image, or its first revision would fail.
resource imageReader 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(registry)) {
  name: guid(images.id, identity.id, acrPull)
  scope: images
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: acrPull
  }
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: 30
  }
}

resource network 'Microsoft.Network/virtualNetworks@2024-01-01' = {
  name: '${name}-network'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: ['10.20.0.0/16']
    }
    subnets: [
      {
        name: 'apps'
        properties: {
          addressPrefix: '10.20.0.0/23'
          delegations: [
            {
              name: 'apps'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'database'
        properties: {
          addressPrefix: '10.20.4.0/28'
          delegations: [
            {
              name: 'database'
              properties: {
                serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers'
              }
            }
          ]
        }
      }
    ]
  }
}

resource zone 'Microsoft.Network/privateDnsZones@2020-06-01' = {
  name: '${name}-${suffix}.private.postgres.database.azure.com'
  location: 'global'
}

resource zoneLink 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01' = {
  parent: zone
  name: 'network'
  location: 'global'
  properties: {
    registrationEnabled: false
    virtualNetwork: {
      id: network.id
    }
  }
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: '${name}-${suffix}'
  location: location
  sku: {
    name: databaseSku
    tier: databaseTier
  }
  properties: {
    version: databaseVersion
    administratorLogin: 'holdfast'
    administratorLoginPassword: databasePassword
    storage: {
      storageSizeGB: 32
      autoGrow: 'Enabled'
    }
    backup: {
      backupRetentionDays: backupDays
      geoRedundantBackup: 'Disabled'
    }
    network: {
      delegatedSubnetResourceId: '${network.id}/subnets/database'
      privateDnsZoneArmResourceId: zone.id
    }
  }
  dependsOn: [zoneLink]
}

// Without this the migration may not create the extension that keeps claims from overlapping.
resource extensions 'Microsoft.DBforPostgreSQL/flexibleServers/configurations@2024-08-01' = {
  parent: database
  name: 'azure.extensions'
  properties: {
    value: 'BTREE_GIST'
    source: 'user-override'
  }
}

resource schema 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2024-08-01' = {
  parent: database
  name: 'holdfast'
  dependsOn: [extensions]
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: take('${name}-${suffix}', 24)
  location: location
  properties: {
    tenantId: subscription().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
  }
}

resource vaultReader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, identity.id, keyVaultSecretsUser)
  scope: vault
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: keyVaultSecretsUser
  }
}

resource adminApiKeySecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'admin-api-key'
  properties: {
    value: adminApiKey
  }
}

resource tokenSecretSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'token-secret'
  properties: {
    value: tokenSecret
  }
}

resource sealKeySecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'seal-key'
  properties: {
    value: sealKey
  }
}

resource metricsTokenSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'metrics-token'
  properties: {
    value: metricsToken
  }
}

resource databaseUrlSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'database-url'
  properties: {
    value: 'postgres://holdfast:${databasePassword}@${database.properties.fullyQualifiedDomainName}:5432/holdfast?sslmode=verify-full'
  }
}

resource entraClientSecretSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(entraClientSecret)) {
  parent: vault
  name: 'entra-client-secret'
  properties: {
    value: entraClientSecret
  }
}

resource zoomClientSecretSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(zoomClientSecret)) {
  parent: vault
  name: 'zoom-client-secret'
  properties: {
    value: zoomClientSecret
  }
}

resource smtpUrlSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(smtpUrl)) {
  parent: vault
  name: 'smtp-url'
  properties: {
    value: smtpUrl
  }
}

resource appEnvironment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-environment'
  location: location
  properties: {
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: logs.properties.customerId
        sharedKey: logs.listKeys().primarySharedKey
      }
    }
    vnetConfiguration: {
      infrastructureSubnetId: '${network.id}/subnets/apps'
      internal: false
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
  }
}

var vaultSecrets = concat(
  ['admin-api-key', 'token-secret', 'seal-key', 'metrics-token', 'database-url'],
  empty(entraClientSecret) ? [] : ['entra-client-secret'],
  empty(zoomClientSecret) ? [] : ['zoom-client-secret'],
  empty(smtpUrl) ? [] : ['smtp-url']
)

var always = [
  { name: 'BASE_URL', value: publicUrl }
  { name: 'PORT', value: '3000' }
  { name: 'TRUSTED_PROXIES', value: 'private' }
  { name: 'ADMIN_API_KEY', secretRef: 'admin-api-key' }
  { name: 'TOKEN_SECRET', secretRef: 'token-secret' }
  { name: 'SEAL_KEY', secretRef: 'seal-key' }
  { name: 'METRICS_TOKEN', secretRef: 'metrics-token' }
  { name: 'DATABASE_URL', secretRef: 'database-url' }
  { name: 'DATABASE_CONNECTIONS', value: string(databaseConnections) }
  { name: 'MAIL_FROM', value: mailFrom }
  { name: 'ENTRA_CLIENT_ID', value: entraClientId }
  { name: 'ZOOM_ACCOUNT_ID', value: zoomAccountId }
  { name: 'ZOOM_CLIENT_ID', value: zoomClientId }
]
var proof = useFederation ? [{ name: 'ENTRA_MANAGED_IDENTITY', value: identity.properties.clientId }] : []
var entraSecret = empty(entraClientSecret) ? [] : [{ name: 'ENTRA_CLIENT_SECRET', secretRef: 'entra-client-secret' }]
var zoomSecret = empty(zoomClientSecret) ? [] : [{ name: 'ZOOM_CLIENT_SECRET', secretRef: 'zoom-client-secret' }]
var smtp = empty(smtpUrl) ? [] : [{ name: 'SMTP_URL', secretRef: 'smtp-url' }]

resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: name
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    managedEnvironmentId: appEnvironment.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        targetPort: 3000
        transport: 'auto'
        allowInsecure: false
      }
      registries: empty(registry) ? [] : [{ server: '${registry}.azurecr.io', identity: identity.id }]
      secrets: [for secret in vaultSecrets: {
        name: secret
        keyVaultUrl: '${vault.properties.vaultUri}secrets/${secret}'
        identity: identity.id
      }]
    }
    template: {
      terminationGracePeriodSeconds: 35
      containers: [
        {
          name: 'holdfast'
          image: image
          resources: {
            cpu: json(cpu)
            memory: memory
          }
          env: concat(always, proof, entraSecret, zoomSecret, smtp)
          probes: [
            {
              type: 'Startup'
              httpGet: {
                path: '/healthz'
                port: 3000
              }
              periodSeconds: 2
              failureThreshold: 30
            }
            {
              type: 'Liveness'
              httpGet: {
                path: '/healthz'
                port: 3000
              }
              periodSeconds: 10
              timeoutSeconds: 5
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/readyz'
                port: 3000
              }
              periodSeconds: 5
              timeoutSeconds: 5
            }
          ]
        }
      ]
      scale: {
        minReplicas: minReplicas
        maxReplicas: maxReplicas
        rules: [
          {
            name: 'requests'
            http: {
              metadata: {
                concurrentRequests: '50'
              }
            }
          }
        ]
      }
    }
  }
  dependsOn: [
    vaultReader
    imageReader
    schema
    adminApiKeySecret
    tokenSecretSecret
    sealKeySecret
    metricsTokenSecret
    databaseUrlSecret
    entraClientSecretSecret
    zoomClientSecretSecret
    smtpUrlSecret
  ]
}

@description('Where Holdfast is reached.')
output address string = 'https://${app.properties.configuration.ingress.fqdn}'

@description('Subject of the federated credential: az ad app federated-credential create … subject=this')
output identityPrincipalId string = identity.properties.principalId

@description('Name of the vault, for changing secrets: az keyvault secret set --vault-name …')
output vaultName string = vault.name
