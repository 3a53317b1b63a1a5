import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseDockerfile, type Stage } from '../support/dockerfile.ts'

const stages = parseDockerfile(await Bun.file('Dockerfile').text())
const pack = await Bun.file('package.json').json()
const ignored = await Bun.file('.dockerignore').text()
const last = stages.at(-1) as Stage
const steps = (stage: Stage | undefined, instruction: string) =>
  (stage?.steps ?? []).filter((step) => step.instruction === instruction).map(({ rest }) => rest)
const stage = (name: string) => stages.find((each) => each.name === name)

describe('the Dockerfile', () => {
  test('installs, may test, compiles, and ends in nothing but the binary', () => {
    expect(stages.map(({ name, from }) => [name, from])).toEqual([
      ['install', `oven/bun:${pack.devDependencies.bun}-debian`],
      ['source', 'install'],
      ['test', 'source'],
      ['build', 'source'],
      ['', 'scratch'],
    ])
    expect(steps(stage('install'), 'RUN')).toEqual(['bun install --frozen-lockfile'])
    expect(steps(last, 'RUN')).toEqual([])
  })

  test('runs as a user without rights who owns only the data', () => {
    expect(steps(last, 'USER')).toEqual(['65532:65532'])
    expect(steps(last, 'COPY')).toEqual([
      '--from=build /rootfs/ /',
      '--from=build --chown=65532:65532 /rootfs/data/ /data/',
    ])
    expect(steps(last, 'VOLUME')).toEqual(['/data'])
  })

  test('asks the binary itself for its health, without a shell', () => {
    expect(steps(last, 'HEALTHCHECK')[0]).toEndWith('CMD ["/holdfast", "health"]')
    expect([...steps(last, 'ENTRYPOINT'), ...steps(last, 'CMD')]).toEqual(['["/holdfast"]', '["serve"]'])
  })

  test('is labelled with the version of package.json', () => {
    const labels = steps(last, 'LABEL').join(' ')
    expect(labels).toContain(`org.opencontainers.image.version="${pack.version}"`)
    expect(labels).toContain(`org.opencontainers.image.licenses="${pack.license}"`)
  })

  test('is given only what its stages copy: no secrets, no history, no data', () => {
    const allowed = ignored
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1))
    expect(ignored.split('\n').find((line) => line !== '' && !line.startsWith('#'))).toBe('*')
    for (const name of ['.git', '.env', 'node_modules', 'data', 'dist']) expect(allowed).not.toContain(name)
    const copied = steps(stage('install'), 'COPY').flatMap((rest) => rest.split(' ').slice(0, -1))
    expect(copied.filter((name) => !allowed.includes(name.split('/')[0]!))).toEqual([])
  })
})

describe('its stages, run in a clean folder', () => {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-image-'))
  const source = join(place, 'src')
  const root = join(place, 'rootfs')
  afterAll(() => rmSync(place, { recursive: true, force: true }))

  /** Runs a command as the stage would; the package manager of the base image is not ours to try. */
  function run(command: string): void {
    const line = command.replace(' /rootfs', ` ${root}`)
    if (line.includes('apt-get')) return
    const done = Bun.spawnSync(['sh', '-c', line], {
      cwd: source,
      env: { ...process.env, PATH: `${source}/node_modules/.bin:${process.env.PATH}` },
    })
    if (done.exitCode !== 0) throw new Error(`${line}\n${done.stdout}\n${done.stderr}`)
  }

  beforeAll(() => {
    mkdirSync(source)
    for (const name of steps(stage('install'), 'COPY').flatMap((rest) => rest.split(' ').slice(0, -1)))
      cpSync(name, join(source, name), { recursive: true })
    for (const command of steps(stage('install'), 'RUN')) run(command)
    const allowed = ignored
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1))
    for (const name of allowed.filter((each) => existsSync(each)))
      cpSync(name, join(source, name), { recursive: true })
    for (const command of steps(stage('build'), 'RUN')) run(command)
  }, 120_000)

  test('leave a root with the binary, its libraries, certificates and one user', () => {
    expect(readdirSync(root).sort()).toEqual(
      expect.arrayContaining(['data', 'etc', 'holdfast', 'lib64', 'tmp']),
    )
    expect(readdirSync(join(root, 'etc')).sort()).toEqual(['group', 'nsswitch.conf', 'passwd', 'ssl'])
    expect(statSync(join(root, 'etc/ssl/certs/ca-certificates.crt')).size).toBeGreaterThan(100_000)
  })

  test('weigh less than 120 MB as a binary and 150 MB as an image', () => {
    expect(statSync(join(root, 'holdfast')).size).toBeLessThan(120_000_000)
    const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    )
    const bytes = files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
    expect(bytes).toBeLessThan(150_000_000)
  })

  test('make the same binary, to the byte, as any other folder does', async () => {
    const here = join(place, 'here', 'holdfast')
    const line = pack.scripts.build.replace('dist/holdfast', here)
    expect(Bun.spawnSync(['sh', '-c', line]).exitCode).toBe(0)
    const sum = async (path: string) => Bun.SHA256.hash(await Bun.file(path).arrayBuffer(), 'hex')
    expect(await sum(here)).toBe(await sum(join(root, 'holdfast')))
  }, 60_000)

  test('start in that root alone, as that user, with nothing to write to but data', () => {
    const script = [
      'mount --bind "$0" "$0" && mkdir -p "$0/proc" "$0/dev" && chown -R 65532:65532 "$0/data"',
      'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev"',
      'mount --bind "$0/data" "$0/data" && mount -o remount,ro,bind "$0"',
      'exec chroot --userspec=65532:65532 "$0" /holdfast "$@"',
    ].join(' && ')
    const enter = (...words: string[]) =>
      Bun.spawnSync(['unshare', '--mount', '--net', '--pid', '--fork', 'sh', '-c', script, root, ...words], {
        env: { DATA_DIR: '/data' },
      })
    if (Bun.spawnSync(['unshare', '--mount', '--net', '--pid', '--fork', 'true']).exitCode !== 0) {
      console.warn(
        'NOT TRIED: the final root could not be entered, because namespaces need more rights here.',
      )
      return
    }
    expect(enter('version').stdout.toString()).toBe(`holdfast ${pack.version}\n`)
    const migrated = enter('migrate')
    expect([migrated.exitCode, migrated.stderr.toString()]).toEqual([0, ''])
    expect(readdirSync(join(root, 'data'))).toContain('holdfast.db')
    expect(enter('nonsense').exitCode).toBe(2)
  })
})
