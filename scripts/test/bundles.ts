/** What a run of the tests bundles at its beginning, and has every Node take instead of the many modules. */
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundlePackages } from './bundled-packages.ts'
import { bundlePrograms } from './bundled-programs.ts'
import { repository } from './places.ts'

const HOOK = new URL('./resolve-bundled.mjs', import.meta.url)

/** Every Node that is started from now on takes them from `folder`, which is made. @returns what undoes that */
export async function useBundles(tests: readonly string[], folder: string): Promise<() => void> {
  await mkdir(folder)
  // Packages that are not bundled are found from there as they are from the modules themselves.
  await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'))
  const [packages, programs] = await Promise.all([
    bundlePackages(join(folder, 'packages')),
    bundlePrograms(tests, join(folder, 'programs')),
  ])
  const bundles = {
    importers: [repository, folder].map((each) => pathToFileURL(`${each}/`).href),
    packages: Object.fromEntries(packages),
    programs: Object.fromEntries(programs),
  }
  const list = join(folder, 'list.json')
  await writeFile(list, JSON.stringify(bundles))
  const { NODE_OPTIONS: before } = process.env
  process.env.EPACS_TEST_BUNDLED = list
  process.env.NODE_OPTIONS = [before, `--import=${HOOK.href}`].filter((each) => each !== undefined).join(' ')
  return () => {
    delete process.env.EPACS_TEST_BUNDLED
    if (before === undefined) delete process.env.NODE_OPTIONS
    else process.env.NODE_OPTIONS = before
  }
}
