/** Resolves at the first SIGTERM or SIGINT, with its name; a second one ends the process at once. */
export function untilToldToStop(): Promise<string> {
  return new Promise((resolve) => {
    let told = false
    const stop = (signal: string) => {
      if (told) process.exit(1)
      told = true
      resolve(signal)
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
  })
}
