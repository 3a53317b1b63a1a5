import { resolve } from 'node:path'
import { readConfig } from '../config/config.ts'
import { backUp, restore as putBack } from '../db/sqlite/backup.ts'
import { type Given, Misuse, type Process, type Run } from './command.ts'
import { placeOf } from './data.ts'

/** Writes the SQLite file as it is now to another file, while Holdfast goes on. */
export const backup: Run = async (process, given) => {
  const to = fileOf(given, 'to', 'backup')
  backUp(databaseOf(process), to)
  process.out(
    `Written to ${to}. Keep the folder of secrets as well: without its seal_key stored credentials stay shut.`,
  )
  return 0
}

/** Puts a backup in the place of the SQLite file. Holdfast must not run. */
export const restore: Run = async (process, given) => {
  const [from, to] = [fileOf(given, 'from', 'restore'), databaseOf(process)]
  const was = await putBack(from, to)
  process.out(`${to} is that of ${from} now${was ? `; what was there before is ${to}.before` : ''}.`)
  return 0
}

function fileOf(given: Given, option: 'to' | 'from', command: string): string {
  const path = given[option]
  if (typeof path === 'string' && path !== '') return resolve(path)
  throw new Misuse(`holdfast ${command}: say which file: --${option} FILE`)
}

function databaseOf({ env }: Process): string {
  const place = placeOf(readConfig(env).data)
  if ('sqlite_path' in place) return place.sqlite_path
  throw new Misuse('DATABASE_URL names a Postgres: use its own tools, as the README shows.')
}
