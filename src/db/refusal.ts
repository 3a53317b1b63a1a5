import type { Refusal } from './database.ts'

/** True when the database found fault with the rows of a statement: nothing of it was stored. */
export function isRowsFault(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause.name === 'SQLiteError') return true
    if ('code' in cause && /^2[23]\w{3}$/.test(String(cause.code))) return true
  }
  return false
}

/** Says whether an error is the database refusing overlapping claims or a duplicate; else `undefined`. */
export function refusalOf(error: unknown): Refusal | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause ? cause.code : undefined
    if (code === '23P01' || cause.message.includes('slot_claims_no_overlap')) return 'overlap'
    if (code === '23505' || /UNIQUE constraint failed/.test(cause.message)) return 'duplicate'
  }
  return undefined
}
