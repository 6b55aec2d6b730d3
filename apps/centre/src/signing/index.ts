/** What the centre signs, with a key that is its own. */
export { attest } from './attest.ts'
export { openSigner, SigningKeyError } from './open-signer.ts'
export { publishedKeys } from './published-keys.ts'
export type { Signer } from './signer.ts'
