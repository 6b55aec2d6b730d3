/** Reads how each file begins, those that came together in one read; an empty message is the last one. */

const BEGINNING_BYTES = 16 * 1024

let reading = Promise.resolve()

addEventListener('message', ({ data }: MessageEvent<readonly File[]>) => {
  reading = reading.then(() => read(data))
})

async function read(files: readonly File[]): Promise<void> {
  if (files.length === 0) return postMessage('read')
  const beginnings = files.map((file) =>
    file.size <= BEGINNING_BYTES ? file : file.slice(0, BEGINNING_BYTES),
  )
  await new Blob(beginnings).arrayBuffer()
}
