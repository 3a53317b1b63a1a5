import { Elysia, t } from 'elysia'
import { METRICS_TYPE } from '../lib/metrics.ts'
import { Problem } from '../lib/problem.ts'
import { sameSecret } from '../lib/secret.ts'
import { problems } from './problems.ts'
import type { Readiness, Services } from './services.ts'

const tags = ['Operations']
const Check = t.Union([t.Literal('ok'), t.Literal('failing')])

/** What operators and their machines ask: alive, ready, counted. */
export function operations({ ready, stopping, metrics, metrics_token, version }: Services) {
  return new Elysia({ name: 'operations' })
    .get('/healthz', () => ({ status: 'ok' as const, ...version }), {
      detail: { tags, summary: 'Is the process alive', operationId: 'healthz' },
      response: {
        200: t.Object(
          { status: t.Literal('ok'), holdfast: t.String(), tzdata: t.String() },
          { examples: [{ status: 'ok', holdfast: '1.0.0', tzdata: '2026f' }] },
        ),
      },
    })
    .get(
      '/readyz',
      async ({ status }) => {
        const found = await ready()
        if (stopping()) return status(503, { status: 'stopping' as const, ...checks(found) })
        return Object.values(found).every(Boolean)
          ? { status: 'ready' as const, ...checks(found) }
          : status(503, { status: 'not_ready' as const, ...checks(found) })
      },
      {
        detail: { tags, summary: 'Can the process do its work', operationId: 'readyz' },
        response: { 200: ReadinessReply, 503: ReadinessReply },
      },
    )
    .get(
      '/metrics',
      async ({ headers, set }) => {
        admit(metrics_token, headers.authorization)
        set.headers['content-type'] = METRICS_TYPE
        return metrics.text()
      },
      {
        detail: { tags, summary: 'Figures in the format of Prometheus', operationId: 'metrics' },
        response: { 200: FiguresReply, ...problems('unauthorized') },
      },
    )
}

const ReadinessReply = t.Object(
  {
    status: t.Union([t.Literal('ready'), t.Literal('not_ready'), t.Literal('stopping')]),
    database: Check,
    migrations: Check,
    worker: Check,
  },
  { examples: [{ status: 'ready', database: 'ok', migrations: 'ok', worker: 'ok' }] },
)

function checks({ database, migrations, worker }: Readiness) {
  const said = (good: boolean) => (good ? ('ok' as const) : ('failing' as const))
  return { database: said(database), migrations: said(migrations), worker: said(worker) }
}

function admit(token: string | undefined, authorization: string | undefined) {
  if (token === undefined || sameSecret(authorization ?? '', `Bearer ${token}`)) return
  const headers = { 'www-authenticate': 'Bearer' }
  throw new Problem('unauthorized', 'Figures are shown to those who bring METRICS_TOKEN', { headers })
}

const FiguresReply = t.String({
  description: 'The figures',
  examples: [
    '# HELP holdfast_database_up 1 while the database answers.\n# TYPE holdfast_database_up gauge\nholdfast_database_up 1\n',
  ],
})
