import { openApi } from '../app.ts'
import { readConfig } from '../config/config.ts'
import { openDatabase } from '../db/open.ts'
import type { Run } from './command.ts'
import { houseOf } from './house.ts'

/** Prints the OpenAPI document; it needs no settings and touches no database. */
export const openapi: Run = async (process) => {
  const config = readConfig({
    DATA_DIR: process.env.DATA_DIR,
    LOG_LEVEL: 'silent',
    ADMIN_API_KEY: UNUSED,
    TOKEN_SECRET: UNUSED,
    SEAL_KEY: UNUSED,
  })
  const database = await openDatabase({ sqlite_path: ':memory:' })
  const { parts, settings } = await houseOf(config, database, process)
  process.out(JSON.stringify(await openApi({ ...parts, dev: undefined }, settings), null, 2))
  await database.close()
  return 0
}

/** Nothing is signed or sealed here; the settings only ask for strength. */
const UNUSED = 'nothing-is-signed-with-this-0123456789-abcdefghijkl'
