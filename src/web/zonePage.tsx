import { formatOffset } from '../scheduling/format.ts'
import { documentOf } from './document.tsx'
import { type Frame, frameOf, type Request } from './frame.ts'
import { Icon } from './icon.tsx'
import { clockWords } from './words.ts'
import { type Place, type Region, regionsOf } from './zoneList.ts'

export interface ZoneProps {
  /** The calendar in that zone. */
  back(zone: string): string
}

/** Every zone with its present local time: a list by region, and with the script a search over it. */
export function zonePage(request: Request, { back }: ZoneProps): string {
  const frame = frameOf(request)
  const { words } = frame
  return documentOf(frame, {
    title: words.zone.title,
    kind: 'zone',
    children: (
      <div class="card zones" id="zones">
        <div class="zonehead">
          <h1 tabIndex={-1}>{words.zone.title}</h1>
          <a class="round" href={back(frame.zone)} aria-label={words.zone.close} data-close>
            <Icon name="cross" />
          </a>
        </div>
        <Search frame={frame} />
        {regionsOf(frame.zones, frame.locale).map((region) => (
          <RegionList key={region.name} frame={frame} region={region} back={back} />
        ))}
      </div>
    ),
  })
}

/** Shown by the script, which does the searching; without it nobody sees it, style sheet or not. */
function Search({ frame: { words } }: { frame: Frame }) {
  return (
    <div hidden>
      <div class="field">
        <label for="find">{words.zone.search}</label>
        <input id="find" type="search" autocomplete="off" spellcheck={false} />
        <p
          class="hint"
          id="found"
          role="status"
          data-one={words.zone.found(1)}
          data-many={words.zone.found(2)}
        >
          {' '}
        </p>
        <p class="hint" id="none" hidden>
          {words.zone.none}
        </p>
      </div>
    </div>
  )
}

interface RegionProps {
  frame: Frame
  region: Region
  back(zone: string): string
}

function RegionList({ frame, region: { name, places }, back }: RegionProps) {
  const { words, zone } = frame
  const label = name === 'fixed' ? words.zone.fixed : words.zone.regions[name]
  return (
    <details open={places.some((place) => place.zone === zone)}>
      <summary>
        {label} <small>{places.length}</small>
      </summary>
      <ul>
        {places.map((place) => (
          <PlaceLine key={place.zone} frame={frame} place={place} href={back(place.zone)} />
        ))}
      </ul>
    </details>
  )
}

function PlaceLine({ frame, place, href }: { frame: Frame; place: Place; href: string }) {
  const { zones, locale, now_ms, zone, words } = frame
  return (
    <li data-find={`${place.zone.replace(/^\w+\//, '')} ${place.also}`}>
      <a href={href} aria-current={place.zone === zone ? 'true' : undefined} data-swap>
        {place.city}
        <small>{formatOffset(zones, place.zone, now_ms)}</small>
        <span>
          <span class="unseen">{words.zone.now('')}</span>
          {clockWords(zones, place.zone, now_ms, locale)}
        </span>
      </a>
    </li>
  )
}
