import { describe, expect, test } from 'bun:test'
import { createMetrics } from '../../src/lib/metrics.ts'
import { noTracer } from '../../src/lib/trace.ts'
import { watchedFetch } from '../../src/lib/watch.ts'

async function counted(url: string, reply: () => Promise<Response>, init?: RequestInit): Promise<string[]> {
  const metrics = createMetrics()
  const inner = Object.assign(reply, { preconnect: () => {} })
  const call = watchedFetch(inner, 'graph', { metrics, tracer: noTracer })
  await call(url, init).catch(() => {})
  return (await metrics.text())
    .split('\n')
    .filter((line) => /^holdfast_provider_(calls|throttles).* [1-9]/.test(line))
}

const answering = (status: number) => async () => new Response('', { status })

describe('a call to a provider', () => {
  test.each([
    ['https://graph.example/v1.0/users/ada%40acme.example/events/AAMkAD%3D', '/v1.0/users/{}/events/{}'],
    ['https://graph.example/v1.0/users/ada/calendar/getSchedule', '/v1.0/users/{}/calendar/getSchedule'],
    ['https://graph.example/v1.0/users/a/calendarView?startDateTime=2026', '/v1.0/users/{}/calendarView'],
    ['https://graph.example/v1.0/subscriptions/0197287d-2c00', '/v1.0/subscriptions/{}'],
    ['https://login.example/contoso.onmicrosoft.com/oauth2/v2.0/token', '/token'],
    ['https://zoom.example/v2/meetings/81234567890', '/v2/meetings/{}'],
    ['https://zoom.example/v2/users/ada%40acme.example/meetings', '/v2/users/{}/meetings'],
    ['https://graph.example/ada@acme.example/0197287d', '/{}/{}'],
  ])('to %p is counted as %p', async (url, path) => {
    expect(await counted(url, answering(200))).toEqual([
      `holdfast_provider_calls_total{provider="graph",operation="GET:${path}",outcome="ok"} 1`,
    ])
  })

  test.each([
    [202, 'ok'],
    [404, 'gone'],
    [410, 'gone'],
    [403, 'refused'],
    [503, 'failed'],
  ])('answered with %p is %p', async (status, outcome) => {
    const [line] = await counted('https://g.example/a', answering(status), { method: 'POST' })
    expect(line).toBe(
      `holdfast_provider_calls_total{provider="graph",operation="POST:/a",outcome="${outcome}"} 1`,
    )
  })

  test('that is asked to come back later counts as throttled, too', async () => {
    expect(await counted('https://g.example/a', answering(429))).toEqual([
      'holdfast_provider_calls_total{provider="graph",operation="GET:/a",outcome="throttled"} 1',
      'holdfast_provider_throttles_total{provider="graph"} 1',
    ])
  })

  test('that never arrives has failed, and fails for the caller, too', async () => {
    const [line] = await counted('https://g.example/a', () => Promise.reject(new Error('no network')))
    expect(line).toEndWith('outcome="failed"} 1')
  })
})
