/** Ends the process with exit code 1 after `ms`, unless it has ended by then; it is not kept alive for this. */
export function endWithin(ms: number): void {
  setTimeout(() => process.exit(1), ms).unref()
}
