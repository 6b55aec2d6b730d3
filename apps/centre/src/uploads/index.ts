/** Resumable uploads (tus 1.0), and the received bytes until their message has come to an end. */
import { join } from 'node:path'
import type { Centre } from '../centre.ts'
import type { Feature } from '../features.ts'
import type { Member } from '../identity/index.ts'
import { DiskSpace } from '../storage/index.ts'
import { OpenUploads } from './open-uploads.ts'
import { forgetWhole, receiveWhole } from './receive-whole.ts'
import { ReceivedFiles } from './received-files.ts'
import { discardUploads, expireUploads, sweepUploads } from './remove.ts'
import { uploadRoutes } from './routes.ts'
import { UploadLocks } from './upload-lock.ts'
import type { Uploading } from './uploading.ts'

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
  const { maxOpen, maxOpenBytes, diskReserveBytes } = centre.config.uploads
  const folder = join(centre.config.dataFolder, 'uploads')
  return {
    centre,
    files: await ReceivedFiles.open(folder),
    locks: new UploadLocks(),
    openUploads: new OpenUploads(centre.db, { uploads: maxOpen, bytes: maxOpenBytes }),
    space: new DiskSpace(folder, diskReserveBytes),
  }
}

/** Where the received bytes of an upload lie. */
export async function receivedPath(centre: Centre): Promise<(uploadId: string) => string> {
  const { files } = await uploadingOf(centre)
  return (uploadId) => files.path(uploadId)
}

/** True, and the bytes count as taken, when they fit beside what uploads were promised. */
export async function claimSpace(centre: Centre, bytes: number): Promise<boolean> {
  const { space } = await uploadingOf(centre)
  return await space.claim(bytes)
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

export const uploads: Feature = {
  name: 'uploads',
  routes: async (app, centre) => uploadRoutes(app, await uploadingOf(centre)),
  jobs: (centre) => ({
    'discard-uploads': async ({ messageId }: { messageId: string }) =>
      discardUploads(await uploadingOf(centre), messageId),
    'expire-uploads': async () => expireUploads(await uploadingOf(centre)),
    'sweep-uploads': async () => sweepUploads(await uploadingOf(centre)),
  }),
  schedules: [
    { job: 'expire-uploads', pattern: '*/5 * * * *' },
    { job: 'sweep-uploads', pattern: '20 * * * *' },
  ],
  // As a job: thousands of files may have to be looked at.
  start: async (centre) => centre.jobs.add(centre.db, 'sweep-uploads', {}, { jobKey: 'sweep-uploads' }),
  stop: async (centre) => (await uploadingOf(centre)).locks.idle(),
}
