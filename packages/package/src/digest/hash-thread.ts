/** The thread that hashes a large package while it is being written (see package-digest.ts). */
import { parentPort, workerData } from 'node:worker_threads'
import { FileHash } from './file-hash.ts'

export type HashOrder =
  /** Bytes before `end` are final and in the file. */
  | { readonly kind: 'advance'; readonly end: number }
  /** Answered by a HashAnswer: the digest of the bytes before `end`. */
  | { readonly kind: 'digest'; readonly end: number }
  | { readonly kind: 'restart' }

export interface HashAnswer {
  readonly digest: string
}

const port = parentPort
if (port === null) throw new Error('hash-thread is not to be run by itself')
const hash = new FileHash(String(workerData))

port.on('message', (order: HashOrder) => {
  if (order.kind === 'restart') return hash.restart()
  while (hash.at < order.end) hash.step(order.end)
  if (order.kind === 'digest') port.postMessage({ digest: hash.digest() } satisfies HashAnswer)
})
