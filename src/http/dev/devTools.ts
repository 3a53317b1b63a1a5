/** A letter that would have gone out. */
export interface DevLetter {
  to: string
  subject: string
  text: string
  html: string
  created_at_utc: string
}

/** An event of a pretend Outlook. */
export interface DevEvent {
  event_id: string
  booking_id?: string
  subject: string
  start_ms: number
  end_ms: number
  show_as: string
}

interface Place {
  m365_tenant_id: string
  user: string
}

/** The pretend world, for `/dev`: what the mocks hold, and what a salesperson would do by hand. */
export interface DevTools {
  /** False where letters go out for real. */
  pretends_mail: boolean
  /** Newest first. */
  letters(to?: string): DevLetter[]
  events(mailbox: Place): DevEvent[]
  /** `undefined` when there is no such event. */
  move(mailbox: Place, event_id: string, time: { start_ms: number; end_ms: number }): DevEvent | undefined
  remove(mailbox: Place, event_id: string): boolean
}
