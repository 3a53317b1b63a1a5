import type { Words } from './en.ts'

// French sets a space before double punctuation; it must not become the end of a line.
const SPACE = '\u00a0'

export const fr: Words = {
  colon: `${SPACE}: `,
  greeting: (name) => (name === undefined ? 'Bonjour,' : `Bonjour ${name},`),
  what: 'Objet',
  withWhom: 'Avec',
  when: 'Quand',
  whenFor: (name) => `Pour ${name}`,
  where: 'Où',
  places: {
    zoom: 'En ligne, sur Zoom',
    teams: 'En ligne, sur Microsoft Teams',
    phone: 'Par téléphone',
    in_person: 'Sur place',
  },
  verification: {
    subject: (what, tenant) => `À confirmer${SPACE}: ${what} avec ${tenant}`,
    lead: `Il reste une étape${SPACE}: confirmez que cette adresse e-mail est bien la vôtre, et ce rendez-vous sera réservé.`,
    by: 'À confirmer avant',
    action: 'Confirmer le rendez-vous',
    code: `Ou saisissez ce code sur la page où vous avez choisi l’horaire${SPACE}:`,
    hold: (minutes) => {
      if (minutes === undefined)
        return 'D’ici là, nous vous gardons ce créneau. Ensuite, d’autres pourront le réserver.'
      const span = minutes === 1 ? 'une minute' : `${minutes} minutes`
      return `Nous vous gardons ce créneau pendant ${span}. Ensuite, d’autres pourront le réserver.`
    },
    ignore: `Ce n’était pas vous${SPACE}? Ignorez ce message${SPACE}: sans confirmation, rien n’est réservé.`,
  },
  freshLinks: {
    subject: (what, tenant) => `Vos liens${SPACE}: ${what} avec ${tenant}`,
    lead: 'Voici de nouveaux liens pour votre réservation.',
    reschedule: 'Choisir un autre horaire',
    cancel: 'Annuler la réservation',
    until: 'Fin de validité des liens',
    harmless: `Ouvrir un lien ne change rien${SPACE}: la page vous demandera d’abord votre accord.`,
    tooLate: {
      subject: (what, tenant) => `Votre réservation${SPACE}: ${what} avec ${tenant}`,
      lead: (tenant) =>
        `Il est trop tard pour modifier cette réservation en ligne. Veuillez contacter directement ${tenant}.`,
    },
  },
  apology: {
    subject: (what, tenant) => `Rendez-vous non réservé${SPACE}: ${what} avec ${tenant}`,
    lead: `Nous sommes désolés${SPACE}: vous avez confirmé ce rendez-vous, mais nous n’avons pas pu le réserver. Il n’aura pas lieu.`,
    offer: `Ces horaires sont libres en ce moment${SPACE}:`,
    action: 'Choisir un autre horaire',
  },
  unmoved: {
    subject: (what, tenant) => `Votre rendez-vous reste inchangé${SPACE}: ${what} avec ${tenant}`,
    lead: `Nous sommes désolés${SPACE}: nous n’avons pas pu déplacer votre rendez-vous. Il a toujours lieu à cette heure${SPACE}:`,
  },
  footer: (tenant) =>
    `Vous recevez ce message parce que cette adresse a été indiquée pour une réservation avec ${tenant}.`,
}
