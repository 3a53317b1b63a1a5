/** From the hold on, in English; the shape of the other languages, in which a missing key does not compile. */
export const en = {
  code: {
    title: 'Enter the code',
    lead: (email: string) => `We have sent a six-digit code to ${email}.`,
    label: 'Six-digit code',
    held: (left: string) => `Held for you for another ${left}`,
    left: (minutes: number, seconds: number) =>
      minutes > 0 ? `${minutes} min ${seconds} s` : `${seconds} s`,
    soon: 'Two minutes left until your time is given back.',
    confirm: 'Confirm the meeting',
    link: 'The link in the e-mail works just as well, on any device.',
    trial: 'This is a trial: no e-mail leaves it.',
    trialLink: 'Read the letter here',
    resend: 'Send a new code',
    resendIn: (seconds: number) => `A new code can be sent in ${seconds} s.`,
    resent: 'A new code is on its way. Only the newest one is valid.',
    wrong: (left: number) =>
      `This is not the code. ${left === 1 ? 'One try is left.' : `${left} tries are left.`}`,
    spent: 'The code was wrong too often. Please ask for a new one.',
    short: 'The code has six digits.',
    otherAddress: 'Use another address',
    addressTitle: 'Use another address',
    addressLead: 'Your time stays held. We send a new code to the new address.',
    addressSend: 'Send the code there',
    verifyTitle: 'Confirm your meeting',
    verifyLead: 'Is this right? One click, and it is booked.',
  },

  done: {
    moving: 'Your meeting is being moved',
    confirming: 'Your meeting is being booked',
    confirmingLead: 'This takes a few seconds. The page goes on by itself.',
    confirmed: 'Your meeting is booked',
    invitation: (email: string) => `The invitation is on its way to ${email}.`,
    moved: 'Your meeting has been moved',
    restored: 'Your meeting is on again',
    over: 'This meeting is over',
    what: 'What',
    when: 'When',
    who: 'With',
    where: 'Where',
    join: 'Join the meeting',
    joinLater: 'The link to join follows in the invitation.',
    phone: (number: string) => `We call you at ${number}.`,
    file: 'Add to your calendar',
    move: 'Move the meeting',
    cancel: 'Cancel the meeting',
    another: 'Book another meeting',
  },

  cancel: {
    title: 'Cancel this meeting?',
    will: 'What will happen',
    removed: (names: string) => `The meeting disappears from the calendar of ${names}.`,
    told: 'You get the cancellation by e-mail.',
    freed: 'The time becomes free for others.',
    undoable: 'You can undo this for 10 minutes, while the time is still free.',
    reason: 'Reason',
    reasonHint: 'It is written in the cancellation.',
    yes: 'Cancel the meeting',
    no: 'Keep the meeting',
    done: 'The meeting is canceled',
    undo: 'Undo',
    undoUntil: (time: string) =>
      `Changed your mind? You can undo this until ${time}, while the time is still free.`,
    gone: 'The time has been taken meanwhile, so this cannot be undone.',
    by: (names: string) => `This meeting was canceled by ${names}.`,
  },

  move: {
    title: 'Choose a new time',
    lead: 'Your meeting stays as it is until you confirm the new time.',
    now: 'Now',
    check: 'Move the meeting to this time?',
    before: 'Before',
    after: 'New',
    will: (names: string) => `The meeting moves in the calendar of ${names}, and your invitation is updated.`,
    sameLink: 'The link to join stays the same.',
    yes: 'Move the meeting',
    no: 'Keep the old time',
    other: 'Choose another time',
  },

  link: {
    fresh: 'Move or cancel your meeting',
    freshLead: 'Tell us the address you booked with, and we send you links to move or cancel the meeting.',
    older: 'There is a newer e-mail',
    olderLead: 'This link is from an earlier e-mail. Please use the code or the link in the newest one.',
    expired: 'This link has expired',
    used: 'This link has been used already',
    lead: 'Tell us the address you booked with, and we send you a fresh link.',
    send: 'Send a fresh link',
    sent: 'Check your inbox',
    sentLead: (email: string) =>
      `If ${email} is the address of this booking, and it was not canceled, a fresh link is on its way.`,
    late: 'It is too late to change this meeting here',
    lateLead: (names: string) => `It begins soon or has begun already. Please write to ${names} directly.`,
  },

  alert: {
    stale: 'This page was open for a long time. Please send it once more.',
    calendar:
      'The calendars cannot be read right now. Everything you typed is kept; please try again in a few minutes.',
    changing: 'The meeting is being changed right now. Please try again in a moment.',
    ours: 'Something is not working, and the fault is ours. Everything you typed is kept; please try again in a moment.',
    codes: 'No more codes are sent for this time. Please use the newest one, or choose a time again.',
    unmoved: 'The meeting could not be moved and stays where it was. We have sent you other times by e-mail.',
  },

  lost: {
    title: 'There is nothing here',
    lead: 'The address may have a typing mistake, or what was here is no longer offered.',
    home: (name: string) => `See what ${name} offers`,
    trouble: 'Something is not working',
    troubleLead: 'The fault is ours. Nothing was lost; please try again in a moment.',
    slowLead:
      'What you sent did not reach us in time. Go back in your browser: what you typed still stands there, and you can send it once more.',
    busy: 'A moment, please',
    busyLead: (seconds: number) =>
      `There were many requests from your connection. Please try again in ${seconds} s.`,
    kept: 'What you typed is kept: you can send it once more from here.',
    resend: 'Send it once more',
    reference: (id: string) => `Reference: ${id}`,
  },
}

export type After = typeof en
