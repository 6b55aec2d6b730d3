/** Small pictures of series, made one after the other in a worker of their own and kept. Knows nothing of React. */
import type { Place } from '@epacs/intake/looking'
import type { Picture } from '@epacs/intake/looking/picture'

export interface PictureWish {
  readonly file: File
  readonly place: Place
}

export type PictureWorker = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>

const unreadable: Picture = { kind: 'none', why: 'unreadable' }
const withinMs = 20_000

function startPictureWorker(): PictureWorker {
  return new Worker(new URL('./picture-worker.ts', import.meta.url), { type: 'module' })
}

export class Pictures {
  readonly #locate: (series: string) => Promise<PictureWish | undefined>
  readonly #startWorker: () => PictureWorker
  readonly #known = new Map<string, Promise<Picture>>()
  #last: Promise<unknown> = Promise.resolve()
  #worker: PictureWorker | undefined
  #onPicture: ((picture: Picture) => void) | undefined
  readonly #withinMs: number

  /** @param locate where the image lies whose picture stands for a series */
  constructor(
    locate: (series: string) => Promise<PictureWish | undefined>,
    startWorker: () => PictureWorker = startPictureWorker,
    giveUpAfterMs = withinMs,
  ) {
    this.#locate = locate
    this.#startWorker = startWorker
    this.#withinMs = giveUpAfterMs
  }

  of(series: string): Promise<Picture> {
    const known = this.#known.get(series)
    if (known) return known
    const made = this.#last.then(() => this.#make(series))
    this.#known.set(series, made)
    this.#last = made
    return made
  }

  close(): void {
    this.#endWorker()
    this.#known.clear()
  }

  async #make(series: string): Promise<Picture> {
    const wish = await this.#locate(series)
    if (!wish) return unreadable
    const worker = this.#worker ?? this.#engage()
    return await new Promise((resolve) => {
      const late = setTimeout(() => this.#endWorker(), this.#withinMs)
      this.#onPicture = (picture) => {
        clearTimeout(late)
        this.#onPicture = undefined
        resolve(picture)
      }
      worker.postMessage(wish)
    })
  }

  #engage(): PictureWorker {
    const worker = this.#startWorker()
    worker.addEventListener('message', ({ data }: MessageEvent<Picture>) => {
      if (worker === this.#worker) this.#onPicture?.(data)
    })
    worker.addEventListener('error', () => {
      if (worker === this.#worker) this.#endWorker()
    })
    this.#worker = worker
    return worker
  }

  #endWorker(): void {
    this.#worker?.terminate()
    this.#worker = undefined
    this.#onPicture?.(unreadable)
  }
}
