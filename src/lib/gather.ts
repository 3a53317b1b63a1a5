interface Waiting<Item, Answer> {
  item: Item
  resolve(answer: Answer): void
  reject(error: unknown): void
}

/** How items are gathered; read anew for each batch. */
export interface Gathering {
  /** Items in a batch, at most. */
  most: number
  /** Batches at once; one unless said otherwise. */
  lanes?: number
  /** A batch waits for as long as every turn of the event loop brings more to it. */
  patient?: boolean
  /** Where so many wait already, who comes is rejected at once, with what `refusal` makes. */
  full?: { at: number; refusal: () => Error }
}

/**
 * Gathers items that arrive while a batch is under way and hands them to `work` together. `work` answers in the order
 * of its items; an answer that is an `Error` rejects that one caller. Many small transactions become few larger ones,
 * and nobody waits for a timer.
 */
export function gather<Item, Answer>(
  work: (items: Item[]) => Promise<(Answer | Error)[]>,
  limits: Gathering,
): (item: Item) => Promise<Answer> {
  const queue: Waiting<Item, Answer>[] = []
  let running = 0
  const start = () => {
    if (running >= (limits.lanes ?? 1) || queue.length === 0) return
    running += 1
    // One turn of the loop lets the other requests that have already arrived join.
    setImmediate(run, 0)
  }
  const run = async (seen: number) => {
    const { length } = queue
    if (limits.patient && length > seen && length < limits.most) return void setImmediate(run, length)
    const batch = queue.splice(0, limits.most)
    await settle(batch, work)
    running -= 1
    start()
  }
  return (item) =>
    new Promise<Answer>((resolve, reject) => {
      const { full } = limits
      if (full && queue.length >= full.at) return reject(full.refusal())
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
