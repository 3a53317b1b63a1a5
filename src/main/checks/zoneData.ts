import type { Zones } from '../../scheduling/zone.ts'
import { bad, type Finding, good, reasonOf, warning } from './finding.ts'

const ABOUT = 'time zones'

/** Whether the rules of time zones may be out of date. Releases are named by their year and a letter. */
export function checkZoneData({ version }: Pick<Zones, 'version'>, now: Date): Finding[] {
  const year = Number.parseInt(version, 10)
  if (year >= now.getUTCFullYear()) return [good(ABOUT, `The rules are those of ${version}.`)]
  const advice = 'Update Holdfast, or set TZDATA_FILE to newer data.'
  return [warning(ABOUT, `The rules are those of ${version}; zones may have changed since.`, advice)]
}

/** Says that the rules in TZDATA_FILE cannot be used. */
export function unusable(file: string | undefined, error: unknown): Finding {
  const advice = 'Unset it, or let it name the packed JSON of moment-timezone.'
  return bad(ABOUT, `TZDATA_FILE ${file} cannot be used: ${reasonOf(error)}.`, advice)
}
