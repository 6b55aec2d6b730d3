/**
 * One writer per upload. A client that resumes after its connection broke often comes back before the centre
 * has noticed the break: the newcomer therefore asks the holder to let go, and waits until it did.
 */

interface Holder {
  readonly letGo: () => void
  readonly released: Promise<void>
}

export interface UploadLocking {
  /**
   * Resolves to the function that releases the lock, or to undefined when the holder did not let go in time.
   * `letGo` is called, at most once per waiting newcomer, when somebody else wants the lock.
   */
  acquire(uploadId: string, letGo: () => void, timeoutMs: number): Promise<(() => void) | undefined>
  /** Resolves when nobody in this process holds a lock. */
  idle(): Promise<void>
  /** By this process. */
  isHeld(uploadId: string): boolean
}

/** Among the requests and jobs of one process. */
export class UploadLocks implements UploadLocking {
  readonly #holders = new Map<string, Holder>()

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

  /** Somebody elsewhere wants it. */
  askToLetGo(uploadId: string): void {
    this.#holders.get(uploadId)?.letGo()
  }

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
