import { Failure } from '../../lib/failure.ts'
import type { ZoomAccount, ZoomMeeting } from '../../zoom/zoom.ts'
import { askAbout } from '../askAbout.ts'
import { NotYet, type Run } from './saga.ts'
import { servingAccount } from './zoomAccess.ts'
import { knownMeeting } from './zoomMeeting.ts'
import { placeBehind } from './zoomPlace.ts'

/** A meeting at Zoom, and what opens the account it stands in. */
export interface Placed {
  meeting: ZoomMeeting
  account: ZoomAccount
}

/**
 * The meeting that an attempt of unknown outcome made, or `undefined` once it is sure that there is none in reach.
 * Throws `NotYet` while nobody can tell.
 */
export async function seek(run: Run): Promise<Placed | undefined> {
  for (const { account, user } of await whereItMayBe(run)) {
    const found = await lookAt(run, account, user)
    if (found) return found
  }
  const wait_ms = (run.unsure_since_ms ?? 0) + run.ctx.zoom_lag_ms - run.ctx.clock.now_ms()
  if (wait_ms > 0) throw new NotYet(wait_ms)
  return undefined
}

/** The upcoming meeting of the salesperson in this account that bears the booking's mark. */
export async function lookIn(run: Run, account: ZoomAccount): Promise<Placed | undefined> {
  const meeting = await run.ctx.zoom.findByMark(account, userOf(run), run.booking.id)
  return meeting && { meeting, account }
}

/** The same of whoever the salesperson was at Zoom; whom Zoom does not know any more has no meetings there. */
async function lookAt(run: Run, account: ZoomAccount, user: string): Promise<Placed | undefined> {
  if (user === userOf(run)) return lookIn(run, account)
  const { ctx, booking } = run
  const meeting = await ctx.zoom.findByMark(account, user, booking.id).catch((error) => {
    if (error instanceof Failure && error.code === 'zoom_user_unknown') return undefined
    throw error
  })
  return meeting && { meeting, account }
}

function userOf({ salespersons }: Run): string {
  return salespersons[0]!.zoom_user
}

/** An account that was replaced between an attempt and the search, and cannot be searched, is left to a person. */
async function whereItMayBe(run: Run): Promise<{ account: ZoomAccount; user: string }[]> {
  const serving = await servingAccount(run)
  const places = [{ account: serving, user: userOf(run) }]
  for (const word of run.unsure_where) {
    const { account_id, user = userOf(run) } = placeBehind(word)
    if (places.some((one) => one.account.account_id === account_id && one.user === user)) continue
    const account =
      account_id === serving.account_id
        ? serving
        : await run.ctx.zoomAccounts.within(run.config.tenant.id, account_id)
    if (account) places.push({ account, user })
    else await askToSearch(run, account_id)
  }
  return places
}

/** Never asks to delete the one that the booking has: a move that is refused returns to it. */
async function askToSearch(run: Run, account_id: string): Promise<void> {
  const { ctx, booking } = run
  const known = await knownMeeting(run)
  const own = known?.account_id === account_id ? known.provider_meeting_id : undefined
  const advice = [
    'The Zoom account was replaced while a meeting was being made or moved in it.',
    `Look there for one${own ? ` other than ${own}` : ''} whose description begins with "Ref: ${booking.id}", and delete it: nobody is invited to it.`,
    ...(own ? [`See that ${own} is at the time of the booking as long as the booking has it.`] : []),
  ].join(' ')
  await askAbout(ctx.db, ctx, booking, {
    kind: 'zoom_meeting_left',
    key: `zoom_meeting_sought:${booking.id}:${account_id}`,
    detail: { account_id, advice },
  })
}
