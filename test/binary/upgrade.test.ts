import { afterAll, describe, expect, test } from 'bun:test'
import { copyFileSync, mkdirSync } from 'node:fs'
import postgres from 'postgres'
import { codeOf } from '../../src/booking/proof/code.ts'
import { openDatabase } from '../../src/db/open.ts'
import { call, emptyFolder, type Running, start } from '../support/binary.ts'
import { DIALECTS, type Dialect, freshCopy, freshDatabase } from '../support/databases.ts'
import { customerAt } from '../support/httpCustomer.ts'
import { load, RELEASE_SECRETS, releases } from '../upgrade/release.ts'

const living = new Set<Running>()
afterAll(() => {
  for (const one of living) one.child.kill('SIGKILL')
})

const cases = releases().flatMap((release) => DIALECTS.map((dialect) => [release, dialect] as const))

/** The database of a release, as a host has it that is about to start the next binary. */
async function hostOf(release: string, dialect: Dialect) {
  const folder = emptyFolder()
  mkdirSync(`${folder}/data`)
  copyFileSync(`test/upgrade/${release}.${dialect}.outlook`, `${folder}/data/outlook.jsonl`)
  const place =
    dialect === 'postgres' ? await freshCopy('empty') : { sqlite_path: `${folder}/data/holdfast.db` }
  await load(place, release, 'all')
  const url: Record<string, string> = 'url' in place ? { DATABASE_URL: place.url } : {}
  return {
    place,
    folder,
    env: { ...RELEASE_SECRETS, ...url, BASE_URL: 'http://localhost:3000', RATE_LIMIT: 'off' },
  }
}

interface Kept {
  booking_id: string
  status: string
  start_at_utc: string
}

describe.each(cases)('what release %s kept, on %s', (release, dialect) => {
  test('is brought to this version by its binary, which goes on where that one stopped', async () => {
    const { place, folder, env } = await hostOf(release, dialect)
    const running = await start([], { folder, env })
    living.add(running)
    const { ask, slots, hold, confirm } = customerAt(running.url)
    const admin = (method: string, path: string, body?: unknown) =>
      ask(method, `/v1/admin/tenants/acme${path}`, body, { 'x-admin-key': RELEASE_SECRETS.ADMIN_API_KEY })
    const booked = async () =>
      new Map(((await admin('GET', '/bookings')).body.items as Kept[]).map((one) => [one.status, one]))
    const before = await booked()
    expect([...before.keys()].sort()).toEqual(['canceled', 'confirmed', 'held'])

    // Whoever held under that release confirms under this one; what was confirmed can be canceled.
    const held = before.get('held')!
    const db = await openDatabase(place)
    const rows = await db.q.select().from(db.t.bookings)
    const { verify_token_jti: jti } = rows.find(({ id }) => id === held.booking_id)!
    const code = codeOf(RELEASE_SECRETS.TOKEN_SECRET, held.booking_id, jti!)
    const proved = await ask('POST', '/v1/bookings/confirm', { booking_id: held.booking_id, code })
    expect([200, 202]).toContain(proved.status)
    const confirmed = before.get('confirmed')!
    const canceled = await admin('POST', `/bookings/${confirmed.booking_id}/cancel`, {})
    expect([canceled.status, canceled.body.status]).toEqual([200, 'canceled'])

    // Its claims still stand.
    const claim = (await db.q.select().from(db.t.slot_claims)).find(
      (one) => one.booking_id === held.booking_id,
    )!
    const other = { ...claim, id: crypto.randomUUID(), booking_id: confirmed.booking_id }
    expect(await db.transaction((tx) => tx.claim([other]))).toEqual(new Set())
    expect(await db.pendingMigrations()).toEqual([])
    await db.close()

    const fresh = await hold((await slots())[8])
    expect((await confirm(fresh.body.booking_id)).status).toBeLessThan(300)
    while ((await booked()).get('confirming')) await Bun.sleep(50)
    expect((await admin('GET', '/zoom-account')).body.client_id).toBe('client')
    expect((await admin('GET', '/outbox-jobs?status=dead')).body.items).toEqual([])
    expect(await running.stop()).toBe(0)
    living.delete(running)
    // What was sealed then is opened now.
    const { SEAL_KEY } = RELEASE_SECRETS
    const rotated = { ...env, SEAL_KEY: `${SEAL_KEY}, changed`, SEAL_KEY_PREVIOUS: SEAL_KEY }
    const resealed = await call(['reseal'], { folder, env: rotated })
    expect([resealed.code, resealed.err]).toEqual([0, ''])
    expect(resealed.out).toMatch(/^[1-9]\d* secrets were sealed/)
  }, 60_000)

  test('has the same tables, columns, indexes and rules afterwards as a database that is new', async () => {
    const { place } = await hostOf(release, dialect)
    const db = await openDatabase(place)
    await db.migrate()
    await db.close()
    const fresh = await freshDatabase(dialect)
    await fresh.db.close()
    expect(await shapeOf(place)).toEqual(await shapeOf(fresh.place))
  })

  test('could still be written by that release while this one serves', async () => {
    const { db, place } = await freshDatabase(dialect)
    await load(place, release, 'rows')
    expect(await db.q.$count(db.t.bookings)).toBe(3)
    await db.close()
  })
})

/** All that a database promises of its rows, in an order of its own. */
async function shapeOf(place: { url: string } | { sqlite_path: string }): Promise<unknown> {
  if ('sqlite_path' in place) {
    const { Database: File } = await import('bun:sqlite')
    const file = new File(place.sqlite_path, { readonly: true })
    const columns = file.query(`select m.name, c.name as "column", c.type, c."notnull", c.dflt_value, c.pk
      from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' order by 1, 2`)
    const rules = file.query("select type, name, sql from sqlite_master where type <> 'table' order by 1, 2")
    return { columns: columns.all(), rules: rules.all() }
  }
  const client = postgres(place.url, { max: 1 })
  const columns = await client`select table_name, column_name, data_type, is_nullable, column_default
    from information_schema.columns where table_schema = 'public' order by 1, 2`
  const indexes = await client`select indexdef from pg_indexes where schemaname = 'public' order by 1`
  const rules = await client`select conname, pg_get_constraintdef(oid) from pg_constraint order by 1, 2`
  await client.end()
  return { columns: [...columns], indexes: [...indexes], rules: [...rules] }
}
