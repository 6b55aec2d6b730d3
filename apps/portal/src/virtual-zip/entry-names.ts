/**
 * Names inside the ZIP: the sender's own paths with forward slashes, none twice. The centre's result names files
 * by them, so they stay as close to what the sender knows as a ZIP allows.
 */
export function entryNames(paths: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  return paths.map((path) => {
    const plain = plainPath(path)
    let name = plain
    for (let copy = 2; taken.has(name); copy += 1) name = numbered(plain, copy)
    taken.add(name)
    return name
  })
}

/** No leading slash, no `.` and `..` steps: a ZIP with them is refused as an attack. */
function plainPath(path: string): string {
  const steps = path
    .replaceAll('\\', '/')
    .split('/')
    .filter((step) => step !== '' && step !== '.' && step !== '..')
  return steps.length === 0 ? 'file' : steps.join('/')
}

function numbered(path: string, copy: number): string {
  const dot = path.lastIndexOf('.')
  return dot > path.lastIndexOf('/') + 1
    ? `${path.slice(0, dot)} (${copy})${path.slice(dot)}`
    : `${path} (${copy})`
}
