import type { Case } from './cases.ts'
import type { people } from './people.ts'
import { order, type Stage, together, until } from './stage.ts'

/** A request that hangs is cut after this long, if nobody kills the process before. */
const HANG_MS = 60_000

type People = ReturnType<typeof people>
type Play = (stage: Stage, they: People, batch: Case[]) => Promise<void>

/** How each kind of trouble is played, for all cases that have it. */
export const TROUBLES: Record<Case['trouble']['kind'], Play> = {
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
    await askAgain(they, batch)
  },
  /** One after the other: with SQLite, what stands still in a transaction holds up all others. */
  uncommitted: async (stage, they, batch) => {
    for (const one of batch) {
      await stage.house.gate({ [they.idOf(one)]: 0 })
      const act = they.act(one)
      await until(() => stage.house.arrived().size > 0, 15_000)
      if (stage.house.arrived().size === 0) stage.late.add(one)
      await stage.house.kill()
      await act
      await stage.house.start()
    }
    await askAgain(they, batch)
  },
  /** Every saga stands still after the commit that is to be its last; when all stand, the process is killed. */
  commit: async (stage, they, batch) => {
    const nths = batch.flatMap((one) =>
      one.trouble.kind === 'commit' ? [[they.idOf(one), one.trouble.nth] as const] : [],
    )
    await stage.house.gate(Object.fromEntries(nths))
    const acts = begin(batch, they)
    await until(() => stage.house.arrived().size === batch.length, 15_000)
    for (const one of batch) if (!stage.house.arrived().has(they.idOf(one))) stage.late.add(one)
    await stage.house.kill()
    await acts
    await stage.house.start()
    await askAgain(they, batch)
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

/** Who was not heard asks again, by the same link, as a customer would; where all is to fail, once is enough. */
async function askAgain(they: People, batch: Case[]): Promise<void> {
  await begin(
    batch.filter((one) => one.story.refused === undefined && !they.wasHeard(one)),
    they,
  )
}
