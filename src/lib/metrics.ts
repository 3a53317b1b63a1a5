import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { METRICS, type MetricName, type MetricSpec } from './metricTable.ts'

type Of<Kind extends MetricSpec['kind']> = {
  [Name in MetricName]: (typeof METRICS)[Name]['kind'] extends Kind ? Name : never
}[MetricName]

/** The labels of a metric: words of their sets, or any short word where the set is open. */
export type Labels<Name extends MetricName> = {
  [Label in keyof (typeof METRICS)[Name]['labels']]: (typeof METRICS)[Name]['labels'][Label] extends readonly (infer Word extends
    string)[]
    ? Word
    : string
}

/** What is counted and timed. Names and labels come from one table and are checked by the compiler. */
export interface Metrics {
  /** Adds to a counter. */
  count<Name extends Of<'counter'>>(name: Name, labels: Labels<Name>, by?: number): void
  /** Sets a gauge. */
  set<Name extends Of<'gauge'>>(name: Name, labels: Labels<Name>, value: number): void
  /** Sets a gauge as a whole: what is not among `rows` is gone. */
  replace<Name extends Of<'gauge'>>(name: Name, rows: { labels: Labels<Name>; value: number }[]): void
  /** Adds one observation, in seconds. */
  observe<Name extends Of<'histogram'>>(name: Name, labels: Labels<Name>, seconds: number): void
  /** Lets `fill` bring gauges up to date before each scrape; its failure is its own to tell. */
  onScrape(fill: () => Promise<void> | void): void
  /** All metrics in Prometheus' text format. */
  text(): Promise<string>
}

/** The media type of `text()`. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** A new set of metrics, all at zero. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const made = new Map<string, Counter | Gauge | Histogram>()
  for (const [name, spec] of Object.entries(METRICS)) made.set(name, make(registry, name, spec))
  const of = <Kind>(name: string) => made.get(name) as Kind
  const counters = remembered((name, labels) => of<Counter>(name).labels(labels))
  const histograms = remembered((name, labels) => of<Histogram>(name).labels(labels))
  const fills: (() => Promise<void> | void)[] = []
  return {
    count: (name, labels, by = 1) => counters(name, labels).inc(by),
    set: (name, labels, value) => of<Gauge>(name).set(told(labels), value),
    replace: (name, rows) => {
      of<Gauge>(name).reset()
      for (const { labels, value } of rows) of<Gauge>(name).set(told(labels), value)
    },
    observe: (name, labels, seconds) => histograms(name, labels).observe(seconds),
    onScrape: (fill) => fills.push(fill),
    text: async () => {
      await Promise.allSettled(fills.map(async (fill) => fill()))
      return registry.metrics()
    },
  }
}

/** Metrics that nobody reads; the default of tests. */
export const silentMetrics: Metrics = {
  count: () => {},
  set: () => {},
  replace: () => {},
  observe: () => {},
  onScrape: () => {},
  text: async () => '',
}

function make(registry: Registry, name: string, spec: MetricSpec): Counter | Gauge | Histogram {
  const base = { name, help: spec.help, labelNames: Object.keys(spec.labels), registers: [registry] }
  if (spec.kind === 'counter') return new Counter(base)
  if (spec.kind === 'gauge') return new Gauge(base)
  return new Histogram({ ...base, buckets: [...(spec.buckets ?? [])] })
}

/** Past this many the memory is emptied; it is only a shorter way. */
const MOST_REMEMBERED = 5000

/** Finds the one that counts under these labels without asking the library again, which would hash them each time. */
function remembered<One>(find: (name: string, labels: Record<string, string>) => One) {
  const known = new Map<string, One>()
  return (name: string, labels: Record<string, string>): One => {
    const key = `${name}\n${Object.values(labels).join('\n')}`
    const there = known.get(key)
    if (there) return there
    if (known.size >= MOST_REMEMBERED) known.clear()
    const found = find(name, told(labels))
    known.set(key, found)
    return found
  }
}

/** A label holds a short technical word. Anything else may be a person's data and is not repeated. */
const WORD = /^[\w./{}:*+-]{1,80}$/

function told(labels: Record<string, string>): Record<string, string> {
  for (const value of Object.values(labels)) if (!WORD.test(value)) return masked(labels)
  return labels
}

function masked(labels: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).map(([name, value]) => [name, WORD.test(value) ? value : 'other']),
  )
}
