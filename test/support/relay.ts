import { createServer, connect as dial, type Socket } from 'node:net'

/** A wire on loopback between two programs, that can fall silent or break. */
export interface Relay {
  port: number
  /** Carries nothing any more, in neither direction, and tells nobody. */
  freeze(): void
  /** Carries nothing any more on the connections that there are, for good, and tells nobody; new ones it carries. */
  lose(): void
  /** Carries on, with what has waited. */
  thaw(): void
  /** Breaks every connection. */
  cut(): void
  stop(): Promise<void>
}

/** Passes on what comes to the program that listens on `port` of this machine; each piece `after_ms`, at once unless said. */
export async function relay(port: number, after_ms?: () => number): Promise<Relay> {
  const [sockets, lost] = [new Set<Socket>(), new WeakSet<Socket>()]
  let frozen = false
  const server = createServer((near) => {
    const far = dial(port, '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('data', after_ms ? inOrder(after_ms, other) : (chunk) => other.write(chunk))
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
      if (frozen) one.pause()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    freeze: () => {
      frozen = true
      for (const socket of sockets) socket.pause()
    },
    lose: () => {
      for (const socket of sockets) {
        socket.pause()
        lost.add(socket)
      }
    },
    thaw: () => {
      frozen = false
      for (const socket of sockets) if (!lost.has(socket)) socket.resume()
    },
    cut,
    stop: async () => {
      cut()
      server.close()
    },
  }
}

function inOrder(after_ms: () => number, to: Socket): (chunk: Uint8Array) => void {
  let last = Promise.resolve()
  return (chunk) => {
    const wait_ms = after_ms()
    last = last.then(() => (wait_ms > 0 ? Bun.sleep(wait_ms) : undefined)).then(() => void to.write(chunk))
  }
}
