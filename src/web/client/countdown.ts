import { say } from './say.ts'
import { here, swap } from './swap.ts'

let timer: ReturnType<typeof setInterval> | undefined

/**
 * Counts the hold down from what the server said is left, not from its clock, which may not be ours. Says once when
 * two minutes are left, and when nothing is, shows what the server then has to say.
 */
export function countDown(): void {
  clearInterval(timer)
  const box = document.querySelector<HTMLElement>('[data-left]')
  if (!box) return
  const passed = stopwatch()
  const all = Number(box.dataset.left)
  let before = all
  timer = setInterval(() => {
    const left = Math.max(0, Math.ceil(all - passed() / 1000))
    show(box, left)
    if (before > SOON && left <= SOON) say(box.querySelector('p')?.dataset.soon)
    if (left === 0) finish()
    before = left
  }, 1000)
}

/**
 * Milliseconds from now on. While a phone sleeps the one clock of the browser stands still in many, and the other may be
 * set; of the two the later one is right, or else the page asks the server a little too early.
 */
function stopwatch(): () => number {
  const [steady, wall] = [performance.now(), Date.now()]
  return () => Math.max(performance.now() - steady, Date.now() - wall)
}

const SOON = 120

function show(box: HTMLElement, left: number): void {
  const pattern = (left < 60 ? box.dataset.seconds : box.dataset.minutes) ?? ''
  const words = pattern.replace(/[12]/g, (digit) => String(digit === '1' ? Math.floor(left / 60) : left % 60))
  const text = box.querySelector('b')
  const bar = box.querySelector('progress')
  if (text) text.textContent = words
  if (bar) bar.value = left
  box.classList.toggle('soon', left <= SOON)
}

function finish(): void {
  clearInterval(timer)
  // The server's clock decides; a second more makes sure that it has struck there too. Where it cannot be reached the
  // page stays, and looks again.
  setTimeout(() => swap(here(), { replace: true, focus: ['h1'], unless: 'trouble' }), 1000)
}
