import { createHmac, randomBytes } from 'node:crypto'
import type { SimMeeting, ZoomWorld } from './zoomWorld.ts'
import { zoomTime } from './zoomWorld.ts'

/** What became of one POST to the subscriber. */
export interface Delivery {
  event: string
  status: number
}

/** The event subscription of the app: signs and posts events, one after the other. */
export interface ZoomNewsroom {
  /** Proves the URL (`endpoint.url_validation`), then posts every later event there. True when it was proven. */
  subscribe(url: string, secret: string): Promise<boolean>
  /** Posts an event about a meeting; `extra` joins the meeting's object. Nothing without a subscriber. */
  tell(event: string, meeting: SimMeeting, extra?: Record<string, unknown>): void
  /** Posts the last event once more, as Zoom does after a failed delivery. */
  repeat(): void
  /** Resolves when all posts are answered. */
  settled(): Promise<Delivery[]>
}

/** A newsroom without a subscriber. */
export function newsroom(world: ZoomWorld): ZoomNewsroom {
  const deliveries: Delivery[] = []
  let subscriber: { url: string; secret: string } | undefined
  let queue: Promise<unknown> = Promise.resolve()
  let last: { event: string } | undefined

  const send = (message: { event: string }) => {
    const to = subscriber
    if (!to) return
    last = message
    queue = queue.then(async () => {
      const reply = await post(world, to.url, to.secret, message).catch(() => undefined)
      await reply?.arrayBuffer()
      deliveries.push({ event: message.event, status: reply?.status ?? 0 })
    })
  }

  return {
    subscribe: async (url, secret) => {
      const plainToken = randomBytes(16).toString('base64url')
      const event = 'endpoint.url_validation'
      const message = { event, payload: { plainToken }, event_ts: world.clock.now_ms() }
      const reply = await post(world, url, secret, message)
      const answer: unknown = await reply.json().catch(() => undefined)
      const encryptedToken = createHmac('sha256', secret).update(plainToken).digest('hex')
      const proven = reply.status === 200 && Bun.deepEquals(answer, { plainToken, encryptedToken })
      if (proven) subscriber = { url, secret }
      return proven
    },
    tell: (event, meeting, extra = {}) => send(messageOf(event, meeting, extra, world.clock.now_ms())),
    repeat: () => {
      if (last) send(last)
    },
    settled: async () => {
      await queue
      return [...deliveries]
    },
  }
}

function messageOf(event: string, meeting: SimMeeting, extra: Record<string, unknown>, now_ms: number) {
  const { account_id, id, uuid, host_id, topic, start_ms, timezone, duration } = meeting
  const object = { id: String(id), uuid, host_id, topic, type: 2, timezone, duration }
  return {
    event,
    event_ts: now_ms,
    payload: { account_id, object: { ...object, start_time: zoomTime(start_ms), ...extra } },
  }
}

/** The signature is made here and not taken from `src`, so that both cannot be wrong in the same way. */
function post(world: ZoomWorld, url: string, secret: string, message: object): Promise<Response> {
  const body = JSON.stringify(message)
  const timestamp = String(Math.floor(world.clock.now_ms() / 1000))
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'x-zm-signature': `v0=${signature}`,
    'x-zm-request-timestamp': timestamp,
  }
  return fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(3_000) })
}
