/** One request that a saga makes of a provider. `{who}` stands for the mailbox, or for the user at Zoom. */
export interface Effect {
  does: string
  provider: 'graph' | 'zoom'
  request: string
  /** How many such requests of this story come before the one that is meant. */
  after?: number
}

const LOOK: Effect = {
  does: 'looking at Outlook',
  provider: 'graph',
  request: 'GET /v1.0/users/{who}/calendarView',
}
const MAKE_MEETING: Effect = {
  does: 'making the meeting',
  provider: 'zoom',
  request: 'POST /v2/users/{who}/meetings',
}
const FIND_MEETING: Effect = {
  does: 'looking for a meeting left behind',
  provider: 'zoom',
  request: 'GET /v2/users/{who}/meetings',
}
const MOVE_MEETING: Effect = {
  does: 'moving the meeting',
  provider: 'zoom',
  request: 'PATCH /v2/meetings/\\d+ host={who}',
}
const DELETE_MEETING: Effect = {
  does: 'deleting the meeting',
  provider: 'zoom',
  request: 'DELETE /v2/meetings/.* host={who}',
}
const MAKE_EVENT: Effect = {
  does: 'making the event',
  provider: 'graph',
  request: 'POST /v1.0/users/{who}/events$',
}
const FIND_EVENT: Effect = {
  does: 'looking for an event left behind',
  provider: 'graph',
  request: 'GET /v1.0/users/{who}/events\\?',
}
const READ_LINK: Effect = {
  does: 'reading the link of Teams',
  provider: 'graph',
  request: 'GET /v1.0/users/{who}/events/[^/]+\\?',
}
const MOVE_EVENT: Effect = {
  does: 'moving the event',
  provider: 'graph',
  request: 'PATCH /v1.0/users/{who}/events/',
}
const CANCEL_EVENT: Effect = {
  does: 'canceling the event',
  provider: 'graph',
  request: 'POST /v1.0/users/{who}/events/[^/]+/cancel',
}

/** What a customer, an admin or a salesperson does, what it asks of the providers, and how it must end. */
export interface Story {
  tells: string
  location: 'zoom' | 'teams' | 'phone' | 'in_person'
  /** Where the booking stands before the trouble begins. */
  from: 'held' | 'confirmed' | 'failed'
  act: 'confirm' | 'move' | 'cancel' | 'follow'
  effects: Effect[]
  /** What the provider refuses, once, in the stories that give up. */
  refused?: Effect
  /** The transactions that are committed on the way. */
  commits: string[]
  ends: 'confirmed' | 'failed' | 'canceled'
  /** True when the booking ends at the new time. */
  moved?: boolean
  /** Events and meetings ever made for the booking: more would be a second invitation. */
  made: { events: number; meetings: number }
}

const ONE = { events: 1, meetings: 1 }
const NO_ZOOM = { events: 1, meetings: 0 }

