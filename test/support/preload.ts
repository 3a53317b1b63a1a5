import { afterAll, setDefaultTimeout } from 'bun:test'
import { endBinaries } from './binary.ts'
import { endDatabases } from './databases.ts'

// The first test that needs Postgres starts it, which takes long on a busy machine.
setDefaultTimeout(30_000)

afterAll(async () => {
  await endDatabases()
  endBinaries()
})
