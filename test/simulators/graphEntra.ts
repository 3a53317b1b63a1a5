import { randomBytes } from 'node:crypto'
import { graphError } from './graphRefusal.ts'
import type { GraphWorld } from './graphWorld.ts'
import type { SimReply, SimRequest } from './serve.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Answers the paths of Entra below a tenant: discovery and the token endpoint; `undefined` for any other. */
export function entraAnswer(world: GraphWorld, request: SimRequest, origin: string): SimReply | undefined {
  const [, tenant = '', ...rest] = request.url.pathname.split('/')
  const path = rest.join('/')
  if (path === 'v2.0/.well-known/openid-configuration')
    return { status: 200, body: discovery(origin, tenant) }
  if (path === 'oauth2/v2.0/token' && request.method === 'POST') return token(world, request, tenant)
  return undefined
}

/** True for a path that Entra answers, and not Graph. */
export function isEntra(request: SimRequest): boolean {
  return !request.url.pathname.startsWith('/v1.0/')
}

/** An error as the token endpoint words it. */
export function entraError(status: number, error: string, number: number, headers = {}): SimReply {
  const error_description = `AADSTS${number}: The simulator refuses.`
  return {
    status,
    headers,
    body: { error, error_description, error_codes: [number], timestamp: '', trace_id: '' },
  }
}

/** The tenant a request's token speaks for, or the 401 it gets. */
export function caller(
  world: GraphWorld,
  request: SimRequest,
): { m365_tenant_id: string } | { refusal: SimReply } {
  const held = world.tokens.get(bearerOf(request))
  if (held && held.expires_ms > world.clock.now_ms()) return held
  return {
    refusal: graphError(401, 'InvalidAuthenticationToken', 'Access token has expired or is not valid.'),
  }
}

/** Withdraws the token a request bears and refuses it. */
export function withdraw(world: GraphWorld, request: SimRequest): SimReply {
  world.tokens.delete(bearerOf(request))
  return graphError(401, 'InvalidAuthenticationToken', 'Access token has been revoked.')
}

function bearerOf(request: SimRequest) {
  return /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
}

function discovery(origin: string, tenant: string) {
  return {
    token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
    authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
    end_session_endpoint: `${origin}/${tenant}/oauth2/v2.0/logout`,
    jwks_uri: `${origin}/${tenant}/discovery/v2.0/keys`,
    issuer: `${origin}/${tenant}/v2.0`,
  }
}

function token(world: GraphWorld, request: SimRequest, tenant: string): SimReply {
  const form = new URLSearchParams(request.body.toString('utf8'))
  if (form.get('grant_type') !== 'client_credentials') return entraError(400, 'unsupported_grant_type', 70003)
  if (!form.get('scope')?.includes('/.default')) return entraError(400, 'invalid_scope', 70011)
  if (!UUID.test(tenant) || world.absent_tenants.has(tenant)) return entraError(400, 'invalid_request', 90002)
  if (form.get('client_id') !== world.client.id) return entraError(400, 'unauthorized_client', 700016)
  world.proofs.push({ secret: form.get('client_secret'), assertion: form.get('client_assertion') })
  const proven = form.get('client_secret') === world.client.secret || form.has('client_assertion')
  if (!proven) return entraError(401, 'invalid_client', 7000215)
  const access_token = tokenOf(world.roles)
  const expires_ms = world.clock.now_ms() + world.token_life_s * 1000
  world.tokens.set(access_token, { m365_tenant_id: tenant, expires_ms })
  world.tokens_given += 1
  return { status: 200, body: { token_type: 'Bearer', expires_in: world.token_life_s, access_token } }
}

/** A token in the form of Entra's, whose claims a program may read and nobody here believes. */
function tokenOf(roles: string[]): string {
  const parts = [{ typ: 'JWT', alg: 'none' }, { roles }].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  )
  return [...parts, randomBytes(24).toString('base64url')].join('.')
}
