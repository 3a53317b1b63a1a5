import type { Frame } from './frame.ts'

const STEPS = ['time', 'details', 'code'] as const

/** Where the customer stands on the way to a booking. */
export function Steps({ frame: { words }, at }: { frame: Frame; at: (typeof STEPS)[number] }) {
  const now = STEPS.indexOf(at)
  return (
    <ol class="steps" aria-label={words.steps.label}>
      {STEPS.map((step, i) => (
        <li key={step} class={i < now ? 'past' : undefined} aria-current={i === now ? 'step' : undefined}>
          {words.steps[step]}
        </li>
      ))}
    </ol>
  )
}
