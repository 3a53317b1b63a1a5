/**
 * Text from outside as one harmless line of at most `longest` characters: no line breaks or other controls, which
 * would begin a new header or property; no direction overrides, with which a name can make its surroundings read
 * backwards (Unicode Technical Report 36); no broken surrogates.
 */
export function oneLine(text: string, longest = 200): string {
  if (text.length <= longest && PLAIN.test(text)) return text
  const line = text
    .toWellFormed()
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
  // A string's own length counts halves of characters; cutting one in two would break it again.
  const characters = line.length <= longest ? [] : [...line]
  return characters.length <= longest ? line : `${characters.slice(0, longest - 1).join('')}…`
}

/** What most text is: one line already, of signs that mean nothing but themselves, with single spaces between. */
const PLAIN = /^(?:[!-~]+(?: [!-~]+)*)?$/

/** `text` with at most `length` UTF-16 units, never half a character. */
export function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')
}
