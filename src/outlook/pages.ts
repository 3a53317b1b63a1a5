import type { z } from 'zod'
import type { Graph, GraphCall } from '../graph/request.ts'
import { Failure } from '../lib/failure.ts'
import { pageOf } from './wire.ts'

/** More pages than any honest list has; a link that leads in a circle ends here. */
const MOST_PAGES = 200

/** Every item of a list, all pages, empty ones included. */
export async function everyItem<Item>(
  graph: Graph,
  call: Omit<GraphCall<unknown>, 'method' | 'reply' | 'body'>,
  item: z.ZodType<Item>,
): Promise<Item[]> {
  const items: Item[] = []
  let path: string | null | undefined = call.path
  for (let page = 0; path; page += 1) {
    if (page === MOST_PAGES)
      throw new Failure('permanent', 'endless_pages', `${call.name}: the list does not end`)
    const reply: z.infer<ReturnType<typeof pageOf<Item>>> = await graph.call({
      ...call,
      path,
      method: 'GET',
      reply: pageOf(item),
    })
    items.push(...reply.value)
    path = reply['@odata.nextLink']
  }
  return items
}

/** A path with its query; Graph wants spaces as %20. */
export function pathWith(path: string, query: Record<string, string>): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `${path}?${pairs.join('&')}`
}

/** The path of a mailbox, or of something in it. */
export function pathOf(user: string, ...below: string[]): string {
  return ['/users', ...[user, ...below].map(encodeURIComponent)].join('/')
}
