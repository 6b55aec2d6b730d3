/** A statement, a manifest or a set of keys that proves nothing; the message says why, for people. */
export class ProofError extends Error {
  override readonly name = 'ProofError'
}

/** Signed with a key that is not among those that it is checked by: they may be older than it. */
export class UnknownKeyError extends ProofError {}
