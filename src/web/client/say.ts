/** Tells those who hear the page, politely. */
export function say(text: string | null | undefined): void {
  const live = document.getElementById('live')
  if (live && text) live.textContent = text
}
