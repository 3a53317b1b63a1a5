import type { Locale } from '../scheduling/locale.ts'

/** What a customer's choices look like in a query; each link carries those already made. */
export interface Choices {
  /** `YYYY-MM`. */
  month?: string
  /** `YYYY-MM-DD` in the customer's zone. */
  day?: string
  /** IANA name. */
  zone?: string
  /** Slug of the salesperson; absent for anyone. */
  with?: string
  /** Only when chosen by hand. */
  lang?: Locale
  /** ISO 8601 with `Z`. */
  start?: string
  booking_id?: string
  token?: string
  /** What has just been done. */
  after?: 'resent' | 'moved' | 'restored'
}

/**
 * The last part of the path of a booking's page. Letters name `verify`, `cancel`, `reschedule` (with `token`) and
 * events `links` (with `booking_id`); `code` shows a booking to whoever held it, `show` to whoever has proven the
 * address. To `confirm`, `resend`, `again` and `undo` one can only post.
 */
export type BookingAct =
  | 'code'
  | 'show'
  | 'confirm'
  | 'resend'
  | 'address'
  | 'again'
  | 'verify'
  | 'cancel'
  | 'undo'
  | 'reschedule'
  | 'links'
  | 'zones'
  | 'invite.ics'

/** The page of a tenant: its meeting types. */
export function tenantPath(tenant: string, choices: Choices = {}): string {
  return `/${tenant}${queryOf(choices)}`
}

/** The calendar of a meeting type. */
export function typePath(tenant: string, type: string, choices: Choices = {}): string {
  return `/${tenant}/${type}${queryOf(choices)}`
}

/** The list of zones; each leads back to the calendar. */
export function zonePath(tenant: string, type: string, choices: Choices = {}): string {
  return `/${tenant}/${type}/zone${queryOf(choices)}`
}

/** The form for one time; it posts to the same path. */
export function detailsPath(tenant: string, type: string, choices: Choices = {}): string {
  return `/${tenant}/${type}/details${queryOf(choices)}`
}

/** A page of one booking, or where its form is posted. */
export function bookingPath(tenant: string, act: BookingAct, choices: Choices = {}): string {
  return `/${tenant}/booking/${act}${queryOf(choices)}`
}

/** Links to days and months that carry the same choices; a page has dozens, so those are written once. */
export function linkMaker(
  path: string,
  carried: Choices,
): (choices: Pick<Choices, 'month' | 'day'>) => string {
  const rest = queryOf(carried).replace('?', '&')
  return ({ month, day }) => `${path}?month=${month ?? ''}${day ? `&day=${day}` : ''}${rest}`
}

/** Links to times, likewise. */
export function timeLinkMaker(path: string, carried: Choices): (from_ms: number) => string {
  const rest = queryOf(carried).replace('?', '&')
  return (from_ms) => `${path}?start=${startText(from_ms)}${rest}`
}

/** The same few hundred starts stand on page after page. */
const starts = new Map<number, string>()
const MOST_STARTS = 20_000

function startText(from_ms: number): string {
  const known = starts.get(from_ms)
  if (known !== undefined) return known
  if (starts.size >= MOST_STARTS) starts.clear()
  const made = new Date(from_ms).toISOString().replace('.000', '')
  starts.set(from_ms, made)
  return made
}

/** `?name=value&…` of what is set, or nothing; the slash of a zone stays readable. */
export function queryOf(choices: Choices): string {
  let query = ''
  for (const name in choices) {
    const value = choices[name as keyof Choices]
    if (value) query += `${query ? '&' : '?'}${name}=${PLAIN.test(value) ? value : encoded(value)}`
  }
  return query
}

/** What stands for itself in a query (URL Standard, "application/x-www-form-urlencoded percent-encode set", and the slash). */
const PLAIN = /^[\w.~/-]*$/

function encoded(value: string): string {
  return encodeURIComponent(value).replaceAll('%2F', '/')
}
