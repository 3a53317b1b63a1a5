import type { Interval } from '../scheduling/interval.ts'
import type { Frame } from './frame.ts'
import { type Moment, momentOf } from './words.ts'

/** The nearest free times as a choice of a form, the first one chosen. Field `start`. Whoever has typed is told that it is kept. */
export function NearRadios({ frame, spans, typed }: { frame: Frame; spans: Interval[]; typed: boolean }) {
  const { near } = frame.words
  if (spans.length === 0) return <p class="note">{typed ? near.none : near.noOther}</p>
  return (
    <fieldset class="field near">
      <legend>{typed ? near.kept : near.other}</legend>
      {spans.map((span, i) => (
        <label key={span.from_ms} class="radio tall">
          <input type="radio" name="start" value={new Date(span.from_ms).toISOString()} checked={i === 0} />
          <Lines moment={momentOf(frame.zones, frame.zone, span, frame.locale)} />
        </label>
      ))}
    </fieldset>
  )
}

/** The same as buttons, each of which sends its form at once. Field `start`. */
export function NearButtons({ frame, spans }: { frame: Frame; spans: Interval[] }) {
  return (
    <ul class="near">
      {spans.map((span) => {
        const moment = momentOf(frame.zones, frame.zone, span, frame.locale)
        return (
          <li key={span.from_ms}>
            <button
              class="button tall"
              type="submit"
              name="start"
              value={new Date(span.from_ms).toISOString()}
            >
              <Lines moment={moment} />
            </button>
          </li>
        )
      })}
    </ul>
  )
}

function Lines({ moment: { date, time, zone } }: { moment: Moment }) {
  return (
    <span class="lines">
      <b>{time}</b>
      <span>{date}</span>
      <small>{zone}</small>
    </span>
  )
}
