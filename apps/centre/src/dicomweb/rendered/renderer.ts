/** Pictures are made in a thread of their own: decoding keeps no request waiting, and a crash takes nothing along. */
import { Worker } from 'node:worker_threads'
import { Problem } from '../../http/index.ts'
import { notRenderable } from '../problems.ts'

export interface PictureWish {
  /** A Part 10 file with one frame. */
  readonly object: Uint8Array
  readonly type: 'image/jpeg' | 'image/png'
  /** 1 to 100, for JPEG. */
  readonly quality: number
  /** The picture is made smaller to fit, never larger. In pixels. */
  readonly fit: { readonly width: number; readonly height: number } | undefined
  /** Undefined: what the image itself suggests. */
  readonly window: { readonly centre: number; readonly width: number } | undefined
}

export type PictureAnswer =
  | { readonly id: number; readonly picture: Uint8Array }
  | { readonly id: number; readonly failure: string }

const LONGEST_MS = 30_000
const MOST_WAITING = 64
const IDLE_MS = 60_000

interface Waiting {
  readonly resolve: (picture: Uint8Array) => void
  readonly reject: (error: Error) => void
}

class Renderer {
  readonly #worker = new Worker(new URL('./render-worker.ts', import.meta.url))
  readonly #waiting = new Map<number, Waiting>()
  #last = 0
  #idle: NodeJS.Timeout | undefined

  constructor() {
    this.#worker.on('message', (answer: PictureAnswer) => this.#settle(answer))
    this.#worker.on('error', (error) => this.#end(error))
    this.#worker.on('exit', () => this.#end(notRenderable()))
    // After the listeners, which would hold the process again.
    this.#worker.unref()
  }

  get isFull(): boolean {
    return this.#waiting.size >= MOST_WAITING
  }

  async render(wish: PictureWish): Promise<Uint8Array> {
    const id = ++this.#last
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
    this.#waiting.set(id, { resolve, reject })
    clearTimeout(this.#idle)
    this.#worker.postMessage({ id, ...wish })
    const late = setTimeout(() => void this.#worker.terminate(), LONGEST_MS)
    try {
      return await promise
    } finally {
      clearTimeout(late)
      if (this.#waiting.size === 0)
        this.#idle = setTimeout(() => void this.#worker.terminate(), IDLE_MS).unref()
    }
  }

  async stop(): Promise<void> {
    clearTimeout(this.#idle)
    await this.#worker.terminate()
  }

  #settle(answer: PictureAnswer): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if ('picture' in answer) waiting?.resolve(answer.picture)
    else waiting?.reject(notRenderable())
  }

  #end(error: Error): void {
    if (renderer === this) renderer = undefined
    for (const { reject } of this.#waiting.values())
      reject(error instanceof Problem ? error : notRenderable())
    this.#waiting.clear()
  }
}

let renderer: Renderer | undefined

/** Throws the problems 406 for what no picture can be made of, and 503 when too many wait. */
export async function render(wish: PictureWish): Promise<Uint8Array> {
  renderer ??= new Renderer()
  if (renderer.isFull) throw tooMany()
  return await renderer.render(wish)
}

export async function stopRendering(): Promise<void> {
  await renderer?.stop()
}

/** Frames are large: so many are in memory at once for pictures. */
const MOST_AT_ONCE = 2
const MOST_IN_TURN = 64
const inTurn: (() => void)[] = []
let atWork = 0

/** Lets a picture be made when there is room. Throws the problem 503 when too many wait. */
export async function whenThereIsRoom<T>(work: () => Promise<T>): Promise<T> {
  if (inTurn.length >= MOST_IN_TURN) throw tooMany()
  if (atWork >= MOST_AT_ONCE) await new Promise<void>((resolve) => inTurn.push(resolve))
  else atWork++
  try {
    return await work()
  } finally {
    // The place is handed on, or free.
    const next = inTurn.shift()
    if (next === undefined) atWork--
    else next()
  }
}

function tooMany(): Problem {
  return new Problem(503, 'unavailable', 'Too many pictures are being made; try again later.')
}
