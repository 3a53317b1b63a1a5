import { Failure } from '../../lib/failure.ts'
import type { ZoomAccount, ZoomMeeting } from '../../zoom/zoom.ts'
import { NotYet, type Run, type Step, type StepResult } from './saga.ts'
import { standing, type Time, timeOf } from './timeOf.ts'
import { forgetMeeting, keepMeeting, knownMeeting } from './zoomMeeting.ts'

/**
 * Makes the Zoom meeting. Zoom has no idempotency key: when an earlier attempt may have gone through, the meeting
 * is looked for by its mark, and no second one is made before the list has had time to show the first.
 */
export const makeMeeting: Step = {
  name: 'zoom_meeting',
  effect: true,
  find: async (run) => {
    const found = await seek(run)
    return found && remembered(run, found)
  },
  do: async (run) => remembered(run, (await leftBehind(run)) ?? (await create(run, standing(run.booking)))),
  keep: keepMeeting,
  undo: deleteOurs,
}

/** Deletes the booking's meeting; gone, or never made, is success. */
export const deleteMeeting: Step = {
  name: 'delete_zoom_meeting',
  effect: true,
  do: async (run) => {
    await deleteOurs(run)
    return {}
  },
}

/** Moves the meeting to where the salesperson has moved the event. One that is gone is for a person to see to. */
export const moveMeeting: Step = {
  name: 'move_zoom_meeting',
  effect: true,
  do: async (run) => {
    if (await move(run, timeOf(run))) return {}
    throw new Failure('permanent', 'meeting_gone', 'The Zoom meeting was deleted; the event needs a new link')
  },
}

/** Moves the meeting to the new time, or makes a new one where it is gone; undone, it goes back to the old time. */
export const moveOrMakeMeeting: Step = {
  name: 'move_zoom_meeting',
  effect: true,
  do: async (run) => {
    if (await move(run, timeOf(run))) return {}
    const earlier = run.unsure_since_ms === undefined ? undefined : await seek(run)
    return remembered(run, earlier ?? (await create(run, timeOf(run))))
  },
  keep: (run, result) => (result.provider_meeting_id ? keepMeeting(run, result) : {}),
  undo: async (run) => {
    const back = standing(run.booking)
    if (await move(run, back)) return
    const made = run.unsure_since_ms === undefined ? undefined : await seek(run)
    if (made) await change(run, await accountOf(run), made.provider_meeting_id, back)
    else
      throw new Failure(
        'permanent',
        'meeting_gone',
        'The Zoom meeting was deleted; the event needs a new link',
      )
  },
}

async function create(run: Run, time: Time): Promise<ZoomMeeting> {
  const { ctx, booking, type } = run
  return ctx.zoom.create(await accountOf(run), {
    booking_id: booking.id,
    user: zoomUserOf(run),
    topic: `${type.name}: ${booking.customer_name}`,
    ...timesOf(run, time),
  })
}

/** The meeting that an attempt of unknown outcome made, or `undefined` once it is sure that there is none. */
async function seek(run: Run): Promise<ZoomMeeting | undefined> {
  const { ctx, booking } = run
  const found = await ctx.zoom.findByMark(await accountOf(run), zoomUserOf(run), booking.id)
  const wait_ms = (run.unsure_since_ms ?? 0) + ctx.zoom_lag_ms - ctx.clock.now_ms()
  if (found || wait_ms <= 0) return found
  throw new NotYet(wait_ms)
}

/** What an earlier saga of this booking could not take away serves once more, brought to the time of now. */
async function leftBehind(run: Run): Promise<ZoomMeeting | undefined> {
  const { ctx, booking, saga } = run
  if (saga.revision === 1) return undefined
  const account = await accountOf(run)
  const found = await ctx.zoom.findByMark(account, zoomUserOf(run), booking.id)
  const time = standing(booking)
  if (found && found.start_ms !== time.start_ms) await change(run, account, found.provider_meeting_id, time)
  return found
}

async function deleteOurs(run: Run): Promise<void> {
  const { ctx, booking } = run
  const account = await accountOf(run)
  const known = await knownMeeting(run)
  if (known) await ctx.zoom.delete(account, known)
  const lost = await unknownMeeting(run, known)
  if (lost && lost !== known) await ctx.zoom.delete(account, lost)
  await forgetMeeting(ctx.db, booking.id)
}

/** What bears the booking's mark beside the meeting we know; asked only where there may be something. */
async function unknownMeeting(run: Run, known: string | undefined): Promise<string | undefined> {
  const { ctx, booking } = run
  const mayHaveMade = run.unsure_since_ms !== undefined && run.saga.kind !== 'cancel'
  if (mayHaveMade) return (await seek(run))?.provider_meeting_id
  if (known) return undefined
  return (await ctx.zoom.findByMark(await accountOf(run), zoomUserOf(run), booking.id))?.provider_meeting_id
}

/** False when the booking's meeting is gone. */
async function move(run: Run, time: Time): Promise<boolean> {
  const known = await knownMeeting(run)
  if (!known) return false
  try {
    await change(run, await accountOf(run), known, time)
    return true
  } catch (error) {
    if (error instanceof Failure && error.code === 'meeting_gone') return false
    throw error
  }
}

function change(run: Run, account: ZoomAccount, id: string, time: Time): Promise<void> {
  return run.ctx.zoom.change(account, id, timesOf(run, time))
}

function timesOf({ config }: Run, { start_ms, end_ms }: Time) {
  const duration_minutes = Math.round((end_ms - start_ms) / 60_000)
  return { start_ms, duration_minutes, time_zone: config.tenant.time_zone }
}

async function remembered({ ctx }: Run, meeting: ZoomMeeting): Promise<StepResult> {
  return {
    provider_meeting_id: meeting.provider_meeting_id,
    join_url: meeting.join_url,
    start_url_sealed: await ctx.seal.seal(meeting.start_url),
  }
}

function accountOf({ ctx, config }: Run): Promise<ZoomAccount> {
  return ctx.zoomAccounts.of(config.tenant.id)
}

function zoomUserOf({ salespersons }: Run): string {
  return salespersons[0]!.zoom_user
}
