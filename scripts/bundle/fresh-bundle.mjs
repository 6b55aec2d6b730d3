// Which file of a bundle is run instead of a source: one that was built from the files as they lie there now, or none.
// Plain JavaScript, for the launcher (scripts/node.mjs).
import { readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { BUNDLES } from './programs.mjs'

const repository = resolve(import.meta.dirname, '../..')
const DIST = 'dist'
export const BUNDLES_FOLDER = join(repository, DIST)
export const BUILT_FROM = 'built-from.json'

/** @type {import('./fresh-bundle.d.mts').freshBundle} */
export function freshBundle(source, root = repository) {
  for (const [name, { programs }] of Object.entries(BUNDLES)) {
    const folder = join(root, DIST, name)
    const program = Object.entries(programs).find(([, path]) => join(root, path) === source)
    if (program !== undefined && isFresh(folder, root)) return join(folder, `${program[0]}.mjs`)
  }
  return undefined
}

/** By size and time of change of what it was built from: 1,000 files, in some 20 ms. */
function isFresh(folder, root) {
  const files = builtFrom(join(folder, BUILT_FROM))
  if (files === undefined) return false
  return Object.entries(files).every(([path, [size, mtimeMs]]) => {
    const now = statSync(join(root, path), { throwIfNoEntry: false })
    return now?.size === size && now.mtimeMs === mtimeMs
  })
}

/** Undefined: there is no bundle. */
function builtFrom(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    if (error?.code === 'ENOENT') return undefined
    throw error
  }
}
