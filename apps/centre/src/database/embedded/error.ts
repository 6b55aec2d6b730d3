/** The embedded database cannot be used; the message is a sentence for the person who started the centre. */
export class EmbeddedDatabaseError extends Error {
  override readonly name: string = 'EmbeddedDatabaseError'
}

/** A centre runs with this data folder, and its database with it. */
export class DatabaseInUseError extends EmbeddedDatabaseError {
  override readonly name = 'DatabaseInUseError'
}
