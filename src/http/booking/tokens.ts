import { t } from 'elysia'

/** A token of a link. */
export const Token = t.String({ minLength: 1, maxLength: 2048 })

/** The codes of every route that a token opens. */
export const ofToken = [
  'token_malformed',
  'token_forged',
  'token_expired',
  'token_foreign',
  'token_wrong_purpose',
  'token_used',
  'booking_not_found',
] as const

/** The codes of every route with a body. */
export const ofInput = ['invalid_request', 'malformed_json'] as const

/** The booking of an address. */
export const idParams = t.Object({ id: t.String({ maxLength: 64 }) })
