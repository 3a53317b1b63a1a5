/** The same question, asked once at a time: whoever comes while it is being answered gets that answer. */
export function oneAnswer<T>(ask: () => Promise<T>): () => Promise<T> {
  let under: Promise<T> | undefined
  return () => {
    under ??= ask().finally(() => {
      under = undefined
    })
    return under
  }
}
