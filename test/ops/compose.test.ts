import { describe, expect, test } from 'bun:test'
import { readConfig } from '../../src/config/config.ts'
import { SETTINGS } from '../../src/config/settings.ts'

interface Service {
  image: string
  build?: string
  environment: Record<string, string>
  healthcheck?: { test: string[] }
  [key: string]: unknown
}

const compose = Bun.YAML.parse(await Bun.file('compose.yaml').text()) as {
  services: { database: Service; holdfast: Service }
  volumes: Record<string, unknown>
  networks: Record<string, { internal?: boolean } | null>
}
const { database, holdfast } = compose.services
const pack = await Bun.file('package.json').json()

describe('docker compose up', () => {
  test('starts Postgres 18, waits until it is healthy, then Holdfast', () => {
    expect(database.image).toBe('postgres:18')
    expect(database.healthcheck?.test.slice(0, 2)).toEqual(['CMD', 'pg_isready'])
    expect(holdfast.depends_on).toEqual({ database: { condition: 'service_healthy' } })
    expect([holdfast.build, holdfast.image]).toEqual(['.', `holdfast:${pack.version}`])
  })

  test('needs no file and no variable', () => {
    const text = JSON.stringify(compose)
    expect(text.match(/\$\{\w+\}/g)).toBeNull()
    expect(holdfast.env_file).toEqual([{ path: '.env', required: false }])
  })

  test('gives Holdfast settings that it accepts', () => {
    const filled = JSON.parse(JSON.stringify(holdfast.environment).replace(/\$\{\w+:-([^}]*)\}/g, '$1'))
    expect(Object.keys(filled).filter((name) => !(name in SETTINGS.shape))).toEqual([])
    const config = readConfig(
      Object.fromEntries(Object.entries(filled).map(([name, value]) => [name, String(value)])),
    )
    expect(config.data.database_url).toBe('postgres://holdfast:holdfast@database:5432/holdfast')
    expect(config.server.base_url).toBe('http://localhost:3000')
  })

  test('keeps data in volumes, the one of Postgres where version 18 puts them', () => {
    expect(database.volumes).toEqual(['database:/var/lib/postgresql'])
    expect(holdfast.volumes).toEqual(['data:/data'])
    expect(Object.keys(compose.volumes)).toEqual(['database', 'data'])
  })

  test('runs Holdfast on a file system that cannot be written, without rights it does not need', () => {
    expect(holdfast).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      tmpfs: ['/tmp'],
    })
  })

  test('lets nobody but Holdfast reach the database, and only this machine reach Holdfast', () => {
    expect(database.ports).toBeUndefined()
    expect(database.networks).toEqual(['inside'])
    expect(compose.networks.inside).toEqual({ internal: true })
    expect(holdfast.ports).toEqual(['127.0.0.1:3000:3000'])
  })

  test('gives Holdfast longer to stop than Holdfast gives its jobs', () => {
    const seconds = Number.parseInt(String(holdfast.stop_grace_period), 10)
    expect(seconds * 1000).toBeGreaterThan(SETTINGS.shape.SHUTDOWN_GRACE.parse(undefined))
  })
})
