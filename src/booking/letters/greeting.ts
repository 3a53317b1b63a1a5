import { oneLine } from '../../lib/line.ts'
import type { Words } from './words/words.ts'

/** The first line of a letter. */
export function greetingOf(name: string, words: Words): string {
  return words.greeting(harmlessName(name))
}

/**
 * The name as a letter may say it. Anyone may type any name next to anyone's address, so one that could carry a
 * message or a link to a stranger is left out: `undefined`.
 */
export function harmlessName(name: string): string | undefined {
  const line = oneLine(name)
  return looksLikeName(line) ? line : undefined
}

const LONGEST_NAME = 60

function looksLikeName(line: string): boolean {
  if (line === '' || line.length > LONGEST_NAME) return false
  // Programs make links of “example.com” and “a@b” even without “https”.
  return !/[@/\\:<>\d]|www|[\p{L}\p{N}]\.\p{L}{2}/iu.test(line)
}
