/** The master keys cannot be had, or are not those that the data was encrypted with; the message says what to do, for people. */
export class EncryptionError extends Error {
  override readonly name = 'EncryptionError'
}
