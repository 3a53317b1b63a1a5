import { findAtHome, formerOf } from '../booking/follow/home.ts'
import { Overtaken } from '../booking/follow/sawEvent.ts'
import { type JobKind, type Snooze, snooze } from '../jobs/kind.ts'
import { apply, type Done } from './apply.ts'
import type { Context } from './context.ts'
import { type Located, locateByMark, locating } from './locate.ts'
import { GraphWebhookJobPayload, NOTIFICATION } from './payload.ts'
import { tellOfRefusal } from './refusing.ts'
import { type Scene, scenes } from './scene.ts'
import { unlessThrottled } from './throttled.ts'
import { unlessUnreachable } from './unreachable.ts'

const SAGA_PAUSE_MS = 2000
const OVERTAKEN_PAUSE_MS = 200
/** How long others have time to vanish too before one is believed to be gone: who empties a calendar takes a while. */
const VANISHING_MS = 2000

/** Reads one event from Outlook and lets its booking follow. May run twice, late and in any order. */
export function reconciliation(ctx: Context): JobKind<GraphWebhookJobPayload> {
  const sceneOf = scenes(ctx)
  const locate = locating(ctx)
  return {
    name: NOTIFICATION,
    queue: 'webhook_jobs',
    schema: GraphWebhookJobPayload,
    concurrency: 32,
    deadline_ms: 60_000,
    max_attempts: 15,
    backoff: { base_ms: 500, cap_ms: 300_000 },
    perform: async (payload) => {
      const scene = await sceneOf(payload)
      if (!scene) return
      const done = await unlessThrottled(() => reconcile(ctx, scene, payload, locate)).catch(putOff)
      if (typeof done === 'object') return done
      measure(ctx, payload, done ?? 'unreachable')
    },
    // The sweep looks at what matters all the same: nobody need see to each notification.
    onDead: (tx, payload, { error }) => tellOfRefusal(tx, ctx, payload, error),
  }
}

/** Answers `undefined` where the mailbox in which the event stands cannot be read. */
async function reconcile(
  ctx: Context,
  scene: Scene,
  payload: GraphWebhookJobPayload,
  locate: ReturnType<typeof locating>,
): Promise<Done | Snooze | undefined> {
  const remembered = await locate(scene, payload.resource_id)
  if (remembered?.booking.saga_id) return snooze(SAGA_PAUSE_MS)
  const home = formerOf(remembered?.known ?? {}, scene.mailbox) ?? scene.mailbox
  return unlessUnreachable(ctx, { ...scene, mailbox: home }, () => follow(ctx, scene, payload, remembered))
}

async function follow(
  ctx: Context,
  scene: Scene,
  { resource_id, received_at_utc }: GraphWebhookJobPayload,
  remembered: Located | undefined,
): Promise<Done | Snooze> {
  const known = remembered?.known ?? { event_id: resource_id }
  const { mailbox, event } = await findAtHome(ctx.outlook, known, scene.mailbox)
  const located = remembered ?? (event && (await locateByMark(ctx, scene, event)))
  if (!located) return 'nothing'
  const young_ms = Date.parse(received_at_utc) + VANISHING_MS - ctx.clock.now_ms()
  const isLost = located.booking.status === 'confirmed' && (!event || event.is_canceled)
  if (isLost && young_ms > 0) return snooze(young_ms)
  const done = await apply(ctx, { ...scene, mailbox }, located, event)
  return done === 'wait' ? snooze(SAGA_PAUSE_MS) : done
}

/** A change made elsewhere meanwhile is nobody's fault. */
function putOff(error: unknown): Snooze {
  if (error instanceof Overtaken) return snooze(OVERTAKEN_PAUSE_MS)
  throw error
}

function measure(
  { metrics, clock, log }: Context,
  { salesperson_id, received_at_utc }: GraphWebhookJobPayload,
  decision: string,
): void {
  const lag_ms = clock.now_ms() - Date.parse(received_at_utc)
  metrics.count('holdfast_reconciliations_total', { decision })
  metrics.observe('holdfast_notification_lag_seconds', {}, lag_ms / 1000)
  log.debug('event_reconciled', { salesperson_id, decision, lag_ms })
}
