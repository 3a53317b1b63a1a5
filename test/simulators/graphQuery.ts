import { refuse } from './graphRefusal.ts'
import { type Asked, instantOf } from './graphWire.ts'
import type { GraphWorld, SimEvent } from './graphWorld.ts'
import type { SimReply, SimRequest } from './serve.ts'

const EXPANDED = /^singleValueExtendedProperties\(\$filter=id eq '([^']+)'\)$/

/** What the query and the preferences of a request ask of its reply. */
export function askedOf({ url, headers }: SimRequest): Asked {
  const select = url.searchParams.get('$select')?.split(',')
  const expand = url.searchParams.get('$expand')
  const property = expand ? EXPANDED.exec(expand)?.[1] : undefined
  if (expand && !property) refuse(400, 'ErrorInvalidUrlQuery', 'The $expand is not supported.')
  return {
    immutable: /IdType="ImmutableId"/i.test(headers.prefer ?? ''),
    select: select?.filter((field) => field !== 'id'),
    properties: property ? [property] : [],
  }
}

const CLAUSES: [RegExp, (world: GraphWorld, event: SimEvent, parts: string[]) => boolean][] = [
  [
    /^start\/dateTime lt '([^']+)'$/,
    (world, event, [at]) => event.start_ms < instantOf(world, { dateTime: at, timeZone: 'UTC' }),
  ],
  [
    /^end\/dateTime gt '([^']+)'$/,
    (world, event, [at]) => event.end_ms > instantOf(world, { dateTime: at, timeZone: 'UTC' }),
  ],
  [
    /^singleValueExtendedProperties\/Any\(ep: ep\/id eq '([^']+)' and ep\/value eq '((?:[^']|'')*)'\)$/i,
    // The name compares with case, the value without.
    (_, event, [id, value = '']) =>
      event.properties.some((one) => one.id === id && sameText(one.value, value.replaceAll("''", "'"))),
  ],
  [
    /^singleValueExtendedProperties\/Any\(ep: ep\/id eq '([^']+)' and ep\/value ne null\)$/i,
    (_, event, [id]) => event.properties.some((one) => one.id === id),
  ],
]

/** The events that a `$filter` lets through; refuses what it cannot read. */
export function filtered(world: GraphWorld, events: SimEvent[], filter: string | null): SimEvent[] {
  if (!filter) return events
  // Clauses are joined by "and", which also stands inside the brackets of Any(…).
  const clauses = filter.split(/ and (?![^(]*\))/)
  return clauses.reduce((left, clause) => {
    const known = CLAUSES.find(([pattern]) => pattern.test(clause.trim()))
    if (!known)
      refuse(400, 'ErrorInvalidUrlQueryFilter', 'The query filter contains one or more invalid nodes.')
    const parts = known[0].exec(clause.trim())!.slice(1)
    return left.filter((event) => known[1](world, event, parts))
  }, events)
}

/** One page of items, with the link to the next. */
export function page(world: GraphWorld, request: SimRequest, origin: string, items: unknown[]): SimReply {
  const { quirks } = world
  const query = request.url.searchParams
  const preferred = /odata\.maxpagesize=(\d+)/.exec(request.headers.prefer ?? '')?.[1]
  const size = Math.min(Number(query.get('$top') ?? preferred ?? 10), quirks.page_size)
  const token = query.get('$skiptoken')
  if (token === null && quirks.empty_page) return answer([], 0)
  const from = Number(token ?? 0)
  return answer(items.slice(from, from + size), from + size < items.length ? from + size : undefined)

  function answer(value: unknown[], next: number | undefined): SimReply {
    if (next === undefined) return { status: 200, body: { value } }
    const link = new URL(`${origin}${request.url.pathname}${request.url.search}`)
    link.searchParams.set('$skiptoken', String(next))
    return { status: 200, body: { value, '@odata.nextLink': link.href } }
  }
}

function sameText(a: string, b: string) {
  return a.toLowerCase() === b.toLowerCase()
}
