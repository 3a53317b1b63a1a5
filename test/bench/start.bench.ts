/**
 * What an operator feels: from the start of the binary on an existing database to the first 200 and to ready, memory
 * at rest and under 64 clients that look at slots, and the size of the binary.
 */
import { readFileSync, statSync } from 'node:fs'
import { binary, call, emptyFolderOnDisk, endBinaries } from '../support/binary.ts'
import { freePort } from '../support/port.ts'
import { show } from './bar.ts'

const RUNS = 7
const CLIENTS = 64
const REQUESTS = 3000

const folder = emptyFolderOnDisk()
const path = await binary()
await call(['seed'], { folder })

async function until(url: string): Promise<void> {
  while (!(await fetch(url).catch(() => undefined))?.ok) await Bun.sleep(1)
}

/** Starts once and answers what was measured; `work` is done while it runs. */
async function run(work: (url: string, pid: number) => Promise<void> = async () => {}) {
  const port = await freePort()
  const env = {
    PORT: String(port),
    HOST: '127.0.0.1',
    SHUTDOWN_GRACE: '0s',
    RATE_LIMIT: 'off',
    LOG_LEVEL: 'warn',
  }
  const url = `http://127.0.0.1:${port}`
  const began_ms = performance.now()
  const child = Bun.spawn([path], { cwd: folder, env, stdout: 'ignore', stderr: 'ignore' })
  await until(`${url}/healthz`)
  const first_ms = performance.now() - began_ms
  await until(`${url}/readyz`)
  const ready_ms = performance.now() - began_ms
  await work(url, child.pid)
  child.kill('SIGINT')
  await child.exited
  return { first_ms, ready_ms }
}

/** Memory that the process holds, in MB. */
function resident_mb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1000
}

const starts = []
for (let i = 0; i < RUNS; i += 1) starts.push(await run())
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

let [rest_mb, load_mb] = [0, 0]
await run(async (url, pid) => {
  await Bun.sleep(3000)
  rest_mb = resident_mb(pid)
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const slots = `${url}/v1/tenants/acme/meeting-types/intro-zoom/slots?from=${day(1)}&to=${day(31)}&time_zone=Europe/Berlin`
  let left = REQUESTS
  const client = async () => {
    while (left-- > 0) await (await fetch(slots)).arrayBuffer()
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  load_mb = resident_mb(pid)
})

const [ms, mb] = [{ unit: 'ms' }, { unit: 'MB' }]
show('start to the first 200', median(starts.map((one) => one.first_ms)), ms, { under: 150 })
show('start to ready', median(starts.map((one) => one.ready_ms)), ms, { under: 200 })
show('memory at rest', rest_mb, mb, { under: 120 })
show(`memory under ${CLIENTS} clients`, load_mb, mb, { at_most: 300 })
show('the binary', statSync(path).size / 1e6, mb, { at_most: 120 })
endBinaries()
