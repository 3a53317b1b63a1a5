import type { AnyElysia } from 'elysia'
import { isReserved } from '../tenants/reserved.ts'

/** The methods that a path would answer, in capitals; none when no route has this path. */
export function methodsAt(app: AnyElysia, path: string): string[] {
  // The pages of tenants fit any path, but none of them is below a word that is no tenant's.
  const isPage = (pattern: string) => pattern.startsWith('/:')
  const isOurs = isReserved(path.split('/')[1] ?? '')
  const methods = app.routes
    .filter((route) => patternOf(route.path).test(path) && !(isOurs && isPage(route.path)))
    .map((route) => route.method.toUpperCase())
  const read = methods.includes('GET') ? ['HEAD'] : []
  return [...new Set([...methods, ...read])].sort()
}

/** `/a/:b` as an expression that the path must match whole. A slash at the end makes no difference. */
function patternOf(route: string): RegExp {
  const parts = route
    .replace(/\/$/, '')
    .split('/')
    .map((part) => (part === '*' ? '.*' : part.startsWith(':') ? '[^/]+' : RegExp.escape(part)))
  return new RegExp(`^${parts.join('/')}/?$`)
}
