/**
 * What went wrong with an outside service, typed by what may be done about it:
 * - `retry`: it may heal; try again, after `retry_after_ms` where the other side asked for it;
 * - `permanent`: it cannot heal by itself; `code` says what it is;
 * - `untouchable`: this mailbox or account is not ours to touch (permission, scope, gone).
 * The message never carries a secret or personal data.
 */
export class Failure extends Error {
  constructor(
    readonly kind: 'retry' | 'permanent' | 'untouchable',
    readonly code: string,
    message: string,
    readonly detail: { retry_after_ms?: number; status?: number; request_id?: string } = {},
  ) {
    super(message)
    this.name = 'Failure'
  }
}

/** True for a failure that no repetition heals. */
export function isFinal(error: unknown): error is Failure {
  return error instanceof Failure && error.kind !== 'retry'
}

/** True when the other side may have done what it was asked although the call failed: no answer, none that can be read, or a 5xx. */
export function outcomeUnknown(error: unknown): boolean {
  if (!(error instanceof Failure)) return true
  const { status } = error.detail
  return error.kind === 'retry' && (status === undefined || status < 400 || status >= 500)
}
