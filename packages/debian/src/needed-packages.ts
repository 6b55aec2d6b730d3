/** Which installed packages a program needs at run time: those that it names, and those that they name. */
import { existsSync } from 'node:fs'
import { readFile, realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export interface InstalledPackage {
  readonly name: string
  readonly version: string
  readonly license: string
  /** Where it lies, links followed. */
  readonly folder: string
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** @param from folder that the names are looked up from. Fails when one of them is not installed. */
export async function neededPackages(
  from: string,
  names: readonly string[],
): Promise<readonly InstalledPackage[]> {
  const found = new Map<string, InstalledPackage>()
  const waiting = names.map((name) => ({ name, from, isOptional: false }))
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const link = lookUp(next.from, next.name)
    if (link === undefined) {
      // Of another platform.
      if (next.isOptional) continue
      throw new Error(`${next.name} is not installed: run npm ci`)
    }
    const folder = await realpath(link)
    if (found.has(folder)) continue
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest
    const { name, version, license = 'unknown', dependencies = {}, optionalDependencies = {} } = manifest
    found.set(folder, { name, version, license, folder })
    for (const each of Object.keys({ ...dependencies, ...optionalDependencies })) {
      waiting.push({ name: each, from: folder, isOptional: each in optionalDependencies })
    }
  }
  return [...found.values()].sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** As Node.js resolves a package: in node_modules here, or in a folder above. */
function lookUp(from: string, name: string): string | undefined {
  for (let at = from; ; at = dirname(at)) {
    const path = join(at, 'node_modules', name)
    if (existsSync(join(path, 'package.json'))) return path
    if (at === dirname(at)) return undefined
  }
}
