import type { Block, WrittenLetter } from './block.ts'
import { bookingLetter } from './bookingLetter.ts'
import { type BookingFacts, deadlineOf } from './facts.ts'
import { type Words, wordsOf } from './words/words.ts'

export interface FreshLinksProps extends BookingFacts {
  /** Left out when it is too late for this change; with neither, the letter says whom to turn to. */
  reschedule_url?: string
  cancel_url?: string
  /** When the links end. */
  expires_at_ms: number
  now_ms: number
}

/** The letter with fresh links to move and to cancel a booking, or that it is too late for both. */
export function freshLinksLetter(props: FreshLinksProps): WrittenLetter {
  const words = wordsOf(props.locale)
  const { subject, lead, tooLate } = words.freshLinks
  const blocks = linksOf(props, words)
  if (blocks.length > 0) return bookingLetter(props, { subject, lead, blocks })
  return bookingLetter(props, { subject: tooLate.subject, lead: tooLate.lead(props.tenant_name), blocks })
}

function linksOf(props: FreshLinksProps, words: Words): Block[] {
  const own = words.freshLinks
  const links: Block[] = []
  if (props.reschedule_url) links.push({ kind: 'action', label: own.reschedule, href: props.reschedule_url })
  if (props.cancel_url) links.push({ kind: 'action', label: own.cancel, href: props.cancel_url })
  if (links.length === 0) return []
  const deadline = { label: own.until, value: deadlineOf(props, props.expires_at_ms, props.now_ms) }
  return [...links, { kind: 'facts', facts: [deadline] }, { kind: 'paragraph', text: own.harmless }]
}
