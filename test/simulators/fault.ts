import { z } from 'zod'

/**
 * What a simulator can be told to do wrong; one vocabulary for every provider.
 * - `timeout_before`: no answer, and nothing was done;
 * - `timeout_after`: no answer, though it was done;
 * - `throttle`: 429 as this provider words it, nothing done;
 * - `server_error`: 500, nothing done;
 * - `unauthorized`: the token is refused and withdrawn, nothing done;
 * - `refused`: a 4xx that no repetition heals, nothing done;
 * - `not_json`: done, the status is right, the body is a page of HTML.
 */
export const FAULT_KINDS = [
  'timeout_before',
  'timeout_after',
  'throttle',
  'server_error',
  'unauthorized',
  'refused',
  'not_json',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

/** One order to fail. */
export const FaultSchema = z.object({
  kind: z.enum(FAULT_KINDS),
  /** Regular expression over `METHOD /path?query`, and what the provider adds to it; every request when absent. */
  on: z.string().default(''),
  /** How many matching requests pass before the first is spoiled. */
  after: z.number().int().min(0).default(0),
  /** How many are spoiled. */
  times: z.number().int().min(1).default(1),
})
export type Fault = z.input<typeof FaultSchema>

/** The orders a simulator holds. */
export interface Faults {
  add(fault: Fault): void
  clear(): void
  /** What is to go wrong with this request, if anything; uses the order up. */
  take(request_line: string): FaultKind | undefined
  /** Orders not yet used up. */
  pending(): Fault[]
  /** How many requests were spoiled so far. */
  spoiled(): number
}

/** An empty book of orders; the first that matches a request counts. */
export function faultBook(): Faults {
  let orders: { kind: FaultKind; on: RegExp; after: number; times: number }[] = []
  let spoiled = 0
  return {
    add: (fault) => {
      const { kind, on, after, times } = FaultSchema.parse(fault)
      orders.push({ kind, on: new RegExp(on), after, times })
    },
    clear: () => {
      orders = []
    },
    take: (request_line) => {
      const order = orders.find((one) => one.on.test(request_line))
      if (!order) return undefined
      if (order.after > 0) {
        order.after -= 1
        return undefined
      }
      order.times -= 1
      if (order.times === 0) orders = orders.filter((one) => one !== order)
      spoiled += 1
      return order.kind
    },
    pending: () => orders.map(({ on, ...order }) => ({ ...order, on: on.source })),
    spoiled: () => spoiled,
  }
}
