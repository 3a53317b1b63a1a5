/** Which part of a list: at most `limit` items, those after the one that `cursor` names. */
export interface Page {
  limit: number
  cursor?: string
}

export interface PageOf<Item> {
  items: Item[]
  /** Null at the end. */
  next_cursor: string | null
}

/** A page of a query: `read` is asked for one row more than shown, which tells whether more follow. */
export async function paged<Row extends { id: string }>(
  { limit }: Page,
  read: (limit: number) => Promise<Row[]>,
): Promise<PageOf<Row>> {
  const rows = await read(limit + 1)
  return cut(rows, limit, ({ id }) => id)
}

/** A page of what is in memory, in the order of its slugs. */
export function pageOfAll<Item extends { slug: string }>(
  all: Iterable<Item>,
  { limit, cursor = '' }: Page,
): PageOf<Item> {
  const sorted = [...all].filter(({ slug }) => slug > cursor).sort((a, b) => (a.slug < b.slug ? -1 : 1))
  return cut(sorted, limit, ({ slug }) => slug)
}

/** The same page with each item as it is shown. */
export function shown<Item, Shown>({ items, next_cursor }: PageOf<Item>, show: (item: Item) => Shown) {
  return { items: items.map(show), next_cursor }
}

function cut<Item>(rows: Item[], limit: number, cursorOf: (item: Item) => string): PageOf<Item> {
  const items = rows.slice(0, limit)
  return { items, next_cursor: rows.length > limit ? cursorOf(items.at(-1)!) : null }
}
