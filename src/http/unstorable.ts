import type { Fault } from '../lib/problem.ts'

const MESSAGE = 'has a character that cannot be stored'

/** Every text in `value` with a NUL or half a surrogate pair: JSON can spell them, databases refuse them. */
export function unstorable(value: unknown, path: string[] = []): Fault[] {
  if (typeof value === 'string') return isStorable(value) ? [] : [faultAt(path)]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    isStorable(key) ? unstorable(inner, [...path, key]) : [faultAt(path)],
  )
}

/** True for text that every database can keep as it is. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

function faultAt(path: string[]): Fault {
  return { path: path.join('.') || 'body', message: MESSAGE }
}
