import type { Block, Fact, WrittenLetter } from './block.ts'
import { compose } from './compose.ts'
import { type BookingFacts, factsOf, subjectOf } from './facts.ts'
import { greetingOf } from './greeting.ts'
import { wordsOf } from './words/words.ts'

/** What sets one letter about a booking apart from the others. */
interface Own {
  subject: (what: string, tenant: string) => string
  lead: string
  /** Told beside what every letter tells. */
  facts?: Fact[]
  blocks: Block[]
}

/** A letter about a booking: it greets, says what it is for, tells the booking, and goes on with what is its own. */
export function bookingLetter(
  props: BookingFacts,
  { subject, lead, facts = [], blocks }: Own,
): WrittenLetter {
  return compose({
    locale: props.locale,
    tenant_name: props.tenant_name,
    subject: subjectOf(props, subject),
    blocks: [
      { kind: 'paragraph', text: greetingOf(props.customer_name, wordsOf(props.locale)) },
      { kind: 'paragraph', text: lead },
      { kind: 'facts', facts: [...factsOf(props), ...facts] },
      ...blocks,
    ],
  })
}
