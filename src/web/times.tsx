import { formatOffset } from '../scheduling/format.ts'
import type { Interval } from '../scheduling/interval.ts'
import { localOf } from '../scheduling/local.ts'
import type { Frame } from './frame.ts'
import { clockWords, dayWords, momentOf, phraseOf } from './words.ts'

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
        <Part key={part} frame={frame} link={link} label={words.pick[part]} spans={spans} />
      ))}
    </section>
  )
}

type PartName = 'night' | 'morning' | 'afternoon' | 'evening'

function partsOf(frame: Frame, spans: Interval[]): { part: PartName; spans: Interval[] }[] {
  const parts: Record<PartName, Interval[]> = { night: [], morning: [], afternoon: [], evening: [] }
  for (const span of spans) {
    const { hour } = localOf(frame.zones, frame.zone, span.from_ms)
    parts[partOf(hour)].push(span)
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
  label: string
  spans: Interval[]
}

function Part({ frame, link, label, spans }: PartProps) {
  const { zones, zone, locale } = frame
  const clocks = spans.map((span) => clockWords(zones, zone, span.from_ms, locale))
  return (
    <>
      <h3>{label}</h3>
      <ul class="slots">
        {spans.map((span, i) => (
          <li key={span.from_ms}>
            <a
              class="slot"
              href={link(span.from_ms)}
              aria-label={phraseOf(momentOf(zones, zone, span, locale))}
            >
              {clocks[i]}
              {/* When the clocks go back, one time of day comes twice. */}
              {clocks.indexOf(clocks[i]!) !== clocks.lastIndexOf(clocks[i]!) && (
                <small>{formatOffset(zones, zone, span.from_ms)}</small>
              )}
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}
