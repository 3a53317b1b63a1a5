import { expect, test } from 'bun:test'
import { rmSync } from 'node:fs'
import { scratch } from '../support/scratch.ts'

test('a process that is told to stop ends by itself, with exit code 0', async () => {
  const folder = scratch('stop')
  const place = { HOST: '127.0.0.1', PORT: '0', DATA_DIR: folder }
  const settings = { ...place, SHUTDOWN_GRACE: '2s', PATH: process.env.PATH ?? '' }
  const child = Bun.spawn([process.execPath, 'src/main.ts', 'serve'], {
    env: settings,
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const lines = await until(child.stdout, /listens on/)
  child.kill('SIGTERM')
  expect([await child.exited, await lines.rest()]).toEqual([0, ''])
  rmSync(folder, { recursive: true, force: true })
})

/** Reads until the text appears; `rest` reads on to the end and answers what was told of failures. */
async function until(stream: ReadableStream<Uint8Array>, wanted: RegExp) {
  const reader = stream.getReader()
  const decoder = new TextDecoder()
  let text = ''
  const more = async () => {
    const { done, value } = await reader.read()
    text += decoder.decode(value)
    return !done
  }
  while (!wanted.test(text) && (await more()));
  return {
    rest: async () => {
      while (await more());
      return text
        .split('\n')
        .filter((line) => /"level":"(error|warn)"/.test(line))
        .join('\n')
    },
  }
}
