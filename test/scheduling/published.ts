import { readFileSync } from 'node:fs'

/**
 * The packed time zone data of the npm package moment-timezone as they were published. They are read as a file, since
 * the program imports their address, and a module of two kinds is what whoever comes first has made of it.
 */
export const published: { version: string; zones: string[]; links: string[]; countries: string[] } =
  JSON.parse(readFileSync(require.resolve('moment-timezone/data/packed/latest.json'), 'utf8'))
