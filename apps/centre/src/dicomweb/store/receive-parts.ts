/** Takes the parts of a STOW-RS request (PS3.18 §10.5.1) in, one after the other, as they come. */
import type { Readable } from 'node:stream'
import { DicomError, InstanceReader } from '@epacs/dicom'
import { MOST_PARTS, PartsError, partsOf } from '@epacs/dicomweb'
import type { FastifyRequest } from 'fastify'
import { Problem } from '../../http/index.ts'
import type { Member } from '../../identity/index.ts'
import type { wholeUploads } from '../../uploads/index.ts'

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
    for await (const part of partsOf(request.raw)) {
      if (received.length === MOST_PARTS)
        throw new PartsError('too-many-parts', 'The request has too many parts.')
      received.push(await receivePart(part, received.length + 1, receiving))
    }
  } catch (error) {
    for (const { uploadId } of received) if (uploadId !== null) await receiving.uploads.forget(uploadId)
    if (error instanceof PartsError) throw new Problem(error.status, error.code, error.message)
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
