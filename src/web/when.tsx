import type { Interval } from '../scheduling/interval.ts'
import { sameClocks } from '../scheduling/local.ts'
import type { Frame } from './frame.ts'
import { momentOf, phraseOf } from './words.ts'

/** The whole weekday, date, time and zone of a booking, and the tenant's own where its clocks differ. */
export function When({ frame, span, former }: { frame: Frame; span: Interval; former?: boolean }) {
  const { zones, zone, locale, words } = frame
  const moment = momentOf(zones, zone, span, locale)
  const there = elsewhere(frame, span)
  const Line = former ? 's' : 'span'
  return (
    <div class="when">
      <time dateTime={new Date(span.from_ms).toISOString()}>
        <Line class="date">{moment.date}</Line>
        <Line class="time">{moment.time}</Line>
        <Line class="zone">{moment.zone}</Line>
      </time>
      {there && !former && <p class="there">{words.elsewhere(there)}</p>}
    </div>
  )
}

/** The span in the tenant's zone as one phrase, or `undefined` where the customer's clocks show the same. */
export function elsewhere(frame: Frame, span: Interval): string | undefined {
  const { zones, zone, brand, locale } = frame
  if (!brand || sameClocks(zones, zone, brand.time_zone, span)) return
  return phraseOf(momentOf(zones, brand.time_zone, span, locale))
}
