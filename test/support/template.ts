import { openDatabase } from '../../src/db/open.ts'
import { onServer, type Server, startPostgres } from './postgres.ts'
import { scratch } from './scratch.ts'

/** The migrated database that others are copies of. */
export const TEMPLATE = 'holdfast_template'

/** A server for tests, with the template in it. */
export async function startWithTemplate(): Promise<Server> {
  // Nothing is to be recovered or replicated: what is not logged is copied sooner.
  const settings = ['wal_level=minimal', 'max_wal_senders=0']
  const started = await startPostgres({ settings, folder: scratch('postgres') })
  await onServer(started.url, `create database ${TEMPLATE}`)
  const db = await openDatabase({ url: `${started.url}/${TEMPLATE}` })
  await db.migrate()
  await db.close()
  return started
}
