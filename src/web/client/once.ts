import { here } from './swap.ts'

/** A form is sent once however often its button is pressed; again only when no answer can be expected any more. */
export function sendOnce(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement
  if (event.defaultPrevented || !form.matches('[data-once]')) return
  if (form.dataset.sent) {
    event.preventDefault()
    return
  }
  form.dataset.sent = 'yes'
  for (const button of form.querySelectorAll('button')) button.setAttribute('aria-disabled', 'true')
  // Nothing tells that the browser was stopped, and a button that stays dead would be all that is left.
  setTimeout(() => release(form), LONGEST_MS)
}

/** The server has answered by then, if only to say that it cannot. */
const LONGEST_MS = 20_000

function release(form: HTMLFormElement): void {
  delete form.dataset.sent
  for (const button of form.querySelectorAll('button')) button.removeAttribute('aria-disabled')
}

/** Times, remainders and states that come back from the browser's cache are old; what was typed is not. */
export function refreshWhenBack({ persisted }: PageTransitionEvent): void {
  const kind = document.querySelector('main')?.dataset.kind ?? ''
  if (!persisted) return
  // Not a reload: where a form was refused that would be to send it once more, and the browser would ask.
  const isOld = ['pick', 'move', 'held', 'confirming', 'moving', 'cancel', 'verify'].includes(kind)
  if (isOld) location.replace(here())
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sent]')) release(form)
}
