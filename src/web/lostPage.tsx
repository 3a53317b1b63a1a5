import { againAt, documentOf } from './document.tsx'
import { type Frame, frameOf, type Request } from './frame.ts'
import { Notice } from './notice.tsx'
import { tenantPath } from './paths.ts'

/** Unknown tenant, meeting type, booking or path. */
export function lostPage(request: Request): string {
  const frame = frameOf(request)
  const { words } = frame
  return documentOf(frame, {
    title: words.lost.title,
    kind: 'lost',
    children: (
      <Notice icon="globe" title={words.lost.title}>
        <p class="lead">{words.lost.lead}</p>
        <Home frame={frame} />
      </Notice>
    ),
  })
}

export interface TroubleProps {
  /** What an operator looks for in the log. */
  request_id?: string
  /** Set when there were too many requests. */
  wait_seconds?: number
  /** What was sent did not come in time, and so is not here to be sent once more. */
  slow?: boolean
  /** The fields of the form that was sent, by their names. */
  typed?: [name: string, value: string][]
}

/** Something failed on our side or on the way, or there were too many requests. A form that was sent can be sent once more as it is. */
export function troublePage(
  request: Request,
  { request_id, wait_seconds, slow, typed = [] }: TroubleProps,
): string {
  const frame = frameOf(request)
  const { words } = frame
  const title = wait_seconds ? words.lost.busy : words.lost.trouble
  const lead = slow ? words.lost.slowLead : words.lost.troubleLead
  return documentOf(frame, {
    title,
    kind: 'trouble',
    children: (
      <Notice icon="pause" title={title}>
        <p class="lead">{wait_seconds ? words.lost.busyLead(wait_seconds) : lead}</p>
        {request_id && <p class="hint">{words.lost.reference(request_id)}</p>}
        {typed.length > 0 ? (
          <Resend frame={frame} typed={typed} />
        ) : (
          <a class="button" href={againAt(frame)}>
            {words.pick.retry}
          </a>
        )}
      </Notice>
    ),
  })
}

function Resend({ frame, typed }: { frame: Frame; typed: [string, string][] }) {
  const { lost } = frame.words
  return (
    <form method="post" action={againAt(frame)} data-once>
      {typed.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <p>{lost.kept}</p>
      <button class="button main" type="submit">
        {lost.resend}
      </button>
    </form>
  )
}

function Home({ frame: { brand, words, chosen } }: { frame: Frame }) {
  if (!brand) return null
  return (
    <a class="button" href={tenantPath(brand.slug, chosen)}>
      {words.lost.home(brand.name)}
    </a>
  )
}
