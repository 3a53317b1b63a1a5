import type { Db } from '../db/database.ts'

/** Called in the transaction of a change, with how many jobs it changed; for those who must leave a trace of it. */
export type Witness = (tx: Db, count: number) => Promise<void>
