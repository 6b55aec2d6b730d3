/** Files that are encrypted where they lie: written at the end, read anywhere. */
/** `ChunkCipher`: for files of another form that are encrypted in the same chunks. */
export { ChunkCipher } from './chunk-cipher.ts'
export { type Keyring, KeyringError, readKeyring } from './keyring.ts'
export { EncryptionError } from './keys/encryption-error.ts'
export { filesOf, type KeySource } from './keys/files-of.ts'
export { keepKeysInUse, keysInUse, noteNewestKey, requireKeysOf } from './keys/keys-in-use.ts'
export { CHUNK_BYTES, OVERHEAD_BYTES, SLOT_BYTES } from './layout.ts'
export { SealedFileError, type SealedFileProblem } from './sealed-file-error.ts'
export { SealedFiles } from './sealed-files.ts'
export { type LineRead, type LineWriter, linesInTheOpen } from './sealed-lines.ts'
