import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { binary, emptyFolder } from '../support/binary.ts'
import { freePort } from '../support/port.ts'

const TOP = join(import.meta.dir, '../..')
const README = readFileSync(join(TOP, 'README.md'), 'utf8')
const DAY_MS = 86_400_000

test('the transcript about Outlook in the README: subscribed, booked, moved, deleted, expired and back, by the binary', async () => {
  const { script, output } = transcript()
  const said = await run(await prepared(script))
  const times = instantsIn(said)
  expect(times).toHaveLength(2)
  expect(times[1]! - times[0]!).toBe(DAY_MS)
  expect(timeless(said)).toBe(timeless(output))
}, 120_000)

function transcript() {
  const found = /```sh\n(bun run --silent simulate[\s\S]*?)```\n\nIt prints:\n\n```text\n([\s\S]*?)```/.exec(
    README,
  )
  if (!found) throw new Error('The README has no transcript about Outlook')
  return { script: found[1]!, output: found[2]! }
}

/** The same, with the binary of this run, on a port that is free; whatever happens, it leaves nothing running. */
async function prepared(script: string): Promise<string> {
  const simulate = `${process.execPath} ${join(TOP, 'test/simulators/simulate.ts')}`
  const here = script
    .replaceAll('bun run --silent simulate', simulate)
    .replaceAll('dist/holdfast', await binary())
    .replaceAll('3100', String(await freePort()))
  return `trap 'kill -9 $(jobs -p) 2>/dev/null || true' EXIT\n${here}`
}

async function run(script: string): Promise<string> {
  const env = { PATH: process.env.PATH ?? '' }
  const shell = Bun.spawn(['bash', '-e', '-c', script], {
    cwd: emptyFolder(),
    env,
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const said = await new Response(shell.stdout).text()
  expect([await shell.exited, said]).toEqual([0, said])
  return said
}

const INSTANT = /\d{4}-\d\d-\d\dT[\d:.]+Z/g

function instantsIn(text: string): number[] {
  return [...text.matchAll(INSTANT)].map(([at]) => Date.parse(at))
}

function timeless(text: string): string {
  return text.replaceAll(INSTANT, 'then')
}
