import { describe, expect, test } from 'bun:test'
import type { ClaimedJob, Share } from '../../src/db/queue.ts'
import { Lanes } from '../../src/jobs/lanes.ts'

const lane = { kind: 'a', priority: 100, tenant_id: 't' }
const other = { kind: 'b', priority: 100, tenant_id: 't' }

describe('what a process knows of the lanes', () => {
  test('a lane is open once its first job is due', () => {
    const { lanes } = started()
    lanes.learn([{ ...lane, run_at_ms: 500 }])
    expect(lanes.open(499)).toEqual([])
    expect(lanes.next_ms()).toBe(500)
    expect(lanes.open(500)).toEqual([{ ...lane, run_at_ms: 500 }])
  })

  test('a look replaces what was known before', () => {
    const { lanes } = started()
    lanes.learn([{ ...lane, run_at_ms: 1 }])
    lanes.learn([{ ...other, run_at_ms: 2 }])
    expect(lanes.open(9).map((it) => it.kind)).toEqual(['b'])
  })

  test('a lane that is being claimed from is left alone, unless it is known to be deep', () => {
    const { lanes } = started()
    lanes.learn([{ ...lane, run_at_ms: 1 }])
    const shares = lanes.ask([{ ...lane, most: 2 }])
    expect(lanes.open(9)).toEqual([])
    expect(lanes.answer(shares, [job(1), job(2)], 1)).toBe(true)
    lanes.ask([{ ...lane, most: 2 }])
    expect(lanes.open(9)).toHaveLength(1)
  })

  test('a lane that gave less than was asked for is empty until something is heard of it', () => {
    const { lanes } = started()
    lanes.learn([{ ...lane, run_at_ms: 1 }])
    expect(lanes.answer(lanes.ask([{ ...lane, most: 2 }]), [job(1)], 1)).toBe(false)
    expect(lanes.open(9)).toEqual([])
    lanes.expect(lane, 5)
    expect(lanes.open(9)).toHaveLength(1)
  })

  test('a job that is heard of during a claim is claimed next: that claim may have been too early for it', () => {
    const { lanes } = started()
    lanes.expect(lane, 0)
    const asked = lanes.ask([{ ...lane, most: 3 }])
    lanes.expect(lane, 0)
    lanes.answer(asked, [job(1)], 1)
    expect(lanes.open(0)).toHaveLength(1)
    lanes.answer(lanes.ask([{ ...lane, most: 3 }]), [], 1)
    expect(lanes.open(0)).toEqual([])
  })

  test('a wake has the lanes tried that gave something lately, and no others', () => {
    const { lanes, pass } = started()
    lanes.learn([
      { ...lane, run_at_ms: 1 },
      { ...other, run_at_ms: 1 },
    ])
    lanes.answer(
      lanes.ask([
        { ...lane, most: 2 },
        { ...other, most: 2 },
      ]),
      [job(1)],
      1,
    )
    lanes.stir()
    expect(lanes.open(9).map((it) => it.kind)).toEqual(['a'])
    lanes.answer(lanes.ask([{ ...lane, most: 2 }]), [], 1)
    pass(60_001)
    lanes.stir()
    expect(lanes.open(9)).toEqual([])
  })

  test('a claim that failed leaves the lane as it was', () => {
    const { lanes } = started()
    lanes.learn([{ ...lane, run_at_ms: 1 }])
    lanes.giveUp(lanes.ask([{ ...lane, most: 2 }]))
    expect(lanes.open(9)).toHaveLength(1)
  })

  test('fast claims begin at the start of the lane', () => {
    const { lanes } = started()
    claim(lanes, [job(1), job(2)], 24)
    expect(lanes.ask([{ ...lane, most: 2 }])).toEqual([{ ...lane, most: 2 }])
  })

  test('after a slow claim the next begin where it ended, for a while', () => {
    const { lanes, pass } = started()
    claim(lanes, [job(7, 20), job(3, 30), job(9, 10)], 100)
    const second = lanes.ask([{ ...lane, most: 3 }])
    expect(second[0]!.after).toEqual(job(3, 30))
    lanes.answer(second, [job(4, 31), job(5, 32), job(6, 33)], 1)
    expect(lanes.ask([{ ...lane, most: 3 }])[0]!.after).toEqual(job(6, 33))
    pass(2001)
    expect(lanes.ask([{ ...lane, most: 3 }])[0]!.after).toBeUndefined()
  })

  test('when the while is over one claim looks from the start, and the others do not wait for it', () => {
    const { lanes, pass } = started()
    claim(lanes, [job(1), job(2), job(3)], 100)
    pass(2001)
    const probe = lanes.ask([{ ...lane, most: 3 }])
    const beside = lanes.ask([{ ...lane, most: 3 }])
    expect([probe[0]!.after, beside[0]!.after]).toEqual([undefined, job(3)])
    lanes.answer(beside, [job(7), job(8), job(9)], 1)
    lanes.answer(probe, [job(4), job(5), job(6)], 100)
    expect(lanes.ask([{ ...lane, most: 3 }])[0]!.after).toEqual(job(9))
    pass(2001)
    lanes.giveUp(lanes.ask([{ ...lane, most: 3 }]))
    lanes.answer(lanes.ask([{ ...lane, most: 3 }]), [job(10), job(11), job(12)], 1)
    expect(lanes.ask([{ ...lane, most: 3 }])[0]!.after).toBeUndefined()
  })

  test('a lane that is found empty from a place on is looked at from its start at once', () => {
    const { lanes } = started()
    lanes.expect(lane, 1)
    claim(lanes, [job(1), job(2), job(3)], 100)
    lanes.answer(lanes.ask([{ ...lane, most: 3 }]), [], 1)
    expect(lanes.open(9)).toHaveLength(1)
    const fromStart = lanes.ask([{ ...lane, most: 3 }])
    expect(fromStart[0]!.after).toBeUndefined()
    lanes.answer(fromStart, [], 1)
    expect(lanes.open(9)).toEqual([])
  })
})

function started() {
  let now_ms = 1000
  const pass = (ms: number) => {
    now_ms += ms
  }
  return { lanes: new Lanes(() => now_ms), pass }
}

function claim(lanes: Lanes, jobs: ClaimedJob[], took_ms: number) {
  const shares: Share[] = [{ ...lane, most: jobs.length }]
  lanes.answer(lanes.ask(shares), jobs, took_ms)
}

function job(id: number, run_at_ms = 1): ClaimedJob {
  const rest = { turn: 1, key: null, payload: {}, attempts: 1, max_attempts: null, traceparent: null }
  return { ...lane, ...rest, id, run_at_ms }
}
