import { submitWhenComplete, waitBeforeResend } from './code.ts'
import { countDown } from './countdown.ts'
import { speakToHost } from './frame.ts'
import { moveInGrid, rove } from './grid.ts'
import { refreshWhenBack, sendOnce } from './once.ts'
import { poll } from './poll.ts'
import { goBack, onSwap, swapTo, warm } from './swap.ts'
import { openZones, proposeZone, searchZones } from './zones.ts'

/**
 * Makes the pages quicker, never possible: every link and form works without it. Listeners stand on the document,
 * so that what is swapped in needs none of its own.
 */
function enhance() {
  proposeZone()
  rove()
  countDown()
  submitWhenComplete()
  waitBeforeResend()
  searchZones()
  speakToHost()
  poll()
}

onSwap(enhance)
enhance()

document.addEventListener('click', (event) => {
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[href]')
  if (!link || event.defaultPrevented || event.button > 0 || event.metaKey || event.ctrlKey || event.shiftKey)
    return
  if (link.matches('[data-swap]')) swapTo(event, link)
  else if (link.matches('[data-zones]')) openZones(event, link)
})
document.addEventListener('keydown', moveInGrid)
document.addEventListener('submit', sendOnce)
document.addEventListener('pointerover', warm)
document.addEventListener('focusin', warm)
window.addEventListener('popstate', goBack)
window.addEventListener('pageshow', refreshWhenBack)
