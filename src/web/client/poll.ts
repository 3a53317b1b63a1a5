import { here, swap } from './swap.ts'

let timer: ReturnType<typeof setTimeout> | undefined
let pause_ms = 0

/** Asks again until a booking that is being confirmed has settled; ever less often, at most every three seconds. */
export function poll(): void {
  clearTimeout(timer)
  const { kind, poll: first_ms } = document.querySelector('main')?.dataset ?? {}
  if (!kind || !first_ms) return
  pause_ms = Number(first_ms)
  const again = async () => {
    await swap(here(), { replace: true, focus: ['h1'], unless: kind })
    pause_ms = Math.min(pause_ms * 1.3, 3000)
    if (document.querySelector('main')?.dataset.kind === kind) timer = setTimeout(again, pause_ms)
  }
  timer = setTimeout(again, pause_ms)
}
