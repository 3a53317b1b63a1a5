import { type Fault, Problem } from '../lib/problem.ts'

/** Throws `invalid_request` with every fault among these, when there is one. */
export function refuse(...found: (Fault | undefined | false)[]): void {
  const errors = found.filter((fault) => fault !== undefined && fault !== false)
  if (errors.length === 0) return
  const detail = errors.length === 1 ? 'One field is not valid' : `${errors.length} fields are not valid`
  throw new Problem('invalid_request', detail, { errors })
}

/** The conflict of a slug that another thing of the same kind has. */
export function taken(slug: string): Problem {
  const message = `is taken: "${slug}" exists already`
  return new Problem('conflict', `"${slug}" exists already`, { errors: [{ path: 'slug', message }] })
}
