import { afterEach, describe, expect, test } from 'bun:test'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../src/config/config.ts'
import { checkDatabase } from '../../src/main/checks/database.ts'
import { checkExpiry } from '../../src/main/checks/expiry.ts'
import { checkMail } from '../../src/main/checks/mail.ts'
import { checkPermissions } from '../../src/main/checks/permissions.ts'
import { checkFigures, checkPublicAddress } from '../../src/main/checks/publicAddress.ts'
import { CERTIFICATE } from '../support/certificate.ts'

const worded = (findings: { grade: string; says: string }[]) =>
  findings.map(({ grade, says }) => `${grade}: ${says}`).join('\n')

describe('the clock of the database', () => {
  const skewed = (by_ms: number) =>
    checkDatabase({
      facts: async () => ({ version: 'Postgres 18', clock_ms: Date.now() + by_ms, faults: [] }),
      pendingMigrations: async () => [],
    })

  test('is told of when it is far from this one', async () => {
    expect(worded(await skewed(0))).not.toContain('apart')
    for (const by_ms of [120_000, -120_000])
      expect(worded(await skewed(by_ms))).toMatch(
        /bad: Its clock and this machine's are 1[12]\d seconds apart/,
      )
  })
})

describe('the public address', () => {
  let server: Bun.Server<undefined> | undefined
  afterEach(() => server?.stop(true))

  const answering = (answer: (request: Request) => Response | Promise<Response>) => {
    server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: answer })
    return checkPublicAddress(`http://127.0.0.1:${server.port}`)
  }
  const alive = () => Response.json({ status: 'ok', holdfast: '0.1.0', tzdata: '2026f' })

  test('may be answered by something else', async () => {
    for (const other of [
      () => new Response('It works!'),
      () => Response.json({}),
      () => new Response('', { status: 502 }),
    ])
      expect(worded(await answering(other))).toContain('bad: Holdfast does not answer at')
  })

  test('is not followed elsewhere', async () => {
    let followed = false
    const found = await answering((request) => {
      followed ||= request.url.endsWith('/elsewhere')
      return Response.redirect('/elsewhere')
    })
    expect([followed, worded(found)]).toEqual([false, expect.stringContaining('does not answer')])
  })

  test("may keep Graph's handshake out", async () => {
    const kept = await answering((request) =>
      request.method === 'GET' ? alive() : new Response('', { status: 403 }),
    )
    expect(worded(kept)).toContain("bad: Graph's handshake is not answered")
  })

  test('must be https for Graph', async () => {
    const found = await answering((request) =>
      request.method === 'GET'
        ? alive()
        : new Response(new URL(request.url).searchParams.get('validationToken')),
    )
    expect(worded(found)).toContain('warning: Graph posts to https addresses alone')
  })
})

test('figures that strangers may read are told of, not those of one machine, nor those behind a token', () => {
  expect(worded(checkFigures('https://book.example.com', undefined))).toContain('warning: Whoever reaches')
  expect(checkFigures('https://book.example.com', 'a token')).toEqual([])
  expect(checkFigures('http://localhost:3000', undefined)).toEqual([])
})

/** A key, of whomever. */
const KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
})

describe('the credential of the Entra application', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-checks-'))
  afterEach(() => rmSync(join(folder, 'c.pem'), { force: true }))
  const found = (env: Record<string, string>, now = '2026-11-21') =>
    worded(checkExpiry(readConfig({ ENTRA_CLIENT_ID: 'app', ...env }), new Date(now)))

  test('ends on a day that is told of a month before', () => {
    const ENTRA_CERTIFICATE_FILE = join(folder, 'c.pem')
    writeFileSync(ENTRA_CERTIFICATE_FILE, CERTIFICATE)
    expect(found({ ENTRA_CERTIFICATE_FILE })).toContain('bad: ENTRA_CERTIFICATE_FILE cannot be used: ')
    writeFileSync(ENTRA_CERTIFICATE_FILE, `${CERTIFICATE}\n${KEY}`)
    expect(found({ ENTRA_CERTIFICATE_FILE })).toBe('good: The certificate ends on 2126-10-28.')
    expect(found({ ENTRA_CERTIFICATE_FILE }, '2126-10-01')).toBe(
      'warning: The certificate ends on 2126-10-28.',
    )
    expect(found({ ENTRA_CERTIFICATE_FILE }, '2126-11-01')).toBe('bad: The certificate ended on 2126-10-28.')
  })

  test('does not tell its end when it is a secret, and has none when it is federated', () => {
    expect(found({ ENTRA_CLIENT_SECRET: 'hush' })).toContain('warning: A client secret does not tell')
    for (const name of ['ENTRA_MANAGED_IDENTITY', 'ENTRA_ASSERTION_FILE'])
      expect(found({ [name]: 'system' })).toContain('good: The federated credential does not end')
  })
})

test('letters and an Outlook that are pretended are told of', async () => {
  expect(worded(await checkMail({ kind: 'mock', from: 'a@b.example' }))).toContain(
    'warning: Letters are pretended',
  )
  expect(worded(checkExpiry(readConfig({}), new Date()))).toContain('warning: Outlook is pretended')
})

test('a token that is no JWT says nothing of permissions', () => {
  for (const opaque of ['', 'a.b.c', 'EwBwA8l6BAAU'])
    expect(checkPermissions('acme', opaque, true)).toEqual([])
})
