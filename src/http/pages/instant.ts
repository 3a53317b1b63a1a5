import type { MeetingType } from '../../tenants/tenantConfig.ts'

/** The year 9999; beyond it an instant has no usual spelling. */
const FARTHEST_MS = Date.UTC(9999, 0)

/** The instant that a text names (ISO 8601), in epoch milliseconds; `undefined` when it names none. */
export function instantIn(text: string): number | undefined {
  const at_ms = Date.parse(text)
  return Math.abs(at_ms) < FARTHEST_MS ? at_ms : undefined
}

/** The starts that a refusal names, as spans. */
export function spansOf({ length_minutes }: Pick<MeetingType, 'length_minutes'>, starts: unknown) {
  const list = Array.isArray(starts) ? starts : []
  return list.map((start) => {
    const from_ms = Date.parse(String(start))
    return { from_ms, until_ms: from_ms + length_minutes * 60_000 }
  })
}
