import { withDeadline } from '../lib/deadline.ts'
import { Failure } from '../lib/failure.ts'
import { zoomFailure } from './advice.ts'
import type { ZoomReply } from './refusal.ts'

/** How this folder reaches the network; the global `fetch` is one. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** The most that is read of one answer; a full page of a list is a tenth of it. */
const MOST_BYTES = 4 * 1024 * 1024

/**
 * One request and its answer, whatever the status, within `deadline_ms`. Redirects are not followed, so that
 * a token goes nowhere else. Throws `deadline`, `zoom_unreachable` or `zoom_reply_unreadable`.
 */
export async function exchange(
  fetch: Fetch,
  url: string,
  init: RequestInit,
  deadline_ms: number,
): Promise<ZoomReply> {
  try {
    return await withDeadline(deadline_ms, async (signal) => {
      const response = await fetch(url, { ...init, redirect: 'manual', signal })
      const text = await readBounded(response)
      return { status: response.status, header: (name) => response.headers.get(name), json: parse(text) }
    })
  } catch (error) {
    if (error instanceof Failure && error.code === 'deadline') throw zoomFailure('deadline')
    throw error instanceof Failure ? error : zoomFailure('zoom_unreachable')
  }
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > MOST_BYTES) throw zoomFailure('zoom_reply_unreadable', '(longer than 4 MiB)')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
