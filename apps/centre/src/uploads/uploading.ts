/** What the verbs of the upload protocol share: the parts they work with, and the rules more than one obeys. */
import type { FastifyRequest } from 'fastify'
import type { Centre } from '../centre.ts'
import { reachPoint } from '../crash-points.ts'
import { Problem } from '../http/index.ts'
import { type Member, requireMember } from '../identity/index.ts'
import { startChecking } from '../messages/index.ts'
import type { ArrivingUploads } from './arriving-uploads.ts'
import type { ChunkSeats } from './chunk-seats.ts'
import type { OpenUploads } from './open-uploads.ts'
import { BadTusHeader, CHUNK_CONTENT_TYPE, TUS_VERSION } from './protocol.ts'
import type { ReceivedBytes } from './received-bytes.ts'
import type { UploadLocking } from './upload-lock.ts'
import type { UploadPace } from './upload-pace.ts'
import { findUpload, markComplete, type UploadOwner, type UploadRow } from './upload-rows.ts'
import type { UploadTurns } from './upload-turns.ts'

export interface Uploading {
  readonly centre: Centre
  readonly files: ReceivedBytes
  readonly locks: UploadLocking
  readonly openUploads: OpenUploads
  readonly chunkSeats: ChunkSeats
  readonly turns: UploadTurns
  readonly pace: UploadPace
  /** Those that somebody may read while they come. */
  readonly arriving: ArrivingUploads
  /** Where received bytes are kept. */
  readonly space: { claim(bytes: number): Promise<boolean> }
}

/** A request may arrive while the one before it, whose connection broke, is still being noticed. */
const LOCK_TIMEOUT_MS = 10_000

/** Guards of every verb but OPTIONS: the protocol's version, then somebody who acts for an institution. */
export function requireTusMember(request: FastifyRequest): Member {
  // Core protocol: without the version, or with another one, nothing is processed.
  if (request.headers['tus-resumable'] !== TUS_VERSION) {
    throw new Problem(412, 'tus-version', `This server speaks tus ${TUS_VERSION} (header Tus-Resumable).`)
  }
  return requireMember(request)
}

export function ownerOf(member: Member): UploadOwner {
  return { institutionId: member.institution.id, personId: member.personId }
}

/** Somebody else's upload is answered like one that never was. */
export async function requireUpload(
  { centre }: Uploading,
  request: FastifyRequest<{ Params: { id: string } }>,
): Promise<UploadRow> {
  const member = requireTusMember(request)
  const upload = await findUpload(centre.db, request.params.id, ownerOf(member))
  if (upload === undefined) throw new Problem(404, 'upload-not-found', 'There is no such upload.')
  return upload
}

/** Runs the work as the only one on this upload; `signal` aborts when a newcomer wants it. */
export async function withLock<T>(
  { locks }: Uploading,
  uploadId: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const newcomer = new AbortController()
  const release = await locks.acquire(uploadId, () => newcomer.abort(), LOCK_TIMEOUT_MS)
  if (release === undefined) throw new Problem(423, 'upload-busy', 'Another request writes to this upload.')
  try {
    return await work(newcomer.signal)
  } finally {
    release()
  }
}

/** The offset to continue from, or the reason why there is none any more. For the holder of the lock. */
export async function requireOffset({ centre, files }: Uploading, upload: UploadRow): Promise<number> {
  const isOver = upload.messageStatus !== undefined && upload.messageStatus !== 'uploading'
  const isExpired = upload.completedAt === null && upload.expiresAt <= centre.clock()
  const offsetBytes = isOver || isExpired ? undefined : await offsetOf(files, upload)
  if (offsetBytes === undefined) {
    throw new Problem(410, 'upload-gone', 'This upload has expired, or its message has come to an end.')
  }
  return offsetBytes
}

/** What is recorded as complete was verified: a mark that a power cut brought back beside it says nothing. */
async function offsetOf(files: ReceivedBytes, { id, completedAt }: UploadRow): Promise<number | undefined> {
  return completedAt === null ? await files.offsetBytes(id) : await files.sizeBytes(id)
}

/** Every byte is durable: says so, and starts the checking of the message when this was its last upload. */
export async function completeUpload(
  { centre, arriving }: Uploading,
  upload: { readonly id: string },
  owner: UploadOwner,
): Promise<void> {
  const messageId = await markComplete(centre.db, upload.id, centre.clock())
  arriving.end(upload.id, 'whole')
  await reachPoint('upload.completed')
  if (messageId == null) return
  const started = await centre.db.transaction().execute((trx) => startChecking(centre, trx, messageId))
  if (started) {
    centre.events.publish([owner.institutionId], { type: 'message', id: messageId, status: 'checking' })
  }
}

export function carriesChunk(request: FastifyRequest): boolean {
  return request.headers['content-type'] === CHUNK_CONTENT_TYPE
}

/** Undefined for a body in transfer coding `chunked`. */
export function bodyLength(request: FastifyRequest): number | undefined {
  const length = request.headers['content-length']
  return length === undefined ? undefined : Number(length)
}

export function expiryFrom(centre: Centre): Date {
  return new Date(centre.clock().getTime() + centre.config.uploads.expireAfterHours * 3_600_000)
}

/** Errors of the protocol's own parts as problems. */
export function asProblem(error: unknown): unknown {
  if (error instanceof BadTusHeader) {
    return new Problem(400, 'bad-tus-header', error.message, { header: error.header })
  }
  if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) {
    return new Problem(507, 'out-of-space', 'The centre has no space for this upload now.')
  }
  return error
}
