/** Sends the code by itself when its sixth digit is in, typed or pasted; once, so that a correction is not cut off. */
export function submitWhenComplete(): void {
  const input = document.querySelector<HTMLInputElement>('input.code')
  if (!input) return
  let sent = false
  input.addEventListener('input', () => {
    if (sent || input.value.replace(/\D/g, '').length !== 6) return
    sent = true
    input.form?.requestSubmit()
  })
}

/** A new code may be asked for after a pause; the button says how long it is. */
export function waitBeforeResend(): void {
  const button = document.querySelector<HTMLElement>('[data-wait]')
  if (!button) return
  const words = button.textContent ?? ''
  const end = performance.now() + Number(button.dataset.wait) * 1000
  const stop = (event: Event) => event.preventDefault()
  const tick = () => {
    const left = Math.ceil((end - performance.now()) / 1000)
    button.textContent = left > 0 ? (button.dataset.waiting ?? '').replace('0', String(left)) : words
    if (left > 0) return
    clearInterval(timer)
    button.removeAttribute('aria-disabled')
    button.removeEventListener('click', stop)
  }
  const timer = setInterval(tick, 1000)
  button.setAttribute('aria-disabled', 'true')
  button.addEventListener('click', stop)
  tick()
}
