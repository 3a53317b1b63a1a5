import { describe, expect, test } from 'bun:test'
import { existsSync, readdirSync } from 'node:fs'

const pack = await Bun.file('package.json').json()
const lock = await Bun.file('bun.lock').text()

describe('the scripts', () => {
  test('install before they start, test or watch', () => {
    const { prestart, pretest, predev } = pack.scripts
    expect([prestart, pretest, predev]).toEqual(['sh .ci/setup', 'sh .ci/setup', 'sh .ci/setup'])
  })

  test('name the same version of bun in both places', async () => {
    const setup = await Bun.file('.ci/setup').text()
    expect(/bun@(\S+)/.exec(setup)?.[1]).toBe(pack.devDependencies.bun)
    expect(pack.devDependencies['bun-types']).toBe(pack.devDependencies.bun)
  })

  test('are valid shell', () => {
    for (const [shell, file] of [
      ['bash', 'run'],
      ['sh', 'setup'],
      ['sh', 'generate'],
      ['sh', 'rootfs'],
      ['sh', 'migrations'],
      ['sh', 'audit'],
    ] as const)
      expect(Bun.spawnSync([shell, '-n', `.ci/${file}`]).stderr.toString()).toBe('')
  })

  test('build one file, minified, with bytecode, that obeys no file of the folder it is started in', () => {
    for (const flag of [
      '--compile',
      '--minify',
      '--bytecode',
      '--format=esm',
      '--no-compile-autoload-bunfig',
      '--no-compile-autoload-dotenv',
    ])
      expect(pack.scripts.build.split(' ')).toContain(flag)
    expect(pack.scripts.build).toEndWith('--outfile dist/holdfast')
  })

  test('name only files that are there', () => {
    const named = Object.values<string>(pack.scripts).flatMap(
      (script) => script.match(/(?:src|test|\.ci)\/[\w./]+/g) ?? [],
    )
    expect(named.filter((path) => !existsSync(path))).toEqual([])
  })

  test('run what the README names in continuous integration', async () => {
    const run = await Bun.file('.ci/run').text()
    expect(run).toContain('npm test')
    expect(run).toContain('npm run --silent check')
  })
})

describe('the lockfile', () => {
  test('is the only one, and every dependency is exact', () => {
    expect(
      readdirSync('.').filter((path) => /(package-lock|npm-shrinkwrap|yarn|pnpm-lock|bun\.lockb)/.test(path)),
    ).toEqual([])
    const versions = Object.values({ ...pack.dependencies, ...pack.devDependencies })
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)))).toEqual([])
  })

  test('names no registry', () => {
    expect(lock).not.toMatch(/https?:\/\//)
  })
})
