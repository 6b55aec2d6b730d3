/** What is in use once everything that nobody refers to is gone. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect: unknown = runInNewContext('gc')

/** Bytes: objects, and buffers outside of the heap. */
export function bytesInUse(): number {
  if (typeof collect !== 'function') throw new Error('there is no garbage collector to be asked')
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
