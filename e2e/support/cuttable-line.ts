/**
 * A TCP line to the portal that can be narrowed, and cut for a while, as a network is: the browser's own switches
 * spare what is under way.
 */
import { connect, createServer, type Socket } from 'node:net'

export interface CuttableLine {
  /** The portal's address through the line. */
  readonly url: string
  /** Of what goes up; undefined: as fast as it goes. */
  limitUpload(bytesPerSecond: number | undefined): void
  /** Everything breaks off, and nothing gets through until `mend`. */
  cut(): void
  mend(): void
  close(): Promise<void>
}

export async function openLine(portal: string): Promise<CuttableLine> {
  const { hostname, port } = new URL(portal)
  const ends = new Set<Socket>()
  let isCut = false
  let uploadRate: number | undefined
  const server = createServer((here) => {
    if (isCut) {
      here.destroy()
      return
    }
    const there = connect(Number(port), hostname)
    join(ends, here, there)
    join(ends, there, here)
    there.pipe(here)
    here.on('data', (chunk) => {
      there.write(chunk)
      if (uploadRate === undefined) return
      here.pause()
      setTimeout(() => here.resume(), (chunk.length * 1000) / uploadRate)
    })
    here.on('end', () => there.end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the line has no port')
  const breakOff = () => {
    for (const end of ends) end.destroy()
  }
  return {
    url: `https://localhost:${address.port}`,
    limitUpload(bytesPerSecond) {
      uploadRate = bytesPerSecond
    },
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

function join(ends: Set<Socket>, end: Socket, other: Socket): void {
  ends.add(end)
  end.on('close', () => {
    ends.delete(end)
    other.destroy()
  })
  // A cut shows as an error at either end; closing the other one is all there is to do.
  end.on('error', () => other.destroy())
}
