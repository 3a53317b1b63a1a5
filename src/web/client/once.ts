/** A form is sent once however often its button is pressed. */
export function sendOnce(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement
  if (event.defaultPrevented || !form.matches('[data-once]')) return
  if (form.dataset.sent) event.preventDefault()
  form.dataset.sent = 'yes'
  for (const button of form.querySelectorAll('button')) button.setAttribute('aria-disabled', 'true')
}

/** Times, remainders and states that come back from the browser's cache are old; what was typed is not. */
export function refreshWhenBack({ persisted }: PageTransitionEvent): void {
  const kind = document.querySelector('main')?.dataset.kind ?? ''
  if (!persisted) return
  if (['pick', 'move', 'held', 'confirming', 'moving', 'cancel', 'verify'].includes(kind)) location.reload()
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sent]')) {
    delete form.dataset.sent
    for (const button of form.querySelectorAll('button')) button.removeAttribute('aria-disabled')
  }
}
