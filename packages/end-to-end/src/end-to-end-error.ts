/** What was encrypted or signed end to end is not what it should be. The message says what, and names no patient. */
export class EndToEndError extends Error {
  override readonly name = 'EndToEndError'
}
