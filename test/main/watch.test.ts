import { describe, expect, test } from 'bun:test'
import { createMetrics } from '../../src/lib/metrics.ts'
import { METRICS, type MetricSpec } from '../../src/lib/metricTable.ts'
import { ALERT_RULES } from '../../src/main/alertRules.ts'
import { alerts } from '../../src/main/alerts.ts'
import { dashboard } from '../../src/main/dashboard.ts'
import { openapi } from '../../src/main/openapi.ts'
import { printed } from '../support/process.ts'

/** What an expression names that the table does not hold: metrics, labels, or words outside a closed set. */
function strangers(expression: string): string[] {
  const found: string[] = []
  for (const [, name = '', filters = ''] of expression.matchAll(
    /\b((?:holdfast|process)_\w+)(?:\{([^}]*)\})?/g,
  )) {
    const spec = specOf(name)
    if (spec === undefined) found.push(name)
    for (const [, label = '', how = '', words = ''] of filters.matchAll(/(\w+)(=~|!=|!~|=)"([^"]*)"/g)) {
      const set = spec?.labels[label]
      if (set === undefined) found.push(`${name}{${label}}`)
      const named = how.endsWith('~') ? words.split('|') : [words]
      if (Array.isArray(set)) found.push(...named.filter((word) => !set.includes(word)))
    }
  }
  for (const [, labels = ''] of expression.matchAll(/\bby \(([^)]*)\)/g))
    for (const label of labels.split(',').map((each) => each.trim()))
      if (label !== 'le' && !Object.values(METRICS).some((spec) => label in spec.labels)) found.push(label)
  return found
}

function specOf(name: string): MetricSpec | undefined {
  const known: Record<string, MetricSpec> = METRICS
  const base = name.replace(/_(bucket|sum|count)$/, '')
  return known[name] ?? (known[base]?.kind === 'histogram' ? known[base] : undefined)
}

interface Panel {
  type: string
  title: string
  gridPos: { h: number; w: number; x: number; y: number }
  targets?: { expr: string }[]
}

describe('the dashboard', async () => {
  const { panels } = JSON.parse(await printed(dashboard)) as { panels: Panel[] }
  const expressions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))

  test('shows every metric of this version, and none that it lacks', () => {
    for (const name of Object.keys(METRICS))
      expect([name, expressions.some((expr) => new RegExp(`\\b${name}(_bucket)?\\b`).test(expr))]).toEqual([
        name,
        true,
      ])
    expect(expressions.flatMap(strangers)).toEqual([])
  })

  test('shows each metric once, under a title of its own, and nothing on top of another', () => {
    const shown = panels.filter(({ type }) => type !== 'row')
    expect(shown).toHaveLength(Object.keys(METRICS).length)
    expect(new Set(shown.map(({ title }) => title)).size).toBe(shown.length)
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
    )
    expect(new Set(cells).size).toBe(cells.length)
  })
})

describe('the alerts', () => {
  test('name only metrics, labels and words that this version has', () => {
    expect(ALERT_RULES.flatMap(({ expr }) => strangers(expr))).toEqual([])
    expect(strangers('sum(holdfast_nothing{x="y"})')).toEqual(['holdfast_nothing', 'holdfast_nothing{x}'])
    expect(strangers('holdfast_jobs{status="deed"}')).toEqual(['deed'])
  })

  test('each have a name of their own, a grade, and say what to do', () => {
    expect(new Set(ALERT_RULES.map(({ alert }) => alert)).size).toBe(ALERT_RULES.length)
    for (const { alert, for: lasting, summary, description } of ALERT_RULES) {
      expect(alert).toMatch(/^Holdfast[A-Z]\w+$/)
      expect(lasting).toMatch(/^\d+[mh]$/)
      expect([summary.endsWith('.'), description.endsWith('.')]).toEqual([true, true])
    }
  })

  test('speak only of labels that their expression keeps', () => {
    for (const { expr, summary } of ALERT_RULES)
      for (const [, label = ''] of summary.matchAll(/\$labels\.(\w+)/g))
        expect(expr).toMatch(new RegExp(`by \\([^)]*\\b${label}\\b`))
  })

  test('that watch a count rise find it at zero from the start, so that the first of its kind alarms', async () => {
    const lines = (await createMetrics().text()).split('\n')
    const watched = ALERT_RULES.flatMap(({ expr }) => [...expr.matchAll(/increase\((\w+)(?:\{([^}]*)\})?/g)])
    expect(watched.length).toBeGreaterThan(4)
    for (const [, name = '', filter = ''] of watched) {
      const there = lines.filter((line) => line.startsWith(`${name}{`) && line.includes(filter))
      expect([name, filter, there.length > 0]).toEqual([name, filter, true])
      expect(there.filter((line) => !line.endsWith(' 0'))).toEqual([])
    }
  })

  test('of slow requests leave out those that wait for Outlook and Zoom, which is how they should be', async () => {
    const { expr } = ALERT_RULES.find(({ alert }) => alert === 'HoldfastSlow')!
    const left = new RegExp(`^(?:${/route!~"([^"]*)"/.exec(expr)?.[1]})$`)
    const { paths } = JSON.parse(await printed(openapi)) as { paths: Record<string, unknown> }
    expect(Object.keys(paths).filter((path) => left.test(path))).toEqual([
      '/v1/bookings/confirm',
      '/v1/bookings/reschedule',
    ])
    expect([left.test('/:tenant/booking/:act'), left.test('/:tenant/:type')]).toEqual([true, false])
  })

  test('are printed as one group that Prometheus reads', async () => {
    const { groups } = Bun.YAML.parse(await printed(alerts)) as {
      groups: { name: string; rules: { alert: string; expr: string }[] }[]
    }
    expect(groups.map(({ name }) => name)).toEqual(['holdfast'])
    expect(groups[0]?.rules.map(({ alert, expr }) => [alert, expr])).toEqual(
      ALERT_RULES.map(({ alert, expr }) => [alert, expr]),
    )
  })
})

test('metrics, dashboard and alerts are of the same table', async () => {
  const text = await createMetrics().text()
  for (const name of Object.keys(METRICS)) expect(text).toContain(`# TYPE ${name} `)
})
