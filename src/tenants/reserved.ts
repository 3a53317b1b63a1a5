import type { Fault } from '../lib/problem.ts'

/** Pages stand under `/{tenant}`, so what the server answers itself can be no tenant's slug. */
const RESERVED = new Set(
  (
    'v1 v2 api admin console dev docs swagger assets static embed healthz readyz metrics health ' +
    'b booking bookings confirm cancel reschedule'
  ).split(' '),
)

/** True for what can be no tenant's slug. */
export function isReserved(slug: string): boolean {
  return RESERVED.has(slug)
}

/** True for what can be no meeting type's slug: the pages of bookings stand beside those of meeting types. */
export function isReservedType(slug: string): boolean {
  return slug === 'booking'
}

/** The fault of a slug that is reserved. */
export function reservedFault(slug: string, isReserved: (slug: string) => boolean): Fault | undefined {
  return isReserved(slug)
    ? { path: 'slug', message: `must not be "${slug}", which Holdfast uses itself` }
    : undefined
}
