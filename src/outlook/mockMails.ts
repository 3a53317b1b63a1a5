import type { KeptEvent } from './mockKept.ts'

/** A letter that Outlook itself would have sent to an attendee. */
export interface AttendeeMail {
  event_id: string
  kind: 'invited' | 'updated' | 'canceled'
  to: string
}

/** More letters than a test looks back on; a long run forgets the oldest. */
const MOST_MAILS = 10_000

/** The letters so far, and how another goes to each attendee of an event. */
export function attendeeMails() {
  const mails: AttendeeMail[] = []
  const send = (event: KeptEvent, kind: AttendeeMail['kind']) => {
    for (const { email } of event.responses) mails.push({ event_id: event.event_id, kind, to: email })
    if (mails.length > MOST_MAILS) mails.splice(0, mails.length - MOST_MAILS)
  }
  return { mails, send }
}
