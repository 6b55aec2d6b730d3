/** What others start the centre with, and what commands do with its records. */
export {
  type AnchorFault,
  type ChainVerdict,
  type VerifiedAnchors,
  verifyAnchors,
  verifyAuditChain,
} from './audit/index.ts'
export {
  type BackupOptions,
  type BackupResult,
  type RestoreOptions,
  type RestoreResult,
  runBackup,
  runRestore,
} from './backup/index.ts'
export type { BootstrapFile } from './bootstrap/index.ts'
export type { Config, ConfigFile } from './config/index.ts'
export { type EncryptOptions, type EncryptResult, encryptStored } from './encrypting/index.ts'
export { FINDING_KINDS, type Finding, type FsckOptions, type FsckResult, runFsck } from './fsck/index.ts'
export { type Maintenance, openForMaintenance } from './maintenance.ts'
export { isToldInWords, openRecords } from './records.ts'
export { type BadRow, importRegister, UnreadableRegisterError } from './registry/index.ts'
export { publishedKeys } from './signing/index.ts'

/**
 * To be given to Node.js before the centre's file. V8 lets its space for young objects grow to 128 MB on large
 * machines, and what passes through a server of files is young and soon dead: with 2 × 8 MB a burst of 5,000 small uploads
 * peaked at 250 MB of memory instead of 450, and cost no more time; 2 × 4 MB take 8 MB less again. What receives images
 * asks V8 by `gc` to look through them often, and the centre to collect when it is quiet.
 */
export const NODE_ARGUMENTS: readonly string[] = ['--max-semi-space-size=4', '--expose-gc']

/**
 * glibc (mallopt(3)) keeps an arena for each of eight threads, and in each what was freed there: the buffers of sockets
 * and files, which pass from thread to thread, left 12 MB of holes. Receiving by DICOM takes as long with one.
 */
export const NODE_ENVIRONMENT: Readonly<Record<string, string>> = { MALLOC_ARENA_MAX: '1' }
