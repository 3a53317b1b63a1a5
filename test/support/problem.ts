import { Problem } from '../../src/lib/problem.ts'

/** The code of the problem that `work` ends in; throws what is no problem, and when nothing was refused. */
export async function problemOf(work: () => unknown): Promise<string> {
  try {
    await work()
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
  throw new Error('Nothing was refused')
}
