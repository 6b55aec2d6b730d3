/**
 * Linux waits up to 40 ms before it acknowledges what a peer sends that is answered now and then, and a peer with
 * Nagle's algorithm (DCMTK's default) keeps the end of a message back until what it sent before is acknowledged: one
 * or two such waits for every instance. TCP_QUICKACK (tcp(7)) ends them; since it does not last, it is set again for
 * whatever comes. Node.js cannot set it, koffi can call who does. Where its package for the platform is not installed,
 * and on systems that have no such option, peers wait.
 */
import type { Socket } from 'node:net'

const IPPROTO_TCP = 6
const TCP_QUICKACK = 12
const ON = Int32Array.of(1)

type SetSocketOption = (
  fd: number,
  level: number,
  name: number,
  value: Int32Array,
  lengthBytes: number,
) => number

const setSocketOption = process.platform === 'linux' ? await ofTheSystem() : undefined

async function ofTheSystem(): Promise<SetSocketOption | undefined> {
  try {
    const { default: koffi } = await import('koffi')
    return koffi.load(null).func('int setsockopt(int, int, int, const void *, uint32_t)')
  } catch {
    // An optional package: without it the peers wait, as they do for every other program.
    return undefined
  }
}

/** What has come so far is acknowledged now. @returns whether the system did so */
export function acknowledge(socket: Socket): boolean {
  const fd = descriptorOf(socket)
  if (setSocketOption === undefined || fd === undefined) return false
  return setSocketOption(fd, IPPROTO_TCP, TCP_QUICKACK, ON, ON.byteLength) === 0
}

/** Node.js has no public name for it. */
function descriptorOf(socket: Socket): number | undefined {
  const handle: unknown = '_handle' in socket ? socket._handle : undefined
  if (typeof handle !== 'object' || handle === null || !('fd' in handle)) return undefined
  return typeof handle.fd === 'number' && handle.fd >= 0 ? handle.fd : undefined
}
