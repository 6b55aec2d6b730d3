/** What the centre signs, with a key that is its own. */
export { attest } from './attest.ts'
export { openSigner, type Signer, SigningKeyError } from './signer.ts'
