/** A copy of the centre that outlives its machine: records, packages and keys, and the way back. */
export { type BackupOptions, type BackupResult, copyPackage, runBackup } from './backup.ts'
export { BackupError } from './catalogue.ts'
export { refuseHalfRestored } from './half-restored.ts'
export { type RestoreOptions, type RestoreResult, runRestore } from './restore.ts'
