import { z } from 'zod'
import { Failure } from '../lib/failure.ts'

const ErrorBody = z.object({ error: z.object({ code: z.string() }) })

/** Not found, and it is the item, not the mailbox. Graph's codes vary in case. */
const ITEM_GONE = ['erroritemnotfound', 'itemnotfound']

/** What a status and body that are not a success mean, and what may be done about it. */
export function refusal(name: string, { status, text, request_id, retry_after_ms }: RefusedReply): Failure {
  const said = codeOf(text)
  // What does not speak as Graph does is something on the way, whose word decides nothing.
  const kind = said === undefined ? 'retry' : kindOf(status, said)
  return new Failure(kind, said ?? `http_${status}`, `${name}: Graph answers ${status}`, {
    status,
    request_id,
    retry_after_ms,
  })
}

export interface RefusedReply {
  status: number
  text: string
  request_id?: string
  retry_after_ms?: number
}

/** True when Graph says that this one item is gone, and says it of the item. */
export function isGone(error: unknown): boolean {
  return (
    error instanceof Failure && error.detail.status === 404 && ITEM_GONE.includes(error.code.toLowerCase())
  )
}

/** True for a conflict that reading again may solve: Exchange itself touched the item. */
export function isConflict(error: unknown): boolean {
  return error instanceof Failure && error.detail.status === 412
}

function codeOf(text: string): string | undefined {
  try {
    return ErrorBody.safeParse(JSON.parse(text)).data?.error.code
  } catch {
    return undefined
  }
}

function kindOf(status: number, code: string): Failure['kind'] {
  if (status === 403) return 'untouchable'
  // A 404 that does not name the item speaks of the mailbox: nothing may be concluded about the event.
  if (status === 404) return ITEM_GONE.includes(code.toLowerCase()) ? 'permanent' : 'untouchable'
  const mayHeal = [401, 408, 412, 423, 425, 429]
  return status >= 500 || mayHeal.includes(status) ? 'retry' : 'permanent'
}
