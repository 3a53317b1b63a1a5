import { createServer, type Socket } from 'node:net'

/** What a client said in one session, and the message as it travelled. */
export interface Received {
  commands: string[]
  message: string
}

/** Answers to give instead of the usual ones, by the first word of the command; `.` is the end of the data. */
export type Replies = Partial<Record<'connect' | 'EHLO' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | '.', string>>

/**
 * A small SMTP server on loopback (RFC 5321, without TLS) that keeps what it is told. A reply of `hang` says
 * nothing more, `drop` closes the connection.
 */
export async function smtpServer(replies: Replies = {}) {
  const sessions: Received[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy()))
    sessions.push(converse(socket, replies))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return {
    port: address.port,
    sessions,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((stopped) => server.close(stopped))
    },
  }
}

const USUAL: Record<string, string> = {
  connect: '220 test ESMTP',
  EHLO: '250-test\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN',
  AUTH: '235 welcome',
  MAIL: '250 sender ok',
  RCPT: '250 recipient ok',
  DATA: '354 go on',
  '.': '250 taken',
  QUIT: '221 bye',
}

function converse(socket: Socket, replies: Replies): Received {
  const received: Received = { commands: [], message: '' }
  let pending = ''
  let inData = false
  const answer = (word: string) => {
    const reply = { ...USUAL, ...replies }[word] ?? '502 unknown'
    if (reply === 'drop') socket.destroy()
    else if (reply !== 'hang') socket.write(`${reply}\r\n`)
    inData = word === 'DATA' && reply.startsWith('354')
  }
  const onLine = (line: string) => {
    if (inData && line !== '.') received.message += `${line.replace(/^\./, '')}\r\n`
    else if (inData) answer('.')
    else {
      received.commands.push(line)
      answer(line.split(' ')[0]!.toUpperCase())
    }
  }
  socket.setEncoding('utf8').on('data', (chunk) => {
    const lines = (pending + chunk).split('\r\n')
    pending = lines.pop()!
    for (const line of lines) onLine(line)
  })
  answer('connect')
  return received
}

/** The parts of a message: its headers unfolded, and each leaf's text decoded from its transfer encoding. */
export function readMessage(message: string): { headers: Map<string, string>; parts: Map<string, string> } {
  const parts = new Map<string, string>()
  const { headers, body } = split(message)
  const boundary = /boundary="?([^";]+)"?/.exec(headers.get('content-type') ?? '')?.[1]
  if (!boundary) return { headers, parts: parts.set(type(headers), decode(headers, body)) }
  for (const piece of body.split(`--${boundary}`).slice(1, -1)) {
    const leaf = split(piece.replace(/^\r\n/, ''))
    parts.set(type(leaf.headers), decode(leaf.headers, leaf.body))
  }
  return { headers, parts }
}

function split(message: string): { headers: Map<string, string>; body: string } {
  const end = message.indexOf('\r\n\r\n')
  const lines = message
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
  const headers = new Map(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  )
  return { headers, body: message.slice(end + 4) }
}

function type(headers: Map<string, string>): string {
  return headers.get('content-type')?.split(';')[0]?.trim() ?? 'text/plain'
}

function decode(headers: Map<string, string>, body: string): string {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase()
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  if (encoding !== 'quoted-printable') return body
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

/** A header's encoded words (RFC 2047) as text. */
export function readHeader(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_, how: string, text: string) =>
      how.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('utf8')
        : decode(new Map([['content-transfer-encoding', 'quoted-printable']]), text.replaceAll('_', ' ')),
    )
}
