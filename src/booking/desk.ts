import type { TenantConfig } from '../tenants/tenantConfig.ts'
import { recordAttendance } from './attendance.ts'
import { cancelByAdmin, cancelByToken } from './cancel.ts'
import type { Context } from './context.ts'
import { findBooking } from './find.ts'
import { zoomNews } from './follow/zoomNews.ts'
import { holds } from './hold/hold.ts'
import { listBookings } from './list.ts'
import { counted, countingConflicts, timed } from './observed.ts'
import { pageDesk } from './pageDesk.ts'
import { presentToAdmin } from './present.ts'
import { probeZoom } from './probeZoom.ts'
import { sendLinks } from './proof/links.ts'
import { verification } from './proof/verify.ts'
import { inviteByToken, readByToken } from './read.ts'
import { replaceZoom } from './replaceZoom.ts'
import { reschedules } from './reschedule.ts'
import { restore } from './restore.ts'
import { listSagas, sagasOf } from './saga/sagas.ts'
import { explain } from './slots/explain.ts'
import type { Slots } from './slots/slots.ts'
import { readStartLink } from './startLink.ts'

/** All that can be asked of booking, for whoever answers requests. */
export type Desk = ReturnType<typeof desk>

/** The verbs of booking over one context, counted and timed. */
export function desk(ctx: Context, untimed: Slots) {
  const { metrics } = ctx
  const slots = timed(untimed, metrics)
  const args = <Rest extends unknown[], Result>(verb: (ctx: Context, ...rest: Rest) => Result) => {
    return (...rest: Rest) => verb(ctx, ...rest)
  }
  const hold = counted(holds(ctx, slots), metrics)
  return {
    listSlots: slots.list,
    hold,
    confirm: verification(ctx, slots),
    read: args(readByToken),
    invite: args(inviteByToken),
    cancel: args(cancelByToken),
    reschedule: countingConflicts('reschedule', reschedules(ctx, slots), metrics),
    restore: countingConflicts(
      'restore',
      (which: { tenant_id: string; booking_id: string }, patience_ms?: number) =>
        restore(ctx, slots, which, patience_ms),
      metrics,
    ),
    sendLinks: args(sendLinks),
    zoomNews: args(zoomNews),
    pages: pageDesk(ctx, slots, hold),
    admin: {
      list: args(listBookings),
      show: async (config: TenantConfig, booking_id: string) =>
        presentToAdmin(config, await findBooking(ctx.db, booking_id, config.tenant.id)),
      cancel: args(cancelByAdmin),
      recordAttendance: args(recordAttendance),
      explain: args(explain),
      sagas: args(listSagas),
      sagasOf: args(sagasOf),
      probeZoom: args(probeZoom),
      readStartLink: args(readStartLink),
      replaceZoom: <Result>(tenant_id: string, work: () => Promise<Result>) =>
        replaceZoom(ctx, tenant_id, work),
    },
  }
}
