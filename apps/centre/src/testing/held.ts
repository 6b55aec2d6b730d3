/**
 * Loaded before the centre's program (`--import`): everything that it consists of, and then nothing more until a byte comes on the
 * standard input. What is killed again and again goes on with one that is loaded already; it has read and written nothing.
 */
import { readSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

// Threads of the program are started with the same arguments.
if (isMainThread) {
  await import('../running-centre.ts')
  // Nobody is there any more to tell it.
  if (readSync(0, Buffer.alloc(1)) === 0) process.exit(1)
}
