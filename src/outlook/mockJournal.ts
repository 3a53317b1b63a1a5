import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { KeptEvent, KeptSubscription } from './mockKept.ts'
import type { Mailbox } from './outlook.ts'

/** One thing that was written in a pretend Outlook. */
export type Entry =
  | { mailbox: Mailbox; event: KeptEvent }
  /** An event that is gone; its transaction stays spent. */
  | { mailbox: Mailbox; gone: string; transaction_id?: string }
  | { subscription: KeptSubscription }
  | { ended: string }

/** Where a pretend Outlook writes itself down, so that a restart does not look like everything being deleted. */
export interface Journal {
  /** What was written before, in order. */
  read(): Entry[]
  append(entry: Entry): void
}

/** A journal that forgets; for tests. */
export const noJournal: Journal = { read: () => [], append: () => {} }

/**
 * A journal in a file of JSON lines. It is written without waiting for the disk: what it keeps is pretence.
 * Lines that a crash cut in two are passed over; reading also leaves out what a later line made void.
 */
export function fileJournal(path: string): Journal {
  return {
    read() {
      const entries = existsSync(path) ? readFileSync(path, 'utf8').split('\n').flatMap(entryOf) : []
      const lasting = [...new Map(entries.map((entry) => [keyOf(entry), entry])).values()]
      writeFileSync(`${path}.new`, lasting.map(lineOf).join(''))
      renameSync(`${path}.new`, path)
      return lasting
    },
    append: (entry) => appendFileSync(path, lineOf(entry)),
  }
}

function entryOf(line: string): Entry[] {
  try {
    return [JSON.parse(line)]
  } catch {
    return []
  }
}

function lineOf(entry: Entry) {
  return `${JSON.stringify(entry)}\n`
}

function keyOf(entry: Entry): string {
  if ('event' in entry) return entry.event.event_id
  if ('gone' in entry) return entry.gone
  return 'subscription' in entry ? entry.subscription.subscription_id : entry.ended
}
