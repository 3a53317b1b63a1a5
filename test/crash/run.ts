import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inArray } from 'drizzle-orm'
import type { Database } from '../../src/db/database.ts'
import { openDatabase } from '../../src/db/open.ts'
import type { FaultKind } from '../simulators/fault.ts'
import { SIM_CLIENT, startGraphSimulator } from '../simulators/graph.ts'
import { SIM_ACCOUNT, startZoomSimulator } from '../simulators/zoom.ts'
import { type Dialect, type Fresh, freshCopy } from '../support/databases.ts'
import type { Case } from './cases.ts'
import { type House, house } from './house.ts'
import { ADMIN_KEY, furnish, ISSUER, mailboxOf, people, TOKEN_SECRET } from './scene.ts'
import type { Effect } from './stories.ts'
import { sweepLater } from './sweepLater.ts'
import { type Providers, strays, verdict } from './verdict.ts'

/** What is wrong with each case; under `strays` what any of them left behind, under `sweep` what a sweep still found. */
export type Verdicts = Map<Case | 'strays' | 'sweep', string[]>

/** How long Zoom's list keeps a new meeting to itself here, and how long we wait for it. */
const LIST_DELAY_MS = 300
const LAG_MS = 900
const LEASE_MS = 3000
/** A request that hangs is cut after this long, if nobody kills the process before. */
const HANG_MS = 60_000

/** Plays all cases on one database: together where their trouble is of one kind, one kind after the other. */
export async function play(dialect: Dialect, cases: Case[]): Promise<Verdicts> {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-crash-'))
  const fresh = await freshIn(dialect, place)
  const providers = { graph: await startGraphSimulator(), zoom: await startZoomSimulator() }
  providers.zoom.world.listed_after_ms = LIST_DELAY_MS
  const stage: Stage = {
    db: fresh.db,
    providers,
    house: house({ env: envOf(fresh, place, providers), lease_ms: LEASE_MS, zoom_lag_ms: LAG_MS }),
    late: new Set(),
  }
  try {
    await furnish(fresh.db, cases)
    await stage.house.start()
    return await playAll(stage, cases)
  } finally {
    await stage.house.kill()
    await fresh.db.close()
    await providers.graph.stop()
    await providers.zoom.stop()
    rmSync(place, { recursive: true, force: true })
  }
}

interface Stage {
  db: Database
  providers: Providers
  house: House
  /** Cases that never came to the point at which they were to be killed. */
  late: Set<Case>
}

async function playAll(stage: Stage, cases: Case[]): Promise<Verdicts> {
  const they = people(stage.house, stage.db, stage.providers.graph)
  const ofKind = (kind: Case['trouble']['kind']) => cases.filter(({ trouble }) => trouble.kind === kind)
  for (const kind of ['answer', 'kill', 'commit', 'any time'] as const) {
    const batch = ofKind(kind)
    if (batch.length === 0) continue
    await setUp(stage, they, batch)
    await TROUBLES[kind](stage, they, batch)
    await settled(stage, batch.map(they.idOf))
  }
  const verdicts: Verdicts = new Map()
  for (const one of cases) {
    const wrong = await verdict(one, they.idOf(one), stage.db, stage.providers)
    if (stage.late.has(one)) wrong.unshift('it never came to its point')
    if (wrong.length > 0) wrong.push(`what was answered: ${they.answers.get(one.slug)}`)
    verdicts.set(one, wrong)
  }
  const living = (await they.rows(cases)).filter(({ status }) => status === 'confirmed')
  verdicts.set('strays', strays(new Set(living.map(({ id }) => id)), stage.providers))
  verdicts.set('sweep', await sweepLater(stage.db, stage.providers))
  return verdicts
}

type People = ReturnType<typeof people>

/** Brings each booking to where its story begins. */
async function setUp(stage: Stage, they: People, batch: Case[]): Promise<void> {
  await together(batch, they.hold)
  const failing = batch.filter(({ story }) => story.from === 'failed')
  for (const one of failing)
    order(stage, one, { provider: 'graph', request: 'POST /v1.0/users/{who}/events$' }, 'refused')
  await together(
    batch.filter(({ story }) => story.from !== 'held'),
    they.confirm,
  )
  await settled(stage, batch.map(they.idOf))
  for (const one of batch) if (one.story.refused) order(stage, one, one.story.refused, 'refused')
}

/** Orders a provider to fail at a request of this case. */
function order(
  { providers }: Stage,
  one: Case,
  { provider, request, after = 0 }: Pick<Effect, 'provider' | 'request' | 'after'>,
  kind: FaultKind,
) {
  // In a path the sign is encoded; beside the request line it is not.
  const who = mailboxOf(one).replace('@', '(@|%40)').replaceAll('.', '\\.')
  providers[provider].faults.add({ kind, on: request.replace('{who}', who), after })
}

type Play = (stage: Stage, they: People, batch: Case[]) => Promise<void>

