/** Keys that all processes of the centre share, in the database, sealed with a secret that is not there. */
export { hasKeyFile, KEY_FILES, sealedKeyFiles, tellOfPlainKeys } from './key-files.ts'
export { openKey } from './own-key.ts'
export { seal, unseal } from './seal.ts'
export { KeyError, requireOnly, type SharedKeys, sharedKeys } from './shared-keys.ts'
