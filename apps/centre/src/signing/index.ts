/** What the centre signs, with a key that is its own. */
export { attest } from './attest.ts'
export { openSigner, publishedKeys, type Signer, SigningKeyError } from './signer.ts'
