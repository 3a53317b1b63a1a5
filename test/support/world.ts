import { desk } from '../../src/booking/desk.ts'
import { bookingKinds } from '../../src/booking/kinds.ts'
import { mourn } from '../../src/booking/letters/mourn.ts'
import { tokens } from '../../src/booking/proof/token.ts'
import { settled } from '../../src/booking/saga/settled.ts'
import { looks } from '../../src/booking/slots/looks.ts'
import { slots as slotsOf } from '../../src/booking/slots/slots.ts'
import type { Database } from '../../src/db/database.ts'
import { announcing } from '../../src/jobs/announce.ts'
import { wakeSignal } from '../../src/jobs/wake.ts'
import { startWorker, type Worker } from '../../src/jobs/worker.ts'
import { type Clock, stoppedClock } from '../../src/lib/clock.ts'
import { seededEntropy } from '../../src/lib/entropy.ts'
import { silentLog } from '../../src/lib/log.ts'
import { silentMetrics } from '../../src/lib/metrics.ts'
import { sealer } from '../../src/lib/seal.ts'
import { noTracer } from '../../src/lib/trace.ts'
import { mockMail } from '../../src/mail/mock.ts'
import { mockOutlook, type Notice, noticeBody } from '../../src/outlook/mock.ts'
import type { Outlook } from '../../src/outlook/outlook.ts'
import { bundledZones } from '../../src/scheduling/zone.ts'
import type { Context } from '../../src/sync/context.ts'
import type { Receiver } from '../../src/sync/receive.ts'
import { sync as syncOf } from '../../src/sync/sync.ts'
import { catalogue } from '../../src/tenants/catalogue.ts'
import { findTenant } from '../../src/tenants/find.ts'
import { seed } from '../../src/tenants/seed.ts'
import { zoomAccounts } from '../../src/tenants/zoomAccounts.ts'
import { mockZoom } from '../../src/zoom/mock.ts'

/** Monday 30 November 2026, 08:00 UTC: 09:00 in Berlin, midnight in Vancouver. */
export const MONDAY_MS = Date.UTC(2026, 10, 30, 8)

/** What secrets are sealed with. */
export const SEAL_KEY = 'k'.repeat(43)

/** The default account at Zoom, and what Zoom signs its news with. */
const ZOOM_ACCOUNT = { account_id: 'a', client_id: 'c', client_secret: 's' }
export const ZOOM_SECRET = 'what Zoom signs with'

export type World = Awaited<ReturnType<typeof world>>

/** The whole of booking over one database, with the demonstration tenant in it. */
export async function world(db: Database, options: Partial<WorldOptions> = {}) {
  const it = bareWorld(db, options)
  await seed(db, it.ctx)
  return it
}

interface WorldOptions {
  at_ms: number
  meetings: boolean
  seed: number
  /** Instead of the pretended one: the real client, towards a simulator. */
  outlook: Outlook
}

/** The same over a database as it is: providers in memory, a clock that stands, and chance that repeats. */
export function bareWorld(
  db: Database,
  { at_ms = MONDAY_MS, meetings = false, seed: chance = 1, outlook: other }: Partial<WorldOptions> = {},
) {
  const clock = stoppedClock(at_ms)
  const entropy = seededEntropy(chance)
  const outlook = mockOutlook({ clock, meetings, notify: (notice) => posted(sync.receiver, notice) })
  const zoom = mockZoom({ clock })
  const mail = mockMail({ clock })
  const wake = wakeSignal()
  // As in the product; but no job is begun before it is stored, so that a story can stop between the two.
  const announced = announcing(db, { ...wake, seat: () => undefined })
  const seal = sealer({ key: SEAL_KEY })
  const ctx: Context = {
    db: announced,
    clock,
    entropy,
    outlook: other ?? outlook,
    pretended: other === undefined,
    zoom,
    mail,
    metrics: silentMetrics,
    tracer: noTracer,
    catalogue: catalogue(),
    zoomAccounts: zoomAccounts({
      db,
      seal,
      fallback: { account: () => ZOOM_ACCOUNT, webhook_secret: ZOOM_SECRET },
    }),
    zones: bundledZones(),
    tokens: tokens({ secret: 'a'.repeat(40), issuer: 'http://localhost:3000', clock, entropy }),
    seal,
    log: silentLog,
    base_url: 'http://localhost:3000',
    mail_from: 'bookings@acme.example',
    code_secret: 'the secret of the codes',
    looks: looks(clock, 60_000),
    zoom_lag_ms: 0,
    gathering: { most: 64, lanes: 2 },
    settled: settled(),
  }
  const slots = slotsOf(ctx)
  const sync = syncOf(ctx)
  const workers: Worker[] = []
  return {
    ctx,
    wake: wake.wake,
    clock,
    outlook,
    zoom,
    mail,
    slots,
    sync,
    desk: desk(ctx, slots),
    acme: () => findTenant(ctx.catalogue, db, 'acme'),
    /** Starts a worker that does what is due; stopped by `end`. Its clock may go by so much before, or behind, the other. */
    async work(skew_ms = 0) {
      const own: Clock = skew_ms === 0 ? clock : { now_ms: () => clock.now_ms() + skew_ms }
      // Not a copy, where none is needed: a story replaces what is in the context.
      const kinds = [...bookingKinds(skew_ms === 0 ? ctx : { ...ctx, clock: own }, slots), ...sync.kinds]
      const onDead = mourn({ clock: own, entropy })
      const worker = await startWorker({
        db,
        kinds,
        clock: own,
        entropy,
        log: silentLog,
        wake,
        poll_ms: 20,
        onDead,
      })
      workers.push(worker)
      return worker
    },
    async end() {
      for (const worker of workers.splice(0)) await worker.stop(1000)
    },
  }
}

/** Brings a notice of the pretended Outlook to the receiver, as Graph would. */
function posted({ notifications, lifecycle }: Receiver, notice: Notice): Promise<void> {
  return 'lifecycle_event' in notice ? lifecycle(noticeBody([notice])) : notifications(noticeBody([notice]))
}

/** Runs `story` in a world of its own with a worker, and ends both. */
export async function inWorld(
  db: Database,
  story: (it: World, worker: Worker) => Promise<void>,
  options?: Parameters<typeof world>[1],
): Promise<void> {
  const it = await world(db, options)
  try {
    await story(it, await it.work())
  } finally {
    await it.end()
  }
}

/** The six digits in a letter. */
export function codeIn(letter: { text: string } | undefined): string {
  return /\b\d{3} ?\d{3}\b/.exec(letter?.text ?? '')?.[0] ?? 'no code'
}

/** The token of the link for this purpose in a letter. */
export function tokenIn(
  letter: { text: string } | undefined,
  purpose: 'verify' | 'cancel' | 'reschedule',
): string {
  const link = new RegExp(`/booking/${purpose}\\?token=([\\w.~%-]+)`).exec(letter?.text ?? '')
  return decodeURIComponent(link?.[1] ?? 'no token')
}
