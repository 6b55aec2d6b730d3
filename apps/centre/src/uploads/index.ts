/** Resumable uploads (tus 1.0), and the received bytes until their message has come to an end. */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Centre } from '../centre.ts'
import { whenClockIsSure } from '../clock-watch/index.ts'
import type { Feature } from '../features.ts'
import type { Member } from '../identity/index.ts'
import { DiskSpace, PackageGoneError } from '../storage/index.ts'
import { adoptFiles } from './adopt-files.ts'
import { type ArrivingUpload, ArrivingUploads } from './arriving-uploads.ts'
import { ChunkSeats } from './chunk-seats.ts'
import { NotAtHandError } from './not-at-hand.ts'
import { OpenUploads } from './open-uploads.ts'
import { MOST_CHUNKS } from './piece-sink.ts'
import { forgetWhole, receiveWhole } from './receive-whole.ts'
import { ReceivedFiles } from './received-files.ts'
import { ReceivedPieces } from './received-pieces.ts'
import { discardUploads, expireUploads, sweepUploads } from './remove.ts'
import { uploadRoutes } from './routes.ts'
import { severalAtOnce } from './several-at-once.ts'
import { SharedUploadLocks } from './shared-upload-locks.ts'
import { UploadLocks } from './upload-lock.ts'
import { PACE, UploadPace } from './upload-pace.ts'
import { findUpload } from './upload-rows.ts'
import { TURN_LIMITS, UploadTurns } from './upload-turns.ts'
import type { Uploading } from './uploading.ts'

export type { Announcement, ArrivingUpload } from './arriving-uploads.ts'
export { NotAtHandError } from './not-at-hand.ts'

/** Each takes a piece of up to 8 MiB of memory. */
const BROUGHT_AT_ONCE = 8

const byCentre = new WeakMap<Centre, Promise<Uploading>>()

/** One per centre: routes and jobs share locks and counts. */
function uploadingOf(centre: Centre): Promise<Uploading> {
  const known = byCentre.get(centre)
  if (known !== undefined) return known
  const opened = openUploading(centre)
  byCentre.set(centre, opened)
  return opened
}

async function openUploading(centre: Centre): Promise<Uploading> {
  const { maxOpen, maxOpenBytes } = centre.config.uploads
  const openUploads = new OpenUploads(centre.db, { uploads: maxOpen, bytes: maxOpenBytes })
  const turns = new UploadTurns(TURN_LIMITS)
  const pace = new UploadPace({ ...PACE, perMinute: centre.config.limits.uploadsPerMinute })
  const { pieces } = centre.store
  if (pieces !== null) {
    return {
      centre,
      files: new ReceivedPieces(pieces, centre.db),
      locks: await SharedUploadLocks.open(centre.locks, centre.notices),
      openUploads,
      arriving: new ArrivingUploads(),
      chunkSeats: new ChunkSeats({ inAll: MOST_CHUNKS, ofInstitution: MOST_CHUNKS / 2 }),
      turns,
      pace,
      // How full a store is it does not tell.
      space: { claim: async () => true },
    }
  }
  return {
    centre,
    files: await ReceivedFiles.open(folderOf(centre), centre.store.files),
    locks: new UploadLocks(),
    openUploads,
    arriving: new ArrivingUploads(),
    // In files they take neither.
    chunkSeats: new ChunkSeats({ inAll: Infinity, ofInstitution: Infinity }),
    turns,
    pace,
    space: diskOf(centre),
  }
}

function folderOf({ config }: Centre): string {
  return join(config.dataFolder, 'uploads')
}

const disks = new WeakMap<Centre, DiskSpace>()

/** Of this process, beside what uploads were promised. */
function diskOf(centre: Centre): DiskSpace {
  const known = disks.get(centre)
  if (known !== undefined) return known
  const { dataFolder, uploads } = centre.config
  const disk = new DiskSpace(dataFolder, uploads.diskReserveBytes)
  disks.set(centre, disk)
  return disk
}

