import type { Outcome } from '../../booking/saga/start.ts'
import { Problem } from '../../lib/problem.ts'

type Headers = Record<string, string | undefined>

/** The header Idempotency-Key, as the document shows it. */
export const idempotencyParameter = {
  in: 'header' as const,
  name: 'Idempotency-Key',
  required: true,
  schema: { type: 'string' as const, maxLength: 200 },
}

/** The idempotency key of a request: 1 to 200 visible ASCII characters. Throws `idempotency_key_missing` or `_invalid`. */
export function idempotencyKey(headers: Headers): string {
  const key = headers['idempotency-key']
  if (!key)
    throw new Problem(
      'idempotency_key_missing',
      'Send a new random value, such as a UUID, with each new request',
    )
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new Problem('idempotency_key_invalid', 'At most 200 visible ASCII characters')
  }
  return key
}

/** The token of the header Authorization. Throws `token_missing`. */
export function bearerToken(headers: Headers): string {
  const [scheme, token] = (headers.authorization ?? '').split(' ')
  if (scheme?.toLowerCase() === 'bearer' && token) return token
  throw new Problem('token_missing', 'Send any token of the booking in the header Authorization: Bearer …', {
    headers: { 'www-authenticate': 'Bearer' },
  })
}

/** Where to look for a change that is still under way. */
export function locationOf({ booking }: Outcome): string {
  return `/v1/bookings/${booking.booking_id}`
}
