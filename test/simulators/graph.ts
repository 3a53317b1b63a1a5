import { randomUUID } from 'node:crypto'
import { type Clock, systemClock } from '../../src/lib/clock.ts'
import { bundledZones } from '../../src/scheduling/zone.ts'
import { type ByHand, byHand } from './graphByHand.ts'
import { graphControls, marks } from './graphControls.ts'
import { type Postman, postman } from './graphDelivery.ts'
import { entraAnswer, entraError, isEntra, withdraw } from './graphEntra.ts'
import { graphAnswer } from './graphGate.ts'
import { graphError, throttled } from './graphRefusal.ts'
import { type GraphWorld, newGraphWorld } from './graphWorld.ts'
import { type RefusalKind, type SimProvider, type SimReply, type Simulator, serveSimulator } from './serve.ts'

/** Graph and Entra over real HTTP: strict about every request, and they remember. */
export interface GraphSimulator extends Simulator {
  /** For `ENTRA_AUTHORITY` and `GRAPH_BASE_URL`. */
  authority: string
  base_url: string
  world: GraphWorld
  hands: ByHand
  post: Postman
  /** Per booking mark the events that live and those ever made. */
  marks(): Record<string, { living: number; created: number }>
}

/** The application a simulator knows unless told otherwise; it knows every tenant and every mailbox. */
export const SIM_CLIENT = { id: 'sim-client', secret: 'sim-secret' }

/** Starts a simulator on a port of its own. `/__sim/` drives it from other processes (`graphControls.ts`). */
export async function startGraphSimulator(
  options: { clock?: Clock; client?: { id: string; secret: string } } = {},
): Promise<GraphSimulator> {
  const world = newGraphWorld(options.clock ?? systemClock, bundledZones(), options.client ?? SIM_CLIENT)
  const post = postman(world)
  world.told = post.tell
  const hands = byHand(world)
  const self = { origin: '' }
  const simulator = await serveSimulator(graphProvider(world, hands, post, self))
  const { origin } = simulator
  self.origin = origin
  const stop = async () => {
    post.stop()
    await simulator.stop()
  }
  return {
    ...simulator,
    stop,
    authority: origin,
    base_url: `${origin}/v1.0`,
    world,
    hands,
    post,
    marks: () => marks(world),
  }
}

function graphProvider(
  world: GraphWorld,
  hands: ByHand,
  post: Postman,
  self: { origin: string },
): SimProvider {
  return {
    handle: async (request) => {
      if (isEntra(request)) return entraAnswer(world, request, self.origin) ?? { status: 404, body: '' }
      const reply = await graphAnswer(world, request, self.origin)
      const headers = {
        'request-id': randomUUID(),
        'client-request-id': request.headers['client-request-id'] ?? '',
      }
      return { ...reply, headers: { ...headers, ...reply.headers } }
    },
    refuse: (kind, request) => {
      if (isEntra(request)) return entraRefusal(kind)
      if (kind === 'throttle') return throttled(world.quirks.retry_after)
      if (kind === 'unauthorized') return withdraw(world, request)
      if (kind === 'refused') return graphError(400, 'ErrorInvalidRequest', 'The request is invalid.')
      return graphError(500, 'ErrorInternalServerError', 'An internal server error occurred.')
    },
    state: () => ({
      marks: marks(world),
      mails: world.mails.length,
      requests: world.requests,
      tokens_given: world.tokens_given,
    }),
    controls: graphControls(world, hands, post),
  }
}

function entraRefusal(kind: RefusalKind): SimReply {
  if (kind === 'throttle') return entraError(429, 'temporarily_unavailable', 50196, { 'retry-after': '1' })
  if (kind === 'unauthorized') return entraError(401, 'invalid_client', 7000215)
  if (kind === 'refused') return entraError(400, 'unauthorized_client', 700016)
  return entraError(503, 'temporarily_unavailable', 90033)
}
