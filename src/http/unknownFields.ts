import type { Fault } from '../lib/problem.ts'

/** The fields of `given` that are gone from `kept`, which is the same value after its schema took out what it does not know. */
export function unknownFields(given: unknown, kept: unknown, path: string[] = []): Fault[] {
  if (!isComposite(given) || !isComposite(kept)) return []
  return Object.keys(given).flatMap((field) => {
    const here = [...path, field]
    if (!Object.hasOwn(kept, field)) return [{ path: here.join('.'), message: 'is not known here' }]
    return unknownFields(given[field], kept[field], here)
  })
}

function isComposite(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
