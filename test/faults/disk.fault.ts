import { afterEach, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { $ } from 'bun'
import { call, emptyFolderOnDisk, type Running, start } from '../support/binary.ts'
import { customerAt, type Slot } from '../support/httpCustomer.ts'
import { scarce } from '../support/scarce.ts'

let running: Running | undefined
const ends: (() => Promise<void>)[] = []

afterEach(async () => {
  running?.child.kill('SIGKILL')
  await running?.child.exited
  for (const end of ends.splice(0)) await end()
})

/** Holds any of the slots, with a new key each time, until the answer is `wanted`, and answers it. */
async function holdUntil(url: string, wanted: number, slots: Slot[]) {
  const { hold } = customerAt(url, 'grace@example.com')
  for (;;) {
    const slot = slots[Math.floor(Math.random() * slots.length)]
    const reply = await hold(slot, `until-${crypto.randomUUID()}`)
    if (reply.status === wanted) return reply
    expect([201, 409, 503]).toContain(reply.status)
    await Bun.sleep(50)
  }
}

describe('a disk', () => {
  test('that is full refuses what would be written, keeps what is there, and heals once there is room', async () => {
    const disk = await scarce(emptyFolderOnDisk())
    ends.push(disk.end)
    running = await start([], { folder: disk.folder, env: { RATE_LIMIT: 'off' } })
    const { slots, hold, confirm } = customerAt(running.url)
    const free = await slots()
    const before = await hold(free[0], 'before')
    expect(before.status).toBe(201)
    disk.fill()
    const full = await holdUntil(running.url, 503, free)
    expect([full.body.code, full.headers.has('retry-after')]).toEqual(['unavailable', true])
    await running.saying(/request_unavailable.*(disk of the database is full|cannot be read or written)/)
    expect((await fetch(`${running.url}/healthz`)).status).toBe(200)
    expect(await slots()).not.toEqual([])

    disk.empty()
    const after = await holdUntil(running.url, 201, free)
    expect(after.status).toBe(201)
    const again = await hold(free[0], 'before')
    expect([again.status, again.body]).toEqual([201, before.body])
    expect((await confirm(before.body.booking_id)).status).toBe(200)
    expect(await running.stop()).toBe(0)
  }, 120_000)

  test('that may suddenly be read alone does the same', async () => {
    running = await start([], { folder: emptyFolderOnDisk(), env: { RATE_LIMIT: 'off' } })
    const free = await customerAt(running.url).slots()
    const files = ['holdfast.db', 'holdfast.db-wal'].map((name) => join(running!.folder, 'data', name))
    ends.push(async () => void (await $`chattr -i ${files}`.nothrow().quiet()))
    await $`chattr +i ${files}`.quiet()
    const refused = await holdUntil(running.url, 503, free)
    expect(refused.body.code).toBe('unavailable')
    await running.saying(/cannot be read or written/)
    await $`chattr -i ${files}`.quiet()
    await holdUntil(running.url, 201, free)
    expect(await running.stop()).toBe(0)
  }, 120_000)
})

describe('a start', () => {
  test('on a full disk says so, and goes well once there is room', async () => {
    const disk = await scarce(emptyFolderOnDisk())
    ends.push(disk.end)
    disk.fill()
    const { code, err } = await call(['migrate'], { folder: disk.folder })
    expect([code, err]).toEqual([1, expect.stringMatching(/full|no space/i)])
    disk.empty()
    expect((await call(['migrate'], { folder: disk.folder })).code).toBe(0)
  }, 60_000)

  test('in a folder that may only be read says so, and goes well once it may be written', async () => {
    const folder = emptyFolderOnDisk()
    ends.push(async () => void (await $`chattr -i ${folder}`.nothrow().quiet()))
    await $`chattr +i ${folder}`.quiet()
    const env = { DATA_DIR: folder }
    const { code, err } = await call(['migrate'], { folder, env })
    expect([code, err]).toEqual([1, expect.stringContaining(`DATA_DIR ${folder} cannot be written (EPERM)`)])
    const looked = await call(['doctor'], { folder, env })
    expect(looked.out).toContain('cannot be written')
    await $`chattr -i ${folder}`.quiet()
    expect((await call(['migrate'], { folder, env })).code).toBe(0)
  }, 60_000)
})
