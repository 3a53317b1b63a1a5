import type { PublicBooking } from '../present.ts'
import type { Answers } from './answers.ts'

/** What a customer asks for. `start_at_utc` is an ISO instant that was listed as a slot. */
export interface HoldWish {
  meeting_type: string
  start_at_utc: string
  salesperson?: string
  customer: { name: string; email: string; phone?: string; time_zone: string; locale?: string }
  answers?: Answers
}

export type HoldReply = PublicBooking & { salesperson: string }
