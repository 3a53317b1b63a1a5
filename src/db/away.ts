export interface Away {
  /** Such as `ECONNREFUSED`, `57P03` or `SQLITE_FULL`. */
  code: string
  /** What that means, in words for an operator. */
  says: string
}

/**
 * Says that the database cannot do its work now: it is gone, starting, full, shut to us, or may only be read. What was asked of it
 * is none the worse and may be asked again. `undefined` for every other error.
 */
export function awayFrom(error: unknown): Away | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause ? String(cause.code) : ''
    const found = CODES.find(([pattern]) => pattern.test(code))
    if (found) return { code, says: found[1] }
  }
  return undefined
}

/** From the Postgres manual, "Error Codes"; SQLite, "Result and Error Codes"; and of the driver and the system. */
const CODES: [RegExp, string][] = [
  [/^(53100|SQLITE_FULL|ENOSPC)$/, 'The disk of the database is full'],
  [/^(25006|SQLITE_READONLY.*|EROFS)$/, 'The database can be read and not written'],
  [/^SQLITE_(IOERR|CANTOPEN).*$/, 'The file of the database cannot be read or written'],
  [/^SQLITE_(BUSY|LOCKED|PROTOCOL).*$/, 'Another program holds the file of the database'],
  [/^53[0-9A-Z]{3}$/, 'The database server has too little left: connections, memory or disk'],
  [
    /^(28000|28P01|3D000)$/,
    'The database server does not let us in, or has no such database: look at DATABASE_URL',
  ],
  [/^57014$/, 'The database server was busy for too long: somebody may hold a table'],
  [/^(57P0[1-5])$/, 'The database server is stopping or starting'],
  [
    /^(08[0-9A-Z]{3}|CONNECTION_(CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT)$/,
    'The database server does not answer',
  ],
  [
    /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|E(HOST|NET)UNREACH|ENOTFOUND|EAI_AGAIN)$/,
    'The database server cannot be reached',
  ],
]
