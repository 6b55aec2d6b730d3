export type SealedFileProblem =
  /** It was sealed with a master key that is not at hand. */
  | 'unknown-key'
  /** Changed on the disk, or put together of others. */
  | 'damaged'
  /** Cut short, or never completed. */
  | 'incomplete'

/** One file cannot be read, while others can. The message names its path, never a key. */
export class SealedFileError extends Error {
  override readonly name = 'SealedFileError'
  readonly problem: SealedFileProblem

  constructor(problem: SealedFileProblem, message: string, options?: ErrorOptions) {
    super(message, options)
    this.problem = problem
  }
}
