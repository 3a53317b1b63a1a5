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
  const regions = regionsOf(frame.zones, frame.locale)
  const current = currentOf(frame, regions)
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
        {regions.map((region) => (
          <RegionList key={region.name} frame={frame} region={region} current={current} back={back} />
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

/** Browsers name some zones as they were once called (Asia/Calcutta); the list has one name for each place. */
function currentOf({ zones, zone }: Frame, regions: Region[]): string {
  const listed = regions.flatMap(({ places }) => places.map((place) => place.zone))
  const canonical = zones.canonical(zone)
  const own = [zone, canonical].find((name) => listed.includes(name))
  return own ?? listed.find((name) => zones.canonical(name) === canonical) ?? zone
}

interface RegionProps {
  frame: Frame
  current: string
  region: Region
  back(zone: string): string
}

function RegionList({ frame, region: { name, places }, current, back }: RegionProps) {
  const { words } = frame
  const label = name === 'fixed' ? words.zone.fixed : words.zone.regions[name]
  return (
    <details open={places.some((place) => place.zone === current)}>
      <summary>
        {label} <small>{places.length}</small>
      </summary>
      <ul>
        {places.map((place) => (
          <PlaceLine
            key={place.zone}
            frame={frame}
            place={place}
            isCurrent={place.zone === current}
            href={back(place.zone)}
          />
        ))}
      </ul>
    </details>
  )
}

interface PlaceProps {
  frame: Frame
  place: Place
  isCurrent: boolean
  href: string
}

function PlaceLine({ frame, place, isCurrent, href }: PlaceProps) {
  const { zones, locale, now_ms, words } = frame
  return (
    <li data-find={`${place.zone.replace(/^\w+\//, '')} ${place.also}`}>
      <a href={href} aria-current={isCurrent ? 'true' : undefined} data-swap>
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
