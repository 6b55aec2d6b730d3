/**
 * V8 collects its heap while something is allocated: a process that falls quiet keeps what its work has left, and the
 * next work's peak stands on top of it. Collecting takes a twentieth of a second, which nobody misses while nobody asks.
 *
 * Node.js has to be started with `--expose-gc`; without it V8 does as it likes.
 */
import { performance } from 'node:perf_hooks'
import { giveBackMemory } from './give-back-memory.ts'

const LOOK_EVERY_MS = 3000
/** Of the time since the last look, in which the event loop was busy. */
const QUIET_BELOW = 0.05
const WORTH_BYTES = 8 * 1024 * 1024

/** To be called when the centre is ready: the modules' start leaves 20 MB, which go at once. */
export function collectWhenQuiet(): void {
  const { gc } = globalThis
  if (gc === undefined) return
  void gc({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  giveBackMemory()
  let keptBytes = usedBytes()
  let before = performance.eventLoopUtilization()
  setInterval(() => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, before)
    before = now
    // V8 may have collected by itself since.
    keptBytes = Math.min(keptBytes, usedBytes())
    const isWorthIt = usedBytes() > keptBytes + WORTH_BYTES
    if (utilization > QUIET_BELOW || !isWorthIt) return
    void gc({ type: 'major', execution: 'sync' })
    giveBackMemory()
    keptBytes = usedBytes()
  }, LOOK_EVERY_MS).unref()
}

/** In V8's heap, and in the buffers that it holds on to. */
function usedBytes(): number {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
