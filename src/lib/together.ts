/**
 * Does `work` for all items at once, and when that fails for each alone: one that cannot be done takes no other with
 * it. Never rejects; an answer is an error where that item could not be done.
 */
export async function together<Item, Answer>(
  items: Item[],
  work: (items: Item[]) => Promise<(Answer | Error)[]>,
): Promise<(Answer | Error)[]> {
  try {
    return await work(items)
  } catch (error) {
    if (items.length > 1) return (await Promise.all(items.map((item) => together([item], work)))).flat()
    return [error instanceof Error ? error : new Error(String(error))]
  }
}
