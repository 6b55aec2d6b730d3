/**
 * glibc keeps what was freed (malloc_trim(3)): after the start of a centre 9 MB of it lie between what is still used, which
 * the next work's peak stands on top of. Giving it back to the system takes two milliseconds. Node.js cannot ask for it, koffi
 * can; where its package for the platform is not installed, and on systems with another malloc, it stays as it is.
 */
type Trim = (keepBytes: number) => number

const trim = process.platform === 'linux' ? await ofTheSystem() : undefined

async function ofTheSystem(): Promise<Trim | undefined> {
  try {
    const { default: koffi } = await import('koffi')
    return koffi.load(null).func('int malloc_trim(size_t)')
  } catch {
    // An optional package: without it the process is a little larger.
    return undefined
  }
}

/** @returns whether the system got any */
export function giveBackMemory(): boolean {
  return trim?.(0) === 1
}
