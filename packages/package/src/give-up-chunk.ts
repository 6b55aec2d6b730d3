/**
 * Frees the memory of a chunk that has been passed on, without waiting for the garbage collector.
 *
 * Chunks of large bodies are memory outside of the JavaScript heap. V8 sees tens of megabytes of it pile up behind a
 * few tiny objects and answers with collections of the whole heap: measured over a study of 525 MB one every second,
 * 75 ms each, half of the processor time of receiving and of serving, and up to 80 MB of dead buffers. Detaching the
 * buffer gives the memory back at once.
 */
import { Writable } from 'node:stream'

/** The chunk is empty afterwards. A chunk that shares its memory with others is left to the collector. */
export function giveUpChunk(chunk: Uint8Array): void {
  const { buffer } = chunk
  if (buffer instanceof ArrayBuffer && buffer.byteLength === chunk.byteLength) buffer.transfer(0)
}

/**
 * Passes one chunk after the other to a request or response, and gives each up when the connection has taken it, while
 * the next one is being read. The chunks must be nobody else's. Ends the target; destroyed with it.
 */
export function givingUp(target: Writable): Writable {
  const passing = new Writable({
    write(chunk: Buffer, _encoding, done) {
      target.write(chunk, (error) => {
        // What was not taken may still be looked at.
        if (!error) giveUpChunk(chunk)
        done(error)
      })
    },
    final(done) {
      target.end(done)
    },
  })
  // A connection whose peer is gone calls nobody back.
  target.once('close', () => passing.destroy())
  return passing
}
