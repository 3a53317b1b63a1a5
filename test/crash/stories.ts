import {
  CANCEL_EVENT,
  DELETE_MEETING,
  type Effect,
  FIND_EVENT,
  FIND_MEETING,
  LOOK,
  LOOK_AGAIN,
  MAKE_EVENT,
  MAKE_MEETING,
  MOVE_EVENT,
  MOVE_MEETING,
  READ_EVENT,
  READ_LINK,
} from './effects.ts'

/** What is done in Outlook by hand, or, for `outlived`, what a booking leaves behind there. */
export type News = 'moved' | 'deleted' | 'declined' | 'outlived'

/** What a customer, an admin or a salesperson does, what it asks of the providers, and how it must end. */
export interface Story {
  tells: string
  location: 'zoom' | 'teams' | 'phone' | 'in_person'
  /** Where the booking stands before the trouble begins; `left`: confirmed, and its Zoom account was replaced since. */
  from: 'held' | 'confirmed' | 'failed' | 'canceled' | 'left'
  /** Customers confirm, move and cancel by the link of a letter, unless it says otherwise. */
  act:
    | 'confirm'
    | 'confirm_by_code'
    | 'move'
    | 'cancel'
    | 'cancel_as_admin'
    | 'restore'
    | 'replace_zoom'
    | News
  effects: Effect[]
  /** What the provider refuses, once, in the stories that give up. */
  refused?: Effect
  /** The transactions that are committed on the way. */
  commits: string[]
  ends: 'confirmed' | 'failed' | 'canceled'
  /** True when the booking ends at the new time. */
  moved?: boolean
  /** What is told of the booking after it was confirmed, each once, and what a person is asked. */
  told?: { tracked: string[]; asked: string[] }
  /** Events and meetings ever made for the booking: more would be a second invitation. */
  made: { events: number; meetings: number }
}

/** True where the tenant has a Zoom account of its own, which is replaced while the meeting stands in it. */
export function isLeft({ act, from }: Story): boolean {
  return act === 'replace_zoom' || from === 'left'
}

const ONE = { events: 1, meetings: 1 }
const NO_ZOOM = { events: 1, meetings: 0 }

/** Every saga, and every row of the truth table that does something, with its outside effects and its commits. */
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
    tells: 'a confirmation by phone, with the code',
    location: 'phone',
    from: 'held',
    act: 'confirm_by_code',
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
    effects: [LOOK_AGAIN, MOVE_MEETING, MOVE_EVENT],
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
    effects: [LOOK_AGAIN, MOVE_EVENT],
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
      LOOK_AGAIN,
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
    tells: 'a cancellation by phone, by an admin',
    location: 'phone',
    from: 'confirmed',
    act: 'cancel_as_admin',
    effects: [CANCEL_EVENT],
    commits: ['the time is free', 'the event is to go', 'all is gone'],
    ends: 'canceled',
    made: NO_ZOOM,
  },
  {
    tells: 'a cancellation with Zoom that is taken back',
    location: 'zoom',
    from: 'canceled',
    act: 'restore',
    effects: [LOOK_AGAIN, FIND_MEETING, MAKE_MEETING, FIND_EVENT, MAKE_EVENT],
    commits: [
      'the time is claimed again',
      'a meeting is intended',
      'an event is intended',
      'it is confirmed again',
    ],
    ends: 'confirmed',
    made: { events: 2, meetings: 2 },
  },
  {
    tells: 'a cancellation by phone that is taken back',
    location: 'phone',
    from: 'canceled',
    act: 'restore',
    effects: [LOOK_AGAIN, FIND_EVENT, MAKE_EVENT],
    commits: ['the time is claimed again', 'an event is intended', 'it is confirmed again'],
    ends: 'confirmed',
    made: { events: 2, meetings: 0 },
  },
  {
    tells: 'a move in Outlook',
    location: 'zoom',
    from: 'confirmed',
    act: 'moved',
    effects: [READ_EVENT, MOVE_MEETING],
    commits: ['the booking has moved', 'the meeting is to move', 'the meeting has moved'],
    ends: 'confirmed',
    moved: true,
    told: {
      tracked: ['event_moved_by_sales', 'customer_reinvite_required'],
      asked: ['customer_reinvite_required'],
    },
    made: ONE,
  },
  {
    tells: 'a deletion in Outlook',
    location: 'zoom',
    from: 'confirmed',
    act: 'deleted',
    effects: [READ_EVENT, CANCEL_EVENT, DELETE_MEETING],
    commits: ['the booking is canceled', 'the event is to go', 'the meeting is to go', 'all is gone'],
    ends: 'canceled',
    told: {
      tracked: ['canceled', 'event_deleted_by_sales', 'customer_notify_required'],
      asked: ['customer_notify_required'],
    },
    made: ONE,
  },
  {
    tells: 'a customer who declines',
    location: 'phone',
    from: 'confirmed',
    act: 'declined',
    effects: [READ_EVENT],
    commits: ['a person is asked'],
    ends: 'confirmed',
    told: { tracked: ['customer_declined'], asked: ['customer_declined'] },
    made: NO_ZOOM,
  },
  {
    tells: 'an event that has outlived its booking',
    location: 'phone',
    from: 'confirmed',
    act: 'outlived',
    effects: [READ_EVENT, CANCEL_EVENT],
    commits: ['it is written down'],
    ends: 'canceled',
    told: { tracked: ['orphan_event_removed'], asked: [] },
    made: NO_ZOOM,
  },
  // With an account that was replaced: the effects that are other ones then, or have other ends.
  {
    tells: 'a cancellation with a meeting in a Zoom account that was replaced',
    location: 'zoom',
    from: 'left',
    act: 'cancel',
    effects: [],
    commits: [
      'the time is free',
      'the event is to go',
      'the meeting is to go',
      'a person is asked to delete it',
    ],
    ends: 'canceled',
    told: { tracked: ['canceled'], asked: ['cleanup_required'] },
    made: ONE,
  },
  {
    tells: 'a Zoom account that is replaced',
    location: 'zoom',
    from: 'confirmed',
    act: 'replace_zoom',
    effects: [],
    commits: ['the new one serves', 'a person is told of the meeting that is left'],
    ends: 'confirmed',
    told: { tracked: [], asked: [] },
    made: ONE,
  },
  {
    tells: 'a move from a Zoom account that was replaced',
    location: 'zoom',
    from: 'left',
    act: 'move',
    effects: [MAKE_MEETING, MOVE_EVENT],
    commits: ['both times are claimed', 'a new meeting is intended', 'the event is to move', 'it has moved'],
    ends: 'confirmed',
    moved: true,
    told: { tracked: ['rescheduling', 'rescheduled'], asked: ['zoom_meeting_left'] },
    made: { events: 1, meetings: 2 },
  },
  {
    tells: 'a move from a Zoom account that was replaced, whose event is refused',
    location: 'zoom',
    from: 'left',
    act: 'move',
    effects: [MAKE_MEETING, DELETE_MEETING],
    refused: MOVE_EVENT,
    commits: [
      'both times are claimed',
      'a new meeting is intended',
      'the event is to move',
      'the old time stands',
      'the new meeting is taken back',
    ],
    ends: 'confirmed',
    made: { events: 1, meetings: 2 },
  },
]
