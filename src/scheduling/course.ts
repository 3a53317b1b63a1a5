import { DAY_MS } from './date.ts'
/**
 * The offsets of one zone through time: `offset_ms[0]` holds before `at_ms[0]`, `offset_ms[i + 1]` from `at_ms[i]`
 * on. Ascending, and neighbours differ.
 */
export interface Course {
  at_ms: number[]
  offset_ms: number[]
}

/**
 * Unpacks a line "name|abbreviations|offsets|indices|differences|population" (moment-timezone documentation,
 * "Data Formats": minutes in base 60, offsets positive west of Greenwich). Throws an `Error` that names the zone.
 */
export function unpackCourse(line: string): Course {
  const [name, , offsets, indices, differences] = line.split('|')
  if (!name || !offsets || !indices || differences === undefined) throw damaged(name)
  const known_ms = offsets.split(' ').map((text) => 0 - Math.round(base60(text) * 60_000))
  const offset_ms = Array.from(indices, (digit) => known_ms[base60(digit)] ?? Number.NaN)
  const at_ms = runningSum(differences)
  if (at_ms.length !== offset_ms.length - 1 || !isSound(at_ms, offset_ms)) throw damaged(name)
  return withoutIdle(at_ms, offset_ms)
}

function damaged(name: string | undefined): Error {
  return new Error(`The packed time zone data of "${(name ?? '').slice(0, 40)}" are damaged`)
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWX'

/** A number in base 60 with an optional minus and fraction; `NaN` when it is not one. */
function base60(text: string): number {
  const [, minus, whole = '', fraction = ''] = /^(-?)(\w*)(?:\.(\w+))?$/.exec(text) ?? []
  if (whole + fraction === '') return Number.NaN
  const digits = Array.from(whole + fraction, (digit) => DIGITS.indexOf(digit))
  if (digits.includes(-1)) return Number.NaN
  const value = digits.reduce((sum, digit) => sum * 60 + digit, 0) / 60 ** fraction.length
  return minus === '-' ? -value : value
}

/** The instants of the changes: the first since the epoch, each further one since the one before it. */
function runningSum(differences: string): number[] {
  if (differences === '') return []
  let at_ms = 0
  return differences.split(' ').map((text) => {
    at_ms += Math.round(base60(text) * 60_000)
    return at_ms
  })
}

function isSound(at_ms: number[], offset_ms: number[]): boolean {
  return (
    offset_ms.every((offset) => Math.abs(offset) < DAY_MS) &&
    at_ms.every((at, i) => Number.isFinite(at) && (i === 0 || at > at_ms[i - 1]!))
  )
}

/** Drops changes of name or of the daylight flag that leave the offset as it was. */
function withoutIdle(at_ms: number[], offset_ms: number[]): Course {
  const real = at_ms.map((_, i) => i).filter((i) => offset_ms[i] !== offset_ms[i + 1])
  return {
    at_ms: real.map((i) => at_ms[i]!),
    offset_ms: [offset_ms[0]!, ...real.map((i) => offset_ms[i + 1]!)],
  }
}
