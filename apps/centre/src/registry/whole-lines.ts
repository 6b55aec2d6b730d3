/**
 * The lines of a CSV file, in pieces that a parser can be given: a quote that somebody forgot to close would
 * otherwise swallow every row up to the next quote, or up to the end of a file of 100 MB. Records of several lines
 * exist (RFC 4180, 2.6), but not of more than a few.
 */

const MOST_LINES_OF_A_RECORD = 20
/** Far above any row of the register. */
const LONGEST_LINE = 256 * 1024

export class UnreadableRegisterError extends Error {
  override readonly name = 'UnreadableRegisterError'
}

/**
 * Text whose quotes are balanced. A line with a quote that is not closed is replaced by an empty one, so that line
 * numbers stay right, and told to `onBad` with its number. Throws UnreadableRegisterError for what is no UTF-8 text.
 */
export async function* wholeLines(
  source: AsyncIterable<Uint8Array>,
  onBad: (line: number) => void,
): AsyncGenerator<string> {
  const decode = strictDecoder()
  let rest = ''
  let lineNumber = 0
  let open: string[] = []

  function* take(line: string): Generator<string> {
    open.push(line)
    while (open.length > 0) {
      if (isBalanced(open)) {
        lineNumber += open.length
        yield open.join('')
        open = []
      } else if (open.length < MOST_LINES_OF_A_RECORD) return
      else yield* dropFirst()
    }
  }

  function* dropFirst(): Generator<string> {
    const [, ...later] = open
    lineNumber++
    onBad(lineNumber)
    open = []
    yield '\n'
    for (const each of later) yield* take(each)
  }

  for await (const chunk of source) {
    const lines = (rest + decode(chunk)).split(/(?<=\n)/)
    rest = lines.pop() ?? ''
    if (rest.length > LONGEST_LINE) throw new UnreadableRegisterError('The file has a line without end.')
    let piece = ''
    for (const line of lines) {
      if (open.length === 0 && isBalanced([line])) {
        lineNumber++
        piece += line
      } else for (const whole of take(line)) piece += whole
    }
    if (piece !== '') yield piece
  }
  const last = rest + decode()
  if (last !== '') yield* take(last)
  while (open.length > 0) yield* dropFirst()
}

function strictDecoder(): (chunk?: Uint8Array) => string {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  return (chunk) => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
    } catch (error) {
      throw new UnreadableRegisterError('The file is not UTF-8 text.', { cause: error })
    }
  }
}

/** Quotes within quotes are doubled, so that whole records have an even number. */
function isBalanced(lines: readonly string[]): boolean {
  let quotes = 0
  for (const line of lines) {
    for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) quotes++
  }
  return quotes % 2 === 0
}
