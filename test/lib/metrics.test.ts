import { describe, expect, test } from 'bun:test'
import { createMetrics } from '../../src/lib/metrics.ts'
import { METRICS } from '../../src/lib/metricTable.ts'

describe('metrics', () => {
  test('are told in the text format of Prometheus, with their help and kind', async () => {
    const metrics = createMetrics()
    metrics.count('holdfast_holds_total', { outcome: 'held' })
    metrics.count('holdfast_holds_total', { outcome: 'held' }, 2)
    metrics.observe('holdfast_slot_list_duration_seconds', {}, 0.004)
    const text = await metrics.text()
    expect(text).toContain('# TYPE holdfast_holds_total counter\nholdfast_holds_total{outcome="held"} 3\n')
    expect(text).toContain('holdfast_slot_list_duration_seconds_bucket{le="0.0025"} 0')
    expect(text).toContain('holdfast_slot_list_duration_seconds_bucket{le="0.005"} 1')
    for (const [name, { help, kind }] of Object.entries(METRICS)) {
      expect(text).toContain(`# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n`)
    }
  })

  test('are whole at every scrape, however many have come since the last one, under however many labels', async () => {
    const metrics = createMetrics()
    for (let i = 0; i < 12_000; i += 1) {
      metrics.count('holdfast_holds_total', { outcome: 'held' })
      metrics.observe('holdfast_slot_list_duration_seconds', {}, 0.25)
      const route = `/${i % 6000}`
      metrics.count('holdfast_http_requests_total', { method: 'GET', route, status: '200' })
    }
    const text = await metrics.text()
    expect(text).toContain('holdfast_holds_total{outcome="held"} 12000')
    expect(text).toContain('holdfast_slot_list_duration_seconds_count 12000')
    expect(text).toContain('holdfast_slot_list_duration_seconds_sum 3000')
    const each = text.match(/^holdfast_http_requests_total\{.*\} 2$/gm) ?? []
    expect(each).toHaveLength(6000)
    expect(await metrics.text()).toBe(text)
  })

  test('of two processes in one do not mix', async () => {
    const [one, other] = [createMetrics(), createMetrics()]
    one.set('holdfast_http_in_flight', {}, 7)
    expect(await one.text()).toContain('holdfast_http_in_flight 7')
    expect(await other.text()).toContain('holdfast_http_in_flight 0')
  })

  test('that are replaced lose the rows that are gone', async () => {
    const metrics = createMetrics()
    metrics.replace('holdfast_follow_ups_open', [{ labels: { kind: 'mass_change' }, value: 2 }])
    metrics.replace('holdfast_follow_ups_open', [{ labels: { kind: 'dead_job' }, value: 1 }])
    const text = await metrics.text()
    expect(text).toContain('holdfast_follow_ups_open{kind="dead_job"} 1')
    expect(text).not.toContain('mass_change')
  })

  test('are brought up to date at each scrape, and a filler that fails spoils nothing', async () => {
    const metrics = createMetrics()
    metrics.onScrape(() => Promise.reject(new Error('the database is away')))
    metrics.onScrape(async () => metrics.set('holdfast_database_up', {}, 1))
    expect(await metrics.text()).toContain('holdfast_database_up 1')
  })

  test('come without what says nothing, and without asking it twice', async () => {
    const metrics = createMetrics()
    let asked = 0
    metrics.onScrape(() => {
      asked += 1
      return new Promise(() => {})
    })
    metrics.onScrape(async () => metrics.set('holdfast_database_up', {}, 0))
    const began_ms = performance.now()
    const [text] = await Promise.all([metrics.text(), metrics.text()])
    // Prometheus gives up after ten seconds.
    expect(performance.now() - began_ms).toBeLessThan(8000)
    expect(text).toContain('holdfast_database_up 0')
    expect(asked).toBe(1)
  }, 20_000)

  test('never repeat what may be a person: a label is a short technical word or "other"', async () => {
    const metrics = createMetrics()
    for (const kind of ['ada@example.com', 'Ada Lovelace', 'x'.repeat(81), '"}\n', ''])
      metrics.set('holdfast_follow_ups_open', { kind }, 1)
    const rows = (await metrics.text())
      .split('\n')
      .filter((line) => line.startsWith('holdfast_follow_ups_open{'))
    expect(rows).toEqual(['holdfast_follow_ups_open{kind="other"} 1'])
  })
})

describe('the table of metrics', () => {
  test('names them as Prometheus asks', () => {
    for (const [name, { kind }] of Object.entries(METRICS)) {
      expect(name).toMatch(/^(holdfast|process)_[a-z_]+$/)
      expect([name, name.endsWith('_total')]).toEqual([name, kind === 'counter'])
      if (kind === 'histogram') expect(name).toEndWith('_seconds')
    }
  })

  test('gives every histogram rising buckets, and nothing else any', () => {
    for (const [name, spec] of Object.entries(METRICS)) {
      const buckets = 'buckets' in spec ? [...spec.buckets] : []
      expect([name, buckets.length > 0]).toEqual([name, spec.kind === 'histogram'])
      expect(buckets).toEqual(buckets.toSorted((a, b) => a - b))
    }
  })
})
