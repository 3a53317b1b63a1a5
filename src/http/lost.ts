import type { Fault } from '../lib/problem.ts'

/**
 * What of `given` is gone from `kept`, which is the same value after its schema took out what it does not know: fields
 * of another name, and values of another kind, of which nothing was left but an empty object or list.
 */
export function lostFrom(given: unknown, kept: unknown, path: string[] = []): Fault[] {
  if (!isComposite(kept)) return []
  if (!isComposite(given) || Array.isArray(given) !== Array.isArray(kept)) return [otherKind(kept, path)]
  return Object.keys(given).flatMap((field) => {
    const here = [...path, field]
    if (!Object.hasOwn(kept, field)) return [{ path: here.join('.'), message: 'is not known here' }]
    return lostFrom(given[field], kept[field], here)
  })
}

/** The faults that stand: those within a value of another kind speak of what nobody has given. */
export function besideLost(faults: Fault[], lost: Fault[]): Fault[] {
  const places = lost.map(({ path }) => path)
  return faults.filter(({ path }) => !places.some((place) => isWithin(path, place)))
}

const WHOLE = 'body'

function isWithin(path: string, place: string): boolean {
  return place === WHOLE || path === place || path.startsWith(`${place}.`)
}

function otherKind(kept: object, path: string[]): Fault {
  return {
    path: path.join('.') || WHOLE,
    message: Array.isArray(kept) ? 'must be a list' : 'must be an object',
  }
}

function isComposite(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
