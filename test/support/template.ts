import { openDatabase } from '../../src/db/open.ts'
import { onServer, type Server, startPostgres } from './postgres.ts'

/** The migrated database that others are copies of. */
export const TEMPLATE = 'holdfast_template'

/** A server for tests, with the template in it. */
export async function startWithTemplate(): Promise<Server> {
  const started = await startPostgres()
  await onServer(started.url, `create database ${TEMPLATE}`)
  const db = await openDatabase({ url: `${started.url}/${TEMPLATE}` })
  await db.migrate()
  await db.close()
  return started
}
