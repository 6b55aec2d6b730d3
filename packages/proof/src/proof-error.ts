/** A statement, a manifest or a set of keys that proves nothing; the message says why, for people. */
export class ProofError extends Error {
  override readonly name = 'ProofError'
}
