import { Failure } from '../../lib/failure.ts'

/** What one check has found, in words for an operator. */
export interface Finding {
  about: string
  grade: 'good' | 'warning' | 'bad'
  says: string
  advice?: string
}

/** All is well. */
export function good(about: string, says: string): Finding {
  return { about, grade: 'good', says }
}

/** It works, but somebody should look. */
export function warning(about: string, says: string, advice?: string): Finding {
  return { about, grade: 'warning', says, advice }
}

/** It does not work. */
export function bad(about: string, says: string, advice?: string): Finding {
  return { about, grade: 'bad', says, advice }
}

/** What an error may say of itself: the sentence of a failure, the code of anything else. */
export function reasonOf(error: unknown): string {
  if (error instanceof Failure) return `${error.message} (${error.code})`
  if (error instanceof Error) return 'code' in error ? `${error.name} ${error.code}` : error.name
  return 'unknown'
}
