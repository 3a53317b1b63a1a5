import { About, type Meeting } from './about.tsx'
import { Calendar, type CalendarProps } from './calendar.tsx'
import { documentOf } from './document.tsx'
import { type Frame, frameOf, type Request } from './frame.ts'
import { meetingData } from './linkedData.ts'
import { type Choices, detailsPath, linkMaker, timeLinkMaker, typePath, zonePath } from './paths.ts'
import { Steps } from './steps.tsx'
import { listWords } from './words.ts'

export interface Salesperson {
  slug: string
  name: string
}

export interface PickProps
  extends Pick<CalendarProps, 'month' | 'day' | 'offered' | 'first_month' | 'last_month' | 'next_free'> {
  meeting: Meeting
  /** Those among whom the customer may choose. */
  salespersons: Salesperson[]
  /** Those with whom it is, where there is no choice. */
  names?: string[]
  /** The slug of the one chosen; absent for anyone. */
  with?: string
  /** Names of those whose calendar cannot be read. */
  unreadable: string[]
  /** True when none is left without them. */
  blind?: boolean
  /** True while the zone was not chosen by hand, so that the script may propose the browser's. */
  guess_zone: boolean
}

/** The calendar of a meeting type: with whom, which day, which time. Needs the brand. */
export function pickPage(request: Request, props: PickProps): string {
  const frame = frameOf(request)
  const { meeting } = props
  return documentOf(frame, {
    title: meeting.name,
    kind: 'pick',
    indexable: true,
    description: meeting.description,
    data: meetingData(frame, meeting),
    state: { zone: props.guess_zone ? frame.zone : undefined },
    children: (
      <>
        <Steps frame={frame} at="time" />
        <div class="card pick">
          <div class="side">
            <About frame={frame} meeting={meeting} names={props.names} heading />
            {props.salespersons.length > 1 && <People frame={frame} props={props} />}
          </div>
          <Choosing frame={frame} props={props} />
        </div>
      </>
    ),
  })
}

function Choosing({ frame, props }: { frame: Frame; props: PickProps }) {
  const { words } = frame
  if (props.blind) return <Trouble frame={frame} props={props} />
  return (
    <>
      {props.unreadable.length > 0 && (
        <p class="note wide">{words.pick.missing(listWords(props.unreadable, words))}</p>
      )}
      <Calendar frame={frame} calendar={calendarOf(frame, props)} />
    </>
  )
}

function Trouble({ frame, props }: { frame: Frame; props: PickProps }) {
  return (
    <div class="empty wide" role="alert">
      <p>{frame.words.pick.trouble}</p>
      <a class="button" href={typePath(frame.brand?.slug ?? '', props.meeting.slug, choicesOf(frame, props))}>
        {frame.words.pick.retry}
      </a>
    </div>
  )
}

function calendarOf(frame: Frame, props: PickProps): CalendarProps {
  const tenant = frame.brand?.slug ?? ''
  const type = props.meeting.slug
  const carried = { ...frame.chosen, with: props.with }
  return {
    ...props,
    link: linkMaker(typePath(tenant, type), carried),
    timeLink: timeLinkMaker(detailsPath(tenant, type), { ...carried, zone: frame.zone }),
    zone_href: zonePath(tenant, type, choicesOf(frame, props)),
  }
}

function choicesOf(frame: Frame, props: PickProps): Choices {
  return { month: props.month, day: props.day, ...frame.chosen, with: props.with }
}

function People({ frame, props }: { frame: Frame; props: PickProps }) {
  const { words } = frame
  const choices: { slug?: string; name: string }[] = [{ name: words.pick.anyone }, ...props.salespersons]
  return (
    <nav class="people" aria-label={words.pick.who}>
      <p>{words.pick.who}</p>
      <ul>
        {choices.map(({ slug, name }) => (
          <li key={slug}>
            <a
              class="chip"
              id={`with-${slug ?? ''}`}
              href={typePath(frame.brand?.slug ?? '', props.meeting.slug, {
                ...choicesOf(frame, props),
                with: slug,
              })}
              aria-current={slug === props.with ? 'true' : undefined}
              data-swap
            >
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
