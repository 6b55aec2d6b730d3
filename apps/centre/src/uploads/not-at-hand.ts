/** What a message consists of cannot be had here and now: nobody's failure, and no attempt that counts. */
export class NotAtHandError extends Error {
  override readonly name = 'NotAtHandError'
}
