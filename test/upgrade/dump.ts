/**
 * Writes down what a release keeps, for the test of upgrades: `bun test/upgrade/dump.ts VERSION [MIGRATIONS]`, once
 * for each release. MIGRATIONS leaves out the later ones, and the columns that they add.
 */

import { Database as File } from 'bun:sqlite'
import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { openDatabase } from '../../src/db/open.ts'
import { emptyFolder, endBinaries, start } from '../support/binary.ts'
import { type Dialect, endDatabases, freshCopy } from '../support/databases.ts'
import { customerAt } from '../support/httpCustomer.ts'
import { RELEASE_SECRETS, ROWS, SEPARATOR } from './release.ts'

const [version, count] = process.argv.slice(2)
if (version === undefined) throw new Error('Which version?')
/** By so much what is booked lies ahead, that no test meets it in the past. */
const AHEAD_MS = 25_000 * 86_400_000

for (const dialect of ['sqlite', 'postgres'] as const) {
  const { url } = await freshCopy('empty')
  const folder = emptyFolder()
  const env = { ...RELEASE_SECRETS, BASE_URL: 'http://localhost:3000', LOG_LEVEL: 'error' }
  const running = await start([], { folder, env: dialect === 'sqlite' ? env : { ...env, DATABASE_URL: url } })
  await live(running.url)
  await running.stop()
  const place = dialect === 'sqlite' ? { sqlite_path: `${folder}/data/holdfast.db` } : { url }
  await putAhead(place)
  const { tags, statements } = schemaOf(dialect)
  const rows = dialect === 'sqlite' ? rowsOfFile(`${folder}/data/holdfast.db`, statements) : await rowsOf(url)
  const text = [...statements, ...tags, `-- ${ROWS}`, ...rows].join(SEPARATOR)
  await Bun.write(`${import.meta.dir}/${version}.${dialect}.sql`, `${text}\n`)
  await Bun.write(
    `${import.meta.dir}/${version}.${dialect}.outlook`,
    outlookAhead(`${folder}/data/outlook.jsonl`),
  )
}
await endDatabases()
endBinaries()

/** One booking that is held, one that is confirmed, one that is canceled, and a secret that is sealed. */
async function live(url: string): Promise<void> {
  const account = { account_id: 'account', client_id: 'client', client_secret: 'sealed by the first release' }
  const admin = { 'x-admin-key': RELEASE_SECRETS.ADMIN_API_KEY }
  await customerAt(url).ask('PUT', '/v1/admin/tenants/acme/zoom-account', account, admin)
  const free = await customerAt(url).slots()
  for (const [i, what] of ['confirmed', 'canceled', 'held'].entries()) {
    const { hold, confirm, links, ask, letter } = customerAt(url, `${what}@example.com`)
    const { body } = await hold(free[i * 4], what)
    await letter(() => true)
    if (what === 'held') continue
    await confirm(body.booking_id)
    if (what === 'canceled')
      await ask('POST', '/v1/bookings/cancel', { token: (await links(body.booking_id)).cancel })
  }
}

async function putAhead(place: { sqlite_path: string } | { url: string }): Promise<void> {
  const db = await openDatabase(place)
  const { bookings, slot_claims } = db.t
  const later = (at: Date) => new Date(at.getTime() + AHEAD_MS)
  for (const row of await db.q.select().from(bookings)) {
    const { start_at_utc, end_at_utc, hold_expires_at_utc: expires } = row
    const times = { start_at_utc: later(start_at_utc), end_at_utc: later(end_at_utc) }
    const set = { ...times, hold_expires_at_utc: expires && later(expires) }
    await db.q.update(bookings).set(set).where(sql`${bookings.id} = ${row.id}`)
  }
  for (const row of await db.q.select().from(slot_claims)) {
    const { from_utc, until_utc, expires_at_utc: expires } = row
    const set = {
      from_utc: later(from_utc),
      until_utc: later(until_utc),
      expires_at_utc: expires && later(expires),
    }
    await db.q.update(slot_claims).set(set).where(sql`${slot_claims.id} = ${row.id}`)
  }
  await db.close()
}

/** What the pretended Outlook keeps, as far ahead as the bookings. */
function outlookAhead(path: string): string {
  return readFileSync(path, 'utf8').replace(
    /"(start_ms|end_ms)":(\d+)/g,
    (_, name, ms) => `"${name}":${Number(ms) + AHEAD_MS}`,
  )
}

function schemaOf(dialect: Dialect) {
  const folder = `${import.meta.dir}/../../drizzle/${dialect}`
  const journal = JSON.parse(readFileSync(`${folder}/meta/_journal.json`, 'utf8')) as {
    entries: { tag: string }[]
  }
  const kept = journal.entries.slice(0, Number(count ?? journal.entries.length)).map(({ tag }) => tag)
  const at = dialect === 'sqlite' ? 'integer not null' : 'timestamptz not null default now()'
  const table = `create table schema_migrations (tag text primary key, applied_at_utc ${at})`
  const statements = kept.flatMap((tag) =>
    readFileSync(`${folder}/${tag}.sql`, 'utf8')
      .split('--> statement-breakpoint')
      .map((one) => one.trim()),
  )
  const inserts = kept.map((tag) =>
    dialect === 'sqlite'
      ? `insert into schema_migrations values ('${tag}', 0)`
      : `insert into schema_migrations (tag) values ('${tag}')`,
  )
  return { statements: statements.filter(Boolean), tags: [table, ...inserts] }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function rowsOfFile(path: string, schema: string[]): string[] {
  const bare = new File(':memory:')
  for (const statement of schema) bare.run(statement)
  const file = new File(path)
  const tables = bare
    .query("select name from sqlite_master where type = 'table' order by name")
    .values()
    .flat()
  return tables.flatMap((table) => {
    const columns = bare.query(`select name from pragma_table_info('${table}')`).values().flat()
    const names = columns.map((name) => `"${name}"`).join(', ')
    const values = columns.map((name) => `quote("${name}")`).join(', ')
    const rows = file.query(`select ${values} from "${table}"`).values() as string[][]
    return rows.map((row) => `insert into "${table}" (${names}) values (${row.join(', ')})`)
  })
}

async function rowsOf(url: string): Promise<string[]> {
  const client = postgres(url, { max: 1, onnotice: () => {} })
  const tables = await client`select tablename as name from pg_tables
    where schemaname = 'public' and tablename <> 'schema_migrations' order by tablename`
  const statements: string[] = []
  for (const { name } of tables) {
    const rows = await client.unsafe(`select row_to_json(t)::text as row from "${name}" t`)
    for (const { row } of rows)
      statements.push(
        `insert into "${name}" overriding system value select * from json_populate_record(null::"${name}", ${quoted(row)})`,
      )
  }
  const counted =
    await client`select table_name as table, column_name as column from information_schema.columns
    where table_schema = 'public' and is_identity = 'YES' order by 1`
  for (const { table, column } of counted)
    statements.push(
      `select setval(pg_get_serial_sequence('"${table}"', '${column}'), coalesce(max("${column}"), 0) + 1) from "${table}"`,
    )
  await client.end()
  return statements
}
