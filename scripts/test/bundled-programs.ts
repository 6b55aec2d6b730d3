/**
 * A centre consists of 600 modules of ours, a node of 400. To find, read and link them takes a process most of a second,
 * and a run of the tests starts hundreds of processes: so they are put in a few files at the beginning of a run, as they
 * are. Each module still runs when it is first imported, and knows its own place.
 */
import { join, relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Plugin, rolldown } from 'rolldown'
import { modulesKnowTheirPlace, type Place } from '../bundle/modules-know-their-place.ts'
import { repository } from './places.ts'

/** What a program is worth the bundle for: a process that imports less starts sooner from the modules themselves. */
const CENTRE = resolve(repository, 'apps/centre/src/running-centre.ts')
const NODE = resolve(repository, 'apps/node/src/index.ts')
/** Beside the tests, what they start. */
const STARTED: readonly string[] = [
  'apps/centre/src/main.ts',
  'apps/centre/src/testing/held.ts',
  'apps/demo/src/main.ts',
  'apps/command/src/node-main.ts',
]

/** A bundle of a run lies elsewhere. A thread takes less from its source than from parts that whole programs share. */
const IN_REPOSITORY: Place = {
  url: (path) => JSON.stringify(pathToFileURL(path).href),
  path: (path) => JSON.stringify(path),
  threads: 'sources',
}

type ImportsOf = (id: string) => readonly string[]

/** @returns of each file, by its URL, the bundle that is run instead of it */
export async function bundlePrograms(tests: readonly string[], folder: string): Promise<Map<string, string>> {
  const files = [...tests, ...STARTED].map((file) => resolve(repository, file))
  let importsOf: ImportsOf = () => []
  const bundle = await rolldown({
    cwd: repository,
    input: Object.fromEntries(files.map((file) => [nameOf(file), file])),
    platform: 'node',
    treeshake: false,
    logLevel: 'silent',
    plugins: [
      packagesStayOutside(),
      modulesKnowTheirPlace(IN_REPOSITORY),
      graph((found) => (importsOf = found)),
    ],
  })
  let inCentre: ReadonlySet<string> | undefined
  let inNode: ReadonlySet<string> | undefined
  await bundle.write({
    dir: folder,
    format: 'esm',
    strictExecutionOrder: true,
    entryFileNames: '[name].mjs',
    chunkFileNames: 'parts/[name]-[hash].mjs',
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        {
          name(id) {
            inCentre ??= allFrom(CENTRE, importsOf)
            inNode ??= allFrom(NODE, importsOf)
            if (inCentre.has(id)) return inNode.has(id) ? 'both' : 'centre'
            if (inNode.has(id)) return 'node'
            return id.includes(`${sep}testing${sep}`) ? 'testing' : null
          },
        },
      ],
    },
  })
  await bundle.close()
  const started = new Set(STARTED.map((file) => resolve(repository, file)))
  const worthIt = files.filter((file) => {
    if (started.has(file)) return true
    const all = allFrom(file, importsOf)
    return all.has(CENTRE) || all.has(NODE)
  })
  return new Map(
    worthIt.map((file) => [
      pathToFileURL(file).href,
      pathToFileURL(join(folder, `${nameOf(file)}.mjs`)).href,
    ]),
  )
}

function nameOf(file: string): string {
  return relative(repository, file).replace(/\.ts$/, '')
}

function allFrom(first: string, importsOf: ImportsOf): Set<string> {
  const found = new Set([first])
  for (const id of found) for (const imported of importsOf(id)) found.add(imported)
  return found
}

function graph(tell: (importsOf: ImportsOf) => void): Plugin {
  return {
    name: 'graph',
    buildEnd() {
      const imports = new Map(
        [...this.getModuleIds()].map((id) => [id, this.getModuleInfo(id)?.importedIds ?? []]),
      )
      tell((id) => imports.get(id) ?? [])
    },
  }
}

/** Those of npm: not all of them can be moved. */
function packagesStayOutside(): Plugin {
  const installed = join(repository, 'node_modules') + sep
  return {
    name: 'packages-stay-outside',
    resolveId: {
      filter: { id: /^[^./]/ },
      async handler(specifier, importer) {
        if (specifier.startsWith('node:') || importer === undefined) return null
        const found = await this.resolve(specifier, importer, { skipSelf: true })
        if (found === null || found.external || !found.id.includes(`${sep}node_modules${sep}`)) return found
        // A workspace's own would not be found from elsewhere.
        const id = found.id.startsWith(installed) ? specifier : pathToFileURL(found.id).href
        return { id, external: true }
      },
    },
  }
}
