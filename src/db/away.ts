/**
 * Says that the database cannot do its work now, and why: a code such as `ECONNREFUSED`, `57P03` or `SQLITE_FULL`. It
 * is gone, starting, full, or may only be read; what was asked of it is none the worse and may be asked again.
 * `undefined` for every other error.
 */
export function awayCode(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause ? String(cause.code) : ''
    if (CODES.some((pattern) => pattern.test(code))) return code
  }
  return undefined
}

const CODES = [
  // Postgres, "Error Codes": connection exceptions, too few resources, told to stop or starting, a replica.
  /^(08|53)[0-9A-Z]{3}$/,
  /^(57P0[1-5]|25006)$/,
  // The driver's own.
  /^(CONNECTION_(CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT)$/,
  /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|E(HOST|NET)UNREACH|ENOTFOUND|EAI_AGAIN)$/,
  // SQLite, "Result and Error Codes".
  /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|PROTOCOL)(_|$)/,
]
