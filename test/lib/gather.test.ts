import { describe, expect, test } from 'bun:test'
import { type Gathering, gather } from '../../src/lib/gather.ts'

describe('items that are gathered', () => {
  test('make one batch with those of the same turn, and the next with those that came meanwhile', async () => {
    const { add, batches, answer } = gathered({ most: 10 })
    const first = [add(1), add(2)]
    await turns(1)
    const second = [add(3), add(4)]
    await turns(3)
    expect(batches).toEqual([[1, 2]])
    answer()
    expect(await Promise.all(first)).toEqual([10, 20])
    await turns(2)
    expect(batches).toEqual([
      [1, 2],
      [3, 4],
    ])
    answer()
    expect(await Promise.all(second)).toEqual([30, 40])
  })

  test('wait, where that is asked for, as long as every turn brings more, and no longer than the batch is full', async () => {
    const { add, batches, answer } = gathered({ most: 4, patient: true })
    add(1)
    await turns(1)
    add(2)
    await turns(1)
    expect(batches).toEqual([])
    await turns(2)
    expect(batches).toEqual([[1, 2]])
    for (const n of [3, 4, 5, 6, 7]) add(n)
    answer()
    await turns(3)
    expect(batches).toEqual([
      [1, 2],
      [3, 4, 5, 6],
    ])
  })

  test('are rejected at once where too many wait already, and taken again once those have gone', async () => {
    const refusal = () => new Error('full')
    const { add, batches, answer } = gathered({ most: 2, full: { at: 2, refusal } })
    const taken = [add(1), add(2)]
    expect(add(3)).rejects.toThrow('full')
    await turns(2)
    taken.push(add(4), add(5))
    expect(add(6)).rejects.toThrow('full')
    answer()
    await turns(2)
    answer()
    expect(await Promise.all(taken)).toEqual([10, 20, 40, 50])
    expect(batches).toEqual([
      [1, 2],
      [4, 5],
    ])
  })

  test('fail alone where theirs alone is at fault, and together otherwise', async () => {
    const work = gather<number, number>(
      async (items) => {
        if (items.includes(13)) throw new Error('all')
        return items.map((item) => (item === 2 ? new Error('two') : item))
      },
      { most: 10 },
    )
    const told = await Promise.allSettled([work(1), work(2)])
    expect(told.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    const lost = await Promise.allSettled([work(1), work(13)])
    expect(lost.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })
})

/** Numbers, each answered tenfold once `answer` is called for its batch. */
function gathered(limits: Gathering) {
  const batches: number[][] = []
  let answer = () => {}
  const add = gather<number, number>((items) => {
    batches.push(items)
    return new Promise((resolve) => {
      answer = () => resolve(items.map((item) => item * 10))
    })
  }, limits)
  return { add, batches, answer: () => answer() }
}

/** So many turns of the event loop. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}
