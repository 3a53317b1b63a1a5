import { desk as deskOf } from './booking/desk.ts'
import { bookingEntries } from './booking/entries.ts'
import { bookingKinds } from './booking/kinds.ts'
import { mourn } from './booking/letters/mourn.ts'
import { tokens } from './booking/proof/token.ts'
import { settled } from './booking/saga/settled.ts'
import { looks } from './booking/slots/looks.ts'
import { type Slots, slots as slotsOf } from './booking/slots/slots.ts'
import { type Door, openDoor, type Place } from './http/door.ts'
import { databaseGauge, readinessOf } from './http/readiness.ts'
import { buildHttp } from './http/server.ts'
import type { Services } from './http/services.ts'
import { everySecond } from './http/ticks.ts'
import { announcing } from './jobs/announce.ts'
import { rememberingCauses } from './jobs/causes.ts'
import { cron } from './jobs/cron.ts'
import { jobDesk } from './jobs/desk.ts'
import { jobGauges } from './jobs/gauges.ts'
import { tellOthers } from './jobs/herald.ts'
import type { JobKind } from './jobs/kind.ts'
import { type Wake, wakeSignal } from './jobs/wake.ts'
import { startWorker, type Worker } from './jobs/worker.ts'
import { processGauges } from './lib/processGauges.ts'
import type { Context } from './sync/context.ts'
import { subscriptionGauge } from './sync/gauges.ts'
import { type Sync, sync as syncOf } from './sync/sync.ts'
import { catalogue } from './tenants/catalogue.ts'
import { followUpGauge } from './tenants/gauges.ts'
import { type DefaultZoom, zoomAccounts } from './tenants/zoomAccounts.ts'

/** What main has opened and chosen: the database, the providers, time, chance and the log. */
export type Parts = Pick<
  Context,
  | 'db'
  | 'outlook'
  | 'pretended'
  | 'zoom'
  | 'mail'
  | 'zones'
  | 'clock'
  | 'entropy'
  | 'seal'
  | 'log'
  | 'metrics'
  | 'tracer'
> & { defaultZoom: DefaultZoom; dev?: Services['dev'] }

/** What main has read from the environment, as far as it concerns the app. */
export interface Settings {
  version: string
  edge: Services['edge']
  mail_from: string
  keys: Services['keys']
  token_secret: string
  token_secret_previous?: string
  client_state_fallback?: string
  busy_max_age_ms: number
  zoom_lag_ms: number
  /** How changes of state share transactions; tests that stop after each commit want each alone. */
  gathering?: Context['gathering']
  metrics_token?: string
  /** Left out: this process answers no requests. */
  listen?: Place
  /** Left out: this process does no jobs. */
  work?: { concurrency: number; poll_ms: number; max_attempts: number; keep_ms: number; lease_ms?: number }
}

export interface App {
  /** Where it listens, when it does. */
  url: string | undefined
  /** Answers a request that came by no network. */
  handle(request: Request): Promise<Response>
  /** Says that it is about to stop: /readyz fails and replies end their connections, so that proxies look elsewhere. */
  drain(): void
  /** No new requests and claims; what runs has `grace_ms` to end. */
  stop(grace_ms: number): Promise<void>
}

/** Puts the house together and opens its doors. The database must be migrated. Throws when the port is taken. */
export async function startApp(parts: Parts, settings: Settings): Promise<App> {
  const wake = wakeSignal()
  const ctx = contextOf(parts, settings, wake)
  const slots = slotsOf(ctx)
  const sync = syncOf(ctx)
  const kinds = [...bookingKinds(ctx, slots), ...sync.kinds]
  const { promise: begin, resolve: doorIsOpen } = Promise.withResolvers<void>()
  const worker = settings.work && (await work(ctx, kinds, { ...settings.work, begin }, wake))
  // A process without a worker tells the others of its jobs.
  const teller = worker ? undefined : await tellOthers(ctx.db, wake, ctx.log)
  let draining = false
  const state: State = { isWell: () => worker?.isWell() ?? true, isStopping: () => draining }
  const http = buildHttp(servicesOf(parts, settings, ctx, { slots, sync, wake }, state))
  let door: Door | undefined
  let ticks: ReturnType<typeof everySecond> | undefined
  const stop: App['stop'] = async (grace_ms) => {
    const until_ms = performance.now() + grace_ms
    // Requests wait for jobs: the worker stops last.
    await door?.close(grace_ms)
    ticks?.stop()
    await worker?.stop(Math.max(0, until_ms - performance.now()))
    await teller?.stop()
  }
  try {
    door = settings.listen && (await openDoor(http, settings.listen))
    doorIsOpen()
    gauges(ctx, door)
    if (worker) await sync.start()
  } catch (error) {
    // What has begun would keep the process alive, half a house that nobody starts again.
    await stop(0)
    throw error
  }
  const tick = cron(ctx.db, ctx.clock, [...bookingEntries(ctx), ...sync.entries])
  ticks = worker && everySecond(tick, ctx.log)
  return {
    url: door?.url,
    handle: async (request) => http.handle(request),
    drain: () => {
      draining = true
    },
    stop,
  }
}

