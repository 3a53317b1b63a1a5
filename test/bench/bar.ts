/** What an issue asks of a figure. */
export type Bar = { at_least: number } | { under: number } | { at_most: number }

const LABEL = 54

/** Prints one line: the figure and, where a bar is set, the bar, how many times the bar it is, and whether it is kept. */
export function show(label: string, figure: number, { unit = '', digits = 0 } = {}, bar?: Bar): void {
  const said = `${figure.toFixed(digits)} ${unit}`.trimEnd()
  console.log(`${label.padEnd(LABEL)}${said.padStart(16)}${bar ? `   ${verdict(figure, bar)}` : ''}`)
}

/** Prints one line that is no figure. */
export function say(label: string, text: string): void {
  console.log(`${label.padEnd(LABEL)}${text.padStart(16)}`)
}

function verdict(figure: number, bar: Bar): string {
  const [[sense, limit]] = Object.entries(bar) as [[string, number]]
  const times = `${(figure / limit).toFixed(2)} times the bar`
  return `bar: ${sense.replace('_', ' ')} ${limit}, ${times}: ${isKept(figure, bar) ? 'kept' : 'MISSED'}`
}

function isKept(figure: number, bar: Bar): boolean {
  if ('at_least' in bar) return figure >= bar.at_least
  return 'under' in bar ? figure < bar.under : figure <= bar.at_most
}
