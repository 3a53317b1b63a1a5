/**
 * The pause before attempt `attempt + 1`, in milliseconds: exponential with full jitter
 * (AWS Architecture Blog, "Exponential Backoff and Jitter").
 */
export function backoff_ms(
  attempt: number,
  { base_ms, cap_ms }: { base_ms: number; cap_ms: number },
  uniform: () => number,
): number {
  const ceiling = Math.min(cap_ms, base_ms * 2 ** Math.min(attempt - 1, 40))
  return Math.round(uniform() * ceiling)
}
