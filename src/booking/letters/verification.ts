import type { WrittenLetter } from './block.ts'
import { compose } from './compose.ts'
import { type BookingFacts, deadlineOf, factsOf, subjectOf } from './facts.ts'
import { greetingOf } from './greeting.ts'
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
  const words = wordsOf(props.locale)
  const own = words.verification
  const facts = factsOf(props)
  const deadline = { label: own.by, value: deadlineOf(props, props.hold_expires_at_ms, props.now_ms) }
  return compose({
    locale: props.locale,
    tenant_name: props.tenant_name,
    subject: subjectOf(props, own.subject),
    blocks: [
      { kind: 'paragraph', text: greetingOf(props.customer_name, words) },
      { kind: 'paragraph', text: own.lead },
      { kind: 'facts', facts: [...facts, deadline] },
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
