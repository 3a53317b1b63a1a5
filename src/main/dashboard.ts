import { METRICS, type MetricName, type MetricSpec } from '../lib/metricTable.ts'
import type { Run } from './command.ts'
import { VERSION } from './version.ts'

/** Prints a Grafana dashboard with a panel for every metric of this version. */
export const dashboard: Run = async ({ out }) => {
  out(JSON.stringify(grafana(), null, 2))
  return 0
}

/** The rows of the dashboard, each with the beginnings of the names it shows. */
const ROWS: [title: string, ...prefixes: string[]][] = [
  [
    'Bookings',
    'holdfast_holds',
    'holdfast_conf',
    'holdfast_booking',
    'holdfast_slot',
    'holdfast_saga',
    'holdfast_comp',
  ],
  ['Requests', 'holdfast_http', 'holdfast_rate'],
  [
    'Outlook and Zoom',
    'holdfast_provider',
    'holdfast_notif',
    'holdfast_recon',
    'holdfast_subs',
    'holdfast_letters',
  ],
  ['Jobs', 'holdfast_jobs', 'holdfast_job_', 'holdfast_oldest', 'holdfast_follow'],
  ['Process', 'holdfast_build', 'holdfast_database', 'process_'],
]

function grafana() {
  return {
    title: 'Holdfast',
    uid: 'holdfast',
    tags: ['holdfast', VERSION],
    schemaVersion: 39,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    templating: {
      list: [{ name: 'source', label: 'Prometheus', type: 'datasource', query: 'prometheus', current: {} }],
    },
    panels: panels(),
  }
}

function panels() {
  const names = Object.keys(METRICS) as MetricName[]
  let y = 0
  let id = 0
  return ROWS.flatMap(([title, ...prefixes]) => {
    const shown = names.filter((name) => prefixes.some((prefix) => name.startsWith(prefix)))
    const row = {
      id: ++id,
      type: 'row',
      title,
      collapsed: false,
      panels: [],
      gridPos: { h: 1, w: 24, x: 0, y },
    }
    const boxes = shown.map((name, i) => ({
      id: ++id,
      gridPos: { h: 8, w: 8, x: (i % 3) * 8, y: y + 1 + Math.floor(i / 3) * 8 },
      ...panel(name),
    }))
    y += 1 + Math.ceil(shown.length / 3) * 8
    return [row, ...boxes]
  })
}

function panel(name: MetricName) {
  const spec: MetricSpec = METRICS[name]
  const unit =
    name.includes('_seconds') && spec.kind !== 'counter' ? 's' : name.endsWith('_bytes') ? 'bytes' : 'short'
  return {
    type: 'timeseries',
    title: title(name),
    description: spec.help,
    datasource: { type: 'prometheus', uid: '$source' },
    fieldConfig: { defaults: { unit, custom: { fillOpacity: 10 } }, overrides: [] },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
    targets: targets(name, spec),
  }
}

function title(name: string): string {
  const words = name
    .replace(/^holdfast_/, '')
    .replace(/_(total|seconds|bytes)/g, '')
    .replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function targets(name: MetricName, { kind, labels }: MetricSpec) {
  const by = Object.keys(labels)
  const legend = by.map((label) => `{{${label}}}`).join(' ') || title(name)
  if (kind === 'histogram')
    return [0.5, 0.95, 0.99].map((quantile, i) => ({
      refId: 'ABC'.charAt(i),
      expr: `histogram_quantile(${quantile}, sum by (le) (rate(${name}_bucket[$__rate_interval])))`,
      legendFormat: `p${quantile * 100}`,
    }))
  const inner =
    kind === 'counter' ? `sum${group(by)} (rate(${name}[$__rate_interval]))` : `max${group(by)} (${name})`
  return [{ refId: 'A', expr: inner, legendFormat: legend }]
}

function group(labels: string[]): string {
  return labels.length === 0 ? '' : ` by (${labels.join(', ')})`
}
