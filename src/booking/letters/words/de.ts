import type { Words } from './en.ts'

// After the comma of the greeting, German goes on in lower case.
export const de: Words = {
  colon: ': ',
  greeting: (name) => (name === undefined ? 'Guten Tag,' : `Guten Tag ${name},`),
  what: 'Was',
  withWhom: 'Mit',
  when: 'Wann',
  whenFor: (name) => `Für ${name}`,
  where: 'Wo',
  places: {
    zoom: 'Online über Zoom',
    teams: 'Online über Microsoft Teams',
    phone: 'Am Telefon',
    in_person: 'Vor Ort',
  },
  verification: {
    subject: (what, tenant) => `Bitte bestätigen: ${what} mit ${tenant}`,
    lead: 'ein Schritt fehlt noch: Bestätigen Sie, dass diese E-Mail-Adresse Ihnen gehört, dann ist der Termin gebucht.',
    by: 'Bestätigen bis',
    action: 'Termin bestätigen',
    code: 'Oder geben Sie diesen Code auf der Seite ein, auf der Sie den Termin gewählt haben:',
    hold: (minutes) => {
      if (minutes === undefined)
        return 'Bis dahin halten wir den Termin für Sie frei, danach können andere ihn buchen.'
      const span = minutes === 1 ? 'eine Minute' : `${minutes} Minuten`
      return `Wir halten den Termin ${span} lang für Sie frei, danach können andere ihn buchen.`
    },
    ignore: 'Das waren nicht Sie? Dann ist nichts zu tun: Ohne Bestätigung wird nichts gebucht.',
  },
  freshLinks: {
    subject: (what, tenant) => `Ihre Links: ${what} mit ${tenant}`,
    lead: 'hier sind neue Links zu Ihrer Buchung.',
    reschedule: 'Anderen Termin wählen',
    cancel: 'Buchung absagen',
    until: 'Die Links gelten bis',
    harmless: 'Ein Klick ändert noch nichts: Die Seite fragt Sie zuerst.',
    tooLate: {
      subject: (what, tenant) => `Ihre Buchung: ${what} mit ${tenant}`,
      lead: (tenant) =>
        `diese Buchung lässt sich online nicht mehr ändern. Bitte wenden Sie sich direkt an ${tenant}.`,
    },
  },
  apology: {
    subject: (what, tenant) => `Ihr Termin konnte nicht gebucht werden: ${what} mit ${tenant}`,
    lead: 'es tut uns leid: Sie haben diesen Termin bestätigt, aber wir konnten ihn nicht buchen. Er findet nicht statt.',
    offer: 'Diese Termine sind im Moment frei:',
    action: 'Anderen Termin wählen',
  },
  unmoved: {
    subject: (what, tenant) => `Ihr Termin bleibt, wie er war: ${what} mit ${tenant}`,
    lead: 'es tut uns leid: Wir konnten Ihren Termin nicht verschieben. Er findet weiterhin zu dieser Zeit statt:',
  },
  footer: (tenant) =>
    `Sie erhalten diese Nachricht, weil diese Adresse für eine Buchung mit ${tenant} angegeben wurde.`,
}
