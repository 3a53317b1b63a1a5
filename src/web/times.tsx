import { formatOffset, formatZone } from '../scheduling/format.ts'
import type { Interval } from '../scheduling/interval.ts'
import type { Frame } from './frame.ts'
import { html, joined, Written } from './markup.ts'
import { clockWords, dayWords, phraseOf, rangeWords } from './words.ts'

interface TimesProps {
  frame: Frame
  /** Where a time leads. */
  link(from_ms: number): string
  /** Day number. */
  day: number
  spans?: Interval[]
}

/** The free times of the chosen day by part of the day, each named by its whole phrase. */
export function Times({ frame, link, day, spans = [] }: TimesProps) {
  const { words, zones, locale } = frame
  const date = dayWords(zones, day, locale)
  return (
    <section class="times" aria-labelledby="day">
      <h2 id="day" tabIndex={-1} data-say={words.pick.times(spans.length)}>
        {date}
      </h2>
      {spans.length === 0 && <p class="prompt">{words.pick.noneThatDay}</p>}
      {partsOf(frame, spans).map(({ part, spans }) => (
        <Part key={part} frame={frame} link={link} date={date} label={words.pick[part]} spans={spans} />
      ))}
    </section>
  )
}

const HOUR_MS = 3_600_000

type PartName = 'night' | 'morning' | 'afternoon' | 'evening'

function partsOf(frame: Frame, spans: Interval[]): { part: PartName; spans: Interval[] }[] {
  const parts: Record<PartName, Interval[]> = { night: [], morning: [], afternoon: [], evening: [] }
  for (const span of spans) {
    const wall_ms = span.from_ms + frame.zones.offset_ms(frame.zone, span.from_ms)
    parts[partOf(Math.floor(wall_ms / HOUR_MS) % 24)].push(span)
  }
  return (Object.keys(parts) as PartName[])
    .map((part) => ({ part, spans: parts[part] }))
    .filter((each) => each.spans.length > 0)
}

function partOf(hour: number): PartName {
  if (hour < 6) return 'night'
  if (hour < 12) return 'morning'
  return hour < 18 ? 'afternoon' : 'evening'
}

interface PartProps {
  frame: Frame
  link(from_ms: number): string
  /** The day in words. */
  date: string
  label: string
  spans: Interval[]
}

function Part({ frame, link, date, label, spans }: PartProps) {
  const { zones, zone, locale } = frame
  const clocks = spans.map((span) => clockWords(zones, zone, span.from_ms, locale))
  const zoneWords = zoneWordsOf(frame)
  const slots = spans.map((span, i) => {
    const clock = clocks[i]!
    // When the clocks go back, one time of day comes twice.
    const twice = clocks.indexOf(clock) !== clocks.lastIndexOf(clock)
    const offset = twice ? html`<small>${formatOffset(zones, zone, span.from_ms)}</small>` : ''
    const time = rangeWords(zones, zone, span, locale)
    const name = phraseOf({ date, time, zone: zoneWords(span.from_ms) })
    return html`<li><a class="slot" href="${link(span.from_ms)}" aria-label="${name}">${clock}${offset}</a></li>`
  })
  return (
    <>
      <h3>{label}</h3>
      <ul class="slots">
        <Written html={joined(slots)} />
      </ul>
    </>
  )
}

/** The zone in words at an instant; written once for as long as its offset stays. */
function zoneWordsOf({ zones, zone, locale }: Frame): (at_ms: number) => string {
  let [offset_ms, words] = [Number.NaN, '']
  return (at_ms) => {
    const now_ms = zones.offset_ms(zone, at_ms)
    if (now_ms !== offset_ms) [offset_ms, words] = [now_ms, formatZone(zones, zone, at_ms, locale)]
    return words
  }
}
