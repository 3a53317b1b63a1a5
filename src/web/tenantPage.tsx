import { Facts, type Meeting } from './about.tsx'
import { documentOf } from './document.tsx'
import { type Frame, frameOf, type Request } from './frame.ts'
import { Icon } from './icon.tsx'
import { organizationData } from './linkedData.ts'
import { typePath } from './paths.ts'

export interface TenantProps {
  meetings: Meeting[]
}

/** The tenant's meeting types. Needs the brand. */
export function tenantPage(request: Request, { meetings }: TenantProps): string {
  const frame = frameOf(request)
  const { words, brand } = frame
  const title = words.tenant.title(brand?.name ?? '')
  return documentOf(frame, {
    title,
    kind: 'tenant',
    indexable: true,
    description: meetings.map(({ name }) => name).join(', '),
    data: organizationData(frame, meetings),
    children: (
      <div class="column">
        <h1 tabIndex={-1}>{title}</h1>
        <p class="lead">{meetings.length > 0 ? words.tenant.lead : words.tenant.none}</p>
        <ul class="meetings">
          {meetings.map((meeting) => (
            <Choice key={meeting.slug} frame={frame} meeting={meeting} />
          ))}
        </ul>
      </div>
    ),
  })
}

function Choice({ frame, meeting }: { frame: Frame; meeting: Meeting }) {
  return (
    <li class="card">
      <h2>
        <a href={typePath(frame.brand?.slug ?? '', meeting.slug, frame.chosen)}>{meeting.name}</a>
      </h2>
      {meeting.description && <p>{meeting.description}</p>}
      <Facts frame={frame} meeting={meeting} />
      <span class="go">
        <Icon name="right" />
      </span>
    </li>
  )
}
