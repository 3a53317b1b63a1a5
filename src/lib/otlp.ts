import { AsyncLocalStorage } from 'node:async_hooks'
import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import { Failure } from './failure.ts'
import type { SpanSettings, Tracer } from './trace.ts'

export interface OtlpSettings {
  /** The collector, as OTEL_EXPORTER_OTLP_ENDPOINT names it: `/v1/traces` is added. */
  endpoint: string
  headers: Record<string, string>
  version: string
}

/** A tracer that sends its spans to a collector (OpenTelemetry Protocol over HTTP), in batches, off the hot path. */
export function otlpTracer({ endpoint, headers, version }: OtlpSettings): Tracer {
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`
  return tracerOver(new OTLPTraceExporter({ url, headers, timeoutMillis: 10_000 }), version)
}

/** A tracer over any exporter. */
export function tracerOver(exporter: SpanExporter, version: string): Tracer {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'holdfast', 'service.version': version }),
    sampler: new ParentBasedSampler({ root: new AlwaysOnSampler() }),
    spanLimits: { attributeValueLengthLimit: 200, attributeCountLimit: 32 },
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: 2000 })],
  })
  const tracer = provider.getTracer('holdfast', version)
  const running = new AsyncLocalStorage<Context>()
  const now = () => trace.getSpan(running.getStore() ?? ROOT_CONTEXT)
  return {
    follows: true,
    span: (name, about, work) => {
      const parent = contextOf(about.parent) ?? running.getStore() ?? ROOT_CONTEXT
      const span = tracer.startSpan(name, { kind: kindOf(about.kind), attributes: about.attributes }, parent)
      return running.run(trace.setSpan(parent, span), () => finished(span, work))
    },
    rename: (name) => void now()?.updateName(name),
    note: (attributes) => {
      for (const [name, value] of Object.entries(attributes))
        if (value !== undefined) now()?.setAttribute(name, value)
    },
    current: () => traceparent(now()),
    close: () => provider.shutdown(),
  }
}

async function finished<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    // The code alone: a message may hold what the other side said.
    const message = error instanceof Failure ? error.code : error instanceof Error ? error.name : 'unknown'
    span.setStatus({ code: SpanStatusCode.ERROR, message })
    throw error
  } finally {
    span.end()
  }
}

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
}

function kindOf(kind: SpanSettings['kind']): SpanKind {
  return KINDS[kind ?? 'internal']
}

function traceparent(span: Span | undefined): string | undefined {
  if (span === undefined) return undefined
  const { traceId, spanId, traceFlags } = span.spanContext()
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`
}

function contextOf(parent: string | undefined): Context | undefined {
  const [, traceId, spanId, flags] = /^00-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/.exec(parent ?? '') ?? []
  if (traceId === undefined || spanId === undefined || /^0+$/.test(traceId) || /^0+$/.test(spanId))
    return undefined
  const traceFlags = Number.parseInt(flags ?? '0', 16) & TraceFlags.SAMPLED
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true })
}
