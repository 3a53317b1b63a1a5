import { BlockList, isIP } from 'node:net'
import { z } from 'zod'

/** Text, or nothing. */
export const text = z.string().trim()

/** One of the words given. */
export function choice<const Word extends string>(...words: Word[]) {
  return z.enum(words, { error: `must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}` })
}

/** `true` or `false`; also `1`, `0`, `on`, `off`, `yes`, `no`. */
export const flag = z.string().transform((word, context) => {
  if (/^(true|1|on|yes)$/i.test(word)) return true
  if (/^(false|0|off|no)$/i.test(word)) return false
  return refuse(context, 'must be true or false')
})

/** A whole number between `least` and `most`. */
export function whole(least: number, most: number) {
  return z.string().transform((digits, context) => {
    const number = /^\d{1,15}$/.test(digits) ? Number(digits) : Number.NaN
    if (number >= least && number <= most) return number
    return refuse(context, `must be a whole number between ${least} and ${most}`)
  })
}

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** A length of time in milliseconds, written as `250ms`, `25s`, `5m`, `2h` or `7d`; a bare number is seconds. */
export function duration(least_ms: number, most_ms: number) {
  return z.string().transform((words, context) => {
    const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?$/.exec(words) ?? []
    const ms = Math.round(Number(amount) * (UNITS[unit] ?? Number.NaN))
    if (ms >= least_ms && ms <= most_ms) return ms
    return refuse(context, `must be a length of time such as 30s, from ${span(least_ms)} to ${span(most_ms)}`)
  })
}

function span(ms: number): string {
  const [unit, size] = Object.entries(UNITS).findLast(([, size]) => ms >= size && ms % size === 0) ?? [
    'ms',
    1,
  ]
  return `${ms / size}${unit}`
}

/** A `postgres://` address. */
export const postgresUrl = text.refine(
  (address) => /^postgres(ql)?:$/.test(parsed(address)?.protocol ?? ''),
  'must be a postgres:// address; leave it unset for SQLite',
)

/**
 * How letters go out. Login shells have the path of the user's own mailbox under the same name (RHEL's `/etc/profile`,
 * Debian's `su`): that is not said to us.
 */
export const mailWay = z.preprocess(
  (word) => (typeof word === 'string' && word.startsWith('/') ? undefined : word),
  choice('mock', 'smtp', 'graph').optional(),
)

/** An `smtp://` or `smtps://` address. */
export const smtpUrl = text.refine((address) => {
  const url = parsed(address)
  return /^smtps?:$/.test(url?.protocol ?? '') && url?.hostname !== ''
}, 'must be an address such as smtp://user:password@host:587 or smtps://host')

/** A sender's address alone, also out of `Name <name@example.com>`: the name that readers see is the tenant's. */
export const sender = text.transform((line, context) => {
  const address = /<([^<>]*)>$/.exec(line)?.[1] ?? line
  if (/^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(address)) return address
  return refuse(context, 'must be an address such as bookings@example.com')
})

/** The address of a web server alone: scheme, host and port, without a path; without a slash at its end. */
export const origin = text.transform((address, context) => {
  const url = web(address)
  if (url === undefined) return refuse(context, 'must be an http:// or https:// address')
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '')
    return refuse(context, 'must be a scheme, a host and a port only, without a path')
  return url.origin
})

/** Any web address, without a slash at its end. */
export const webAddress = text.transform((address, context) => {
  if (web(address) === undefined) return refuse(context, 'must be an http:// or https:// address')
  return address.replace(/\/+$/, '')
})

/** The web address of a provider: https, or plain http on a loopback address (a simulator). */
export const provider = webAddress.refine(
  (address) => address.startsWith('https:') || isLoopback(address),
  'must begin with https://; plain http is accepted for loopback addresses alone',
)

/** True for an address that only this machine can reach. */
export function isLoopback(address: string): boolean {
  const host = parsed(address)?.hostname ?? ''
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d+){3}$/.test(host)
  )
}

const NETWORKS: Record<string, string[]> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7', 'fe80::/10'],
}

/** Networks in CIDR form, from a list with commas; `loopback` and `private` stand for theirs. */
export const networks = text.transform((list, context) => {
  const named = list.split(',').map((part) => part.trim())
  const found = named.filter((part) => part !== '').flatMap((part) => NETWORKS[part] ?? [part])
  const wrong = found.find((part) => !isNetwork(part))
  if (wrong === undefined) return found
  return refuse(
    context,
    `holds "${wrong}", which is no address, no network such as 10.0.0.0/8, nor the word loopback or private`,
  )
})

function isNetwork(part: string): boolean {
  const [address = '', bits] = part.split('/')
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  if (isIP(address) === 0) return false
  if (bits === undefined) return true
  if (!/^\d{1,3}$/.test(bits)) return false
  try {
    new BlockList().addSubnet(address, Number(bits), family)
    return true
  } catch {
    return false
  }
}

/** HTTP headers as OpenTelemetry writes them: `name=value,name=value`. */
export const headers = text.transform((list, context) => {
  const pairs = list.split(',').filter((pair) => pair.trim() !== '')
  const wrong = pairs.some((pair) => !/^\s*[\w-]+\s*=/.test(pair))
  if (wrong) return refuse(context, 'must be a list such as name=value,name=value')
  return Object.fromEntries(
    pairs.map((pair) => [
      pair.slice(0, pair.indexOf('=')).trim(),
      decode(pair.slice(pair.indexOf('=') + 1).trim()),
    ]),
  )
})

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

function web(address: string): URL | undefined {
  const url = parsed(address)
  return url !== undefined && /^https?:$/.test(url.protocol) && url.hostname !== '' ? url : undefined
}

function parsed(address: string): URL | undefined {
  return URL.parse(address) ?? undefined
}

function refuse(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message })
  return z.NEVER
}
