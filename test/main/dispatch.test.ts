import { describe, expect, test } from 'bun:test'
import { readConfig } from '../../src/config/config.ts'
import { type Command, type Given, Misuse } from '../../src/main/command.ts'
import { COMMANDS } from '../../src/main/commands.ts'
import { dispatch } from '../../src/main/dispatch.ts'
import { pretendProcess } from '../support/process.ts'

/** A table whose commands answer with what they were given. */
function echoing(...names: string[]) {
  const calls: { name: string; given: Given }[] = []
  const make = (name: string): Command => ({
    does: 'echoes',
    options: { port: { type: 'string', does: 'x' }, 'no-worker': { type: 'boolean', does: 'y' } },
    load: async () => async (_, given) => {
      calls.push({ name, given: { ...given } })
      return 0
    },
  })
  return { calls, commands: Object.fromEntries(names.map((name) => [name, make(name)])) }
}

describe('dispatch', () => {
  test('takes serve when no command is named, with options or without', async () => {
    const { calls, commands } = echoing('serve', 'help')
    await dispatch([], pretendProcess().process, commands)
    await dispatch(['--no-worker'], pretendProcess().process, commands)
    await dispatch(['serve', '--port=1'], pretendProcess().process, commands)
    expect(calls).toEqual([
      { name: 'serve', given: {} },
      { name: 'serve', given: { 'no-worker': true } },
      { name: 'serve', given: { port: '1' } },
    ])
  })

  test('gives help however it is asked for', async () => {
    const { calls, commands } = echoing('serve', 'help')
    for (const words of [['help'], ['--help'], ['-h'], ['serve', '--help']])
      expect(await dispatch(words, pretendProcess().process, commands)).toBe(0)
    expect(calls.map(({ name }) => name)).toEqual(['help', 'help', 'help', 'help'])
  })

  test.each([
    [['server'], 'there is no command "server"'],
    [['constructor'], 'there is no command "constructor"'],
    [['serve', '--wroker'], "Unknown option '--wroker'"],
    [['serve', 'extra'], "Unexpected argument 'extra'"],
    [['serve', '--port'], "Option '--port <value>' argument missing"],
    [['-x'], "Unknown option '-x'"],
  ])('refuses %p with exit code 2 and a word about it', async (words, reason) => {
    const { said, process } = pretendProcess()
    expect(await dispatch(words, process, echoing('serve', 'help').commands)).toBe(2)
    expect(said.err).toContain(reason)
    expect(said.err.trim().split('\n')).toHaveLength(1)
    expect(said.out).toBe('')
  })

  test.each([
    ['a misuse', () => new Misuse('no'), 2, 'no\n'],
    ['a failure', () => new Error('the disk is full'), 1, 'holdfast: the disk is full\n'],
  ])('turns %s into its exit code, without a trace', async (_, error, code, err) => {
    const { said, process } = pretendProcess()
    const commands = { serve: { does: '', load: async () => () => Promise.reject(error()) } }
    expect(await dispatch([], process, commands)).toBe(code)
    expect(said.err).toBe(err)
  })

  test('lists every setting that cannot be used', async () => {
    const { said, process } = pretendProcess()
    const serve = { does: '', load: async () => async () => readConfig({ PORT: 'x', MAIL: 'pigeon' }) && 0 }
    expect(await dispatch([], process, { serve })).toBe(2)
    expect(said.err).toContain(
      '  PORT must be a whole number between 0 and 65535\n  MAIL must be mock, smtp or graph\n',
    )
  })
})

describe('the commands', () => {
  test('each stand in the help with what they do', async () => {
    const { said, process } = pretendProcess()
    expect(await dispatch(['help'], process)).toBe(0)
    for (const [name, { does }] of Object.entries(COMMANDS))
      expect(said.out).toMatch(new RegExp(`^  ${name} +${RegExp.escape(does)}$`, 'm'))
  })

  test('each load', async () => {
    for (const command of Object.values(COMMANDS)) expect(await command.load()).toBeFunction()
  })

  test('version prints the version of package.json', async () => {
    const { said, process } = pretendProcess()
    await dispatch(['version'], process)
    expect(said.out).toBe(`holdfast ${(await Bun.file('package.json').json()).version}\n`)
  })
})
