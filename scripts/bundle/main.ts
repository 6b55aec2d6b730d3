/** The second half of `npm run build`: every bundle in `dist`, with what its being fresh is seen by. */
import { readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { BUILT_FROM, BUNDLES_FOLDER, freshBundle } from './fresh-bundle.mjs'
import { BUNDLES, type BundleName } from './programs.mjs'
import { writeBundle } from './write-bundle.ts'

const repository = resolve(import.meta.dirname, '../..')
/** A program that was started from the bundle before still reads parts of it, when it first needs them. */
const KEPT_MS = 24 * 3_600_000

for (const name of Object.keys(BUNDLES) as BundleName[]) {
  const folder = join(BUNDLES_FOLDER, name)
  const [program = ''] = Object.values(BUNDLES[name].programs)
  if (freshBundle(join(repository, program)) !== undefined) {
    process.stdout.write(`${relative(repository, folder)}  is fresh\n`)
    continue
  }
  const beganMs = Date.now()
  const seen = join(folder, BUILT_FROM)
  // Nobody starts from it until all of it is there.
  await rm(seen, { force: true })
  const { modules } = await writeBundle(name, folder)
  for (const file of await readdir(folder)) {
    const { mtimeMs } = await stat(join(folder, file))
    if (mtimeMs < beganMs - KEPT_MS) await rm(join(folder, file))
  }
  const unfinished = `${seen}.part`
  await writeFile(unfinished, JSON.stringify(await filesOf(modules)))
  await rename(unfinished, seen)
  process.stdout.write(`${relative(repository, folder)}  ${((Date.now() - beganMs) / 1000).toFixed(1)} s\n`)
}

/** By their paths from the repository on: size and time of change. Packages of npm change with what npm writes about them. */
async function filesOf(modules: readonly string[]): Promise<Record<string, readonly [number, number]>> {
  const others = [
    'node_modules/.package-lock.json',
    'scripts/bundle/write-bundle.ts',
    'scripts/bundle/modules-know-their-place.ts',
    'scripts/bundle/programs.mjs',
  ]
  const ours = modules.filter((path) => !path.includes('node_modules'))
  const paths = [...ours, ...others.map((path) => join(repository, path))]
  const facts = await Promise.all(
    paths.map(async (path) => {
      const { size, mtimeMs } = await stat(path)
      return [relative(repository, path), [size, mtimeMs]] as const
    }),
  )
  return Object.fromEntries(facts)
}
