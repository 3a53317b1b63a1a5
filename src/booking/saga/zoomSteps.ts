import { Failure } from '../../lib/failure.ts'
import { oneLine } from '../../lib/line.ts'
import type { ZoomAccount } from '../../zoom/zoom.ts'
import type { Run, Step, StepResult } from './saga.ts'
import { lookIn, type Placed, seek } from './seekMeeting.ts'
import { standing, type Time, timeOf } from './timeOf.ts'
import { accountOf, outOfReach, servingAccount } from './zoomAccess.ts'
import {
  forgetMeeting,
  type KnownMeeting,
  keepMeeting,
  knownMeeting,
  leaving,
  leftMeeting,
  returnToLeft,
} from './zoomMeeting.ts'
import { placeBehind, placeWord } from './zoomPlace.ts'

/**
 * Makes the Zoom meeting. Zoom has no idempotency key: when an earlier attempt may have gone through, the meeting
 * is looked for by its mark, and no second one is made before the list has had time to show the first.
 */
export const makeMeeting: Step = {
  name: 'zoom_meeting',
  effect: true,
  where: servingPlace,
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
    const moved = await move(run, await knownMeeting(run), timeOf(run))
    if (moved === 'out_of_reach') throw outOfReach()
    if (moved === 'gone') throw gone()
    return {}
  },
}

/**
 * Moves the meeting to the new time, or makes a new one where it is gone or out of reach; undone, it goes back to the
 * old time, and the one that was left serves on.
 */
export const moveOrMakeMeeting: Step = {
  name: 'move_zoom_meeting',
  effect: true,
  where: servingPlace,
  do: async (run) => {
    const known = await knownMeeting(run)
    const moved = await move(run, known, timeOf(run))
    if (moved === 'moved') return {}
    const earlier = run.unsure_since_ms === undefined ? undefined : await seek(run)
    const made = await remembered(run, earlier ?? (await create(run, timeOf(run))))
    return moved === 'out_of_reach' ? { ...made, ...(await leaving(run, known!)) } : made
  },
  keep: (run, result) => (result.provider_meeting_id ? keepMeeting(run, result) : {}),
  undo: async (run) => {
    const left = leftMeeting(run)
    if (left) return takeNewOneBack(run, left)
    const back = standing(run.booking)
    const known = await knownMeeting(run)
    const moved = await move(run, known, back)
    if (moved === 'moved') return
    const made = run.unsure_since_ms === undefined ? undefined : await seek(run)
    if (moved === 'out_of_reach') return putBackUnreached(run, known!, made)
    if (!made) throw gone()
    await change(run, made.account, made.meeting.provider_meeting_id, back)
  },
}

async function servingPlace(run: Run): Promise<string> {
  const { account_id } = await servingAccount(run)
  return placeWord({ account_id, user: run.salespersons[0]!.zoom_user })
}

async function create(run: Run, time: Time): Promise<Placed> {
  const { ctx, booking, type, salespersons } = run
  const account = await servingAccount(run)
  const meeting = await ctx.zoom.create(account, {
    booking_id: booking.id,
    user: salespersons[0]!.zoom_user,
    topic: oneLine(`${type.name}: ${booking.customer_name}`),
    ...timesOf(run, time),
  })
  return { meeting, account }
}

/** What an earlier saga of this booking could not take away serves once more, brought to the time of now. */
async function leftBehind(run: Run): Promise<Placed | undefined> {
  if (run.saga.revision === 1) return undefined
  const found = await lookIn(run, await servingAccount(run))
  const time = standing(run.booking)
  if (found && found.meeting.start_ms !== time.start_ms)
    await change(run, found.account, found.meeting.provider_meeting_id, time)
  return found
}

/** Zoom would call a meeting of another account gone: only what the right account has deleted is deleted. */
async function deleteOurs(run: Run): Promise<void> {
  const { ctx, booking } = run
  const known = await knownMeeting(run)
  const account = known && (await accountOf(run, known))
  if (account) await ctx.zoom.delete(account, known.provider_meeting_id)
  const lost = await unknownMeeting(run, known)
  if (lost && lost.meeting.provider_meeting_id !== known?.provider_meeting_id) await remove(run, lost)
  if (known && !account) throw outOfReach()
  await forgetMeeting(ctx.db, booking.id)
}

/** What bears the booking's mark beside the meeting we know; asked only where there may be something. */
async function unknownMeeting(run: Run, known: KnownMeeting | undefined): Promise<Placed | undefined> {
  const mayHaveMade = run.unsure_since_ms !== undefined && run.saga.kind !== 'cancel'
  if (mayHaveMade) return seek(run)
  return known ? undefined : lookIn(run, await servingAccount(run))
}

function remove({ ctx }: Run, { account, meeting }: Placed): Promise<void> {
  return ctx.zoom.delete(account, meeting.provider_meeting_id)
}

async function move(
  run: Run,
  known: KnownMeeting | undefined,
  time: Time,
): Promise<'moved' | 'gone' | 'out_of_reach'> {
  if (!known) return 'gone'
  const account = await accountOf(run, known)
  if (!account) return 'out_of_reach'
  try {
    await change(run, account, known.provider_meeting_id, time)
    return 'moved'
  } catch (error) {
    if (error instanceof Failure && error.code === 'meeting_gone') return 'gone'
    throw error
  }
}

/** First the memory, then the deletion: a new one that cannot be deleted is the second meeting, never the first. */
async function takeNewOneBack(run: Run, left: KnownMeeting): Promise<void> {
  const made = await knownMeeting(run)
  const account = made && (await accountOf(run, made))
  await returnToLeft(run, left)
  if (!account) throw outOfReach()
  await run.ctx.zoom.delete(account, made.provider_meeting_id)
}

/** Of a meeting whose account was replaced midway, nobody can say where it stands once an attempt has gone there. */
async function putBackUnreached(run: Run, known: KnownMeeting, made: Placed | undefined): Promise<void> {
  if (made) await remove(run, made)
  const wentThere = run.unsure_where.some((word) => placeBehind(word).account_id === known.account_id)
  if (run.results.move_zoom_meeting || wentThere) throw outOfReach()
}

function change(run: Run, account: ZoomAccount, id: string, time: Time): Promise<void> {
  return run.ctx.zoom.change(account, id, timesOf(run, time))
}

function timesOf({ config }: Run, { start_ms, end_ms }: Time) {
  const duration_minutes = Math.round((end_ms - start_ms) / 60_000)
  return { start_ms, duration_minutes, time_zone: config.tenant.time_zone }
}

async function remembered({ ctx }: Run, { meeting, account }: Placed): Promise<StepResult> {
  return {
    provider_meeting_id: meeting.provider_meeting_id,
    account_id: account.account_id,
    join_url: meeting.join_url,
    start_url_sealed: await ctx.seal.seal(meeting.start_url),
  }
}

function gone(): Failure {
  return new Failure('permanent', 'meeting_gone', 'The Zoom meeting was deleted; the event needs a new link')
}
