/** Takes the parts of a STOW-RS request (PS3.18 §10.5.1) in, one after the other, as they come. */
import { Readable } from 'node:stream'
import { DicomError, InstanceReader } from '@epacs/dicom'
import { Dicer } from '@fastify/busboy'
import type { FastifyRequest } from 'fastify'
import { Problem } from '../../http/index.ts'
import type { Member } from '../../identity/index.ts'
import type { wholeUploads } from '../../uploads/index.ts'

const MOST_PARTS = 100_000
const LONGEST_BOUNDARY = 200

export interface ReceivedPart {
  /** The name under which the message knows it. */
  readonly path: string
  /** Null: it is not taken. */
  readonly uploadId: string | null
  readonly sopClassUid: string | null
  readonly sopInstanceUid: string | null
  readonly studyInstanceUid: string | null
}

export interface Receiving {
  readonly uploads: Awaited<ReturnType<typeof wholeUploads>>
  readonly member: Member
  /** Only instances of this study are taken; undefined: of any. */
  readonly study: string | undefined
}

/** Throws problems 400 and 415, and those of uploads; then nothing of it is left. */
export async function receiveParts(
  request: FastifyRequest,
  receiving: Receiving,
): Promise<readonly ReceivedPart[]> {
  const received: ReceivedPart[] = []
  try {
    for await (const part of partsOf(request)) {
      if (received.length === MOST_PARTS)
        throw new Problem(413, 'too-many-parts', 'The request has too many parts.')
      received.push(await receivePart(part, received.length + 1, receiving))
    }
  } catch (error) {
    for (const { uploadId } of received) if (uploadId !== null) await receiving.uploads.forget(uploadId)
    throw error
  }
  return received
}

async function receivePart(
  part: Readable,
  number: number,
  { uploads, member, study }: Receiving,
): Promise<ReceivedPart> {
  const path = `instance-${String(number).padStart(5, '0')}.dcm`
  const reading = new HeaderReading()
  const uploadId = await uploads.receive(member, path, reading.over(part))
  const header = reading.end()
  const isOther = study !== undefined && header.studyInstanceUid !== study
  if (isOther) await uploads.forget(uploadId)
  return { path, uploadId: isOther ? null : uploadId, ...header }
}

/** What an instance calls itself, seen as it passes; the intake judges it. */
class HeaderReading {
  readonly #reader = new InstanceReader()
  #isReadable = true

  async *over(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.#try(() => this.#reader.push(chunk))
      yield chunk
    }
  }

  end() {
    const header = this.#try(() => this.#reader.end())
    const { sopClassUid = null, sopInstanceUid = null } = this.#reader.beginning ?? {}
    return { sopClassUid, sopInstanceUid, studyInstanceUid: header?.studyInstanceUid ?? null }
  }

  #try<T>(read: () => T): T | undefined {
    if (!this.#isReadable) return undefined
    try {
      return read()
    } catch (error) {
      if (!(error instanceof DicomError)) throw error
      this.#isReadable = false
      return undefined
    }
  }
}

async function* partsOf({ raw, headers }: FastifyRequest): AsyncGenerator<Readable> {
  const dicer = new Dicer({ boundary: boundaryOf(headers['content-type']) })
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
  raw.once('close', () => {
    if (!raw.complete) fail(cutOff())
  })
  raw.on('error', () => fail(cutOff()))
  raw.pipe(dicer)
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

/** Throws the problem 415 for what is no list of DICOM files. */
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
    throw new Problem(415, 'wrong-content-type', detail)
  }
  const boundary = values.get('boundary') ?? ''
  if (boundary === '' || boundary.length > LONGEST_BOUNDARY) {
    throw new Problem(400, 'invalid-request', 'The content type names no boundary.')
  }
  return boundary
}

function cutOff(): Problem {
  return new Problem(400, 'parts-cut-off', 'The request ends within a part, or is not made of parts.')
}
