/**
 * Packages of a hundred modules and more are put in one file each at the beginning of a run: of the second that a
 * process needs to load a centre, finding and linking their modules takes nearly half, and a run starts hundreds. The
 * code is the same; nothing is shaken out of it.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { repository } from './places.ts'

/** By the names by which they are imported. Those that share modules are bundled together, or each had its own. */
const MODULES: readonly string[] = [
  'typebox',
  'typebox/value',
  'typebox/compile',
  'typebox/format',
  'kysely',
  'zod',
  'jose',
]
const COMMON_JS: readonly string[] = ['@peculiar/x509', '@peculiar/asn1-schema', '@peculiar/asn1-x509']
/** Before these can be loaded. */
const DECORATORS_NEED = 'reflect-metadata'
/** Workspaces that have all of them. */
const IMPORTERS = { modules: 'apps/centre', commonJs: 'packages/pki' }

/** @returns of each package, by its name, the bundle in `folder` that is imported instead of it */
export async function bundlePackages(folder: string): Promise<Map<string, string>> {
  await mkdir(folder)
  const entries = new Map(MODULES.map((name) => [fileOf(name), name]))
  const require = createRequire(join(repository, IMPORTERS.commonJs, 'package.json'))
  require(DECORATORS_NEED)
  for (const name of COMMON_JS) {
    // What a CommonJS module gives shows when it runs; an ES module says it by name.
    const names = Object.keys(require(name)).filter(
      (each) => /^[A-Za-z_$][\w$]*$/.test(each) && each !== 'default',
    )
    const entry = join(folder, `entry-${fileOf(name)}`)
    await writeFile(entry, `export { ${names.join(', ')} } from ${JSON.stringify(require.resolve(name))}\n`)
    entries.set(fileOf(name), entry)
  }
  const bundle = await rolldown({
    cwd: join(repository, IMPORTERS.modules),
    input: Object.fromEntries(entries),
    platform: 'node',
    treeshake: false,
  })
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name]', chunkFileNames: '[hash].mjs' })
  await bundle.close()
  const names = [...MODULES, ...COMMON_JS]
  return new Map(names.map((name) => [name, pathToFileURL(join(folder, fileOf(name))).href]))
}

function fileOf(name: string): string {
  return `${name.replaceAll('/', '-')}.mjs`
}
