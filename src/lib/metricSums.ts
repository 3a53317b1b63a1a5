/** Values under one set of labels on their way to the library, which goes through the labels anew for each value it is told. */
interface Waiting {
  add(value: number): void
  /** Tells the library all that waits. */
  tell(): void
}

/** Adds values up, and tells their sum. */
export function summing(inc: (by: number) => void): Waiting {
  let sum = 0
  return {
    add: (by) => {
      sum += by
    },
    tell: () => {
      inc(sum)
      sum = 0
    },
  }
}

/** More than this many observations do not wait for a scrape. */
const MOST_LISTED = 1000

/** Keeps values as they come, and tells each. */
export function listing(observe: (value: number) => void): Waiting {
  const values: number[] = []
  const tell = () => {
    for (const value of values) observe(value)
    values.length = 0
  }
  return {
    add: (value) => {
      if (values.push(value) >= MOST_LISTED) tell()
    },
    tell,
  }
}

/** Past this many the memory is emptied; it is only a shorter way. */
const MOST_REMEMBERED = 5000

/** What waits, by name and labels; `make` is called for those that are not remembered. */
export function waiting(make: (name: string, labels: Record<string, string>) => Waiting) {
  const known = new Map<string, Waiting>()
  const tell = () => {
    for (const one of known.values()) one.tell()
  }
  const remember = (key: string, one: Waiting) => {
    if (known.size >= MOST_REMEMBERED) {
      tell()
      known.clear()
    }
    known.set(key, one)
    return one
  }
  return {
    under: (name: string, labels: Record<string, string>): Waiting => {
      let key = name
      for (const label in labels) key += `\n${labels[label]}`
      return known.get(key) ?? remember(key, make(name, labels))
    },
    tell,
  }
}
