import type { Interval } from '../scheduling/interval.ts'
import type { Frame } from './frame.ts'
import { Icon } from './icon.tsx'
import { When } from './when.tsx'
import { listWords } from './words.ts'

/** What is or can be booked. */
export interface Meeting {
  slug: string
  name: string
  description?: string
  length_minutes: number
  place: 'zoom' | 'teams' | 'phone' | 'in_person'
  /** Where it is, in person. */
  place_detail?: string
}

interface AboutProps {
  frame: Frame
  meeting: Meeting
  /** The names of those it is with, once that is known. */
  names?: string[]
  span?: Interval
  /** Where the name is the heading of the page. */
  heading?: boolean
}

/** What it is about: name, length, place, with whom, and when as soon as that is chosen. */
export function About({ frame, meeting, names, span, heading }: AboutProps) {
  return (
    <div class="about">
      {heading ? (
        <h1 class="name" tabIndex={-1}>
          {meeting.name}
        </h1>
      ) : (
        <p class="name">{meeting.name}</p>
      )}
      <Facts frame={frame} meeting={meeting} names={names} />
      {span && <When frame={frame} span={span} />}
      {heading && meeting.description && <p class="story">{meeting.description}</p>}
    </div>
  )
}

/** Length, place and people as a short list with pictures. */
export function Facts({ frame, meeting, names }: { frame: Frame; meeting: Meeting; names?: string[] }) {
  const { words } = frame
  const place = words.places[meeting.place]
  return (
    <ul class="facts">
      <li>
        <Icon name="clock" />
        {words.minutes(meeting.length_minutes)}
      </li>
      <li>
        <Icon name={meeting.place === 'teams' ? 'zoom' : meeting.place} />
        {meeting.place === 'in_person' && meeting.place_detail ? meeting.place_detail : place}
      </li>
      {names && names.length > 0 && (
        <li>
          <Icon name="person" />
          {listWords(names, words)}
        </li>
      )}
    </ul>
  )
}
