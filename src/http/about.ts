/** What the document of the API says of itself. */
export const DESCRIPTION = `Holdfast books sales meetings. A customer **holds** a slot, proves the e-mail address with a token or a
six-digit code, and the booking is **confirmed**: the Zoom meeting and the Outlook event are made.

Instants are ISO 8601 in UTC and end in \`Z\`; the names of their fields end in \`_at_utc\`. Every refusal is
\`application/problem+json\` with a stable \`code\`. Lists are \`{items, next_cursor}\`; pass \`next_cursor\` as \`cursor\`
to get what follows. Administration asks for the header \`X-Admin-Key\`.`

/** The groups of routes, in the order in which Swagger shows them. */
export const TAGS = [
  { name: 'Booking', description: 'What customers do: see slots, hold, confirm, reschedule, cancel.' },
  { name: 'Tenants', description: 'Companies and their branding, keys and credentials.' },
  { name: 'Salespersons', description: 'Whom one meets, and when they are available.' },
  { name: 'Meeting types', description: 'What can be booked.' },
  { name: 'Bookings', description: 'What was booked, as admins see and change it.' },
  { name: 'Traces', description: 'What happened, who did it, and what a person must do.' },
  { name: 'Jobs', description: 'What came in and what must go out.' },
  { name: 'Webhooks', description: 'What Microsoft and Zoom post.' },
  { name: 'Operations', description: 'What operators and their machines ask.' },
]
