import { dayOf } from '../scheduling/date.ts'
import type { Interval } from '../scheduling/interval.ts'
import { localDayOf } from '../scheduling/local.ts'
import type { Locale } from '../scheduling/locale.ts'
import type { Frame } from './frame.ts'
import { html, joined, Markup } from './markup.ts'
import { byDay, weeksOf } from './month.ts'
import type { Choices } from './paths.ts'
import { dayWords, firstWeekday, weekWords } from './words.ts'

/** A month of free days. */
export interface Month {
  /** `YYYY-MM`. */
  month: string
  /** Everything free that begins in this month as the customer's zone counts it, ascending. */
  offered: readonly Interval[]
  /** Where another day is shown. */
  link(choices: Pick<Choices, 'month' | 'day'>): string
}

export interface Grid {
  /** The times by day number. */
  days: Map<number, Interval[]>
  /** Head and body of the table, no day marked as the chosen one. */
  grid: Markup
}

/** Grids are written once for all who look at the same list of times; with the list goes what was written from it. */
const kept = new WeakMap<readonly Interval[], Map<string, Grid>>()
const MOST_KEPT = 32

/** The days of a month and the grid that shows them, each free day a link that says its date and how many times it has. */
export function gridOf(frame: Frame, month: Month): Grid {
  const today = localDayOf(frame.zones, frame.zone, frame.now_ms)
  const key = [frame.locale, frame.zone, frame.zones.version, today, month.link({ month: month.month })].join(
    ' ',
  )
  const grids = kept.get(month.offered) ?? new Map<string, Grid>()
  kept.set(month.offered, grids)
  const known = grids.get(key)
  if (known) return known
  const days = byDay(frame.zones, frame.zone, month.offered)
  const made = { days, grid: written(frame, month, days, today) }
  if (grids.size >= MOST_KEPT) grids.clear()
  grids.set(key, made)
  return made
}

/** The grid with one day marked as the chosen one, if it is a free one. */
export function withChosen({ text }: Markup, day: number): Markup {
  const name = ` id="d${day}"`
  return new Markup(text.replace(name, `${name} aria-current="true"`))
}

function written(frame: Frame, month: Month, days: Map<number, Interval[]>, today: number): Markup {
  const { locale } = frame
  const before = dayOf(`${month.month}-01`) - 1
  const cell = (day: number | undefined) =>
    day === undefined
      ? ''
      : cellOf(frame, month, {
          ...{ day, number: day - before },
          ...{ count: days.get(day)?.length, today: day === today },
        })
  const rows = weeksOf(month.month, firstWeekday(locale)).map(
    (week) => html`<tr>${joined(week.map((day) => html`<td>${cell(day)}</td>`))}</tr>`,
  )
  return html`<thead><tr>${weekdays(locale)}</tr></thead><tbody>${joined(rows)}</tbody>`
}

function weekdays(locale: Locale): Markup {
  const each = weekWords(locale)
  return joined(each.map(({ short, whole }) => html`<th scope="col" abbr="${whole}">${short}</th>`))
}

interface Cell {
  day: number
  /** The day of the month. */
  number: number
  /** How many times it has. */
  count?: number
  today: boolean
}

function cellOf(frame: Frame, { month, link }: Month, { day, number, count, today }: Cell): Markup {
  if (!count) return html`<span class="${today ? 'day today' : 'day'}">${number}</span>`
  const { zones, locale, words } = frame
  const href = link({ month, day: `${month}-${String(number).padStart(2, '0')}` })
  const free = words.pick.free(count)
  const date = dayWords(zones, day, locale) + (today ? `, ${words.pick.today}` : '')
  const look = today ? 'day free today' : 'day free'
  // Read out as one text, for of a date in parts browsers make words with gaps between; the eye sees the numbers.
  const name = html`<span class="unseen">${date}, ${count} ${free}</span>`
  const seen = html`<span aria-hidden="true">${number}<small>${count}<i> ${free}</i></small></span>`
  return html`<a class="${look}" id="d${day}" href="${href}" data-day="${day}" data-swap>${name}${seen}</a>`
}
