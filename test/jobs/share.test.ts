import { describe, expect, test } from 'bun:test'
import type { Lane } from '../../src/db/queue.ts'
import { crew } from '../../src/jobs/crew.ts'
import type { JobKind } from '../../src/jobs/kind.ts'
import { shareOut } from '../../src/jobs/share.ts'
import { testKind } from '../support/jobs.ts'

describe('sharing out the free places', () => {
  test('the most urgent priority goes first', () => {
    const shares = share([lane('a', 't1', 100), lane('a', 't2', 10)], { places: 4 })
    expect(shares).toEqual(['a t2 10: 2', 'a t1 100: 1'])
  })

  test('lanes of one priority get equal shares', () => {
    expect(share([lane('a', ''), lane('b', '')], { places: 10 })).toEqual(['a  100: 5', 'b  100: 5'])
  })

  test('where there are more lanes than places, all have their turn', () => {
    const lanes = ['t1', 't2', 't3', 't4'].map((tenant_id) => lane('a', tenant_id))
    const seen = [0, 1, 2, 3].flatMap((round) => share(lanes, { places: 1, round }))
    expect(seen.toSorted()).toEqual(['a t1 100: 1', 'a t2 100: 1', 'a t3 100: 1', 'a t4 100: 1'])
  })

  test('a kind and a tenant of it keep within their limits', () => {
    const kinds = [
      testKind('a', async () => {}, { concurrency: 3 }),
      testKind('b', async () => {}, { concurrency_per_tenant: 2 }),
    ]
    const lanes = [lane('a', ''), lane('b', 't1'), lane('b', 't2')]
    expect(share(lanes, { places: 60, kinds })).toEqual(['a  100: 3', 'b t1 100: 2', 'b t2 100: 2'])
  })

  test('no tenant holds more places than are left free', () => {
    const places = crew(16)
    const counts = ['t1', 't2', 't3'].map((tenant_id) => {
      let held = 0
      for (;;) {
        const [given] = shareOut({
          lanes: [lane('a', tenant_id)],
          kinds: KINDS,
          crew: places,
          most: 16,
          round: 0,
        })
        if (!given) return held
        held += given.most
      }
    })
    expect(counts).toEqual([8, 4, 2])
    expect(places.free()).toBe(2)
  })

  test('work of no tenant may take every place', () => {
    expect(share([lane('a', '')], { places: 16 })).toEqual(['a  100: 16'])
  })

  test('a single place is given to anyone', () => {
    expect(share([lane('a', 't')], { places: 1 })).toEqual(['a t 100: 1'])
  })

  test('one claim takes no more than it may', () => {
    expect(share([lane('a', ''), lane('b', '')], { places: 10, most: 3 })).toEqual(['a  100: 2', 'b  100: 1'])
  })
})

const KINDS = byName(['a', 'b'].map((name) => testKind(name, async () => {})))

function lane(kind: string, tenant_id: string, priority = 100): Lane {
  return { kind, priority, tenant_id }
}

function share(
  lanes: Lane[],
  {
    places,
    kinds,
    round = 0,
    most = places,
  }: { places: number; kinds?: JobKind[]; round?: number; most?: number },
): string[] {
  const known = kinds ? byName(kinds) : KINDS
  return shareOut({ lanes, kinds: known, crew: crew(places), most, round }).map(
    (it) => `${it.kind} ${it.tenant_id} ${it.priority}: ${it.most}`,
  )
}

function byName(kinds: JobKind[]): Map<string, JobKind> {
  return new Map(kinds.map((kind) => [kind.name, kind]))
}
