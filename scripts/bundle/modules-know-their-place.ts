/** What a module in a bundle says about itself: the place of its source, where the files beside it lie. */
import { dirname, resolve } from 'node:path'
import type { Plugin, PluginContext } from 'rolldown'

/** `new URL('./hash-thread.ts', import.meta.url)`: the program of a thread. */
const PROGRAM_BESIDE = /new URL\('(\.\/[\w-]+\.ts)', import\.meta\.url\)/g

export interface Place {
  /** An expression for the URL of a source. @param path of the source, @param here an expression for the URL of the bundle's file */
  readonly url: (path: string, here: string) => string
  /** An expression for a path as it is in the repository; undefined: none of the modules asks for one. */
  readonly path?: (path: string) => string
  /** Where programs of threads are run from. */
  readonly threads: 'bundle' | 'sources'
}

/** Those of the repository; packages of npm that are bundled stay as they are. */
export function modulesKnowTheirPlace({ url, path, threads }: Place): Plugin {
  return {
    name: 'modules-know-their-place',
    transform: {
      filter: { code: /import\.meta\.(url|dirname|filename)/ },
      handler(code, id) {
        if (/[\\/]node_modules[\\/]/.test(id)) return null
        const known = threads === 'sources' ? code : withBundledThreads(code, id, this)
        // With functions, since a path may hold what a replacement would interpret; by patterns, since a run of the tests
        // bundles this module too.
        const placed = known
          .replace(/import\.meta\.url/g, (here) => url(id, here))
          .replace(/import\.meta\.dirname/g, () => pathOf(dirname(id)))
          .replace(/import\.meta\.filename/g, () => pathOf(id))
        // Every line stays where it is.
        return { code: placed, map: null }
      },
    },
  }

  function pathOf(place: string): string {
    if (path === undefined) throw new Error('a module of a program asks for its path; it may ask for its URL')
    return path(place)
  }
}

function withBundledThreads(code: string, id: string, build: PluginContext): string {
  return code.replace(PROGRAM_BESIDE, (_, beside: string) => {
    const reference = build.emitFile({ type: 'chunk', id: resolve(dirname(id), beside) })
    return `new URL(import.meta.ROLLUP_FILE_URL_${reference})`
  })
}
