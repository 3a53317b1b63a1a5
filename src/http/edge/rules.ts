import type { Allowance } from '../../lib/limit.ts'

/** How often something may be asked for: by one address, and of one tenant by all together. */
export interface Rule {
  name: string
  address: Allowance
  tenant?: Allowance
}

const HOLD: Rule = {
  name: 'hold',
  address: { burst: 20, per_minute: 60 },
  tenant: { burst: 300, per_minute: 3000 },
}
const PROVE: Rule = { name: 'prove', address: { burst: 30, per_minute: 60 } }
const LINKS: Rule = { name: 'links', address: { burst: 5, per_minute: 10 } }
const LOOK: Rule = {
  name: 'look',
  address: { burst: 120, per_minute: 600 },
  tenant: { burst: 1200, per_minute: 12_000 },
}
const ADMIN: Rule = { name: 'admin', address: { burst: 200, per_minute: 1200 } }
const OTHER: Rule = { name: 'other', address: { burst: 300, per_minute: 1800 } }

/** Every rule, for who makes the counters. */
export const RULES = [HOLD, PROVE, LINKS, LOOK, ADMIN, OTHER]

export interface Ruling {
  rule: Rule
  /** The slug that the path names, whether there is such a tenant or not. */
  tenant?: string
}

/**
 * The rule for a request. There is none for probes and scrapers, nor for what Microsoft and Zoom post: all of it comes
 * from a few addresses, has no second try that is certain, and is judged by its secret before anything is stored.
 */
export function rulingOn(method: string, written: string): Ruling | undefined {
  const ruling = rulingOnPath(method, plain(written))
  // No tenant has such a name, and whoever makes up thousands must not fill the memory with them.
  return ruling?.tenant && ruling.tenant.length > LONGEST_SLUG ? { rule: ruling.rule } : ruling
}

const LONGEST_SLUG = 60

function rulingOnPath(method: string, path: string): Ruling | undefined {
  if (path.startsWith('/v1/')) return rulingOnApi(method, path)
  if (UNLIMITED.has(path)) return undefined
  const [, tenant] = /^\/([a-z0-9-]+)(?:\/[a-z0-9-]+)/.exec(path) ?? []
  if (tenant === undefined || OURS.has(tenant)) return { rule: OTHER }
  if (method === 'POST') return { rule: ruleOfForm(path), tenant }
  return { rule: LOOK, tenant }
}

/**
 * Routes read `%61cme` as `acme`, and a path with a slash at its end as the one without; it must not be counted as
 * another's, nor as nobody's.
 */
function plain(path: string): string {
  const read = path.includes('%') ? path.replace(LETTERS, decodeURIComponent) : path
  return read.length > 1 && read.endsWith('/') ? read.slice(0, -1) : read
}

/** Letters, digits and the hyphen, written by their number: of these are names of tenants and acts made. */
const LETTERS = /%(2d|3\d|[46][1-9a-f]|[57][\da])/gi

function ruleOfForm(path: string): Rule {
  if (path.endsWith('/booking/links')) return LINKS
  return path.includes('/booking/') ? PROVE : HOLD
}

const UNLIMITED = new Set(['/healthz', '/readyz', '/metrics'])
/** First parts of paths that are no tenant's. */
const OURS = new Set(['assets', 'dev', 'swagger'])

function rulingOnApi(method: string, path: string): Ruling | undefined {
  const [, , area, name, thing] = path.split('/')
  if (area === 'webhooks') return undefined
  if (area === 'admin') return { rule: ADMIN }
  if (area === 'tenants') return { rule: method === 'POST' && thing === 'holds' ? HOLD : LOOK, tenant: name }
  if (area === 'bookings' && method === 'POST') return { rule: thing === 'links' ? LINKS : PROVE }
  return { rule: OTHER }
}
