import { formatMoment } from '../../scheduling/format.ts'
import type { Interval } from '../../scheduling/interval.ts'
import type { Block, WrittenLetter } from './block.ts'
import { bookingLetter } from './bookingLetter.ts'
import type { BookingFacts } from './facts.ts'
import { wordsOf } from './words/words.ts'

export interface ApologyProps extends BookingFacts {
  /** Times that are free now, nearest first; the first five are offered. */
  alternatives: Interval[]
  /** The page on which another time can be chosen; left out when it is too late for that. */
  choose_url?: string
  /** True when it is a move that failed: the booking stands at the time it had. */
  stands?: boolean
}

/** The letter to a customer whose time could not be booked, or not be moved, with other times. */
export function apologyLetter(props: ApologyProps): WrittenLetter {
  const words = wordsOf(props.locale)
  const { subject, lead } = props.stands ? words.unmoved : words.apology
  const { choose_url: href } = props
  const action: Block[] = href ? [{ kind: 'action', label: words.apology.action, href }] : []
  return bookingLetter(props, { subject, lead, blocks: [...offer(props), ...action] })
}

const MOST_OFFERED = 5

function offer({ alternatives, zones, customer_time_zone, locale }: ApologyProps): Block[] {
  if (alternatives.length === 0) return []
  const items = alternatives
    .slice(0, MOST_OFFERED)
    .map((time) => formatMoment(zones, customer_time_zone, time, locale))
  return [
    { kind: 'paragraph', text: wordsOf(locale).apology.offer },
    { kind: 'list', items },
  ]
}
