export type Level = 'debug' | 'info' | 'warn' | 'error' | 'silent'
type Fields = Record<string, string | number | boolean | null | undefined>

/** Structured lines. Callers pass ids and counts, never a token, an address, a name or a body. */
export interface Log {
  debug(event: string, fields?: Fields): void
  info(event: string, fields?: Fields): void
  warn(event: string, fields?: Fields): void
  error(event: string, fields?: Fields): void
  /** A log that adds `fields` to each line. */
  with(fields: Fields): Log
}

const ORDER: Level[] = ['debug', 'info', 'warn', 'error', 'silent']

/** One JSON object a line, through `write`; lines below `level` are dropped. */
export function jsonLog(level: Level, write: (line: string) => void, always: Fields = {}): Log {
  const line = (at: Level, event: string, fields?: Fields) => {
    if (ORDER.indexOf(at) < ORDER.indexOf(level)) return
    write(JSON.stringify({ at_utc: new Date().toISOString(), level: at, event, ...always, ...fields }))
  }
  return {
    debug: (event, fields) => line('debug', event, fields),
    info: (event, fields) => line('info', event, fields),
    warn: (event, fields) => line('warn', event, fields),
    error: (event, fields) => line('error', event, fields),
    with: (fields) => jsonLog(level, write, { ...always, ...fields }),
  }
}

/** A log that says nothing; the default of tests. */
export const silentLog: Log = jsonLog('silent', () => {})
