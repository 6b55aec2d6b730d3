/** The parts of a STOW-RS request (PS3.18 §10.5.1), one after the other, as they come. */
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { Dicer } from '@fastify/busboy'

/** More are refused. */
export const MOST_PARTS = 100_000
const LONGEST_BOUNDARY = 200

const STATUSES = {
  'wrong-content-type': 415,
  'invalid-request': 400,
  'parts-cut-off': 400,
  'too-many-parts': 413,
} as const

/** What is wrong with a request as a whole. */
export class PartsError extends Error {
  readonly code: keyof typeof STATUSES

  constructor(code: keyof typeof STATUSES, detail: string) {
    super(detail)
    this.code = code
  }

  /** Of HTTP. */
  get status(): 400 | 413 | 415 {
    return STATUSES[this.code]
  }
}

/** Each has to be taken to its end before the next one comes. @throws PartsError */
export async function* partsOf(request: IncomingMessage): AsyncGenerator<Readable> {
  const dicer = new Dicer({ boundary: boundaryOf(request.headers['content-type']) })
  const parts: Readable[] = []
  const unfinished = new Set<Readable>()
  let isOver = false
  let failure: Error | undefined
  let wake = () => {}
  const turn = () => wake()
  const fail = (error: Error) => {
    failure ??= error
    for (const part of unfinished) part.destroy(failure)
    turn()
  }
  dicer.on('part', (part: Readable & NodeJS.EventEmitter) => {
    const own = new Readable({ read: () => void part.resume() })
    part.on('data', (chunk: Buffer) => {
      if (!own.push(chunk)) part.pause()
    })
    part.on('end', () => {
      unfinished.delete(own)
      own.push(null)
    })
    part.on('error', () => own.destroy(cutOff()))
    // Nobody may be reading it yet; who does is told.
    own.on('error', () => {})
    unfinished.add(own)
    parts.push(own)
    turn()
  })
  dicer.on('finish', () => {
    isOver = true
    turn()
  })
  dicer.on('error', () => fail(cutOff()))
  request.once('close', () => {
    if (!request.complete) fail(cutOff())
  })
  request.on('error', () => fail(cutOff()))
  request.pipe(dicer)
  for (;;) {
    if (failure !== undefined) throw failure
    const next = parts.shift()
    if (next !== undefined) yield next
    else if (isOver) return
    else
      await new Promise<void>((resolve) => {
        wake = resolve
      })
  }
}

/** @throws PartsError for what is no list of DICOM files */
function boundaryOf(contentType: string | undefined): string {
  const [type = '', ...parameters] = (contentType ?? '').split(/;(?=(?:[^"]*"[^"]*")*[^"]*$)/)
  const values = new Map(
    parameters.map((parameter) => {
      const [name = '', ...rest] = parameter.split('=')
      return [
        name.trim().toLowerCase(),
        rest
          .join('=')
          .trim()
          .replace(/^"(.*)"$/, '$1'),
      ]
    }),
  )
  const isDicom = (values.get('type') ?? 'application/dicom').toLowerCase() === 'application/dicom'
  if (type.trim().toLowerCase() !== 'multipart/related' || !isDicom) {
    const detail = 'Instances are taken as multipart/related; type="application/dicom".'
    throw new PartsError('wrong-content-type', detail)
  }
  const boundary = values.get('boundary') ?? ''
  if (boundary === '' || boundary.length > LONGEST_BOUNDARY) {
    throw new PartsError('invalid-request', 'The content type names no boundary.')
  }
  return boundary
}

function cutOff(): PartsError {
  return new PartsError('parts-cut-off', 'The request ends within a part, or is not made of parts.')
}
