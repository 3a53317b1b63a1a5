import { type AnyElysia, Elysia, type ValidationError } from 'elysia'
import { type Fault, Problem } from '../lib/problem.ts'
import { adminArea } from './admin/area.ts'
import { isStrict, readBody } from './body.ts'
import { change } from './booking/change.ts'
import { confirm } from './booking/confirm.ts'
import { hold } from './booking/hold.ts'
import { read } from './booking/read.ts'
import { tenantPage } from './booking/tenantPage.ts'
import { dev } from './dev/dev.ts'
import { playground } from './dev/playground.ts'
import { edge } from './edge/edge.ts'
import { publicLogo } from './logo.ts'
import { besideLost, lostFrom } from './lost.ts'
import { observe } from './observe.ts'
import { operations } from './operations.ts'
import { assets } from './pages/assets.ts'
import { pages } from './pages/pages.ts'
import { isForPeople, refusalPage } from './pages/refusal.ts'
import { patience } from './patience.ts'
import { invalid, problemOf, refusal } from './refuse.ts'
import { methodsAt } from './routes.ts'
import { securityHeaders } from './security.ts'
import type { Services } from './services.ts'
import { swagger } from './swagger.ts'
import { graphWebhooks } from './webhooks/graph.ts'
import { graphLane } from './webhooks/lane.ts'
import { zoomWebhook } from './webhooks/zoom.ts'

/** The whole HTTP side, not yet listening. Controllers are added here and nowhere else. */
export function buildHttp(services: Services): AnyElysia {
  const app: AnyElysia = core(services, (path) => methodsAt(app, path))
    .use(patience(services))
    .use(observe(services))
    .use(edge(services))
    .use(operations(services))
    .use(publicLogo(services))
    .use(tenantPage(services))
    .use(hold(services))
    .use(confirm(services))
    .use(read(services))
    .use(change(services))
    .use(graphWebhooks(services))
    .use(zoomWebhook(services))
    .use(adminArea(services))
    .use(dev(services))
    .use(playground(services))
    .use(assets())
    .use(pages(services))
    .use(graphLane(services))
  return app.use(swagger(app, services.version.holdfast))
}

/** What holds for every route: names of requests, headers, bodies and refusals. */
function core(services: Services, methodsOf: (path: string) => string[]) {
  const { log, requestId, edge, stopping } = services
  return new Elysia({ name: 'core' })
    .headers(securityHeaders(edge.base_url.startsWith('https:')))
    .onRequest(({ set, request }) => {
      set.headers['x-request-id'] = requestId()
      if (stopping()) set.headers.connection = 'close'
      if (isNameless(request)) throw new Problem('misdirected_request', 'The header Host names no host')
      // No text that a database would refuse gets in by the address either.
      if (request.url.includes('%00')) throw nothingHere()
    })
    .onParse({ as: 'global' }, async ({ request, route }) => {
      const body = await readBody(request, route)
      if (isStrict(route)) given.set(request, body)
      return body
    })
    .onBeforeHandle({ as: 'global' }, ({ request, body }) => {
      const errors = lostOf(request, body)
      if (errors.length > 0) throw invalid(errors)
    })
    .onError({ as: 'global' }, async ({ code, error, set, path, request }) => {
      const known = code === 'NOT_FOUND' ? unrouted(methodsOf(path)) : error
      const found = problemOf(known, log, String(set.headers['x-request-id']))
      const problem = code === 'VALIDATION' ? alsoLost(found, request, error) : found
      set.status = problem.status
      const asPage = !isNameless(request) && isForPeople(request, path)
      return asPage ? refusalPage(services, request, problem) : refusal(problem)
    })
}

/** Bodies as they came: a schema takes out silently what it does not know, and what was misspelt would be lost. */
const given = new WeakMap<Request, unknown>()

function lostOf(request: Request, kept: unknown): Fault[] {
  const body = given.get(request)
  return body === undefined ? [] : lostFrom(body, kept)
}

function alsoLost(
  problem: Problem,
  request: Request,
  { type, value }: Pick<ValidationError, 'type' | 'value'>,
): Problem {
  if (problem.code !== 'invalid_request' || type !== 'body') return problem
  const { errors = [] } = problem.more
  const lost = lostOf(request, value)
  return lost.length > 0 ? invalid([...besideLost(errors, lost), ...lost]) : problem
}

/** True where the header Host is no host: then the request has no address that could be read. */
function isNameless({ url }: Request): boolean {
  return !URL.canParse(url)
}

function unrouted(methods: string[]): Problem {
  if (methods.length === 0) return nothingHere()
  const allow = methods.join(', ')
  return new Problem('method_not_allowed', `This address answers ${allow}`, { headers: { allow } })
}

function nothingHere(): Problem {
  return new Problem('not_found', 'There is nothing at this address')
}
