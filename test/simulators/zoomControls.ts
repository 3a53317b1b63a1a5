import { z } from 'zod'
import type { SimProvider } from './serve.ts'
import type { ZoomNewsroom } from './zoomNews.ts'
import { markOf, type SimMeeting, type ZoomWorld } from './zoomWorld.ts'

const Limits = z.object({ per_second: z.number().optional(), daily: z.number().optional() })
const Trouble = z.object({
  account_id: z.string(),
  trouble: z.enum(['suspended', 'app_disabled', 'app_wrong_kind']).nullable(),
})
const Subscriber = z.object({ url: z.url(), secret: z.string() })
const Named = z.object({ id: z.coerce.number() })
const Guest = Named.extend({ email: z.string().optional(), host: z.boolean().default(false) })

/**
 * What `/__sim/` can do with Zoom beyond faults:
 * `GET marks` counts per booking mark the meetings `living` and ever `created`; `PUT limits {per_second, daily}`;
 * `PUT list-delay {ms}`; `PUT trouble {account_id, trouble}`; `PUT webhook {url, secret}` proves and subscribes;
 * `POST join`, `POST end`, `POST delete` let people do things to meeting `{id}`; `POST repeat` delivers the last
 * event again; `GET deliveries` waits for the posts and tells their statuses.
 */
export function zoomControls(world: ZoomWorld, news: ZoomNewsroom): NonNullable<SimProvider['controls']> {
  return {
    'GET marks': () => marks(world),
    'PUT limits': (body) => Object.assign(world.limits, Limits.parse(body)),
    'PUT list-delay': (body) => {
      world.listed_after_ms = z.object({ ms: z.number() }).parse(body).ms
    },
    'PUT trouble': (body) => {
      const { account_id, trouble } = Trouble.parse(body)
      for (const one of world.accounts) {
        if (one.account_id === account_id) one.trouble = trouble ?? undefined
      }
    },
    'PUT webhook': async (body) => {
      const { url, secret } = Subscriber.parse(body)
      return { proven: await news.subscribe(url, secret) }
    },
    'POST join': (body) => {
      const { id, email, host } = Guest.parse(body)
      join(world, news, meetingOf(world, id), { email, host })
    },
    'POST end': (body) => {
      const meeting = meetingOf(world, Named.parse(body).id)
      meeting.status = 'ended'
      news.tell('meeting.ended', meeting)
    },
    'POST delete': (body) => {
      const meeting = meetingOf(world, Named.parse(body).id)
      world.meetings.delete(meeting.id)
      news.tell('meeting.deleted', meeting)
    },
    'POST repeat': () => news.repeat(),
    'GET deliveries': () => news.settled(),
  }
}

function marks(world: ZoomWorld): Record<string, { living: number; created: number }> {
  const counted: Record<string, { living: number; created: number }> = {}
  for (const [mark, created] of world.created) counted[mark] = { living: 0, created }
  for (const { agenda } of world.meetings.values()) {
    const count = counted[markOf(agenda) ?? '']
    if (count) count.living += 1
  }
  return counted
}

function join(
  world: ZoomWorld,
  news: ZoomNewsroom,
  meeting: SimMeeting,
  { email, host }: { email?: string; host: boolean },
) {
  meeting.status = 'started'
  const participant = {
    id: host ? meeting.host_id : '',
    user_id: String(16_778_240 + world.next_id),
    user_name: host ? 'Salesperson' : 'Customer',
    participant_uuid: crypto.randomUUID().toUpperCase(),
    join_time: new Date(world.clock.now_ms()).toISOString(),
    email: email ?? '',
  }
  world.next_id += 7
  news.tell('meeting.participant_joined', meeting, { participant })
}

function meetingOf(world: ZoomWorld, id: number): SimMeeting {
  const meeting = world.meetings.get(id)
  if (!meeting) throw new Error(`The simulator holds no meeting ${id}`)
  return meeting
}
