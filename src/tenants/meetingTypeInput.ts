import type { Location, Question } from '../db/tables/tenants.ts'

/** What an admin says of a meeting type; minutes and days are whole numbers. */
export interface MeetingTypeInput {
  name: string
  description: string
  length_minutes: number
  slot_step_minutes: number
  buffer_before_minutes: number
  buffer_after_minutes: number
  minimum_notice_minutes: number
  horizon_days: number
  /** Null for no maximum. */
  maximum_per_day: number | null
  hold_minutes: number
  cancel_notice_minutes: number
  reschedule_notice_minutes: number
  location: Location
  questions: Question[]
  staffing: 'one' | 'all'
  /** Slugs, in the order in which customers see them. */
  salespersons: string[]
}

/** What holds where an admin says nothing. The slot step is the length, at most half an hour. */
export const DEFAULTS = {
  description: '',
  buffer_before_minutes: 0,
  buffer_after_minutes: 0,
  minimum_notice_minutes: 120,
  horizon_days: 60,
  maximum_per_day: null,
  hold_minutes: 10,
  cancel_notice_minutes: 0,
  reschedule_notice_minutes: 0,
  questions: [],
  staffing: 'one',
} as const

type Required = 'name' | 'length_minutes' | 'location' | 'salespersons'
export type NewMeetingType = Partial<MeetingTypeInput> & Pick<MeetingTypeInput, Required> & { slug: string }
