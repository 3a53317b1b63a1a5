import { describe, expect, test } from 'bun:test'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { COMMANDS } from '../../src/main/commands.ts'
import { binary, call, emptyFolder, start } from '../support/binary.ts'
import { freePort } from '../support/port.ts'

const pack = await Bun.file('package.json').json()

describe('the binary', () => {
  test('is smaller than 120 MB', async () => {
    expect(statSync(await binary()).size).toBeLessThan(120_000_000)
  })

  test.each([
    ['version', `holdfast ${pack.version}`],
    ['--version', `holdfast ${pack.version}`],
    ['help', 'Usage: holdfast'],
    ['dashboard', '"uid": "holdfast"'],
    ['alerts', 'HoldfastJobsDead'],
    ['sbom', 'CycloneDX'],
    ['licenses', 'MIT'],
    ['openapi', '"openapi": "3.1.0"'],
  ])('answers %p without settings, and writes no file', async (word, said) => {
    const { out, err, code, folder } = await call([word])
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain(said)
    expect(readdirSync(folder)).toEqual([])
  })

  test.each([
    [['sevre'], 'there is no command "sevre"'],
    [['serve', '--no-wroker'], "Unknown option '--no-wroker'"],
    [['--port'], "Unknown option '--port'"],
    [['migrate', 'now'], "Unexpected argument 'now'"],
  ])('refuses %p with exit code 2', async (words, reason) => {
    const { out, err, code } = await call(words)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(reason)
  })

  test('names every setting that cannot be used, and weak secrets on a public address', async () => {
    const env = { PORT: 'x', BASE_URL: 'https://book.example', TOKEN_SECRET: 'short' }
    const { err, code } = await call([], { env })
    expect(code).toBe(2)
    for (const name of ['PORT must be', 'TOKEN_SECRET is too weak', 'ADMIN_API_KEY must be set'])
      expect(err).toContain(name)
    expect(err).not.toContain('short\n')
  })
})

describe('a start that cannot be', () => {
  test('says that a port is in use, and leaves the data to the next', async () => {
    const taken = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response('') })
    const env = { PORT: String(taken.port), HOST: '127.0.0.1' }
    const { err, code, folder } = await call([], { env })
    expect(code).toBe(1)
    expect(err).toBe(
      `holdfast: Port ${taken.port} is in use: another program listens there. Stop it, or set PORT to a free one.\n`,
    )
    await taken.stop(true)
    const next = await start([], { folder })
    expect(await next.stop()).toBe(0)
  })

  test('says that another process works on the same file', async () => {
    const first = await start()
    const { err, code } = await call([], { folder: first.folder, env: { PORT: String(await freePort()) } })
    expect([code, err]).toEqual([1, expect.stringContaining('Another Holdfast process already works on')])
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200)
    await first.stop()
  })

  test.each([
    [{ DATA_DIR: '/dev/null/data' }, 'DATA_DIR /dev/null/data cannot be written'],
    [{ DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/bookings' }, 'The database bookings at 127.0.0.1:1'],
  ])('says what is wrong with %p, and no password', async (env, words) => {
    const { err, code } = await call(['serve'], { env })
    expect([code, err]).toEqual([1, expect.stringContaining(words)])
    expect(err).not.toContain('secret')
    expect(err.trim().split('\n')).toHaveLength(1)
  })

  test('obeys no file that lies in its folder', async () => {
    const folder = emptyFolder()
    await Bun.write(`${folder}/.env`, 'PORT=nonsense\n')
    await Bun.write(`${folder}/bunfig.toml`, 'preload = ["./absent.ts"]\n')
    const { out, code } = await call(['version'], { folder })
    expect([code, out]).toEqual([0, `holdfast ${pack.version}\n`])
    expect((await call(['health'], { folder })).code).toBe(1)
  })
})

describe('what others on the machine can see', () => {
  test('holds no secret: not the list of processes, not what a core file is named by, not the names of files', async () => {
    const secrets = {
      ADMIN_API_KEY: 'the-admin-key-that-nobody-sees-0123456789',
      TOKEN_SECRET: 'the-token-secret-that-nobody-sees-0123456789',
      SEAL_KEY: 'the-seal-key-that-nobody-sees-0123456789',
    }
    const running = await start([], { env: { ...secrets, SMTP_URL: 'smtp://me:the-password@127.0.0.1:1' } })
    const { child, folder } = running
    const about = ['cmdline', 'comm', 'task/PID/comm'].map((name) =>
      readFileSync(`/proc/${child.pid}/${name.replace('PID', String(child.pid))}`, 'utf8'),
    )
    const seen = [...about, ...readdirSync(folder, { recursive: true })].join('\n')
    expect(about[0]).toBe(`${await binary()}\0`)
    for (const secret of [...Object.values(secrets), 'the-password'])
      expect([secret, seen.includes(secret)]).toEqual([secret, false])
    await running.stop()
  })

  test('could hold none: no command takes a secret as a word', () => {
    const words = Object.values(COMMANDS).flatMap(({ options = {} }) => Object.keys(options))
    expect(words.filter((word) => /key|secret|token|password|url/.test(word))).toEqual([])
  })
})

describe('holdfast health', () => {
  test('asks the process of the same settings', async () => {
    const running = await start()
    const { port, folder } = running
    const env = { PORT: String(port) }
    expect(await call(['health'], { folder, env })).toMatchObject({ code: 0, err: '' })
    expect((await call(['health', '--ready'], { folder, env })).out).toContain('"database":"ok"')
    await running.stop()
    expect(await call(['health'], { folder, env })).toMatchObject({
      code: 1,
      err: `Nothing answers at http://127.0.0.1:${port}/healthz\n`,
    })
  })
})
