/**
 * A program with its modules and those of npm in a few files, as production runs it. From the sources a centre finds, reads and
 * links 2,000 modules: a second of processor time at each start, and 40 MB that stay. The code is the same, readable, and nothing
 * is shaken out of it; each module runs when it is first imported.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { type OutputChunk, rolldown } from 'rolldown'
import { modulesKnowTheirPlace } from './modules-know-their-place.ts'
import { BUNDLES, type BundleName } from './programs.mjs'

export interface WrittenBundle {
  /** Folders of our workspaces that have a part in it, from the repository on: `apps/centre`. What lies beside their modules is not in the bundle. */
  readonly workspaces: readonly string[]
  /** Folders of the packages of npm in it. */
  readonly packages: readonly string[]
  /** Every module in it, by its path. */
  readonly modules: readonly string[]
}

const repository = resolve(import.meta.dirname, '../..')
const INSTALLED_PACKAGE = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/
/** Asked for by libraries in case they are there: what they are for is not used here. */
const NEVER_INSTALLED = ['pg-native', 'typescript']
export const LICENCES = 'LICENSES.txt'

/**
 * @param folder is made, and is meant to lie two below the folder that has `apps`, `packages` and `node_modules`: `dist/centre`.
 * Besides the modules it gets their source maps, and the licences of the packages in it.
 * @throws when a package that is not bundled would not be found from there
 */
export async function writeBundle(name: BundleName, folder: string): Promise<WrittenBundle> {
  const { programs, installed } = BUNDLES[name]
  const bundle = await rolldown({
    cwd: repository,
    input: Object.fromEntries(
      Object.entries(programs).map(([file, source]) => [file, join(repository, source)]),
    ),
    platform: 'node',
    treeshake: false,
    external: [...installed, ...NEVER_INSTALLED].map((each) => new RegExp(`^${each}(/|$)`)),
    onLog(_, { code, message }) {
      // As in the sources; what a bundle cannot have is an error.
      if (code === 'UNRESOLVED_IMPORT') throw new Error(message)
    },
    plugins: [
      modulesKnowTheirPlace({
        url: (path, here) => `new URL(${JSON.stringify(`../../${fromRepository(path)}`)}, ${here}).href`,
        threads: 'bundle',
      }),
    ],
  })
  const { output } = await bundle.write({
    dir: folder,
    format: 'esm',
    strictExecutionOrder: true,
    // Errors and configurations are told apart by the names of their classes.
    keepNames: true,
    comments: { legal: true, annotation: false, jsdoc: false },
    // For who reads a stack: Node.js is not told to load them, since they would stay in memory.
    sourcemap: true,
    sourcemapExcludeSources: true,
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
  })
  await bundle.close()
  const chunks = output.filter((each) => each.type === 'chunk')
  const modules = modulesOf(chunks)
  const packages = unique(modules.flatMap((path) => INSTALLED_PACKAGE.exec(path)?.[0] ?? []))
  await writeFile(join(folder, LICENCES), await licencesOf(packages))
  const ours = modules.filter((path) => !INSTALLED_PACKAGE.test(path)).map(fromRepository)
  return { workspaces: unique(ours.map((path) => path.split('/').slice(0, 2).join('/'))), packages, modules }
}

function fromRepository(path: string): string {
  return relative(repository, path).replaceAll(sep, '/')
}

/** Without those that the bundler made. */
function modulesOf(chunks: readonly OutputChunk[]): readonly string[] {
  return unique(chunks.flatMap(({ moduleIds }) => moduleIds.map((id) => id.replace(/\?.*$/, '')))).filter(
    (id) => id.startsWith(repository),
  )
}

function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort()
}

/** In full: the packages' own folders do not come with the bundle. */
async function licencesOf(packages: readonly string[]): Promise<string> {
  const told = await Promise.all(packages.map(licenceOf))
  return `Packages of npm in this bundle, with their licences.\n\n${told.join('\n')}`
}

async function licenceOf(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    readonly name: string
    readonly version: string
    readonly license?: string
  }
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file)).sort()
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  return [`--- ${name} ${version}: ${license ?? 'see its text'}`, '', ...texts, ''].join('\n')
}