/** The OpenAPI document of this version, without starting anything. */
export async function openApi(parts: Parts, settings: Settings): Promise<unknown> {
  const wake = wakeSignal()
  const ctx = contextOf(parts, settings, wake)
  const rooms = { slots: slotsOf(ctx), sync: syncOf(ctx), wake }
  const http = buildHttp(servicesOf(parts, settings, ctx, rooms, ASLEEP))
  const reply = await http.handle(new Request(`${settings.edge.base_url}/swagger/json`))
  return reply.json()
}

/** How the process is, as far as requests ask. */
interface State {
  isWell(): boolean
  isStopping(): boolean
}

const ASLEEP: State = { isWell: () => true, isStopping: () => false }

export { reseal as resealAll } from './tenants/reseal.ts'
export { seed } from './tenants/seed.ts'
export { zoomAccounts } from './tenants/zoomAccounts.ts'

function contextOf(parts: Parts, settings: Settings, wake: Wake): Context {
  const { mail_from, token_secret: secret, token_secret_previous: previous } = settings
  const { clock, entropy } = parts
  const announced = announcing(parts.db, wake)
  const db = parts.tracer.follows ? rememberingCauses(announced, parts.tracer) : announced
  return {
    ...parts,
    db,
    zoomAccounts: zoomAccounts({ db: parts.db, seal: parts.seal, fallback: parts.defaultZoom }),
    base_url: settings.edge.base_url,
    mail_from,
    catalogue: catalogue(),
    tokens: tokens({ secret, previous, issuer: settings.edge.base_url, clock, entropy }),
    code_secret: secret,
    code_secret_previous: previous,
    looks: looks(clock, settings.busy_max_age_ms),
    zoom_lag_ms: settings.zoom_lag_ms,
    gathering: settings.gathering ?? { most: 64, lanes: 2 },
    client_state_fallback: settings.client_state_fallback,
    settled: settled(),
  }
}

function work(
  { db, clock, entropy, log, metrics, tracer }: Context,
  kinds: JobKind[],
  settings: NonNullable<Settings['work']> & { begin: Promise<void> },
  wake: Wake,
): Promise<Worker> {
  const onDead = mourn({ clock, entropy })
  return startWorker({ db, kinds, clock, entropy, log, metrics, tracer, wake, onDead, ...settings })
}

/** Figures that are looked up when somebody asks for them. */
function gauges({ db, clock, metrics }: Context, door: Door | undefined): void {
  processGauges(metrics)
  databaseGauge(db, metrics)
  jobGauges(db, clock, metrics)
  followUpGauge(db, metrics)
  subscriptionGauge(db, clock, metrics)
  metrics.onScrape(() => metrics.set('holdfast_http_in_flight', {}, door?.inside() ?? 0))
}

function servicesOf(
  parts: Parts,
  { version, edge, keys, metrics_token }: Settings,
  ctx: Context,
  { slots, sync, wake }: { slots: Slots; sync: Sync; wake: Wake },
  state: State,
): Services {
  const { log, zones, clock, entropy } = parts
  const { db } = ctx
  return {
    log,
    requestId: () => entropy.id(),
    edge,
    version: { holdfast: version, tzdata: zones.version },
    keys,
    office: { db, zones, clock, entropy, seal: ctx.seal, catalogue: ctx.catalogue },
    desk: deskOf(ctx, slots),
    sync,
    jobs: jobDesk(db, clock, wake.wake),
    dev: parts.dev,
    ready: readinessOf(db, state.isWell),
    stopping: state.isStopping,
    metrics: parts.metrics,
    tracer: parts.tracer,
    metrics_token,
  }
}