const TROUBLES: Record<Case['trouble']['kind'], Play> = {
  /** Every answer that is to be spoiled is spoiled once, in one process that lives on. */
  answer: async (stage, they, batch) => {
    first(
      stage,
      batch,
      (one) => one.trouble.kind === 'answer' && order(stage, one, one.trouble.effect, one.trouble.fault),
    )
    await together(batch, they.act)
  },
  /** Every request that is to be the last one hangs; when all hang, the process is killed. */
  kill: async (stage, they, batch) => {
    const { graph, zoom } = stage.providers
    first(stage, batch, ({ trouble, ...one }) => {
      if (trouble.kind !== 'kill') return
      order(stage, { trouble, ...one }, trouble.effect, trouble.done ? 'timeout_after' : 'timeout_before')
    })
    for (const simulator of [graph, zoom]) simulator.hang(HANG_MS)
    const acts = begin(batch, they)
    const hanging = () => [...graph.faults.pending(), ...zoom.faults.pending()].filter(isHang)
    await until(() => hanging().length === 0, 9000)
    for (const { on = '' } of hanging()) markLate(stage, batch, on)
    await stage.house.kill()
    for (const simulator of [graph, zoom]) simulator.hang(0)
    await acts
    await stage.house.start()
  },
  /** Every saga stands still after the commit that is to be its last; when all stand, the process is killed. */
  commit: async (stage, they, batch) => {
    const nths = batch.map(
      (one) => [they.idOf(one), one.trouble.kind === 'commit' ? one.trouble.nth : 0] as const,
    )
    await stage.house.gate(Object.fromEntries(nths))
    const acts = begin(batch, they)
    await until(() => stage.house.arrived().size === batch.length, 15_000)
    for (const one of batch) if (!stage.house.arrived().has(they.idOf(one))) stage.late.add(one)
    await stage.house.kill()
    await acts
    await stage.house.start()
  },
  /** Confirmations come one upon the other while the process is killed again and again. */
  'any time': async (stage, they, batch) => {
    const acts = begin(batch, they)
    for (const after_ms of [120, 300, 700]) {
      await Bun.sleep(after_ms)
      await stage.house.kill()
      await stage.house.start()
    }
    await acts
    // Who was not heard asks again, as a customer would.
    const unheard = new Set(
      (await they.rows(batch)).filter((row) => row.status === 'held').map((row) => row.id),
    )
    await together(
      batch.filter((one) => unheard.has(they.idOf(one))),
      they.confirm,
    )
  },
}

/** The first order that fits a request counts, so these must stand before what is refused for good. */
function first({ providers }: Stage, batch: Case[], add: (one: Case) => unknown) {
  const later = [providers.graph, providers.zoom].map((it) => ({
    faults: it.faults,
    orders: it.faults.pending(),
  }))
  for (const { faults } of later) faults.clear()
  for (const one of batch) add(one)
  for (const { faults, orders } of later) for (const one of orders) faults.add(one)
}

function isHang({ kind }: { kind: string }): boolean {
  return kind.startsWith('timeout')
}

function markLate({ late }: Stage, batch: Case[], on: string) {
  for (const one of batch) if (on.includes(`${one.slug}(`)) late.add(one)
}

/** Begins all at once; resolves when each has its answer or has lost its connection. */
function begin(batch: Case[], they: People): Promise<unknown> {
  return Promise.all(batch.map((one) => they.act(one)))
}

const AT_ONCE = 24

async function together(batch: Case[], work: (one: Case) => Promise<unknown>): Promise<void> {
  const left = [...batch]
  const hand = async () => {
    for (let one = left.shift(); one; one = left.shift()) await work(one)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, hand))
}

const LONGEST_MS = 100_000

/** Resolves when no saga of these bookings is under way. */
async function settled({ db }: Stage, ids: string[]): Promise<void> {
  const { bookings, sagas } = db.t
  await until(async () => {
    const open = await db.q
      .select()
      .from(sagas)
      .where(inArray(sagas.status, ['running', 'undoing']))
    if (open.length > 0) return false
    const rows = await db.q.select().from(bookings).where(inArray(bookings.id, ids))
    return rows.every(({ status, saga_id }) => status !== 'confirming' && saga_id === null)
  }, LONGEST_MS)
}

async function until(is: () => boolean | Promise<boolean>, limit_ms: number): Promise<void> {
  const until_ms = performance.now() + limit_ms
  while (!(await is()) && performance.now() < until_ms) await Bun.sleep(25)
}

/** Where the child, told only the folder or the address, finds the same database. */
async function freshIn(dialect: Dialect, folder: string): Promise<Fresh> {
  const place = dialect === 'postgres' ? await freshCopy() : { sqlite_path: join(folder, 'holdfast.db') }
  const db = openDatabase(place)
  await db.migrate()
  return { db, place }
}

function envOf({ place }: Fresh, folder: string, { graph, zoom }: Providers): Record<string, string> {
  return {
    HOST: '127.0.0.1',
    PORT: '0',
    BASE_URL: ISSUER,
    RATE_LIMIT: 'off',
    LOG_LEVEL: 'silent',
    DATA_DIR: folder,
    ...('url' in place ? { DATABASE_URL: place.url, DATABASE_CONNECTIONS: '20' } : {}),
    ADMIN_API_KEY: ADMIN_KEY,
    TOKEN_SECRET,
    SEAL_KEY: 'the seal key of the crash suite, which is long enough',
    ENTRA_CLIENT_ID: SIM_CLIENT.id,
    ENTRA_CLIENT_SECRET: SIM_CLIENT.secret,
    ENTRA_AUTHORITY: graph.authority,
    GRAPH_BASE_URL: graph.base_url,
    ZOOM_ACCOUNT_ID: SIM_ACCOUNT.account_id,
    ZOOM_CLIENT_ID: SIM_ACCOUNT.client_id,
    ZOOM_CLIENT_SECRET: SIM_ACCOUNT.client_secret,
    ZOOM_OAUTH_URL: zoom.oauth_url,
    ZOOM_API_URL: zoom.api_url,
    MAIL: 'graph',
    WORKER_CONCURRENCY: '400',
  }
}
