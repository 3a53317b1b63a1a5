import { dayOf } from '../scheduling/date.ts'
import { formatZone } from '../scheduling/format.ts'
import type { Interval } from '../scheduling/interval.ts'
import type { Frame } from './frame.ts'
import { gridOf, withChosen } from './grid.ts'
import { Icon } from './icon.tsx'
import { Written } from './markup.ts'
import { addMonths, monthOf } from './month.ts'
import type { Choices } from './paths.ts'
import { Times } from './times.tsx'
import { dayWords, monthWords } from './words.ts'

/** A month of free times, and the times of one day of it. */
export interface CalendarProps {
  /** `YYYY-MM`. */
  month: string
  /** The chosen day, `YYYY-MM-DD`, in the customer's zone; the first free one while none is. */
  day?: string
  /** Everything free that begins in this month as the customer's zone counts it, ascending. */
  offered: readonly Interval[]
  /** The first and the last month worth looking at. */
  first_month: string
  last_month: string
  /** The first free day after an empty month, `YYYY-MM-DD`. */
  next_free?: string
  /** Where another month or day is shown. */
  link(choices: Pick<Choices, 'month' | 'day'>): string
  /** Where a time leads. */
  timeLink(from_ms: number): string
  /** Where another zone is chosen. */
  zone_href: string
}

/** The grid of the month, the zone, and beside them the times of the chosen day. */
export function Calendar({ frame, calendar }: { frame: Frame; calendar: CalendarProps }) {
  const { days, grid } = gridOf(frame, calendar)
  const chosen = calendar.day ? dayOf(calendar.day) : [...days.keys()][0]
  const spans = chosen === undefined ? undefined : days.get(chosen)
  return (
    <>
      <section class="days" aria-labelledby="month">
        <MonthBar frame={frame} calendar={calendar} />
        <table class="grid" aria-labelledby="month">
          <Written html={chosen === undefined ? grid : withChosen(grid, chosen)} />
        </table>
        {days.size === 0 && <Empty frame={frame} calendar={calendar} />}
        <ZoneLine frame={frame} calendar={calendar} at_ms={spans?.[0]?.from_ms} />
      </section>
      {chosen !== undefined && days.size > 0 && (
        <Times frame={frame} link={calendar.timeLink} day={chosen} spans={spans} />
      )}
    </>
  )
}

function MonthBar({ frame, calendar }: { frame: Frame; calendar: CalendarProps }) {
  const { words, locale } = frame
  const step = (count: -1 | 1) => {
    const month = addMonths(calendar.month, count)
    const label = (count < 0 ? words.pick.previous : words.pick.next)(monthWords(month, locale))
    const open = count < 0 ? month >= calendar.first_month : month <= calendar.last_month
    const icon = <Icon name={count < 0 ? 'left' : 'right'} />
    return open ? (
      <a
        id={count < 0 ? 'earlier' : 'later'}
        class="round"
        href={calendar.link({ month })}
        aria-label={label}
        data-swap
      >
        {icon}
      </a>
    ) : (
      <span class="round off">{icon}</span>
    )
  }
  return (
    <div class="monthbar">
      <h2 id="month">{monthWords(calendar.month, locale)}</h2>
      {step(-1)}
      {step(1)}
    </div>
  )
}

function Empty({ frame, calendar }: { frame: Frame; calendar: CalendarProps }) {
  const { words, zones, locale } = frame
  const { next_free } = calendar
  return (
    <div class="empty">
      <p>{next_free ? words.pick.noneThatMonth(monthWords(calendar.month, locale)) : words.pick.noneAtAll}</p>
      {next_free && (
        <a
          class="button"
          href={calendar.link({ month: monthOf(dayOf(next_free)), day: next_free })}
          data-swap
        >
          {words.pick.nextFree(dayWords(zones, dayOf(next_free), locale))}
        </a>
      )}
    </div>
  )
}

interface ZoneLineProps {
  frame: Frame
  calendar: CalendarProps
  /** The first time that is shown: in the month of a change of clocks the days do not share one offset. */
  at_ms?: number
}

function ZoneLine({ frame, calendar, at_ms }: ZoneLineProps) {
  const { words, zones, zone, locale, now_ms } = frame
  return (
    <p class="zoneline">
      <Icon name="globe" />
      <span>
        {words.pick.zone}{' '}
        <b>{formatZone(zones, zone, at_ms ?? calendar.offered[0]?.from_ms ?? now_ms, locale)}</b>{' '}
      </span>
      <a href={calendar.zone_href} data-zones>
        {words.pick.changeZone}
      </a>
    </p>
  )
}
