/** One property of a calendar: its parameters, and its value with the escapes of text taken away. */
export interface Property {
  name: string
  parameters: Map<string, string>
  value: string
}

/**
 * Reads an iCalendar file (RFC 5545) strictly, and alone: lines end with CRLF and have at most 75 octets, folding
 * never breaks a character, components nest. Answers the properties of the calendar and of its one event.
 */
export function readCalendar(file: string): { calendar: Property[]; event: Property[] } {
  const properties = unfold(file).map(propertyOf)
  const open: string[] = []
  const found = { VCALENDAR: [] as Property[], VEVENT: [] as Property[] }
  for (const property of properties) {
    if (property.name === 'BEGIN') open.push(property.value)
    else if (property.name === 'END') expectSame(open.pop(), property.value)
    else if (open.at(-1) === 'VCALENDAR') found.VCALENDAR.push(property)
    else if (open.join() === 'VCALENDAR,VEVENT') found.VEVENT.push(property)
    else throw new Error(`${property.name} stands in no component`)
  }
  if (open.length > 0) throw new Error(`${open} is not closed`)
  return { calendar: found.VCALENDAR, event: found.VEVENT }
}

/** The values of the properties of this name. */
export function valuesOf(properties: Property[], name: string): string[] {
  return properties.filter((property) => property.name === name).map((property) => property.value)
}

function unfold(file: string): string[] {
  if (!file.endsWith('\r\n')) throw new Error('The last line is open')
  const lines = file.slice(0, -2).split('\r\n')
  for (const line of lines) {
    if (/[\p{Cc}]/u.test(line)) throw new Error(`A control stands in ${JSON.stringify(line)}`)
    if (Buffer.byteLength(line) > 75) throw new Error(`${Buffer.byteLength(line)} octets: ${line}`)
    if (!line.isWellFormed()) throw new Error('A character is broken')
  }
  return lines.join('\r\n').replaceAll('\r\n ', '').split('\r\n')
}

function propertyOf(line: string): Property {
  const match = /^([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*):(.*)$/.exec(line)
  if (!match) throw new Error(`Not a property: ${line}`)
  const [, name = '', rest = '', value = ''] = match
  const parameters = new Map<string, string>()
  for (const [, key = '', quoted, bare] of rest.matchAll(/;([A-Z-]+)=(?:"([^"]*)"|([^";:,]*))/g)) {
    parameters.set(key, quoted ?? bare ?? '')
  }
  return {
    name,
    parameters,
    value: value.replace(/\\([nN,;\\])/g, (_, c: string) => (c === 'n' || c === 'N' ? '\n' : c)),
  }
}

function expectSame(given: string | undefined, expected: string) {
  if (given !== expected) throw new Error(`${expected} closes ${given}`)
}
