import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { withDeadline } from './deadline.ts'
import { listing, summing, waiting } from './metricSums.ts'
import { METRICS, type MetricName, type MetricSpec } from './metricTable.ts'
import { oneAnswer } from './oneAnswer.ts'

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
  /**
   * Lets `fill` bring gauges up to date before each scrape; its failure is its own to tell. Scrapes that come together
   * share one, and none waits for it longer than 5 s: then its gauges stay as they were.
   */
  onScrape(fill: () => Promise<void> | void): void
  /** All metrics in Prometheus' text format. */
  text(): Promise<string>
}

/** The media type of `text()`. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** Less than a scrape may take (Prometheus, `scrape_timeout`, 10 s): a database that says nothing is just what it asks after. */
const FILLED_WITHIN_MS = 5000

/** A new set of metrics, all at zero. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const made = new Map<string, Counter | Gauge | Histogram>()
  for (const [name, spec] of Object.entries(METRICS)) made.set(name, make(registry, name, spec))
  const of = <Kind>(name: string) => made.get(name) as Kind
  const counters = waiting((name, labels) => {
    const counter = of<Counter>(name).labels(told(labels))
    return summing((by) => counter.inc(by))
  })
  const histograms = waiting((name, labels) => {
    const histogram = of<Histogram>(name).labels(told(labels))
    return listing((seconds) => histogram.observe(seconds))
  })
  const fills: (() => Promise<void>)[] = []
  return {
    count: (name, labels, by = 1) => counters.under(name, labels).add(by),
    set: (name, labels, value) => of<Gauge>(name).set(told(labels), value),
    replace: (name, rows) => {
      of<Gauge>(name).reset()
      for (const { labels, value } of rows) of<Gauge>(name).set(told(labels), value)
    },
    observe: (name, labels, seconds) => histograms.under(name, labels).add(seconds),
    onScrape: (fill) => fills.push(oneAnswer(async () => fill())),
    text: async () => {
      await Promise.allSettled(fills.map((fill) => withDeadline(FILLED_WITHIN_MS, fill)))
      counters.tell()
      histograms.tell()
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
  if (spec.kind === 'counter') return atZero(new Counter(base), spec)
  if (spec.kind === 'gauge') return new Gauge(base)
  return new Histogram({ ...base, buckets: [...(spec.buckets ?? [])] })
}

/**
 * What is counted under closed sets of words stands at zero from the start: a count that appears only as it becomes one
 * has not risen, as far as Prometheus can tell (`increase`), and the first of its kind would alarm nobody.
 */
function atZero(counter: Counter, { labels }: MetricSpec): Counter {
  let all: Record<string, string>[] = [{}]
  for (const [label, words] of Object.entries(labels)) {
    if (words === 'open') return counter
    all = all.flatMap((so_far) => words.map((word) => ({ ...so_far, [label]: word })))
  }
  for (const one of all) counter.inc(one, 0)
  return counter
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
