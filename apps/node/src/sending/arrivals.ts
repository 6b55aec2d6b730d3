/** Those who wait for the next image of a message that is being received, or for its end, and their being told. */
export class Arrivals {
  readonly #waiting = new Map<string, PromiseWithResolvers<void>>()

  /** Resolves with the next news of the message. */
  next(outgoingId: string): Promise<void> {
    const waiting = this.#waiting.get(outgoingId) ?? Promise.withResolvers<void>()
    this.#waiting.set(outgoingId, waiting)
    return waiting.promise
  }

  tell(outgoingId: string): void {
    const waiting = this.#waiting.get(outgoingId)
    this.#waiting.delete(outgoingId)
    waiting?.resolve()
  }
}
