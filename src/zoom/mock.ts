import { createHash } from 'node:crypto'
import type { Clock } from '../lib/clock.ts'
import { pause } from '../lib/deadline.ts'
import type { Failure } from '../lib/failure.ts'
import { zoomFailure } from './advice.ts'
import type { MeetingDraft, Zoom, ZoomAccount, ZoomMeeting } from './zoom.ts'

/** A meeting as the mock holds it. */
export type HeldMeeting = ZoomMeeting & PlantedMeeting

/** The account it stands in; left out, it stands in every one. */
export type PlantedMeeting = MeetingDraft & { account_id?: string }

/** Zoom in memory, with switches for tests and a look at what it holds. */
export interface MockZoom extends Zoom {
  /** Every meeting held, in the order they were made. */
  meetings(): HeldMeeting[]
  /** Puts a meeting there as if made earlier: no delay, no failure; how a restart remembers. */
  plant(meeting: PlantedMeeting): ZoomMeeting
  /** The next `times` calls (of this name, when given) throw `failure` and change nothing. */
  failNext(times: number, failure: Failure, call?: keyof Zoom): void
  /** Every later call takes this long. */
  delay(ms: number): void
}

/** Zoom without Zoom: keeps the interface's promises; equal bookings get equal links in every run. */
export function mockZoom({ clock }: { clock: Clock }): MockZoom {
  const held = new Map<string, HeldMeeting>()
  const made = new Map<string, number>()
  const switches = mockSwitches()

  const plant = (draft: PlantedMeeting): ZoomMeeting => {
    const nth = (made.get(draft.booking_id) ?? 0) + 1
    made.set(draft.booking_id, nth)
    const meeting: HeldMeeting = { ...draft, ...identityOf(draft.booking_id, nth) }
    held.set(meeting.provider_meeting_id, meeting)
    return seen(meeting)
  }
  const heldIn = ({ account_id }: ZoomAccount, id: string) => {
    const meeting = held.get(id)
    return meeting && standsIn(meeting, account_id) ? meeting : undefined
  }
  const upcoming = ({ account_id }: ZoomAccount, user: string) =>
    [...held.values()].filter(
      (meeting) =>
        standsIn(meeting, account_id) &&
        meeting.user === user &&
        meeting.start_ms + meeting.duration_minutes * 60_000 > clock.now_ms(),
    )

  return {
    meetings: () => [...held.values()].map((meeting) => ({ ...meeting })),
    plant,
    failNext: switches.failNext,
    delay: switches.delay,
    async create({ account_id }, draft) {
      await switches.pass('create')
      return plant({ ...draft, account_id })
    },
    async findByMark(account, user, booking_id) {
      await switches.pass('findByMark')
      const meeting = upcoming(account, user).find((one) => one.booking_id === booking_id)
      return meeting && seen(meeting)
    },
    async find(account, provider_meeting_id) {
      await switches.pass('find')
      const meeting = heldIn(account, provider_meeting_id)
      return meeting && seen(meeting)
    },
    async listMarked(account, user) {
      await switches.pass('listMarked')
      return upcoming(account, user).map((meeting) => {
        const { start_url: _, ...marked } = seen(meeting)
        return { ...marked, booking_id: meeting.booking_id }
      })
    },
    async change(account, provider_meeting_id, { start_ms, duration_minutes, time_zone }) {
      await switches.pass('change')
      const meeting = heldIn(account, provider_meeting_id)
      if (!meeting) throw zoomFailure('meeting_gone')
      held.set(provider_meeting_id, { ...meeting, start_ms, duration_minutes, time_zone })
    },
    async delete(account, provider_meeting_id) {
      await switches.pass('delete')
      if (heldIn(account, provider_meeting_id)) held.delete(provider_meeting_id)
    },
    async probe() {
      await switches.pass('probe')
      return { scopes: ['mock'] }
    },
  }
}

function standsIn(meeting: HeldMeeting, account_id: string): boolean {
  return meeting.account_id === undefined || meeting.account_id === account_id
}

/** The switches shared by all calls: `pass` waits as told, then throws what was ordered for this call. */
function mockSwitches() {
  let delay_ms = 0
  let orders: { call?: keyof Zoom; failure: Failure }[] = []
  return {
    delay: (ms: number) => {
      delay_ms = ms
    },
    failNext: (times: number, failure: Failure, call?: keyof Zoom) => {
      orders.push(...Array.from({ length: times }, () => ({ call, failure })))
    },
    pass: async (call: keyof Zoom) => {
      const order = orders.find((one) => one.call === undefined || one.call === call)
      if (order) orders = orders.filter((one) => one !== order)
      if (delay_ms > 0) await pause(delay_ms)
      if (order) throw order.failure
    },
  }
}

/** Id and links from the booking id; a second meeting of one booking gets others, as at Zoom. */
function identityOf(booking_id: string, nth: number) {
  const hash = createHash('sha256').update(`${booking_id}#${nth}`).digest('hex')
  const digits = (BigInt(`0x${hash.slice(0, 16)}`) % 90_000_000_000n) + 10_000_000_000n
  const provider_meeting_id = String(digits)
  return {
    provider_meeting_id,
    join_url: `https://zoom.example/j/${provider_meeting_id}?pwd=${hash.slice(16, 26)}`,
    start_url: `https://zoom.example/s/${provider_meeting_id}?zak=${hash.slice(26, 46)}`,
  }
}

function seen(meeting: HeldMeeting): ZoomMeeting {
  const { provider_meeting_id, booking_id, join_url, start_url, start_ms, duration_minutes } = meeting
  return { provider_meeting_id, booking_id, join_url, start_url, start_ms, duration_minutes }
}
