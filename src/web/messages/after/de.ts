import type { After } from './en.ts'

/** From the hold on, in German. */
export const de: After = {
  code: {
    title: 'Code eingeben',
    lead: (email) => `Wir haben einen sechsstelligen Code an ${email} geschickt.`,
    label: 'Sechsstelliger Code',
    held: (left) => `Noch ${left} für Sie reserviert`,
    left: (minutes, seconds) => (minutes > 0 ? `${minutes} Min. ${seconds} s` : `${seconds} s`),
    soon: 'Noch zwei Minuten, dann wird der Termin wieder frei.',
    confirm: 'Termin bestätigen',
    link: 'Der Link in der E-Mail funktioniert genauso, auch auf einem anderen Gerät.',
    trial: 'Dies ist ein Probebetrieb: Es geht keine E-Mail hinaus.',
    trialLink: 'Die E-Mail hier lesen',
    resend: 'Neuen Code schicken',
    resendIn: (seconds) => `In ${seconds} s kann ein neuer Code geschickt werden.`,
    resent: 'Ein neuer Code ist unterwegs. Nur der neueste gilt.',
    wrong: (left) =>
      `Das ist nicht der Code. ${left === 1 ? 'Sie haben noch einen Versuch.' : `Sie haben noch ${left} Versuche.`}`,
    spent: 'Der Code wurde zu oft falsch eingegeben. Bitte fordern Sie einen neuen an.',
    short: 'Der Code hat sechs Ziffern.',
    otherAddress: 'Andere Adresse verwenden',
    addressTitle: 'Andere Adresse verwenden',
    addressLead: 'Der Termin bleibt reserviert. Wir schicken einen neuen Code an die neue Adresse.',
    addressSend: 'Code dorthin schicken',
    verifyTitle: 'Termin bestätigen',
    verifyLead: 'Stimmt das so? Noch ein Klick, und der Termin ist gebucht.',
  },

  done: {
    moving: 'Ihr Termin wird verschoben',
    confirming: 'Ihr Termin wird gebucht',
    confirmingLead: 'Das dauert ein paar Sekunden. Die Seite geht von selbst weiter.',
    confirmed: 'Ihr Termin ist gebucht',
    invitation: (email) => `Die Einladung ist unterwegs an ${email}.`,
    moved: 'Ihr Termin ist verschoben',
    restored: 'Ihr Termin findet doch statt',
    over: 'Dieser Termin ist vorbei',
    what: 'Was',
    when: 'Wann',
    who: 'Mit',
    where: 'Wo',
    join: 'Am Gespräch teilnehmen',
    joinLater: 'Der Link zum Gespräch folgt in der Einladung.',
    phone: (number) => `Wir rufen Sie unter ${number} an.`,
    file: 'In den Kalender eintragen',
    move: 'Termin verschieben',
    cancel: 'Termin absagen',
    another: 'Weiteren Termin buchen',
  },

  cancel: {
    title: 'Diesen Termin absagen?',
    will: 'Was dann geschieht',
    removed: (names) => `Der Termin verschwindet aus dem Kalender von ${names}.`,
    told: 'Sie bekommen die Absage per E-Mail.',
    freed: 'Die Zeit wird für andere frei.',
    undoable: 'Sie können das 10 Minuten lang rückgängig machen, solange die Zeit noch frei ist.',
    reason: 'Grund',
    reasonHint: 'Er steht in der Absage.',
    yes: 'Termin absagen',
    no: 'Termin behalten',
    done: 'Der Termin ist abgesagt',
    undo: 'Rückgängig machen',
    undoUntil: (time) =>
      `Doch nicht? Bis ${time} können Sie das rückgängig machen, solange die Zeit noch frei ist.`,
    gone: 'Die Zeit ist inzwischen vergeben; die Absage lässt sich nicht rückgängig machen.',
    by: (names) => `Der Termin wurde von ${names} abgesagt.`,
  },

  move: {
    title: 'Neuen Termin wählen',
    lead: 'Ihr Termin bleibt, wie er ist, bis Sie den neuen bestätigen.',
    now: 'Jetzt',
    check: 'Termin auf diese Zeit verschieben?',
    before: 'Bisher',
    after: 'Neu',
    will: (names) =>
      `Der Termin wird im Kalender von ${names} verschoben, und Ihre Einladung wird angepasst.`,
    sameLink: 'Der Link zum Gespräch bleibt derselbe.',
    yes: 'Termin verschieben',
    no: 'Alten Termin behalten',
    other: 'Andere Zeit wählen',
  },

  link: {
    fresh: 'Termin verschieben oder absagen',
    freshLead:
      'Nennen Sie uns die Adresse, mit der Sie gebucht haben; wir schicken Ihnen Links zum Verschieben und Absagen.',
    older: 'Es gibt eine neuere E-Mail',
    olderLead:
      'Dieser Link stammt aus einer früheren E-Mail. Bitte nehmen Sie den Code oder Link aus der neuesten.',
    expired: 'Dieser Link ist abgelaufen',
    used: 'Dieser Link wurde schon verwendet',
    lead: 'Nennen Sie uns die Adresse, mit der Sie gebucht haben; wir schicken Ihnen einen neuen Link.',
    send: 'Neuen Link schicken',
    sent: 'Schauen Sie in Ihr Postfach',
    sentLead: (email) =>
      `Wenn dieser Termin mit ${email} gebucht und nicht abgesagt wurde, ist ein neuer Link unterwegs.`,
    late: 'Hier lässt sich dieser Termin nicht mehr ändern',
    lateLead: (names) => `Er beginnt bald oder hat schon begonnen. Bitte schreiben Sie ${names} direkt.`,
  },

  alert: {
    stale: 'Diese Seite war lange offen. Bitte schicken Sie sie noch einmal ab.',
    calendar:
      'Die Kalender lassen sich gerade nicht lesen. Was Sie eingegeben haben, bleibt erhalten; bitte versuchen Sie es in ein paar Minuten noch einmal.',
    changing: 'Der Termin wird gerade geändert. Bitte versuchen Sie es gleich noch einmal.',
    ours: 'Da ist etwas schiefgegangen, und der Fehler liegt bei uns. Was Sie eingegeben haben, bleibt erhalten; bitte versuchen Sie es gleich noch einmal.',
    codes:
      'Für diese Zeit werden keine weiteren Codes verschickt. Bitte nehmen Sie den neuesten, oder wählen Sie erneut eine Zeit.',
    unmoved:
      'Der Termin ließ sich nicht verschieben und bleibt, wie er war. Andere Zeiten haben wir Ihnen per E-Mail geschickt.',
  },

  lost: {
    title: 'Hier ist nichts',
    lead: 'Vielleicht enthält die Adresse einen Tippfehler, oder das Angebot gibt es nicht mehr.',
    home: (name) => `Was ${name} anbietet`,
    trouble: 'Da ist etwas schiefgegangen',
    troubleLead: 'Der Fehler liegt bei uns. Nichts ging verloren; bitte versuchen Sie es gleich noch einmal.',
    slowLead:
      'Was Sie abgeschickt haben, kam nicht rechtzeitig bei uns an. Gehen Sie im Browser zurück: Dort steht noch, was Sie eingegeben haben, und Sie können es noch einmal abschicken.',
    busy: 'Einen Augenblick, bitte',
    busyLead: (seconds) =>
      `Von Ihrem Anschluss kamen sehr viele Anfragen. Bitte versuchen Sie es in ${seconds} s noch einmal.`,
    kept: 'Was Sie eingegeben haben, bleibt erhalten: Sie können es von hier aus noch einmal abschicken.',
    resend: 'Noch einmal abschicken',
    reference: (id) => `Kennung: ${id}`,
  },
}
