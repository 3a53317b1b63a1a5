import { BlockList, isIP } from 'node:net'

/** The address of whoever asks, from the peer of the connection and the header X-Forwarded-For. */
export type ClientAddress = (peer: string | undefined, forwarded: string | null) => string

/**
 * Believes X-Forwarded-For only as far as trusted proxies wrote it: read from its end, the first address that is no
 * proxy of ours is the client's, whatever stands before it. `trusted` are addresses and networks (CIDR).
 */
export function clientAddress(trusted: readonly string[]): ClientAddress {
  const list = listOf(trusted)
  const isTrusted = (address: string) => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  return (peer = '', forwarded) => {
    let address = plain(peer)
    const hops = trusted.length > 0 && forwarded !== null ? forwarded.split(',') : []
    while (hops.length > 0 && isIP(address) !== 0 && isTrusted(address)) {
      const before = plain(hops.pop() ?? '')
      if (isIP(before) === 0) break
      address = before
    }
    return address
  }
}

/** Whom a limit counts together: an IPv4 address, or the /64 of an IPv6 address, of which one subscriber has a whole. */
export function neighbourhood(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = address.split('::')
  const before = head.split(':').filter(Boolean)
  const after = (tail ?? '').split(':').filter(Boolean)
  const zeros =
    tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
  return `${[...before, ...zeros, ...after].slice(0, 4).join(':')}::/64`
}

/** Without the port, the brackets and the wrapping of an IPv4 address in IPv6. */
function plain(text: string): string {
  const bare = text.trim().replace(/^\[([^\]]+)\](:\d+)?$/, '$1')
  const unwrapped = bare.replace(/^::ffff:(?=\d+\.)/i, '')
  return unwrapped.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1').toLowerCase()
}

function listOf(trusted: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of trusted) {
    const [address = '', bits] = network.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}
