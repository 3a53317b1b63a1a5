import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkZoneData } from '../../src/main/checks/zoneData.ts'
import { doctor } from '../../src/main/doctor.ts'
import { seed } from '../../src/main/seed.ts'
import { freshCopy } from '../support/databases.ts'
import { pretendProcess } from '../support/process.ts'
import { M365_TENANT, realHouse } from '../support/realHouse.ts'
import { smtpServer } from '../support/smtpServer.ts'

let house: Awaited<ReturnType<typeof realHouse>>
beforeAll(async () => {
  house = await realHouse()
})
afterAll(() => house.stop())

interface Finding {
  about: string
  grade: string
  says: string
  advice?: string
}

/** What the doctor finds with these settings, and its exit code. */
async function examined(env: Record<string, string | undefined>, given = {}) {
  const { process, said } = pretendProcess(env)
  const code = await doctor(process, { json: true, ...given })
  const { findings } = JSON.parse(said.out) as { findings: Finding[] }
  const bad = findings.filter(({ grade }) => grade === 'bad')
  return { code, findings, bad, worst: bad.map(({ says, advice }) => `${says} ${advice ?? ''}`).join('\n') }
}

describe('the doctor', () => {
  test('finds nothing bad where all is well, and says so in plain words, too', async () => {
    const { code, findings, bad } = await examined({ ...house.settings, BASE_URL: house.url })
    expect([code, bad]).toEqual([0, []])
    const said = findings.map(({ about, says }) => `${about}: ${says}`).join('\n')
    for (const words of [
      'acme/berlin: The calendar can be read.',
      'acme/vancouver: Zoom lets meetings be made.',
      'letters: The mail server lets us in.',
      'database: SQLite',
      'public address: Holdfast',
    ])
      expect(said).toContain(words)
    const { process, said: plain } = pretendProcess({ ...house.settings, BASE_URL: house.url })
    expect(await doctor(process, {})).toBe(0)
    expect(plain.out).toContain('ok   acme/berlin        The calendar can be read.')
  })

  test('names every setting that cannot be used', async () => {
    const { code, worst } = await examined({ PORT: 'x', MAIL: 'pigeon' })
    expect(code).toBe(1)
    expect(worst).toContain('PORT must be')
    expect(worst).toContain('MAIL must be')
  })

  test('makes neither a database nor a secret', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-doctor-'))
    const DATA_DIR = join(folder, 'data')
    const { findings } = await examined({ DATA_DIR, PORT: '1' })
    expect(findings.map(({ says }) => says)).toContain('There is no database yet.')
    expect(existsSync(DATA_DIR)).toBe(false)
    rmSync(folder, { recursive: true })
  })

  test('says that nobody answers by the public address', async () => {
    const { code, worst } = await examined({ ...house.settings, BASE_URL: 'http://127.0.0.1:1' })
    expect([code, worst]).toEqual([1, expect.stringContaining('does not answer at http://127.0.0.1:1')])
  })

  test('sees a database that is away, not migrated, or would lose what it confirmed', async () => {
    const away = await examined({ DATABASE_URL: 'postgres://a:b@127.0.0.1:1/x', PORT: '1' })
    expect(away.worst).toContain('The database cannot be read')
    const { url: empty } = await freshCopy('empty')
    const found = await examined({ DATABASE_URL: empty, PORT: '1' })
    expect(found.worst).toContain('btree_gist is missing')
    expect(found.findings.map(({ advice }) => advice)).toContain(
      'Run holdfast migrate; holdfast serve does it by itself.',
    )
    const { url } = await freshCopy()
    expect((await examined({ DATABASE_URL: url, PORT: '1' })).worst).toContain('fsync is off')
  })

  test('sees a mail server that is not there, and one that refuses the login', async () => {
    const { worst } = await examined({ ...house.settings, SMTP_URL: 'smtp://127.0.0.1:1' })
    expect(worst).toContain('The mail server cannot be used')
    const strict = await smtpServer({ AUTH: '535 no' })
    const SMTP_URL = `smtp://me:wrong@127.0.0.1:${strict.port}`
    const refused = await examined({ ...house.settings, SMTP_URL })
    expect(refused.worst).toContain('(mail_login_refused). Check SMTP_URL.')
    expect(JSON.stringify(refused.findings)).not.toContain('wrong')
    await strict.stop()
  })

  test('names data of time zones that cannot be used, and looks at the rest all the same', async () => {
    const file = join(house.folder, 'zones.json')
    writeFileSync(file, '{}')
    const { code, bad, findings } = await examined({
      ...house.settings,
      BASE_URL: house.url,
      TZDATA_FILE: file,
    })
    expect([code, bad.map(({ says }) => says)]).toEqual([
      1,
      [expect.stringContaining(`TZDATA_FILE ${file} cannot be used`)],
    ])
    expect(findings.map(({ says }) => says)).toContain('The calendar can be read.')
    rmSync(file)
  })

  test('names a file of the database that is damaged, and looks at the rest all the same', async () => {
    const DATA_DIR = mkdtempSync(join(tmpdir(), 'holdfast-doctor-'))
    writeFileSync(join(DATA_DIR, 'holdfast.db'), 'no database')
    const { bad, findings } = await examined({ ...house.settings, BASE_URL: house.url, DATA_DIR })
    expect(bad.map(({ about, says }) => `${about}: ${says}`)).toEqual([
      'database: The database cannot be opened: SQLiteError SQLITE_NOTADB.',
    ])
    expect(findings.map(({ says }) => says)).toContain('The mail server lets us in.')
    rmSync(DATA_DIR, { recursive: true })
  })

  test('explains a client secret that is wrong, a tenant that never consented, a mailbox out of reach', async () => {
    const { graph, settings } = house
    expect((await examined({ ...settings, ENTRA_CLIENT_SECRET: 'old' })).worst).toContain(
      'make a new one in Entra',
    )
    graph.world.absent_tenants.add(M365_TENANT)
    expect((await examined(settings)).worst).toContain('let an admin of theirs consent')
    graph.world.absent_tenants.delete(M365_TENANT)
    const user = { m365_tenant_id: M365_TENANT, user: 'berlin@acme.example' }
    graph.hands.mailbox({ ...user, trouble: 'denied' })
    const denied = await examined(settings)
    expect(denied.bad.map(({ about }) => about)).toContain('acme/berlin')
    expect(denied.worst).toContain('add the mailbox to the group')
    graph.hands.mailbox({ ...user, trouble: 'no_mailbox' })
    expect((await examined(settings)).worst).toContain('There is no such mailbox')
    graph.hands.mailbox({ ...user, trouble: null })
  })

  test('tells whether a mailbox outside the scope is refused, and how to narrow it', async () => {
    const outside = 'director@acme.example'
    const wide = await examined(house.settings, { outside })
    expect(wide.worst).toContain('New-ManagementScope')
    house.graph.hands.mailbox({ m365_tenant_id: M365_TENANT, user: outside, trouble: 'denied' })
    const narrow = await examined(house.settings, { outside })
    expect(narrow.findings.map(({ says }) => says)).toContain(
      'A mailbox outside the scope is refused, as it should be.',
    )
  })

  test('explains credentials that Zoom refuses, and scopes that it lacks', async () => {
    const { worst } = await examined({ ...house.settings, ZOOM_CLIENT_SECRET: 'wrong' })
    expect(worst).toContain('Zoom refuses')
    expect(worst).toContain('App Credentials')
    const [account] = house.zoom.world.accounts
    const { scopes } = account!
    account!.scopes = scopes.slice(1)
    expect((await examined(house.settings)).worst).toContain('The app lacks a scope')
    account!.scopes = scopes
  })

  test('explains an account of Zoom that no key opens', async () => {
    const { ask } = house.customer('ada@example.com')
    const own = { account_id: 'a', client_id: 'b', client_secret: 'c' }
    const path = '/v1/admin/tenants/acme/zoom-account'
    expect((await ask('PUT', path, own, house.admin)).status).toBe(200)
    const { worst } = await examined({
      ...house.settings,
      SEAL_KEY: 'another-key-0123456789abcdefghijklmnopqrstuvwx',
    })
    expect(worst).toMatch(/Zoom refuses: .*SEAL_KEY/)
    expect((await ask('DELETE', path, undefined, house.admin)).status).toBe(204)
  })

  test('tells what a consent lacks, and what it gives beyond need', async () => {
    const { world } = house.graph
    const { roles } = world
    world.roles = ['Calendars.Read', 'Directory.Read.All']
    const { worst, findings } = await examined(house.settings)
    expect(worst).toContain('allows calendars to be read, not written. Consent to Calendars.ReadWrite')
    const said = findings.map(({ says }) => says).join('\n')
    expect(said).toContain('more than it needs: Directory.Read.All')
    const { SMTP_URL: _, ...rest } = house.settings
    const asGraph = await examined({ ...rest, MAIL: 'graph', MAIL_FROM: 'berlin@acme.example' })
    expect(asGraph.findings.map(({ advice }) => advice).join('\n')).toContain('Consent to Mail.Send')
    world.roles = []
    const scoped = await examined(house.settings)
    expect(scoped.findings.map(({ says }) => says)).toContain(
      'Its consent names no calendars: Exchange grants them, to a scope.',
    )
    world.roles = roles
  })

  test('sees a tenant that names no Microsoft 365', async () => {
    const { ask } = house.customer('ada@example.com')
    await ask('PATCH', '/v1/admin/tenants/acme', { m365_tenant_id: null }, house.admin)
    expect((await examined(house.settings)).worst).toContain('Set its m365_tenant_id by the admin API.')
    await ask('PATCH', '/v1/admin/tenants/acme', { m365_tenant_id: M365_TENANT }, house.admin)
  })

  test('explains a certificate that cannot be read, and never shows a secret', async () => {
    const file = join(house.folder, 'no.pem')
    writeFileSync(file, 'nonsense')
    const { ENTRA_CLIENT_SECRET: _, ...rest } = house.settings
    const env = { ...rest, ENTRA_CERTIFICATE_FILE: file }
    const { bad, findings } = await examined({ ...env, BASE_URL: house.url })
    expect(bad.map(({ says }) => says)).toEqual([
      'ENTRA_CERTIFICATE_FILE cannot be used: The certificate file holds no certificate (certificate_unusable).',
      expect.stringContaining('could not be tried: The certificate file holds no certificate'),
    ])
    expect(findings.map(({ about }) => about)).toContain('letters')
    const { process, said } = pretendProcess(env)
    expect(await doctor(process, {})).toBe(1)
    for (const [name, value] of Object.entries(house.settings))
      if (/SECRET|KEY|TOKEN/.test(name)) expect([name, said.out.includes(value)]).toEqual([name, false])
  })

  test('knows when the rules of time zones are of an earlier year', () => {
    const now = new Date('2027-03-01')
    expect(checkZoneData({ version: '2026f' }, now)[0]?.grade).toBe('warning')
    expect(checkZoneData({ version: '2027a' }, now)[0]?.grade).toBe('good')
  })

  test('changes no file, and nothing at Microsoft', async () => {
    const DATA_DIR = mkdtempSync(join(tmpdir(), 'holdfast-doctor-'))
    expect(await seed(pretendProcess({ ...house.settings, DATA_DIR }).process, {})).toBe(0)
    const files = () =>
      readdirSync(DATA_DIR, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => [name, Bun.hash(readFileSync(join(parentPath, name)))])
        .toSorted()
    const before = files()
    expect(before.length).toBeGreaterThan(0)
    await examined({ ...house.settings, DATA_DIR, BASE_URL: house.url })
    expect(files()).toEqual(before)
    rmSync(DATA_DIR, { recursive: true })

    const { world } = house.graph
    const kept = () => [world.letters.length, [...world.mailboxes.values()].map(({ events }) => events.size)]
    const there = kept()
    await examined(house.settings, { outside: 'director@acme.example' })
    expect(kept()).toEqual(there)
  })
})
