/** What an operator wants to know of a database. */
export interface DatabaseFacts {
  version: string
  /** Its clock, in epoch milliseconds. */
  clock_ms: number
  /** What endangers data or function, as sentences. */
  faults: string[]
}
