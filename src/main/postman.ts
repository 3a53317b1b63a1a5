import { pause } from '../lib/deadline.ts'
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

/** A postman who waits to be told where to go. */
export function postman(): Postman {
  const told = Promise.withResolvers<Handle>()
  return {
    goTo: told.resolve,
    deliver: async (notice) => {
      const handle = await told.promise
      for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
        const { ok } = await handle(letterOf(notice))
        if (ok) return
        await pause(PAUSE_MS)
      }
    },
  }
}

function letterOf(notice: Notice): Request {
  const { notification_url, lifecycle_url } = notice.subscription
  const url = 'lifecycle_event' in notice ? lifecycle_url : notification_url
  const headers = { host: new URL(url).host, 'content-type': 'application/json' }
  return new Request(url, { method: 'POST', headers, body: JSON.stringify(noticeBody([notice])) })
}
