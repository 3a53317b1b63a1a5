/**
 * What the log calls an error: the code that it or its cause bears, such as `ECONNREFUSED` or `SQLITE_FULL`, else its
 * class. Never its text, which may hold a value. In the binary a library's class has lost its name; a code keeps it.
 */
export function errorName(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause ? cause.code : undefined
    if (typeof code === 'string' && CODE.test(code)) return code
  }
  return error instanceof Error ? error.name : 'unknown'
}

const CODE = /^\w{1,60}$/
