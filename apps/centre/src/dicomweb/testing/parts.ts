/** Takes a multipart/related answer apart, as a client does. */
import type { Answer } from '../../testing/api-client.ts'

export interface AnswerPart {
  readonly type: string
  readonly bytes: Buffer
}

export function partsOf({ headers, body }: Answer): AnswerPart[] {
  const boundary = /boundary="?([^";]+)"?/.exec(headers['content-type'] ?? '')?.[1]
  if (boundary === undefined) throw new Error(`not in parts: ${headers['content-type']}`)
  const delimiter = `--${boundary}`
  const parts: AnswerPart[] = []
  let at = body.indexOf(delimiter) + delimiter.length
  while (body.subarray(at, at + 2).toString() === '\r\n') {
    const head = body.indexOf('\r\n\r\n', at)
    const end = body.indexOf(`\r\n${delimiter}`, head)
    if (head < 0 || end < 0) throw new Error('a part is not closed')
    const type = /content-type: ([^\r]*)/i.exec(body.subarray(at, head).toString('latin1'))?.[1] ?? ''
    parts.push({ type, bytes: body.subarray(head + 4, end) })
    at = end + 2 + delimiter.length
  }
  return parts
}
