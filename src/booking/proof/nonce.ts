import { createHmac } from 'node:crypto'
import { sameSecret } from '../../lib/secret.ts'
import type { Context } from '../context.ts'

/** Guards the POST of a page: only who was shown this very view may send its form. */
export interface Nonces {
  /** A nonce of a view, such as `cancel` and the id of a booking. */
  make(...view: string[]): string
  /** True for a nonce of this view that is no older than a day. */
  accepts(given: string, ...view: string[]): boolean
}

const LIFE_S = 24 * 3600

/**
 * Nonces that nothing has to remember: the time, and a MAC (HMAC-SHA-256) over time and view. No cookie is needed,
 * which a page in another site's frame would not get, and a form may be sent from any device that was shown it.
 */
export function nonces({ code_secret, clock }: Pick<Context, 'code_secret' | 'clock'>): Nonces {
  const now_s = () => Math.floor(clock.now_ms() / 1000)
  const signed = (made_s: number, view: string[]) => {
    const said = JSON.stringify(['nonce of a page', made_s, ...view])
    return `${made_s.toString(36)}.${createHmac('sha256', code_secret).update(said).digest('base64url')}`
  }
  return {
    make: (...view) => signed(now_s(), view),
    accepts: (given, ...view) => {
      const made_s = Number.parseInt(given.slice(0, 12), 36)
      const age_s = now_s() - made_s
      // A clock of another process may be a little ahead.
      if (!(age_s > -60 && age_s < LIFE_S)) return false
      return sameSecret(given.slice(0, 200), signed(made_s, view))
    },
  }
}
