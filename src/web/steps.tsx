import type { Frame } from './frame.ts'
import { html, joined, Written } from './markup.ts'

const STEPS = ['time', 'details', 'code'] as const

/** Where the customer stands on the way to a booking. */
export function Steps({ frame: { words }, at }: { frame: Frame; at: (typeof STEPS)[number] }) {
  const now = STEPS.indexOf(at)
  const steps = STEPS.map((step, i) => {
    const place = i === now ? html` aria-current="step"` : i < now ? html` class="past"` : ''
    return html`<li${place}>${words.steps[step]}</li>`
  })
  return <Written html={html`<ol class="steps" aria-label="${words.steps.label}">${joined(steps)}</ol>`} />
}
