import type { After } from './en.ts'

/** From the hold on, in French. */
export const fr: After = {
  code: {
    title: 'Saisissez le code',
    lead: (email) => `Nous avons envoyé un code à six chiffres à ${email}.`,
    label: 'Code à six chiffres',
    held: (left) => `Réservé pour vous encore ${left}`,
    left: (minutes, seconds) => (minutes > 0 ? `${minutes} min ${seconds} s` : `${seconds} s`),
    soon: 'Encore deux minutes avant que l’horaire soit libéré.',
    confirm: 'Confirmer le rendez-vous',
    link: 'Le lien dans l’e-mail fonctionne aussi, sur n’importe quel appareil.',
    trial: 'Ceci est un essai : aucun e-mail n’est vraiment envoyé.',
    trialLink: 'Lire le message ici',
    resend: 'Envoyer un nouveau code',
    resendIn: (seconds) => `Un nouveau code pourra être envoyé dans ${seconds} s.`,
    resent: 'Un nouveau code est en route. Seul le plus récent est valable.',
    wrong: (left) => `Ce n’est pas le code. ${left <= 1 ? 'Il reste un essai.' : `Il reste ${left} essais.`}`,
    spent: 'Trop de codes erronés. Demandez-en un nouveau.',
    short: 'Le code comporte six chiffres.',
    otherAddress: 'Utiliser une autre adresse',
    addressTitle: 'Utiliser une autre adresse',
    addressLead: 'L’horaire reste réservé. Nous envoyons un nouveau code à la nouvelle adresse.',
    addressSend: 'Envoyer le code à cette adresse',
    verifyTitle: 'Confirmez votre rendez-vous',
    verifyLead: 'Est-ce exact ? Un clic, et c’est réservé.',
  },

  done: {
    moving: 'Votre rendez-vous est en cours de déplacement',
    confirming: 'Votre rendez-vous est en cours de réservation',
    confirmingLead: 'Cela prend quelques secondes. La page se met à jour toute seule.',
    confirmed: 'Votre rendez-vous est confirmé',
    invitation: (email) => `L’invitation est en route vers ${email}.`,
    moved: 'Votre rendez-vous est déplacé',
    restored: 'Votre rendez-vous est rétabli',
    over: 'Ce rendez-vous est passé',
    what: 'Objet',
    when: 'Quand',
    who: 'Avec',
    where: 'Où',
    join: 'Rejoindre la réunion',
    joinLater: 'Le lien pour rejoindre la réunion suit dans l’invitation.',
    phone: (number) => `Nous vous appelons au ${number}.`,
    file: 'Ajouter à votre agenda',
    move: 'Déplacer le rendez-vous',
    cancel: 'Annuler le rendez-vous',
    another: 'Prendre un autre rendez-vous',
  },

  cancel: {
    title: 'Annuler ce rendez-vous ?',
    will: 'Ce qui va se passer',
    removed: (names) => `Le rendez-vous est retiré de l’agenda de ${names}.`,
    told: 'Vous recevez l’annulation par e-mail.',
    freed: 'L’horaire redevient libre pour d’autres.',
    undoable: 'Vous pouvez revenir en arrière pendant 10 minutes, tant que l’horaire est libre.',
    reason: 'Motif',
    reasonHint: 'Il figurera dans l’annulation.',
    yes: 'Annuler le rendez-vous',
    no: 'Garder le rendez-vous',
    done: 'Le rendez-vous est annulé',
    undo: 'Rétablir le rendez-vous',
    undoUntil: (time) =>
      `Vous avez changé d’avis ? Vous pouvez le rétablir jusqu’à ${time}, tant que l’horaire est libre.`,
    gone: 'L’horaire a été pris entre-temps ; l’annulation est définitive.',
    by: (names) => `Ce rendez-vous a été annulé par ${names}.`,
  },

  move: {
    title: 'Choisissez un nouvel horaire',
    lead: 'Votre rendez-vous reste tel quel jusqu’à ce que vous confirmiez le nouvel horaire.',
    now: 'Actuel',
    check: 'Déplacer le rendez-vous à cet horaire ?',
    before: 'Avant',
    after: 'Nouveau',
    will: (names) =>
      `Le rendez-vous est déplacé dans l’agenda de ${names} et votre invitation est mise à jour.`,
    sameLink: 'Le lien de la réunion reste le même.',
    yes: 'Déplacer le rendez-vous',
    no: 'Garder l’ancien horaire',
    other: 'Choisir un autre horaire',
  },

  link: {
    fresh: 'Déplacer ou annuler votre rendez-vous',
    freshLead:
      'Indiquez l’adresse de votre réservation ; nous vous envoyons des liens pour déplacer ou annuler le rendez-vous.',
    older: 'Il existe un e-mail plus récent',
    olderLead: 'Ce lien vient d’un e-mail antérieur. Utilisez le code ou le lien du plus récent.',
    expired: 'Ce lien a expiré',
    used: 'Ce lien a déjà servi',
    lead: 'Indiquez l’adresse utilisée pour la réservation, et nous vous envoyons un nouveau lien.',
    send: 'Envoyer un nouveau lien',
    sent: 'Consultez votre messagerie',
    sentLead: (email) =>
      `Si ${email} est l’adresse de ce rendez-vous et qu’il n’a pas été annulé, un nouveau lien est en route.`,
    late: 'Il est trop tard pour modifier ce rendez-vous ici',
    lateLead: (names) => `Il commence bientôt ou a déjà commencé. Écrivez directement à ${names}.`,
  },

  alert: {
    stale: 'Cette page est restée ouverte longtemps. Merci de l’envoyer une nouvelle fois.',
    calendar:
      'Les agendas ne peuvent pas être lus en ce moment. Votre saisie est conservée ; merci de réessayer dans quelques minutes.',
    changing: 'Le rendez-vous est en cours de modification. Merci de réessayer dans un instant.',
    ours: 'Quelque chose ne fonctionne pas, et l’erreur vient de notre côté. Votre saisie est conservée ; merci de réessayer dans un instant.',
    codes:
      'Aucun autre code n’est envoyé pour cet horaire. Utilisez le plus récent, ou choisissez à nouveau un horaire.',
    unmoved:
      'Le rendez-vous n’a pas pu être déplacé et reste inchangé. Nous vous avons envoyé d’autres horaires par e-mail.',
  },

  lost: {
    title: 'Il n’y a rien ici',
    lead: 'L’adresse contient peut-être une faute de frappe, ou l’offre n’existe plus.',
    home: (name) => `Voir ce que propose ${name}`,
    trouble: 'Quelque chose ne fonctionne pas',
    troubleLead: 'L’erreur vient de notre côté. Rien n’est perdu ; réessayez dans un instant.',
    slowLead:
      'Votre envoi ne nous est pas parvenu à temps. Revenez en arrière dans votre navigateur : votre saisie y est encore, et vous pouvez la renvoyer.',
    busy: 'Un instant, s’il vous plaît',
    busyLead: (seconds) =>
      `Beaucoup de demandes sont venues de votre connexion. Réessayez dans ${seconds} s.`,
    kept: 'Votre saisie est conservée : vous pouvez la renvoyer d’ici.',
    resend: 'Renvoyer',
    reference: (id) => `Référence : ${id}`,
  },
}
