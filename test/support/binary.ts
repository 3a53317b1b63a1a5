import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freePort } from './port.ts'
import { scratch } from './scratch.ts'

const TOP = resolve(import.meta.dir, '../..')

let built: Promise<string> | undefined
const folders: string[] = []

/** The path of the compiled binary, built as `bun run build` does, once for the whole run. */
export function binary(): Promise<string> {
  const given = process.env.HOLDFAST_TEST_BINARY
  built ??= given === undefined ? buildBinary(join(emptyFolderOnDisk(), 'holdfast')) : Promise.resolve(given)
  return built
}

/** Builds the binary at `path`, by the words of the script `build`. */
export async function buildBinary(path: string): Promise<string> {
  const { scripts } = await Bun.file(join(TOP, 'package.json')).json()
  const line = scripts.build.replace('dist/holdfast', path).replace(/^bun /, `${process.execPath} `)
  const child = Bun.spawn(['sh', '-c', line], { cwd: TOP, stdout: 'ignore', stderr: 'pipe' })
  const said = await new Response(child.stderr).text()
  if ((await child.exited) !== 0) throw new Error(said)
  return path
}

/** A new folder for data with nothing in it; gone after the run. */
export function emptyFolder(): string {
  return kept(scratch('binary'))
}

/** The same on the disk, for programs, and for what is measured. */
export function emptyFolderOnDisk(): string {
  return kept(mkdtempSync(join(tmpdir(), 'holdfast-binary-')))
}

function kept(folder: string): string {
  folders.push(folder)
  return folder
}

/** Removes what the run has built and written; called once, by the preload. */
export function endBinaries(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}

export interface Where {
  /** The folder it is called in; an empty one unless given. */
  folder?: string
  env?: Record<string, string>
}

/** Calls the binary and waits until it ends. */
export async function call(words: string[], { folder = emptyFolder(), env = {} }: Where = {}) {
  const child = Bun.spawn([await binary(), ...words], { cwd: folder, env, stdout: 'pipe', stderr: 'pipe' })
  const texts = [child.stdout, child.stderr].map((stream) => new Response(stream).text())
  const [out = '', err = ''] = await Promise.all(texts)
  const code = await child.exited
  return { out, err, code, folder }
}

/** How long a line that is expected may take, on a busy machine. */
const SAYING_MS = 20_000

export type Running = Awaited<ReturnType<typeof start>>

/** Starts the binary on a port of its own and waits until it is ready. */
export async function start(words: string[] = [], { folder = emptyFolder(), env = {} }: Where = {}) {
  const port = Number(env.PORT ?? (await freePort()))
  const given = { PORT: String(port), HOST: '127.0.0.1', SHUTDOWN_GRACE: '2s', ...env }
  const path = await binary()
  const child = Bun.spawn([path, ...words], { cwd: folder, env: given, stdout: 'pipe', stderr: 'pipe' })
  const url = `http://127.0.0.1:${port}`
  const said = collect(child)
  await ready(url, child, said)
  return {
    url,
    port,
    folder,
    env: given,
    child,
    said,
    /** Waits until it has said on its standard output what the pattern wants: an answer may overtake its line. */
    saying: async (pattern: RegExp) => {
      const until_ms = Date.now() + SAYING_MS
      while (!pattern.test(said.out)) {
        if (Date.now() > until_ms) throw new Error(`It never said ${pattern}: ${said.out}`)
        await Bun.sleep(10)
      }
    },
    /** Ends it as a supervisor would; answers its exit code, once all that it said is read. */
    stop: async (signal: NodeJS.Signals = 'SIGTERM') => {
      child.kill(signal)
      await said.whole
      return child.exited
    },
  }
}

type Child = Bun.Subprocess<'ignore', 'pipe', 'pipe'>

function collect(child: Child) {
  const said = { out: '', err: '', whole: Promise.resolve() }
  const read = async (name: 'out' | 'err') => {
    for await (const chunk of child[`std${name}`]) said[name] += Buffer.from(chunk).toString()
  }
  said.whole = Promise.all([read('out'), read('err')]).then(() => {})
  return said
}

async function ready(url: string, child: Child, said: { err: string }) {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}: ${said.err}`)
    const reply = await fetch(`${url}/readyz`).catch(() => undefined)
    if (reply?.ok) return
    await Bun.sleep(10)
  }
}
