import { pause } from '../lib/deadline.ts'
import { gather } from '../lib/gather.ts'
import { type Notice, noticeBody } from '../outlook/mock.ts'

type Handle = (request: Request) => Promise<Response>

/** Brings what the pretended Outlook has to say to the webhooks of this process, as Graph would. */
export interface Postman {
  deliver(notice: Notice): Promise<void>
  /** Says who answers requests. What there is to deliver before waits for it. */
  goTo(handle: Handle): void
}

/** Graph comes again when it gets no 2xx; so often and after such a pause. */
const MOST_ATTEMPTS = 5
const PAUSE_MS = 1000

/** As Graph does, news of one moment goes in one post. */
const MOST_TOGETHER = 100
const LANES = 8

/** A postman who waits to be told where to go. */
export function postman(): Postman {
  const told = Promise.withResolvers<Handle>()
  const deliver = async (notices: [Notice, ...Notice[]]) => {
    const handle = await told.promise
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      const { ok } = await handle(letterOf(notices))
      if (ok) return
      await pause(PAUSE_MS)
    }
  }
  const together = gather<Notice, void>(
    async (notices) => {
      const posts = Map.groupBy(notices, addressOf).values()
      await Promise.all([...posts].map((those) => deliver(those as [Notice, ...Notice[]])))
      return notices.map(() => undefined)
    },
    { most: MOST_TOGETHER, lanes: LANES },
  )
  return { goTo: told.resolve, deliver: together }
}

function addressOf(notice: Notice): string {
  const { notification_url, lifecycle_url } = notice.subscription
  return 'lifecycle_event' in notice ? lifecycle_url : notification_url
}

function letterOf(notices: [Notice, ...Notice[]]): Request {
  const url = addressOf(notices[0])
  const headers = { host: new URL(url).host, 'content-type': 'application/json' }
  return new Request(url, { method: 'POST', headers, body: JSON.stringify(noticeBody(notices)) })
}
