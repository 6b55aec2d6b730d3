/** The embedded database cannot be used; the message is a sentence for the person who started the centre. */
export class EmbeddedDatabaseError extends Error {
  override readonly name = 'EmbeddedDatabaseError'
}
