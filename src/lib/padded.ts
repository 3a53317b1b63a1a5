/** Repeats the last value until a power of two is reached, so that few statement texts serve every number of them. */
export function padded(values: string[]): string[] {
  const size = 2 ** Math.ceil(Math.log2(Math.max(1, values.length)))
  return [...values, ...Array<string>(size - values.length).fill(values.at(-1) ?? '')]
}
