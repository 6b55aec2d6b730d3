/**
 * Named points at which a test can end the process as kill -9 does, to prove that nothing depends on the moment. Without
 * the variable EPACS_CRASH_AT they cost one comparison. It names a point, and may say the how-manieth time it is reached:
 * `intake.before-commit`, `migration.before-commit:12`.
 */

export const CRASH_POINTS = [
  /** An upload's file is there; nothing says so yet. */
  'upload.file-created',
  /** What came is on the disk; no answer yet. */
  'upload.synced',
  /** The upload is complete in the records; no answer yet. */
  'upload.completed',
  'message.before-commit',
  'message.committed',
  'cancel.before-commit',
  'cancel.committed',
  'intake.begun',
  'intake.package-written',
  /** Of two objects in the store there is one. */
  'store.index-stored',
  'intake.package-stored',
  'intake.before-commit',
  'intake.committed',
  /** The received files are about to go, or are gone, and their rows are not. */
  'discard.begun',
  'discard.files-removed',
  'download.begun',
  /** The recipient has the last byte; the records do not say so. */
  'download.sent',
  'download.before-commit',
  'delete.before-commit',
  'delete.committed',
  'removal.begun',
  'removal.done',
  'migration.before-commit',
  'migration.committed',
] as const
export type CrashPoint = (typeof CRASH_POINTS)[number]

const [crashAt, time = '1'] = process.env.EPACS_CRASH_AT?.split(':') ?? []
let timesLeft = Number(time)

export async function reachPoint(point: CrashPoint): Promise<void> {
  if (crashAt === undefined || crashAt !== point) return
  timesLeft--
  if (timesLeft > 0) return
  process.kill(process.pid, 'SIGKILL')
  await new Promise(() => {})
}
