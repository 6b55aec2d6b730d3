/** Bringing what is stored under the newest master key. */
export { type EncryptOptions, type EncryptResult, encryptStored } from './encrypt-stored.ts'
