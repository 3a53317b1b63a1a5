import { describe, expect, test } from 'bun:test'
import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace'
import { Failure } from '../../src/lib/failure.ts'
import { otlpTracer, tracerOver } from '../../src/lib/otlp.ts'
import { noTracer, type Tracer } from '../../src/lib/trace.ts'

/** Runs `work` and answers the spans it made, in order of their end. */
async function spansOf(work: (tracer: Tracer) => Promise<unknown>): Promise<ReadableSpan[]> {
  const spans: ReadableSpan[] = []
  const exporter = new InMemorySpanExporter()
  const tracer = tracerOver(
    {
      ...exporter,
      export: (batch, done) => {
        spans.push(...batch)
        done({ code: 0 })
      },
      shutdown: async () => {},
    },
    '1.2.3',
  )
  await work(tracer)
  await tracer.close()
  return spans
}

describe('a tracer', () => {
  test('makes one trace of request, job and call, across the row that lies between', async () => {
    const spans = await spansOf(async (tracer) => {
      let row: string | undefined
      await tracer.span('POST /v1/bookings/confirm', { kind: 'server' }, async () => {
        await Promise.resolve()
        row = tracer.current()
      })
      await tracer.span('job confirm', { kind: 'consumer', parent: row }, () =>
        tracer.span('zoom create', { kind: 'client' }, async () => {}),
      )
    })
    const [request, call, job] = spans
    expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(1)
    expect(job?.parentSpanContext?.spanId).toBe(request?.spanContext().spanId)
    expect(call?.parentSpanContext?.spanId).toBe(job?.spanContext().spanId)
  })

  test('keeps spans of requests that run at the same time apart', async () => {
    const spans = await spansOf((tracer) =>
      Promise.all(
        ['a', 'b', 'c'].map((name) =>
          tracer.span(name, {}, async () => {
            await Promise.resolve()
            await tracer.span(`${name} inside`, {}, async () => {})
          }),
        ),
      ),
    )
    for (const inner of spans.filter(({ name }) => name.endsWith(' inside'))) {
      const outer = spans.find(({ name }) => `${name} inside` === inner.name)
      expect(inner.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId)
    }
  })

  test('marks what failed with its code alone and passes the failure on', async () => {
    const failure = new Failure('retry', 'throttled', 'ada@example.com is busy')
    const spans = await spansOf(async (tracer) => {
      await expect(tracer.span('call', {}, () => Promise.reject(failure))).rejects.toBe(failure)
    })
    expect(spans[0]?.status).toEqual({ code: 2, message: 'throttled' })
    expect(JSON.stringify(spans.map(({ events, attributes }) => [events, attributes]))).not.toContain('ada')
  })

  test('follows a caller that is not sampled, and ignores a traceparent that is none', async () => {
    const id = '4bf92f3577b34da6a3ce929d0e0e4736'
    const parents = [
      `00-${id}-00f067aa0ba902b7-01`,
      `00-${id}-00f067aa0ba902b7-00`,
      'nonsense',
      `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    ]
    const spans = await spansOf(async (tracer) => {
      for (const parent of parents) await tracer.span(parent, { parent }, async () => {})
    })
    expect(spans.map(({ name }) => name)).toEqual(parents.toSpliced(1, 1))
    expect(spans.map((span) => span.spanContext().traceId === id)).toEqual([true, false, false])
  })

  test('that follows nothing runs the work all the same', async () => {
    expect(await noTracer.span('x', {}, async () => 7)).toBe(7)
    expect(noTracer.current()).toBeUndefined()
  })
})

describe('the collector', () => {
  test('receives the spans as JSON over HTTP, with the headers set', async () => {
    const received: { path: string; key: string | null; body: string }[] = []
    const collector = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: async (request) => {
        received.push({
          path: new URL(request.url).pathname,
          key: request.headers.get('x-key'),
          body: await request.text(),
        })
        return Response.json({})
      },
    })
    try {
      const tracer = otlpTracer({
        endpoint: `http://127.0.0.1:${collector.port}/`,
        headers: { 'x-key': 'k' },
        version: '1.2.3',
      })
      await tracer.span('hello', { attributes: { booking_id: 'b1' } }, async () =>
        tracer.note({ tenant: 'acme' }),
      )
      await tracer.close()
    } finally {
      await collector.stop(true)
    }
    expect(received.map(({ path, key }) => [path, key])).toEqual([['/v1/traces', 'k']])
    for (const word of ['hello', 'booking_id', 'acme', 'service.version', '1.2.3'])
      expect(received[0]?.body).toContain(word)
  })
})
