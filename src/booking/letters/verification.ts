import type { WrittenLetter } from './block.ts'
import { bookingLetter } from './bookingLetter.ts'
import { type BookingFacts, deadlineOf } from './facts.ts'
import { wordsOf } from './words/words.ts'

export interface VerificationProps extends BookingFacts {
  verify_url: string
  /** Six digits. */
  code: string
  hold_expires_at_ms: number
  now_ms: number
}

/** The letter that proves an address: the link, the code, the time that is held and how long it is. */
export function verificationLetter(props: VerificationProps): WrittenLetter {
  const own = wordsOf(props.locale).verification
  const deadline = { label: own.by, value: deadlineOf(props, props.hold_expires_at_ms, props.now_ms) }
  return bookingLetter(props, {
    subject: own.subject,
    lead: own.lead,
    facts: [deadline],
    blocks: [
      { kind: 'action', label: own.action, href: props.verify_url },
      { kind: 'paragraph', text: own.code },
      { kind: 'code', digits: props.code },
      { kind: 'paragraph', text: own.hold(minutesLeft(props)) },
      { kind: 'paragraph', text: own.ignore },
    ],
  })
}

// Past an hour and a half nobody counts in minutes; the deadline says it better.
const COUNTED_MINUTES = 90

function minutesLeft({ hold_expires_at_ms, now_ms }: VerificationProps): number | undefined {
  const minutes = Math.floor((hold_expires_at_ms - now_ms) / 60_000)
  return minutes >= 1 && minutes <= COUNTED_MINUTES ? minutes : undefined
}
