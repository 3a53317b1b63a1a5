import { gather } from '../../lib/gather.ts'
import type { Tokens, TokenWish } from '../proof/token.ts'

type Sign = Tokens['sign']

/**
 * Signs the tokens of letters that are written at once, and answers them all in one turn: letters that go on side by
 * side end side by side, and their jobs are ended and followed by one exchange with the database. Throws as `sign` does.
 */
export function signsTogether(sign: Sign): Sign {
  const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)))
  return gather<TokenWish, Awaited<ReturnType<Sign>>>(
    (wishes) => Promise.all(wishes.map((wish) => sign(wish).catch(asError))),
    { most: 64, lanes: 2 },
  )
}
