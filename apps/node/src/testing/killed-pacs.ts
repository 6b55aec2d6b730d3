/** DCMTK's storescp as a PACS that can be killed: what it has is what lies in its folder. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import { until } from '../../../centre/src/testing/until.ts'

export class KilledPacs {
  readonly #port: number
  readonly #folder: string
  #child: ChildProcess | undefined

  /** @param folder exists */
  constructor(port: number, folder: string) {
    this.#port = port
    this.#folder = folder
  }

  async start(): Promise<void> {
    const args = ['-aet', 'STORESCP', '-dhl', '+xa', '+B', '-od', this.#folder, String(this.#port)]
    const child = spawn('storescp', args, { stdio: 'ignore' })
    this.#child = child
    await until('storescp listens', async () => {
      if (child.exitCode !== null) throw new Error(`storescp ended with ${child.exitCode}`)
      return await answers(this.#port)
    })
  }

  async kill(): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  /** SHA-256 of the data sets by SOP Instance UID. One that was cut off has another one, or none. */
  async taken(sopInstanceUids: Iterable<string>): Promise<ReadonlyMap<string, string>> {
    const wanted = new Set(sopInstanceUids)
    const taken = new Map<string, string>()
    for (const name of await readdir(this.#folder)) {
      // It writes MODALITY.UID.
      const uid = name.slice(name.indexOf('.') + 1)
      if (!wanted.has(uid)) continue
      const object = storedObject(await readFile(join(this.#folder, name)))
      if (object !== undefined) taken.set(uid, createHash('sha256').update(object.dataSet).digest('hex'))
    }
    return taken
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    const end = (doesAnswer: boolean) => {
      socket.destroy()
      resolve(doesAnswer)
    }
    socket.once('connect', () => end(true)).once('error', () => end(false))
  })
}
