/** Finds the test files: `*.test.ts` beside the code, `*.spec.ts` for the browser. */
import { glob } from 'node:fs/promises'
import { endToEnd, repository } from './places.ts'

const BESIDE_THE_CODE = '{packages,apps,bench,scripts}/**/*.test.{ts,tsx}'
const FOR_THE_BROWSER = '{tests,flows,programs}/**/*.spec.ts'

async function find(pattern: string, folder: string): Promise<string[]> {
  const found: string[] = []
  for await (const path of glob(pattern, {
    cwd: folder,
    exclude: (name) => name === 'node_modules' || name === 'dist',
  })) {
    found.push(path)
  }
  return found.sort()
}

/** An empty list of patterns takes everything. */
export function matching(paths: readonly string[], patterns: readonly string[]): string[] {
  return paths.filter((path) => patterns.length === 0 || patterns.some((pattern) => path.includes(pattern)))
}

/** Where the files are that take minutes (the judge of file-sets, the benchmarks): not to be begun when all else is done. */
const FIRST = ['packages/', 'bench/']

/** Relative to the repository, in the order in which they are begun. */
export async function unitTestFiles(): Promise<string[]> {
  const files = await find(BESIDE_THE_CODE, repository)
  const isEarly = (file: string) => FIRST.some((folder) => file.startsWith(folder))
  return [
    ...FIRST.flatMap((folder) => files.filter((file) => file.startsWith(folder))),
    ...files.filter((file) => !isEarly(file)),
  ]
}

/** Relative to the repository. */
export async function browserTestFiles(): Promise<string[]> {
  return (await find(FOR_THE_BROWSER, endToEnd)).map((path) => `e2e/${path}`)
}
