/**
 * One writer per upload among all processes of the centre. As within one (`upload-lock.ts`), a newcomer asks the holder to
 * let go. What the holder has written by then is there; should both write all the same, because the connection that holds
 * the locks broke, the list of pieces takes one of them alone.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Notices, SharedLocks } from '../database/index.ts'
import { type UploadLocking, UploadLocks } from './upload-lock.ts'

const CHANNEL = 'epacs_upload_wanted'
const ASK_EVERY_MS = 50

export class SharedUploadLocks implements UploadLocking {
  readonly #id = randomUUID()
  readonly #here = new UploadLocks()
  readonly #shared: SharedLocks
  readonly #notices: Notices

  private constructor(shared: SharedLocks, notices: Notices) {
    this.#shared = shared
    this.#notices = notices
  }

  static async open(shared: SharedLocks, notices: Notices): Promise<SharedUploadLocks> {
    const locks = new SharedUploadLocks(shared, notices)
    await notices.listen(CHANNEL, (payload) => {
      const [from, uploadId = ''] = payload.split(' ')
      if (from !== locks.#id) locks.#here.askToLetGo(uploadId)
    })
    return locks
  }

  async acquire(uploadId: string, letGo: () => void, timeoutMs: number): Promise<(() => void) | undefined> {
    const deadline = performance.now() + timeoutMs
    // Somebody newer may want it while this one waits for another process.
    let isHolder = false
    let isWanted = false
    const releaseHere = await this.#here.acquire(
      uploadId,
      () => {
        isWanted = true
        if (isHolder) letGo()
      },
      timeoutMs,
    )
    if (releaseHere === undefined) return undefined
    try {
      for (;;) {
        if (await this.#shared.tryAlone(nameOf(uploadId))) break
        if (performance.now() >= deadline) {
          releaseHere()
          return undefined
        }
        await this.#notices.tell(CHANNEL, `${this.#id} ${uploadId}`)
        await delay(ASK_EVERY_MS)
      }
    } catch (error) {
      releaseHere()
      throw error
    }
    isHolder = true
    if (isWanted) letGo()
    return () => {
      // Broken connections hold nothing.
      this.#shared.free(nameOf(uploadId)).then(releaseHere, releaseHere)
    }
  }

  async idle(): Promise<void> {
    await this.#here.idle()
  }

  isHeld(uploadId: string): boolean {
    return this.#here.isHeld(uploadId)
  }
}

function nameOf(uploadId: string): string {
  return `epacs upload ${uploadId}`
}
