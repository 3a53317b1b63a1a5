/** One request that a saga or the reconciliation makes of a provider. `{who}` stands for the mailbox, or for the user at Zoom. */
export interface Effect {
  does: string
  provider: 'graph' | 'zoom'
  request: string
  /** How many such requests of this story come before the one that is meant. */
  after?: number
}

const graph = (does: string, request: string): Effect => ({ does, provider: 'graph', request })
const zoom = (does: string, request: string): Effect => ({ does, provider: 'zoom', request })

export const LOOK = graph('looking at Outlook', 'GET /v1.0/users/{who}/calendarView')
/** By the saga, where the request itself has looked before. */
export const LOOK_AGAIN: Effect = { ...LOOK, after: 1 }
export const MAKE_MEETING = zoom('making the meeting', 'POST /v2/users/{who}/meetings')
export const FIND_MEETING = zoom('looking for a meeting left behind', 'GET /v2/users/{who}/meetings')
export const MOVE_MEETING = zoom('moving the meeting', 'PATCH /v2/meetings/\\d+ host={who}')
export const DELETE_MEETING = zoom('deleting the meeting', 'DELETE /v2/meetings/.* host={who}')
export const MAKE_EVENT = graph('making the event', 'POST /v1.0/users/{who}/events$')
export const FIND_EVENT = graph('looking for an event left behind', 'GET /v1.0/users/{who}/events\\?')
export const READ_EVENT = graph('reading the event', 'GET /v1.0/users/{who}/events/[^/]+\\?')
export const READ_LINK = graph('reading the link of Teams', 'GET /v1.0/users/{who}/events/[^/]+\\?')
export const MOVE_EVENT = graph('moving the event', 'PATCH /v1.0/users/{who}/events/')
export const CANCEL_EVENT = graph('canceling the event', 'POST /v1.0/users/{who}/events/[^/]+/cancel')
