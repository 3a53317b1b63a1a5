import { Failure } from '../../lib/failure.ts'
import { type Zoom, type ZoomAccount, zoomAdvice } from '../../zoom/zoom.ts'
import { bad, type Finding, good, reasonOf } from './finding.ts'

/** Whether Zoom gives a token with every scope and knows the salesperson. */
export async function checkZoom(
  zoom: Zoom,
  about: string,
  accountOf: () => Promise<ZoomAccount>,
  user: string,
): Promise<Finding> {
  try {
    await zoom.probe(await accountOf(), user)
    return good(about, 'Zoom lets meetings be made.')
  } catch (error) {
    const advice = error instanceof Failure ? zoomAdvice(error.code) : undefined
    return bad(about, `Zoom refuses: ${reasonOf(error)}.`, advice)
  }
}
