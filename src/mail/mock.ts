import type { Clock } from '../lib/clock.ts'
import type { Letter, Mail } from './mail.ts'

/** A letter that would have gone out, as `/dev/mailbox` shows it. */
export interface KeptLetter {
  to: string
  subject: string
  text: string
  html: string
  created_at_utc: string
}

export interface MockMail extends Mail {
  /** The letters kept, newest first; with `to`, those to that address alone, upper and lower case alike. */
  list(to?: string): KeptLetter[]
}

/**
 * Keeps the last `limit` letters in memory instead of sending them; they are gone with the process. A letter
 * sent again under its id is one letter, as it is for a mailbox that knows its Message-ID.
 */
export function mockMail({ clock, limit = 500 }: { clock: Clock; limit?: number }): MockMail {
  const kept = new Map<string, KeptLetter>()
  return {
    async send(letter) {
      if (kept.has(letter.letter_id)) return
      kept.set(letter.letter_id, keep(letter, clock))
      // A Map remembers the order of insertion, so its first key is the oldest letter.
      for (const oldest of kept.keys()) {
        if (kept.size <= limit) break
        kept.delete(oldest)
      }
    },
    list(to) {
      const letters = [...kept.values()].reverse()
      return to === undefined ? letters : letters.filter((letter) => sameAddress(letter.to, to))
    },
  }
}

function keep({ to, subject, text, html }: Letter, clock: Clock): KeptLetter {
  return { to: to.email, subject, text, html, created_at_utc: new Date(clock.now_ms()).toISOString() }
}

function sameAddress(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase()
}