/** Every saga, with each of its outside effects and each of its commits. */
export const STORIES: Story[] = [
  {
    tells: 'a confirmation by Zoom',
    location: 'zoom',
    from: 'held',
    act: 'confirm',
    effects: [LOOK, MAKE_MEETING, MAKE_EVENT],
    commits: ['the token is used', 'a meeting is intended', 'an event is intended', 'it is confirmed'],
    ends: 'confirmed',
    made: ONE,
  },
  {
    tells: 'a confirmation by Teams',
    location: 'teams',
    from: 'held',
    act: 'confirm',
    effects: [LOOK, MAKE_EVENT, READ_LINK],
    commits: ['the token is used', 'an event is intended', 'it is confirmed'],
    ends: 'confirmed',
    made: NO_ZOOM,
  },
  {
    tells: 'a confirmation by phone',
    location: 'phone',
    from: 'held',
    act: 'confirm',
    effects: [LOOK, MAKE_EVENT],
    commits: ['the token is used', 'an event is intended', 'it is confirmed'],
    ends: 'confirmed',
    made: NO_ZOOM,
  },
  {
    tells: 'a confirmation in person',
    location: 'in_person',
    from: 'held',
    act: 'confirm',
    effects: [MAKE_EVENT],
    commits: ['the token is used', 'an event is intended', 'it is confirmed'],
    ends: 'confirmed',
    made: NO_ZOOM,
  },
  {
    tells: 'a confirmation by Zoom whose event is refused',
    location: 'zoom',
    from: 'held',
    act: 'confirm',
    effects: [LOOK, MAKE_MEETING, MAKE_EVENT, DELETE_MEETING],
    refused: MAKE_EVENT,
    commits: [
      'the token is used',
      'a meeting is intended',
      'an event is intended',
      'it has failed',
      'the meeting is taken back',
    ],
    ends: 'failed',
    made: ONE,
  },
  {
    tells: 'a confirmation by Teams whose link is refused',
    location: 'teams',
    from: 'held',
    act: 'confirm',
    effects: [LOOK, MAKE_EVENT, READ_LINK, CANCEL_EVENT],
    refused: READ_LINK,
    commits: ['the token is used', 'an event is intended', 'it has failed', 'the event is taken back'],
    ends: 'failed',
    made: NO_ZOOM,
  },
  {
    tells: 'a second confirmation after one that failed',
    location: 'zoom',
    from: 'failed',
    act: 'confirm',
    effects: [LOOK, FIND_MEETING, MAKE_MEETING, FIND_EVENT, MAKE_EVENT],
    commits: ['the token is used', 'a meeting is intended', 'an event is intended', 'it is confirmed'],
    ends: 'confirmed',
    made: { events: 1, meetings: 2 },
  },
  {
    tells: 'a move with Zoom',
    location: 'zoom',
    from: 'confirmed',
    act: 'move',
    effects: [{ ...LOOK, after: 1 }, MOVE_MEETING, MOVE_EVENT],
    commits: ['both times are claimed', 'the meeting is to move', 'the event is to move', 'it has moved'],
    ends: 'confirmed',
    moved: true,
    made: ONE,
  },
  {
    tells: 'a move by phone',
    location: 'phone',
    from: 'confirmed',
    act: 'move',
    effects: [{ ...LOOK, after: 1 }, MOVE_EVENT],
    commits: ['both times are claimed', 'the event is to move', 'it has moved'],
    ends: 'confirmed',
    moved: true,
    made: NO_ZOOM,
  },
  {
    tells: 'a move with Zoom whose event is refused',
    location: 'zoom',
    from: 'confirmed',
    act: 'move',
    effects: [
      { ...LOOK, after: 1 },
      MOVE_MEETING,
      MOVE_EVENT,
      { ...MOVE_MEETING, does: 'moving the meeting back', after: 1 },
    ],
    refused: MOVE_EVENT,
    commits: [
      'both times are claimed',
      'the meeting is to move',
      'the event is to move',
      'the old time stands',
      'the meeting is moved back',
    ],
    ends: 'confirmed',
    made: ONE,
  },
  {
    tells: 'a cancellation with Zoom',
    location: 'zoom',
    from: 'confirmed',
    act: 'cancel',
    effects: [CANCEL_EVENT, DELETE_MEETING],
    commits: ['the time is free', 'the event is to go', 'the meeting is to go', 'all is gone'],
    ends: 'canceled',
    made: ONE,
  },
  {
    tells: 'a cancellation by phone',
    location: 'phone',
    from: 'confirmed',
    act: 'cancel',
    effects: [CANCEL_EVENT],
    commits: ['the time is free', 'the event is to go', 'all is gone'],
    ends: 'canceled',
    made: NO_ZOOM,
  },
  {
    tells: 'a Zoom meeting that follows a move in Outlook',
    location: 'zoom',
    from: 'confirmed',
    act: 'follow',
    effects: [MOVE_MEETING],
    commits: ['the meeting is to move', 'the meeting has moved'],
    ends: 'confirmed',
    moved: true,
    made: ONE,
  },
]
