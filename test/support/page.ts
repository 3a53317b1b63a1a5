/** What stands in an HTML document: each element with its attributes, and its text as a reader sees it. */
export interface Page {
  elements: { name: string; attributes: Map<string, string> }[]
  /** One string per element that holds text itself, in order, entities decoded. */
  texts: string[]
}

/** Reads HTML with a parser of its own, not with the code that wrote it. */
export function readPage(html: string): Page {
  const elements: Page['elements'] = []
  const texts: string[] = []
  let piece = ''
  new HTMLRewriter()
    .on('*', {
      element({ tagName, attributes }) {
        elements.push({
          name: tagName,
          attributes: new Map([...attributes].map(([k = '', v = '']) => [k, decode(v)])),
        })
      },
      text(chunk) {
        piece += chunk.text
        if (!chunk.lastInTextNode) return
        if (piece.trim()) texts.push(decode(piece.trim()))
        piece = ''
      },
    })
    .transform(html)
  return { elements, texts }
}

function decode(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}
