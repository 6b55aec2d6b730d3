/** A TCP line to the portal that can be cut for a while, as a network is: the browser's own switch spares what runs. */
import { connect, createServer, type Socket } from 'node:net'

export interface CuttableLine {
  /** The portal's address through the line. */
  readonly url: string
  /** Everything breaks off, and nothing gets through until `mend`. */
  cut(): void
  mend(): void
  close(): Promise<void>
}

export async function openLine(portal: string): Promise<CuttableLine> {
  const { hostname, port } = new URL(portal)
  const ends = new Set<Socket>()
  let isCut = false
  const server = createServer((here) => {
    if (isCut) return void here.destroy()
    const there = connect(Number(port), hostname)
    for (const [end, other] of [
      [here, there],
      [there, here],
    ] as const) {
      ends.add(end)
      end.on('close', () => {
        ends.delete(end)
        other.destroy()
      })
      // A cut shows as an error at either end; closing the other one is all there is to do.
      end.on('error', () => other.destroy())
      end.pipe(other)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the line has no port')
  const breakOff = () => {
    for (const end of ends) end.destroy()
  }
  return {
    url: `https://localhost:${address.port}`,
    cut() {
      isCut = true
      breakOff()
    },
    mend() {
      isCut = false
    },
    close() {
      breakOff()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
