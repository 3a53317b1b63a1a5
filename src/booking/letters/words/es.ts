import type { Words } from './en.ts'

export const es: Words = {
  colon: ': ',
  greeting: (name) => (name === undefined ? 'Hola:' : `Hola, ${name}:`),
  what: 'Qué',
  withWhom: 'Con',
  when: 'Cuándo',
  whenFor: (name) => `Para ${name}`,
  where: 'Dónde',
  places: {
    zoom: 'En línea, por Zoom',
    teams: 'En línea, por Microsoft Teams',
    phone: 'Por teléfono',
    in_person: 'En persona',
  },
  verification: {
    subject: (what, tenant) => `Por favor, confirme: ${what} con ${tenant}`,
    lead: 'Falta un paso: confirme que esta dirección de correo es suya y la cita quedará reservada.',
    by: 'Confirmar antes de',
    action: 'Confirmar la cita',
    code: 'O escriba este código en la página donde eligió la hora:',
    hold: (minutes) => {
      if (minutes === undefined)
        return 'Hasta entonces le guardamos esta hora. Después, otros podrán reservarla.'
      const span = minutes === 1 ? 'un minuto' : `${minutes} minutos`
      return `Le guardamos esta hora durante ${span}. Después, otros podrán reservarla.`
    },
    ignore: '¿No fue usted? Ignore este mensaje: sin confirmación no se reserva nada.',
  },
  freshLinks: {
    subject: (what, tenant) => `Sus enlaces: ${what} con ${tenant}`,
    lead: 'Aquí tiene enlaces nuevos para su reserva.',
    reschedule: 'Elegir otra hora',
    cancel: 'Cancelar la reserva',
    until: 'Los enlaces valen hasta',
    harmless: 'Abrir un enlace no cambia nada: la página le preguntará antes.',
    tooLate: {
      subject: (what, tenant) => `Su reserva: ${what} con ${tenant}`,
      lead: (tenant) =>
        `Ya no es posible cambiar esta reserva en línea. Póngase en contacto directamente con ${tenant}.`,
    },
  },
  apology: {
    subject: (what, tenant) => `No pudimos reservar su cita: ${what} con ${tenant}`,
    lead: 'Lo sentimos: usted confirmó esta cita, pero no pudimos reservarla. No tendrá lugar.',
    offer: 'Estas horas están libres en este momento:',
    action: 'Elegir otra hora',
  },
  unmoved: {
    subject: (what, tenant) => `Su cita sigue como estaba: ${what} con ${tenant}`,
    lead: 'Lo sentimos: no pudimos cambiar su cita. Sigue en pie a esta hora:',
  },
  footer: (tenant) => `Recibe este mensaje porque esta dirección se indicó para una reserva con ${tenant}.`,
}
