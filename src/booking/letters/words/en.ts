import type { Location } from '../../../db/tables/tenants.ts'

type Subject = (what: string, tenant: string) => string

/** Every word that letters say. Names come in as one line; minutes are whole, or left out when they say little. */
export interface Words {
  colon: string
  greeting(name: string | undefined): string
  what: string
  withWhom: string
  when: string
  whenFor(name: string): string
  where: string
  places: Record<Location['kind'], string>
  verification: {
    subject: Subject
    lead: string
    by: string
    action: string
    code: string
    hold(minutes: number | undefined): string
    ignore: string
  }
  freshLinks: {
    subject: Subject
    lead: string
    reschedule: string
    cancel: string
    until: string
    harmless: string
    /** In place of the links, when none can be given. */
    tooLate: { subject: Subject; lead(tenant: string): string }
  }
  apology: {
    subject: Subject
    lead: string
    offer: string
    action: string
  }
  unmoved: {
    subject: Subject
    lead: string
  }
  footer(tenant: string): string
}

export const en: Words = {
  colon: ': ',
  greeting: (name) => (name === undefined ? 'Hello,' : `Hello ${name},`),
  what: 'What',
  withWhom: 'With',
  when: 'When',
  whenFor: (name) => `For ${name}`,
  where: 'Where',
  places: {
    zoom: 'Online, on Zoom',
    teams: 'Online, on Microsoft Teams',
    phone: 'By phone',
    in_person: 'In person',
  },
  verification: {
    subject: (what, tenant) => `Please confirm: ${what} with ${tenant}`,
    lead: 'One step is left: confirm that this e-mail address is yours, and this time is booked for you.',
    by: 'Confirm by',
    action: 'Confirm this time',
    code: 'Or type this code on the page where you chose the time:',
    hold: (minutes) => {
      if (minutes === undefined)
        return 'Until then we hold this time for you. After that, others may take it.'
      const span = minutes === 1 ? 'one minute' : `${minutes} minutes`
      return `We hold this time for you for ${span}. After that, others may take it.`
    },
    ignore: 'If this was not you, ignore this letter: without a confirmation nothing is booked.',
  },
  freshLinks: {
    subject: (what, tenant) => `Your links: ${what} with ${tenant}`,
    lead: 'Here are fresh links for your booking.',
    reschedule: 'Choose another time',
    cancel: 'Cancel the booking',
    until: 'The links work until',
    harmless: 'Opening a link changes nothing; the page asks you first.',
    tooLate: {
      subject: (what, tenant) => `Your booking: ${what} with ${tenant}`,
      lead: (tenant) => `It is too late to change this booking online. Please turn to ${tenant} directly.`,
    },
  },
  apology: {
    subject: (what, tenant) => `We could not book your time: ${what} with ${tenant}`,
    lead: 'We are sorry: you confirmed this time, but we could not book it. It will not take place.',
    offer: 'These times are free at the moment:',
    action: 'Choose another time',
  },
  unmoved: {
    subject: (what, tenant) => `Your time stays as it was: ${what} with ${tenant}`,
    lead: 'We are sorry: we could not move your meeting. It still takes place at this time:',
  },
  footer: (tenant) => `You receive this letter because this address was given for a booking with ${tenant}.`,
}
