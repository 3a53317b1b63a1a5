import { Failure } from '../lib/failure.ts'

/**
 * Every failure this folder throws: whether it can heal, what it is, and what a person does about it.
 * The sentences are shown to admins and stand in follow-ups; they hold no secret and no address.
 */
export const ZOOM_FAILURES = {
  zoom_credentials_wrong: [
    'permanent',
    'Zoom refused the client id or the client secret.',
    'Copy both again from the page "App Credentials" of the server-to-server app.',
  ],
  zoom_account_unknown: [
    'permanent',
    'Zoom refused the account id.',
    'Copy it again from the page "App Credentials"; it belongs to the account that made the app.',
  ],
  zoom_account_suspended: [
    'permanent',
    'The Zoom account is suspended or not active.',
    "Ask the account's owner to settle it with Zoom (plan, payment or a block), then retry the dead jobs.",
  ],
  zoom_app_disabled: [
    'permanent',
    'The server-to-server app is switched off.',
    'Activate it in the Zoom App Marketplace, then retry the dead jobs.',
  ],
  zoom_app_wrong_kind: [
    'permanent',
    'These credentials belong to another kind of Zoom app.',
    'Make an app of the kind "Server-to-Server OAuth" and enter its credentials.',
  ],
  zoom_scopes_missing: [
    'permanent',
    'The app lacks a scope.',
    'Add it to the app in the Zoom App Marketplace (the README names all five) and activate the app again.',
  ],
  zoom_user_unknown: [
    'permanent',
    'Zoom does not know this salesperson.',
    "Enter the user id or the e-mail address the salesperson has at Zoom, in this app's account.",
  ],
  zoom_meetings_not_allowed: [
    'permanent',
    'This salesperson may not hold meetings at Zoom.',
    'Give the user a licence that includes meetings, or another salesperson the booking.',
  ],
  zoom_daily_limit: [
    'permanent',
    'This salesperson used up the 100 creations and changes Zoom allows in a day.',
    'Make or change the meeting by hand, or wait until 00:00 UTC and try again.',
  ],
  zoom_rate_limited: ['retry', 'Zoom asks for fewer requests a second.', 'Nothing: it is tried again.'],
  zoom_request_invalid: [
    'permanent',
    'Zoom found a field of the request invalid.',
    'Look at the topic, the duration and the time zone of the meeting type.',
  ],
  zoom_zone_unknown: [
    'permanent',
    "Zoom does not know the tenant's time zone.",
    'Nothing: the meeting is made with its time in UTC.',
  ],
  zoom_token_refused: [
    'retry',
    'Zoom refused a token it had just given.',
    'Nothing at first; if it stays, see that no other program uses the same app.',
  ],
  zoom_meeting_running: [
    'retry',
    'The meeting is being held, so Zoom does not delete it.',
    'Nothing: it is tried again.',
  ],
  zoom_list_too_long: [
    'permanent',
    'This salesperson has more upcoming meetings than can be read.',
    'Delete old meetings at Zoom.',
  ],
  zoom_refused: [
    'permanent',
    'Zoom refused the request.',
    "Look the code up in Zoom's documentation and ask Zoom's support with the request id.",
  ],
  zoom_unreachable: ['retry', 'Zoom could not be reached.', 'Nothing at first; then see the network.'],
  zoom_error: ['retry', 'Zoom failed inside.', 'Nothing at first; then see the status page of Zoom.'],
  zoom_reply_unreadable: ['retry', "Zoom's answer could not be read.", 'Nothing: it is tried again.'],
  deadline: ['retry', 'Zoom did not answer in time.', 'Nothing: it is tried again.'],
  meeting_gone: [
    'permanent',
    'The meeting is gone from Zoom.',
    'Someone deleted it there; make a new one, or cancel the booking.',
  ],
} as const satisfies Record<string, readonly [kind: Failure['kind'], what: string, advice: string]>

export type ZoomFailureCode = keyof typeof ZOOM_FAILURES

/** What a person does about a failure of this code, or `undefined` when it is none of Zoom's. */
export function zoomAdvice(code: string): string | undefined {
  return Object.hasOwn(ZOOM_FAILURES, code) ? ZOOM_FAILURES[code as ZoomFailureCode][2] : undefined
}

/** The failure of this code, its sentence and advice as the message; `more` says what Zoom said, in numbers. */
export function zoomFailure(
  code: ZoomFailureCode,
  more: string = '',
  detail: Failure['detail'] = {},
): Failure {
  const [kind, what, advice] = ZOOM_FAILURES[code]
  return new Failure(kind, code, [what, advice, more].filter(Boolean).join(' '), detail)
}
