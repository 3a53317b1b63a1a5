interface Waiting<Item, Answer> {
  item: Item
  resolve(answer: Answer): void
  reject(error: unknown): void
}

/**
 * Gathers items that arrive while a batch is under way and hands them to `work` together, at most `most`
 * at a time and `lanes` batches at once; both are read anew for each batch. `work` answers in the order of its items; an answer that is an
 * `Error` rejects that one caller. Many small transactions become few larger ones, and nobody waits for a timer.
 */
export function gather<Item, Answer>(
  work: (items: Item[]) => Promise<(Answer | Error)[]>,
  limits: { most: number; lanes?: number },
): (item: Item) => Promise<Answer> {
  const queue: Waiting<Item, Answer>[] = []
  let running = 0
  const start = () => {
    if (running >= (limits.lanes ?? 1) || queue.length === 0) return
    running += 1
    // One turn of the loop lets the other requests that have already arrived join.
    setImmediate(run)
  }
  const run = async () => {
    const batch = queue.splice(0, limits.most)
    await settle(batch, work)
    running -= 1
    start()
  }
  return (item) =>
    new Promise<Answer>((resolve, reject) => {
      queue.push({ item, resolve, reject })
      start()
    })
}

async function settle<Item, Answer>(
  batch: Waiting<Item, Answer>[],
  work: (items: Item[]) => Promise<(Answer | Error)[]>,
) {
  if (batch.length === 0) return
  try {
    const answers = await work(batch.map((waiting) => waiting.item))
    batch.forEach((waiting, i) => {
      const answer = answers[i]
      if (answer instanceof Error) waiting.reject(answer)
      else waiting.resolve(answer as Answer)
    })
  } catch (error) {
    for (const waiting of batch) waiting.reject(error)
  }
}