/**
 * Files with the bytes of uploads, for a job; some are made in the folder, which is the job's own.
 *
 * @returns by upload
 * @throws NotAtHandError: also when the disk of this process does not hold them and a package of them. PackageReadError
 */
export async function bringUploads(
  centre: Centre,
  uploads: readonly { readonly id: string; readonly sizeBytes: number }[],
  folder: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const { files } = await uploadingOf(centre)
  if (files.isShared) {
    const bytes = uploads.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    if (!(await diskOf(centre).claim(2 * bytes))) {
      throw new NotAtHandError('no space for the uploads of a message')
    }
  }
  const paths = new Map<string, string>()
  await severalAtOnce(uploads, BROUGHT_AT_ONCE, async ({ id, sizeBytes }) => {
    signal.throwIfAborted()
    const path = await files.bring(id, folder, signal).catch(notAtHandWhenFull)
    if (files.isShared && (await stat(path)).size !== sizeBytes) {
      throw new PackageGoneError(`of upload ${id} not all is in the store`)
    }
    paths.set(id, path)
  })
  return paths
}

/** The uploads are safe in the store: they wait for space on the disk. */
function notAtHandWhenFull(error: unknown): never {
  const isFull =
    error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
  if (!isFull) throw error
  throw new NotAtHandError('no space for the uploads of a message', { cause: error })
}

/** True, and the bytes count as taken, when they fit on the disk beside what uploads were promised. */
export async function claimSpace(centre: Centre, bytes: number): Promise<boolean> {
  return await diskOf(centre).claim(bytes)
}

/** For entrances that take whole files; see receive-whole.ts. */
export async function wholeUploads(centre: Centre) {
  const uploading = await uploadingOf(centre)
  return {
    receive: (member: Member, name: string, chunks: AsyncIterable<Uint8Array>) =>
      receiveWhole(uploading, member, name, chunks),
    forget: (uploadId: string) => forgetWhole(uploading, uploadId),
  }
}

/** For who reads uploads while they come; undefined: here nobody can, since their bytes are not of this process alone. */
export async function arrivingUploads(centre: Centre) {
  const { files, arriving } = await uploadingOf(centre)
  const openArriving = files.openArriving?.bind(files)
  if (openArriving === undefined) return undefined
  return {
    arriving,
    open: (upload: ArrivingUpload) => openArriving(upload.announcement.id),
    /** One of the member that is no message's yet, and not whole. */
    isOpen: async ({ institution, personId }: Member, id: string): Promise<boolean> => {
      const upload = await findUpload(centre.db, id, { institutionId: institution.id, personId })
      return upload !== undefined && upload.completedAt === null && upload.messageId === null
    },
  }
}

/** As messages do. */
const CLOCK_SURE_HOURS = 1

export const uploads: Feature = {
  name: 'uploads',
  routes: async (app, centre) => uploadRoutes(app, await uploadingOf(centre)),
  jobs: (centre) => ({
    'discard-uploads': async ({ messageId }: { messageId: string }) =>
      discardUploads(await uploadingOf(centre), messageId),
    'expire-uploads': () =>
      whenClockIsSure(centre, 'expire-uploads', CLOCK_SURE_HOURS, async () =>
        expireUploads(await uploadingOf(centre)),
      ),
    'sweep-uploads': async () => sweepUploads(await uploadingOf(centre)),
  }),
  schedules: [
    { job: 'expire-uploads', pattern: '*/5 * * * *' },
    { job: 'sweep-uploads', pattern: '20 * * * *' },
  ],
  async start(centre) {
    const { files } = await uploadingOf(centre)
    if (files.isShared) await adoptFiles(centre, files, folderOf(centre))
    // As a job: thousands of files may have to be looked at.
    await centre.jobs.add(centre.db, 'sweep-uploads', {}, { jobKey: 'sweep-uploads' })
  },
  stop: async (centre) => (await uploadingOf(centre)).locks.idle(),
}
