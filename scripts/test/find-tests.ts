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

/** Relative to the repository; those of the packages first, where the judge of file-sets takes its minutes. */
export async function unitTestFiles(): Promise<string[]> {
  const files = await find(BESIDE_THE_CODE, repository)
  const isOfPackage = (file: string) => file.startsWith('packages/')
  return [...files.filter(isOfPackage), ...files.filter((file) => !isOfPackage(file))]
}

/** Relative to the repository. */
export async function browserTestFiles(): Promise<string[]> {
  return (await find(FOR_THE_BROWSER, endToEnd)).map((path) => `e2e/${path}`)
}
