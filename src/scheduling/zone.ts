import { Problem } from '../lib/problem.ts'
import { type Course, unpackCourse } from './course.ts'
import { type Packed, packed } from './packed.ts'

/** A change of a zone's offset from UTC: until `at_ms` it was `before_ms`, from `at_ms` on it is `after_ms`. */
export interface Transition {
  at_ms: number
  before_ms: number
  after_ms: number
}

/**
 * The rules of every time zone, as one release of the IANA Time Zone Database has them. The runtime's own rules
 * are stale and its release unknown, so every offset comes from here. A zone that is not known throws the
 * problem `unknown_time_zone`; ask `has` first. Before the first change of a zone its first offset holds, after
 * its last change the last one: the data reach the year 2499 (see `zonesFrom` for the least that is accepted).
 */
export interface Zones {
  /** The release, such as `2026f`. */
  readonly version: string
  /** Every name that `has` knows, old names included, in alphabetical order. */
  names(): string[]
  /** True for a name of the database, spelled exactly. */
  has(zone: string): boolean
  /** The name that holds the rules, or the name itself. It may be another city's (Europe/Oslo: Europe/Berlin). */
  canonical(zone: string): string
  /** Local time minus UTC at this instant, in milliseconds; positive east of Greenwich. */
  offset_ms(zone: string, at_ms: number): number
  /** The changes of offset in [from_ms, until_ms), ascending. A change of the zone's abbreviation alone is none. */
  transitions(zone: string, from_ms: number, until_ms: number): Transition[]
}

let ofTheBinary: Zones | undefined

/** The rules that travel with the program. */
export function bundledZones(): Zones {
  ofTheBinary ??= zonesOf(packed())
  return ofTheBinary
}

/**
 * Rules from the text of a file: the packed JSON of the npm package moment-timezone (data/packed/latest.json).
 * Checks every zone and throws an `Error` that names the fault; data that end before 2037 are refused, for they
 * would answer winter time in a summer that they do not know.
 */
export function zonesFrom(text: string): Zones {
  const data = parse(text)
  const zones = zonesOf(data)
  const reach = Math.max(...data.zones.map((line) => unpackCourse(line).at_ms.at(-1) ?? 0))
  if (reach < Date.UTC(2037, 0)) throw unfit(`they end in ${new Date(reach).getUTCFullYear()}, before 2037`)
  const astray = zones.names().find((name) => !zones.has(name))
  if (astray !== undefined) throw unfit(`"${astray.slice(0, 40)}" links to a zone that is missing`)
  if (!zones.has('UTC')) throw unfit('the zone UTC is missing')
  return zones
}

function parse(text: string): Packed {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    throw unfit('the text is not JSON')
  }
  if (typeof data !== 'object' || data === null) throw unfit('the JSON is not an object')
  const { version, zones, links } = data as Record<string, unknown>
  if (typeof version !== 'string' || version === '') throw unfit('"version" is missing')
  if (!isTexts(zones) || zones.length === 0) throw unfit('"zones" is not a list of packed zones')
  if (!isTexts(links)) throw unfit('"links" is not a list of packed links')
  return { version, zones, links }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function unfit(why: string): Error {
  return new Error(`These are not the packed time zone data of moment-timezone: ${why}`)
}

function zonesOf({ version, zones, links }: Packed): Zones {
  const lines = new Map(zones.map((line) => [line.slice(0, line.indexOf('|')), line]))
  const targets = new Map(links.map((link) => [link.slice(link.indexOf('|') + 1), link]))
  const courses = new Map<string, Course>()
  const canonical = (zone: string) => {
    const link = lines.has(zone) ? undefined : targets.get(zone)
    return link === undefined ? zone : link.slice(0, link.indexOf('|'))
  }
  // A process needs a few of six hundred zones, so each is unpacked when it is first asked for.
  const courseOf = (zone: string): Course => {
    const known = courses.get(zone)
    if (known) return known
    const line = lines.get(canonical(zone))
    if (line === undefined)
      throw new Problem('unknown_time_zone', `"${zone.slice(0, 60)}" is not a time zone name`)
    const course = lines.has(zone) ? unpackCourse(line) : courseOf(canonical(zone))
    courses.set(zone, course)
    return course
  }
  return {
    version,
    names: () => [...lines.keys(), ...targets.keys()].sort(),
    has: (zone) => lines.has(canonical(zone)),
    canonical,
    offset_ms: (zone, at_ms) => {
      const { at_ms: changes, offset_ms } = courseOf(zone)
      return offset_ms[changesUntil(changes, at_ms)]!
    },
    transitions: (zone, from_ms, until_ms) => transitionsOf(courseOf(zone), from_ms, until_ms),
  }
}

function transitionsOf(
  { at_ms: changes, offset_ms }: Course,
  from_ms: number,
  until_ms: number,
): Transition[] {
  const found: Transition[] = []
  for (let i = changesUntil(changes, from_ms - 1); i < changes.length && changes[i]! < until_ms; i++) {
    found.push({ at_ms: changes[i]!, before_ms: offset_ms[i]!, after_ms: offset_ms[i + 1]! })
  }
  return found
}

/** How many changes have happened at or before this instant; a binary search. */
function changesUntil(changes: number[], at_ms: number): number {
  let low = 0
  let high = changes.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (changes[middle]! <= at_ms) low = middle + 1
    else high = middle
  }
  return low
}
