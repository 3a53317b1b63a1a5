import type { Db } from '../../db/database.ts'
import type { SagaStatus } from '../../db/tables/sagas.ts'
import { gather } from '../../lib/gather.ts'
import { together } from '../../lib/together.ts'
import type { Context } from '../context.ts'
import { keepAll } from './keep.ts'
import type { Plan, Run } from './saga.ts'

/** Where sagas write down how far they are. What several have to say at one time goes into one transaction. */
export interface Ledger {
  /** Keeps where a running saga stands. Throws `SagaMoved` when another has written since this run was loaded. */
  keep(run: Run): Promise<void>
  /** The last transaction of a saga that went well; throws the same. */
  finish(run: Run, plan: Plan): Promise<void>
}

interface Entry {
  run: Run
  status: SagaStatus
  plan?: Plan
}

/** One ledger per process: whoever writes while a transaction is under way goes with the next one. */
export function ledgerOf(ctx: Context): Ledger {
  const write = gather(
    (entries: Entry[]) => together(entries, (all) => ctx.db.transaction((tx) => writeAll(tx, all))),
    ctx.gathering,
  )
  return {
    keep: async (run) => {
      await write({ run, status: 'running' })
      run.saga.version += 1
      run.unkept = []
    },
    finish: (run, plan) => {
      const failed = run.saga.steps.some((record) => record.state === 'failed')
      return write({ run, status: failed ? 'stuck' : 'done', plan })
    },
  }
}

async function writeAll(tx: Db, entries: Entry[]): Promise<undefined[]> {
  await keepAll(tx, entries)
  const ending = Map.groupBy(entries, ({ plan }) => plan?.finish)
  for (const [finish, those] of ending) {
    await finish?.(
      tx,
      those.map(({ run }) => run),
    )
  }
  return entries.map(() => undefined)
}
