import { type Clock, systemClock } from '../../src/lib/clock.ts'
import { ZOOM_SCOPES } from '../../src/zoom/zoom.ts'
import { type SimProvider, type SimReply, type SimRequest, type Simulator, serveSimulator } from './serve.ts'
import { misfits } from './shape.ts'
import { zoomControls } from './zoomControls.ts'
import { perSecond, rateHeaders, tooFast } from './zoomLimits.ts'
import { listMeetings } from './zoomList.ts'
import { changeMeeting, createMeeting, deleteMeeting, getMeeting, SHAPES } from './zoomMeetings.ts'
import { newsroom, type ZoomNewsroom } from './zoomNews.ts'
import { authorized, giveToken, withdrawToken } from './zoomOauth.ts'
import { apiError, newWorld, oauthError, type SimAccount, type ZoomWorld } from './zoomWorld.ts'

/** Zoom over real HTTP: strict about every request, and it remembers. */
export interface ZoomSimulator extends Simulator {
  oauth_url: string
  api_url: string
  world: ZoomWorld
  news: ZoomNewsroom
}

/** The account a simulator knows unless told otherwise; it knows every user by e-mail address. */
export const SIM_ACCOUNT: SimAccount = {
  account_id: 'sim-account',
  client_id: 'sim-client',
  client_secret: 'sim-secret',
  users: 'any',
  scopes: Object.values(ZOOM_SCOPES).map(([granular]) => granular),
}

/** Starts a simulator on a port of its own. `/__sim/` drives it from other processes (`zoomControls.ts`). */
export async function startZoomSimulator(
  options: { accounts?: SimAccount[]; clock?: Clock } = {},
): Promise<ZoomSimulator> {
  const world = newWorld(options.clock ?? systemClock, options.accounts ?? [SIM_ACCOUNT])
  const news = newsroom(world)
  const simulator = await serveSimulator(zoomProvider(world, news))
  const { origin } = simulator
  return { ...simulator, oauth_url: `${origin}/oauth/token`, api_url: `${origin}/v2`, world, news }
}

function zoomProvider(world: ZoomWorld, news: ZoomNewsroom): SimProvider {
  return {
    handle: (request) => {
      const { method, url } = request
      if (url.pathname === '/oauth/token') return checked('token', giveToken(world, request))
      const route = ROUTES.find((one) => one.method === method && one.path.test(url.pathname))
      if (!route) return { status: 404, body: { code: 404, message: 'This API endpoint is not recognized.' } }
      const name = `${method} ${route.name}`
      world.requests[name] = (world.requests[name] ?? 0) + 1
      return checked(route.name, answer(world, news, route, request))
    },
    refuse: (kind, request) => {
      const oauth = request.url.pathname === '/oauth/token'
      if (kind === 'throttle') return oauth ? { status: 429, body: '' } : tooFast(world.limits.per_second)
      if (kind === 'server_error') return { status: 500, body: 'Internal Server Error' }
      if (kind === 'refused' && !oauth) return apiError(400, 300, 'Validation Failed.')
      if (oauth) return oauthError('invalid_client', 'Invalid client_id or client_secret')
      return withdrawToken(world, request)
    },
    // The path of a meeting does not say whose it is.
    about: ({ url }) => {
      const meeting = world.meetings.get(Number(OF_MEETING.exec(url.pathname)?.[1]))
      return meeting ? ` host=${meeting.host_id}` : ''
    },
    state: () => ({
      meetings: [...world.meetings.values()],
      requests: world.requests,
      tokens_given: world.tokens_given,
    }),
    controls: zoomControls(world, news),
  }
}

interface Route {
  name: 'create' | 'list' | 'get' | 'change' | 'delete'
  method: string
  path: RegExp
  scope: readonly string[]
  run(world: ZoomWorld, account: SimAccount, name: string, request: SimRequest): SimReply
}

const OF_USER = /^\/v2\/users\/([^/]+)\/meetings$/
const OF_MEETING = /^\/v2\/meetings\/(\d+)$/

const ROUTES: Route[] = [
  { name: 'create', method: 'POST', path: OF_USER, scope: ZOOM_SCOPES.create, run: createMeeting },
  { name: 'list', method: 'GET', path: OF_USER, scope: ZOOM_SCOPES.list, run: listMeetings },
  { name: 'get', method: 'GET', path: OF_MEETING, scope: ZOOM_SCOPES.find, run: getMeeting },
  { name: 'change', method: 'PATCH', path: OF_MEETING, scope: ZOOM_SCOPES.change, run: changeMeeting },
  { name: 'delete', method: 'DELETE', path: OF_MEETING, scope: ZOOM_SCOPES.delete, run: deleteMeeting },
]

function answer(world: ZoomWorld, news: ZoomNewsroom, route: Route, request: SimRequest): SimReply {
  const caller = authorized(world, request, route.scope)
  if ('refusal' in caller) return caller.refusal
  const limit = perSecond(world, caller.account)
  if (limit) return limit
  const named = decodeURIComponent(route.path.exec(request.url.pathname)?.[1] ?? '')
  const meeting = route.name === 'delete' ? world.meetings.get(Number(named)) : undefined
  const reply = route.run(world, caller.account, named, request)
  if (meeting && reply.status === 204) news.tell('meeting.deleted', meeting)
  const { per_second } = world.limits
  const headers = { ...rateHeaders('QPS', per_second, per_second - 1), 'x-zm-trackingid': 'sim-tracking-id' }
  return { ...reply, headers: { ...headers, ...reply.headers } }
}

/** A reply that does not fit Zoom's document is the simulator's own mistake, and said loudly. */
function checked(name: string, reply: SimReply): SimReply {
  const failed = reply.status >= 400
  const shape = name === 'token' && failed ? 'token error reply' : failed ? 'error reply' : `${name} reply`
  if (typeof reply.body !== 'object') return reply
  const wrong = misfits(SHAPES[shape] ?? {}, reply.body, false)
  if (wrong.length > 0) throw new Error(`The ${shape} does not fit Zoom's document: ${wrong.join(', ')}`)
  return reply
}
