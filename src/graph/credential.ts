import { createPrivateKey, X509Certificate } from 'node:crypto'
import { Failure } from '../lib/failure.ts'

/** How Holdfast proves to Entra that it is the application. */
export type Credential =
  | { kind: 'secret'; client_secret: string }
  /** One PEM text with the certificate and its private key. */
  | { kind: 'certificate'; pem: string }
  /** A token of a trusted issuer, read anew for each request because it changes. */
  | { kind: 'assertion'; read: () => Promise<string> }

/** A federated assertion from the file that the platform keeps fresh (workload identity federation). */
export function assertionFromFile(path: string): Credential {
  return { kind: 'assertion', read: async () => (await Bun.file(path).text()).trim() }
}

/**
 * A federated assertion from the managed identity of the machine, for the Entra of this authority; without an id the
 * system-assigned one.
 */
export async function assertionFromManagedIdentity(
  authority: string,
  client_id?: string,
): Promise<Credential> {
  const { ManagedIdentityApplication } = await import('@azure/msal-node')
  const managedIdentityIdParams = client_id ? { userAssignedClientId: client_id } : undefined
  const identity = new ManagedIdentityApplication({ managedIdentityIdParams })
  const resource = AUDIENCES[new URL(authority).hostname] ?? 'api://AzureADTokenExchange'
  return { kind: 'assertion', read: async () => (await identity.acquireToken({ resource })).accessToken }
}

/** For whom an assertion is meant, where that is not the Entra of the world (Entra, "Workload identity federation"). */
const AUDIENCES: Record<string, string> = {
  'login.microsoftonline.us': 'api://AzureADTokenExchangeUSGov',
  'login.partner.microsoftonline.cn': 'api://AzureADTokenExchangeChina',
  'login.chinacloudapi.cn': 'api://AzureADTokenExchangeChina',
}

/** The part of msal's configuration that proves the application. Throws when a PEM text lacks one of its parts. */
export function authOf(credential: Credential) {
  switch (credential.kind) {
    case 'secret':
      return { clientSecret: credential.client_secret }
    case 'certificate':
      return { clientCertificate: certificateOf(credential.pem) }
    case 'assertion':
      return { clientAssertion: () => assertionBy(credential.read) }
  }
}

/** Whoever has none to give just now, as while the platform writes the file anew, may have one a moment later. */
async function assertionBy(read: () => Promise<string>): Promise<string> {
  const assertion = await read().catch(() => '')
  if (assertion !== '') return assertion
  throw new Failure('retry', 'assertion_unreadable', 'The federated assertion cannot be read')
}

function certificateOf(pem: string) {
  const [certificate] = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/) ?? []
  const [privateKey] =
    pem.match(/-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]+-----END [A-Z ]*PRIVATE KEY-----/) ?? []
  if (!certificate) throw unusable('The certificate file holds no certificate')
  if (!privateKey) throw unusable('The certificate file holds no private key')
  if (!isReadable(privateKey))
    throw unusable('The private key in the certificate file cannot be read; it must have no passphrase')
  const thumbprintSha256 = new X509Certificate(certificate).fingerprint256.replaceAll(':', '')
  return { thumbprintSha256, privateKey }
}

/** With each request for a token it would fail anew, as if Entra could not be reached. */
function isReadable(privateKey: string): boolean {
  try {
    return createPrivateKey(privateKey).type === 'private'
  } catch {
    return false
  }
}

function unusable(says: string): Failure {
  return new Failure('permanent', 'certificate_unusable', says)
}
