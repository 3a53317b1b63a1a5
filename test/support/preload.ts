import { afterAll, setDefaultTimeout } from 'bun:test'
import { endBinaries } from './binary.ts'
import { endDatabases } from './databases.ts'

// Long enough for a machine that is busy with other things: whatever still hangs then, hangs.
setDefaultTimeout(120_000)

afterAll(async () => {
  await endDatabases()
  endBinaries()
})
