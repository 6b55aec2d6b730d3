/** One chunk into one upload, by PATCH or with the creation. For the holder of the upload's lock. */
import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { reachPoint } from '../crash-points.ts'
import { Problem } from '../http/index.ts'
import { claimAsItGrows } from './claims.ts'
import type { Checksum } from './protocol.ts'
import { type ByteSink, receiveInto, type SpaceToTake } from './receive.ts'
import { TakenOverError } from './received-bytes.ts'
import { bodyLength, type Uploading } from './uploading.ts'

/** A connection from which nothing comes for so long is given up; the client resumes. */
const IDLE_TIMEOUT_MS = 60_000

export interface ChunkTarget {
  readonly id: string
  readonly institutionId: string
  readonly offsetBytes: number
  /** Of the whole upload; of one whose length is deferred, what was claimed for it. */
  readonly sizeBytes: number
  readonly isDeferred: boolean
  /** Space on the disk that was claimed for it just now. */
  readonly claimedBytes: number
}

/**
 * The new offset, durable; undefined when the connection was cut, and then nobody waits for an answer. What was
 * received of a cut chunk stays, unless it came with a checksum that can no more be compared.
 */
export async function receiveChunk(
  uploading: Uploading,
  request: FastifyRequest,
  target: ChunkTarget,
  checksum: Checksum | undefined,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { files, space, centre, arriving } = uploading
  const { id, offsetBytes, sizeBytes, isDeferred, claimedBytes } = target
  const maxBytes = (isDeferred ? centre.config.uploads.maxBytes : sizeBytes) - offsetBytes
  if ((bodyLength(request) ?? 0) > maxBytes) throw tooLong()
  const hash = checksum === undefined ? undefined : createHash(checksum.algorithm)
  const sink = await files.openChunk(id, {
    offsetBytes,
    isVerifiedLater: checksum !== undefined,
    mostBytes: Math.min(maxBytes, bodyLength(request) ?? maxBytes),
  })
  try {
    // What comes with a checksum may turn out to be none of it.
    const told =
      checksum === undefined ? telling(sink, offsetBytes, (bytes) => arriving.grew(id, bytes)) : sink
    const { end, receivedBytes } = await receiveInto(told, request.raw, {
      maxBytes,
      hash,
      idleTimeoutMs: IDLE_TIMEOUT_MS,
      signal,
      space: isDeferred ? growing() : { claim: (bytes) => space.claim(bytes), claimedBytes },
    })
    await reachPoint('upload.synced')
    if (end === 'too-long') {
      arriving.end(id, 'abandoned')
      await sink.drop()
      throw tooLong()
    }
    if (checksum === undefined || hash === undefined) {
      await sink.keep()
      return end === 'cut' ? undefined : offsetBytes + receivedBytes
    }
    if (end === 'cut') {
      await sink.drop()
      return undefined
    }
    if (!hash.digest().equals(checksum.digest)) {
      await sink.drop()
      throw new Problem(460, 'checksum-mismatch', 'The chunk does not have the checksum it came with.')
    }
    await sink.keep()
    arriving.grew(id, offsetBytes + receivedBytes)
    return offsetBytes + receivedBytes
  } catch (error) {
    // The other's connection is the newer one: as if this one had been cut.
    if (error instanceof TakenOverError) return undefined
    throw error
  } finally {
    await sink.close()
  }

  function growing(): SpaceToTake {
    let upload = { ...target, claimedBytes: sizeBytes }
    let neededBytes = offsetBytes
    return {
      // What was claimed when the upload was created says nothing of the disk as it is now.
      claimedBytes: 0,
      async claim(bytes) {
        neededBytes += bytes
        if (!(await space.claim(bytes))) return false
        upload = { ...upload, claimedBytes: await claimAsItGrows(uploading, upload, neededBytes) }
        return true
      },
    }
  }
}

/** Says how far the upload has come, as soon as it was written. */
function telling(sink: ByteSink, offsetBytes: number, grew: (bytes: number) => void): ByteSink {
  let writtenBytes = offsetBytes
  grew(writtenBytes)
  return {
    async write(chunks) {
      // Before they are let go.
      const bytes = chunks.reduce((sum, { length }) => sum + length, 0)
      await sink.write(chunks)
      writtenBytes += bytes
      grew(writtenBytes)
    },
    sync: () => sink.sync(),
  }
}

function tooLong(): Problem {
  return new Problem(413, 'upload-too-long', 'The chunk goes past the length that the upload declared.')
}
