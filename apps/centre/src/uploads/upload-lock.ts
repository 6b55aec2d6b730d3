/**
 * One writer per upload. A client that resumes after its connection broke often comes back before the centre
 * has noticed the break: the newcomer therefore asks the holder to let go, and waits until it did.
 */

interface Holder {
  readonly letGo: () => void
  readonly released: Promise<void>
}

export class UploadLocks {
  readonly #holders = new Map<string, Holder>()

  /**
   * Resolves to the function that releases the lock, or to undefined when the holder did not let go in time.
   * `letGo` is called, at most once per waiting newcomer, when somebody else wants the lock.
   */
  async acquire(uploadId: string, letGo: () => void, timeoutMs: number): Promise<(() => void) | undefined> {
    const deadline = performance.now() + timeoutMs
    for (let holder = this.#holders.get(uploadId); holder; holder = this.#holders.get(uploadId)) {
      holder.letGo()
      const waitMs = deadline - performance.now()
      if (waitMs <= 0 || !(await settlesWithin(holder.released, waitMs))) return undefined
    }
    const { promise: released, resolve } = Promise.withResolvers<void>()
    this.#holders.set(uploadId, { letGo, released })
    return () => {
      this.#holders.delete(uploadId)
      resolve()
    }
  }

  /** Resolves when nobody holds a lock. */
  async idle(): Promise<void> {
    while (this.#holders.size > 0)
      await Promise.all([...this.#holders.values()].map(({ released }) => released))
  }

  isHeld(uploadId: string): boolean {
    return this.#holders.has(uploadId)
  }
}

async function settlesWithin(promise: Promise<void>, timeoutMs: number): Promise<boolean> {
  const { promise: timeout, resolve } = Promise.withResolvers<false>()
  const timer = setTimeout(() => resolve(false), timeoutMs)
  try {
    return await Promise.race([promise.then(() => true), timeout])
  } finally {
    clearTimeout(timer)
  }
}
