import type { ZoomAccount, ZoomMeeting } from '../../zoom/zoom.ts'
import { askAbout } from '../askAbout.ts'
import { NotYet, type Run } from './saga.ts'
import { servingAccount } from './zoomAccess.ts'
import { knownMeeting } from './zoomMeeting.ts'

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
  for (const account of await whereItMayBe(run)) {
    const found = await lookIn(run, account)
    if (found) return found
  }
  const wait_ms = (run.unsure_since_ms ?? 0) + run.ctx.zoom_lag_ms - run.ctx.clock.now_ms()
  if (wait_ms > 0) throw new NotYet(wait_ms)
  return undefined
}

/** The upcoming meeting in this account that bears the booking's mark. */
export async function lookIn(run: Run, account: ZoomAccount): Promise<Placed | undefined> {
  const { ctx, booking, salespersons } = run
  const meeting = await ctx.zoom.findByMark(account, salespersons[0]!.zoom_user, booking.id)
  return meeting && { meeting, account }
}

/** An account that was replaced between an attempt and the search, and cannot be searched, is left to a person. */
async function whereItMayBe(run: Run): Promise<ZoomAccount[]> {
  const serving = await servingAccount(run)
  const accounts = [serving]
  for (const id of run.unsure_where) {
    if (id === serving.account_id) continue
    const other = await run.ctx.zoomAccounts.within(run.config.tenant.id, id)
    if (other) accounts.push(other)
    else await askToSearch(run, id)
  }
  return accounts
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
