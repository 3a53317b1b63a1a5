/** Where most private letters go; a domain of this list is never doubted. */
const COMMON = new Set(
  (
    'gmail.com googlemail.com yahoo.com yahoo.de yahoo.fr yahoo.es yahoo.co.uk ymail.com hotmail.com hotmail.de ' +
    'hotmail.fr hotmail.es hotmail.co.uk outlook.com outlook.de outlook.fr outlook.es live.com live.de live.fr ' +
    'live.co.uk msn.com icloud.com me.com mac.com aol.com mail.com email.com gmx.de gmx.net gmx.com gmx.at gmx.ch ' +
    'web.de t-online.de freenet.de orange.fr wanadoo.fr free.fr laposte.net sfr.fr proton.me protonmail.com ' +
    'comcast.net verizon.net bluewin.ch telefonica.net'
  ).split(' '),
)

/** Endings that do not exist and are easily typed. */
const ENDINGS: [wrong: RegExp, right: string][] = [
  [/\.(con|cmo|ocm|comm|vom|xom|cpm|c0m)$/, '.com'],
  [/\.(nte|ner|ney)$/, '.net'],
]

/** Short domains have too many true neighbours to be guessed at. */
const SHORTEST_GUESSED = 8

/** The address that was likely meant, such as `ada@gmail.com` for `ada@gmial.com`, or `undefined`. */
export function meantAddress(address: string): string | undefined {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1).toLowerCase()
  if (at < 1 || domain.length > 80 || COMMON.has(domain)) return
  const mended = ENDINGS.reduce((text, [wrong, right]) => text.replace(wrong, right), domain)
  const meant = COMMON.has(mended) ? mended : (neighbourOf(mended) ?? mended)
  return meant === domain ? undefined : address.slice(0, at + 1) + meant
}

function neighbourOf(domain: string): string | undefined {
  return [...COMMON].find((known) => known.length >= SHORTEST_GUESSED && isOneSlip(domain, known))
}

/** One letter too many, missing, wrong, or two neighbours exchanged (Damerau, 1964). */
function isOneSlip(typed: string, meant: string): boolean {
  if (Math.abs(typed.length - meant.length) > 1) return false
  let start = 0
  while (start < typed.length && typed[start] === meant[start]) start += 1
  const rest = (text: string, skip: number) => text.slice(start + skip)
  const exchanged =
    typed[start] === meant[start + 1] &&
    typed[start + 1] === meant[start] &&
    rest(typed, 2) === rest(meant, 2)
  return (
    exchanged ||
    [[0, 1] as const, [1, 0] as const, [1, 1] as const].some(([a, b]) => rest(typed, a) === rest(meant, b))
  )
}
