import { afterAll, describe, expect, test } from 'bun:test'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '../src/config/config.ts'
import { SETTINGS } from '../src/config/settings.ts'
import { ZOOM_SCOPES } from '../src/zoom/zoom.ts'
import { DIALECTS } from './support/databases.ts'
import { type Served, serveHoldfast } from './support/served.ts'

const TOP = join(import.meta.dir, '..')
const README = readFileSync(join(TOP, 'README.md'), 'utf8')
const served: Served[] = []

afterAll(async () => {
  for (const it of served) await it.stop()
})

describe.each([...DIALECTS])('the transcript of the README, on %s', (dialect) => {
  test('leads from slots to a confirmed, moved and canceled booking', async () => {
    const it = await serveHoldfast(dialect)
    served.push(it)
    const script = transcript().replace('http://localhost:3000', it.url)
    const shell = Bun.spawn(['bash', '-e', '-c', script], { stdout: 'pipe', stderr: 'pipe' })
    const said = await new Response(shell.stdout).text()
    const statuses = [...said.matchAll(/"status":"(\w+)"/g)].map(([, status]) => status)
    expect(statuses).toEqual(['confirmed', 'accepted', 'confirmed', 'canceled'])
  })
})

test('the README lists every setting with its words', () => {
  const missing = Object.entries(SETTINGS.shape).filter(
    ([name, { description }]) =>
      !README.split('\n').some((row) => row.startsWith(`| \`${name}\``) && row.includes(`${description}`)),
  )
  expect(missing.map(([name]) => name)).toEqual([])
})

test('the unit of the README never comes to the end of its tries, however long a database takes to start', () => {
  const unit = /```ini\n([\s\S]*?)```/.exec(README)![1]!
  const pause_s = Number(/^RestartSec=(\d+)$/m.exec(unit)?.[1] ?? 0.1)
  // What systemd has by itself: DefaultStartLimitBurst and DefaultStartLimitIntervalSec.
  expect(pause_s * 5).toBeGreaterThan(10)
  expect(unit).toContain('Restart=always')
})

test('the README names every scope that Zoom must grant, of both kinds of apps', () => {
  const missing = Object.values(ZOOM_SCOPES)
    .flat()
    .filter((scope) => !README.includes(`\`${scope}\``))
  expect(missing).toEqual([])
})

test('the README shows the import table as the architecture test has it', () => {
  const source = readFileSync(join(import.meta.dir, 'architecture.test.ts'), 'utf8')
  const table = (text: string) => /const MAY_IMPORT[^=]*= (\{[^}]*\})/.exec(text)?.[1]
  expect(table(README)).toBe(table(source)!)
})

test('whatever the README names of the tree and of the scripts is there', () => {
  const paths = [...README.matchAll(/\b(?:test|src|dist\/)[\w/]*\/[\w/.]+/g)].map(([path]) =>
    path.replace(/\.$/, ''),
  )
  const flow = /```\n(customer ─POST[\s\S]*?)```/.exec(README)![1]!
  const steps = [...flow.matchAll(/(?:booking|sync)\/[\w/]+/g)].map(([step]) => `src/${step}`)
  expect(steps.length).toBeGreaterThan(5)
  const lost = [...paths, ...steps].filter(
    (path) => !['', '.ts'].some((end) => existsSync(join(TOP, path + end))),
  )
  expect(lost.filter((path) => path !== 'dist/holdfast')).toEqual([])
  const { scripts } = JSON.parse(readFileSync(join(TOP, 'package.json'), 'utf8'))
  const named = [...README.matchAll(/^\| ((?:`[\w: ]+`(?:, )?)+) \|/gm)].flatMap(([, cell]) =>
    cell!.match(/[\w:]+/g),
  )
  for (const name of ['start', 'dev', 'test', 'check', 'bench', 'build', 'seed', 'simulate']) {
    expect(named).toContain(name)
    expect(scripts).toHaveProperty([name])
  }
})

test('the README names a test for each claim of security, and each is there', () => {
  const [, section = ''] = /## Security\n([\s\S]*?)\n## /.exec(README) ?? []
  const rows = section.split('\n').filter((line) => /^\| (?!what is|---)/.test(line))
  expect(rows.length).toBeGreaterThan(15)
  for (const row of rows) {
    const named = row.match(/`(test\/[\w./]+)`/g)?.map((path) => path.slice(1, -1)) ?? []
    expect([row, named.length > 0, named.filter((path) => !existsSync(path))]).toEqual([row, true, []])
  }
})

test('the settings that the README writes for a plain host are accepted, and strong', async () => {
  const [, block = ''] = /\/etc\/holdfast\.env[^\n]*(<<END\n[\s\S]*?\nEND)\n/.exec(README) ?? []
  const shell = Bun.spawn(['bash', '-e', '-c', `cat ${block}`], { stdout: 'pipe' })
  const lines = (await new Response(shell.stdout).text()).trim().split('\n')
  const env = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
  expect(readConfig(env).server.base_url).toBe('https://book.example.com')
})

function transcript(): string {
  const block = /```sh\n(URL=[\s\S]*?)```/.exec(README)?.[1]
  if (!block) throw new Error('The README has no transcript')
  return block
}
