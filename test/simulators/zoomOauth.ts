import { randomBytes } from 'node:crypto'
import type { SimReply, SimRequest } from './serve.ts'
import { apiError, oauthError, type SimAccount, type ZoomWorld } from './zoomWorld.ts'

/** `POST /oauth/token`: tokens for an hour; several of one account live at once. */
export function giveToken(world: ZoomWorld, request: SimRequest): SimReply {
  if (request.method !== 'POST') return { status: 405, body: 'Method Not Allowed' }
  if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return oauthError('unsupported_grant_type', 'unsupported grant type')
  }
  const form = new URLSearchParams(request.body.toString('utf8'))
  const account = clientOf(world, request)
  if (!account) return oauthError('invalid_client', 'Invalid client_id or client_secret')
  if (form.get('grant_type') !== 'account_credentials' || account.trouble === 'app_wrong_kind') {
    return oauthError('unsupported_grant_type', 'unsupported grant type')
  }
  if (form.get('account_id') !== account.account_id) return oauthError('invalid_request', 'Bad Request')
  if (account.trouble === 'app_disabled') return oauthError('invalid_client', 'The app has been disabled')
  if (account.trouble === 'suspended') return oauthError('invalid_request', 'The account is suspended')
  return { status: 200, body: newToken(world, account) }
}

function clientOf(world: ZoomWorld, request: SimRequest): SimAccount | undefined {
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
  const [id, ...secret] = Buffer.from(basic, 'base64').toString('utf8').split(':')
  return world.accounts.find((one) => one.client_id === id && one.client_secret === secret.join(':'))
}

const LIFE_S = 3599

function newToken(world: ZoomWorld, account: SimAccount) {
  const access_token = randomBytes(24).toString('base64url')
  world.tokens.set(access_token, { account, expires_ms: world.clock.now_ms() + LIFE_S * 1000 })
  world.tokens_given += 1
  const scope = account.scopes.join(' ')
  return { access_token, token_type: 'bearer', expires_in: LIFE_S, scope, api_url: 'https://api.zoom.us' }
}

/** The account a request speaks for, or the 401 (code 124) or 400 (code 4711) it gets. */
export function authorized(
  world: ZoomWorld,
  request: SimRequest,
  scope: readonly string[],
): { account: SimAccount } | { refusal: SimReply } {
  const token = bearerOf(request)
  const held = token === undefined ? undefined : world.tokens.get(token)
  if (!held || held.account.trouble) return { refusal: apiError(401, 124, 'Invalid access token.') }
  if (held.expires_ms <= world.clock.now_ms()) {
    return { refusal: apiError(401, 124, 'Access token is expired.') }
  }
  if (scope.some((one) => held.account.scopes.includes(one))) return { account: held.account }
  const message = `Invalid access token, does not contain scopes:[${scope.join(', ')}].`
  return { refusal: apiError(400, 4711, message) }
}

/** Withdraws the token a request bears and refuses it. */
export function withdrawToken(world: ZoomWorld, request: SimRequest): SimReply {
  const token = bearerOf(request)
  if (token !== undefined) world.tokens.delete(token)
  return apiError(401, 124, 'Invalid access token.')
}

function bearerOf(request: SimRequest): string | undefined {
  return /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
}
