import { rmSync } from 'node:fs'
import { startGraphSimulator } from '../simulators/graph.ts'
import { SIM_ACCOUNT, startZoomSimulator } from '../simulators/zoom.ts'
import type { Dialect } from '../support/databases.ts'
import { scratch } from '../support/scratch.ts'
import type { Case } from './cases.ts'
import { house } from './house.ts'
import { people } from './people.ts'
import { envOf, freshIn } from './premises.ts'
import { furnish, NEW_ZOOM, OLD_ZOOM } from './scene.ts'
import { order, type Stage, settled, swept, together } from './stage.ts'
import { isLeft } from './stories.ts'
import { sweepLater } from './sweepLater.ts'
import { TROUBLES } from './troubles.ts'
import { strays, verdict } from './verdict.ts'

/** What is wrong with each case; under `strays` what any of them left behind, under `sweep` what a sweep still found. */
export type Verdicts = Map<Case | 'strays' | 'sweep', string[]>

/** How long Zoom's list keeps a new meeting to itself here, and how long we wait for it. */
const LIST_DELAY_MS = 300
const LAG_MS = 900
const LEASE_MS = 3000
const ZOOMS = [SIM_ACCOUNT, OLD_ZOOM, NEW_ZOOM]

/** Plays all cases on one database: together where their trouble is of one kind, one kind after the other. */
export async function play(dialect: Dialect, cases: Case[]): Promise<Verdicts> {
  const place = scratch('crash')
  const fresh = await freshIn(dialect, place)
  const providers = {
    graph: await startGraphSimulator(),
    zoom: await startZoomSimulator({ accounts: ZOOMS }),
  }
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

async function playAll(stage: Stage, cases: Case[]): Promise<Verdicts> {
  const they = people(stage.house, stage.db, stage.providers.graph)
  const ofKind = (kind: Case['trouble']['kind']) => cases.filter(({ trouble }) => trouble.kind === kind)
  for (const kind of ['answer', 'kill', 'uncommitted', 'commit', 'any time'] as const) {
    const batch = ofKind(kind)
    if (batch.length === 0) continue
    await setUp(stage, they, batch)
    await TROUBLES[kind](stage, they, batch)
    await settled(stage, batch.map(they.idOf))
    // Nobody asks again for what stands: it is the sweep that tells.
    await swept(stage, batch.filter(({ story }) => story.act === 'replace_zoom').map(they.idOf))
  }
  const verdicts: Verdicts = new Map()
  for (const one of cases) {
    const wrong = await verdict(one, they.idOf(one), stage.db, stage.providers)
    if (stage.late.has(one)) wrong.unshift('it never came to its point')
    if (they.answerTo(one).includes('"status":500')) wrong.push('it was answered as nobody expects')
    if (wrong.length > 0) wrong.push(`what was answered: ${they.answerTo(one)}`)
    verdicts.set(one, wrong)
  }
  const living = (await they.rows(cases)).filter(({ status }) => status === 'confirmed')
  verdicts.set('strays', strays(new Set(living.map(({ id }) => id)), stage.providers))
  verdicts.set('sweep', await sweepLater(stage.db, stage.providers, cases))
  return verdicts
}

type People = ReturnType<typeof people>

/** Brings each booking to where its story begins. */
async function setUp(stage: Stage, they: People, batch: Case[]): Promise<void> {
  const leaving = batch.filter(({ story }) => isLeft(story))
  await together(batch, they.hold)
  await together(leaving, they.enter(OLD_ZOOM))
  const failing = batch.filter(({ story }) => story.from === 'failed')
  for (const one of failing)
    order(stage, one, { provider: 'graph', request: 'POST /v1.0/users/{who}/events$' }, 'refused')
  await together(
    batch.filter(({ story }) => story.from !== 'held'),
    they.confirm,
  )
  await settled(stage, batch.map(they.idOf))
  await together(
    batch.filter(({ story }) => story.from === 'canceled'),
    they.cancel,
  )
  await together(
    leaving.filter(({ story }) => story.from === 'left'),
    they.enter(NEW_ZOOM),
  )
  await settled(stage, batch.map(they.idOf))
  for (const one of batch) if (one.story.refused) order(stage, one, one.story.refused, 'refused')
}
