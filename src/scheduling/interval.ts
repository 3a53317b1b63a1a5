/** Half open: [from_ms, until_ms), epoch milliseconds. One that ends where it begins, or before, is empty. */
export interface Interval {
  from_ms: number
  until_ms: number
}

/** True when the two share an instant. What only touches does not overlap; what is empty overlaps nothing. */
export function overlaps(a: Interval, b: Interval): boolean {
  return Math.max(a.from_ms, b.from_ms) < Math.min(a.until_ms, b.until_ms)
}

/** Sorted by beginning; the same array, untouched, when it already is (looking costs one pass). */
export function sorted<Item extends Interval>(intervals: readonly Item[]): readonly Item[] {
  for (let i = 1; i < intervals.length; i++) {
    if (intervals[i - 1]!.from_ms > intervals[i]!.from_ms)
      return [...intervals].sort((a, b) => a.from_ms - b.from_ms)
  }
  return intervals
}

/** What both have in common; it ends before it begins where that is nothing. */
export function within(a: Interval, b: Interval): Interval {
  return { from_ms: Math.max(a.from_ms, b.from_ms), until_ms: Math.min(a.until_ms, b.until_ms) }
}

/** The union as few intervals as can be: sorted, apart, none empty. Linear when `intervals` is sorted. */
export function merge(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = []
  let last: Interval | undefined
  for (const { from_ms, until_ms } of sorted(intervals)) {
    if (from_ms >= until_ms) continue
    if (last && from_ms <= last.until_ms) {
      if (until_ms > last.until_ms) last.until_ms = until_ms
    } else {
      last = { from_ms, until_ms }
      merged.push(last)
    }
  }
  return merged
}

/** What of `whole` is in no interval of `taken`: sorted and apart. Linear when both are sorted. */
export function subtract(whole: readonly Interval[], taken: readonly Interval[]): Interval[] {
  const left: Interval[] = []
  const blocks = merge(taken)
  let next = 0
  for (const { from_ms, until_ms } of merge(whole)) {
    let from = from_ms
    while (next < blocks.length && blocks[next]!.until_ms <= from) next++
    // A block may reach into the next interval, so it is passed only when it ends before it.
    for (let i = next; i < blocks.length && blocks[i]!.from_ms < until_ms; i++) {
      if (blocks[i]!.from_ms > from) left.push({ from_ms: from, until_ms: blocks[i]!.from_ms })
      from = blocks[i]!.until_ms
      next = i
    }
    if (from < until_ms) left.push({ from_ms: from, until_ms })
  }
  return left
}
