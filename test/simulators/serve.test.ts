import { afterAll, beforeAll, beforeEach, expect, test } from 'bun:test'
import { type Simulator, serveSimulator } from './serve.ts'

let simulator: Simulator
let done = 0

beforeAll(async () => {
  simulator = await serveSimulator({
    handle: () => {
      done += 1
      return { status: 201, body: { done } }
    },
    refuse: (kind) => ({
      status: { throttle: 429, server_error: 500, unauthorized: 401, refused: 400 }[kind],
    }),
    state: () => ({ done }),
    controls: { 'POST double': (body) => (body as { n: number }).n * 2 },
  })
})
afterAll(() => simulator.stop())
beforeEach(() => {
  done = 0
  simulator.faults.clear()
})

const post = (path = '/things', body?: unknown) =>
  fetch(simulator.origin + path, { method: 'POST', body: body === undefined ? '' : JSON.stringify(body) })

test('a timeout before the commit does nothing and a timeout after it does', async () => {
  simulator.faults.add({ kind: 'timeout_before' })
  expect(await post().catch(() => 'cut')).toBe('cut')
  expect(done).toBe(0)
  simulator.faults.add({ kind: 'timeout_after' })
  expect(await post().catch(() => 'cut')).toBe('cut')
  expect(done).toBe(1)
})

test('a refusal is worded by the provider and does nothing', async () => {
  for (const [kind, status] of [
    ['throttle', 429],
    ['server_error', 500],
    ['unauthorized', 401],
    ['refused', 400],
  ] as const) {
    simulator.faults.add({ kind })
    expect((await post()).status).toBe(status)
  }
  expect(done).toBe(0)
  expect((await post()).status).toBe(201)
})

test('a body that is not JSON comes with the right status after the work was done', async () => {
  simulator.faults.add({ kind: 'not_json' })
  const reply = await post()
  expect(reply.status).toBe(201)
  expect(await reply.text()).toStartWith('<')
  expect(done).toBe(1)
})

test('an order names its requests, how many pass first and how many it spoils', async () => {
  simulator.faults.add({ kind: 'server_error', on: '^POST /things', after: 1, times: 2 })
  const statuses = []
  for (const path of ['/things', '/others', '/things', '/things', '/things']) {
    statuses.push((await post(path)).status)
  }
  expect(statuses).toEqual([201, 201, 500, 500, 201])
})

test('another process drives it over HTTP', async () => {
  expect((await post('/__sim/faults', [{ kind: 'throttle' }, { kind: 'server_error' }])).status).toBe(204)
  const told = await (await fetch(`${simulator.origin}/__sim/faults`)).json()
  expect(told.pending.map((fault: { kind: string }) => fault.kind)).toEqual(['throttle', 'server_error'])
  await fetch(`${simulator.origin}/__sim/faults`, { method: 'DELETE' })
  await post()
  expect(await (await fetch(`${simulator.origin}/__sim/state`)).json()).toEqual({ done: 1 })
  expect(await (await post('/__sim/double', { n: 21 })).json()).toBe(42)
  expect((await post('/__sim/nonsense')).status).toBe(404)
  expect((await post('/__sim/faults', { kind: 'nonsense' })).status).toBe(500)
})
