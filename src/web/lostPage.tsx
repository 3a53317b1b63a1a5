import { documentOf } from './document.tsx'
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
}

/** Something failed on our side, or there were too many requests. */
export function troublePage(request: Request, { request_id, wait_seconds }: TroubleProps): string {
  const frame = frameOf(request)
  const { words } = frame
  const title = wait_seconds ? words.lost.busy : words.lost.trouble
  return documentOf(frame, {
    title,
    kind: 'trouble',
    children: (
      <Notice icon="pause" title={title}>
        <p class="lead">{wait_seconds ? words.lost.busyLead(wait_seconds) : words.lost.troubleLead}</p>
        {request_id && <p class="hint">{words.lost.reference(request_id)}</p>}
        <a class="button" href={frame.here}>
          {words.pick.retry}
        </a>
      </Notice>
    ),
  })
}

function Home({ frame: { brand, words, chosen } }: { frame: Frame }) {
  if (!brand) return null
  return (
    <a class="button" href={tenantPath(brand.slug, chosen)}>
      {words.lost.home(brand.name)}
    </a>
  )
}
