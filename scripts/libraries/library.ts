/**
 * A workspace as a library of its own: JavaScript, declarations, a manifest for them, as npm publishes it. In the
 * repository everything runs from the sources; this is for those who have none.
 */
import { execFile } from 'node:child_process'
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { promisify } from 'node:util'

const repository = resolve(import.meta.dirname, '../..')
const run = promisify(execFile)

/** Folders of the workspaces that are published, each after those that it needs. */
export const LIBRARIES = ['packages/dicom', 'packages/package'] as const

export interface Manifest {
  readonly name: string
  readonly version: string
  readonly exports: Readonly<Record<string, string>>
  readonly [more: string]: unknown
}

export async function manifestOf(workspace: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(repository, workspace, 'package.json'), 'utf8')) as Manifest
}

/** Where tests and what they use are not part of a library. */
const NOT_PUBLISHED = ['src/**/*.test.ts', 'src/**/testing/**']

/**
 * Builds the library into `folder/<last part of the workspace>`, packs it and resolves to the tarball.
 * @throws Error with what the compiler or npm said
 */
export async function packLibrary(workspace: string, folder: string): Promise<string> {
  const staged = join(folder, workspace.split('/').at(-1) ?? workspace)
  await mkdir(staged, { recursive: true })
  // Of an earlier run: a source that is gone would be published still.
  await rm(join(staged, 'lib'), { recursive: true, force: true })
  await compile(workspace, staged)
  const manifest = publishedManifest(await manifestOf(workspace))
  await writeFile(join(staged, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`)
  const readme = await readFile(join(repository, workspace, 'README.md'), 'utf8')
  await writeFile(join(staged, 'README.md'), withoutLinksIntoRepository(readme))
  await copyFile(join(repository, workspace, 'CHANGELOG.md'), join(staged, 'CHANGELOG.md'))
  await copyFile(join(repository, 'LICENSE'), join(staged, 'LICENSE'))
  const { stdout } = await said(
    run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: staged }),
  )
  const [packed] = JSON.parse(stdout) as readonly { readonly filename: string }[]
  if (packed === undefined) throw new Error(`npm packed nothing of ${workspace}`)
  return join(folder, packed.filename)
}

async function compile(workspace: string, staged: string): Promise<void> {
  const config = join(staged, 'tsconfig.json')
  const from = join(repository, workspace)
  const settings = {
    extends: relative(staged, join(repository, 'tsconfig.json')),
    compilerOptions: {
      noEmit: false,
      rewriteRelativeImportExtensions: true,
      declaration: true,
      rootDir: join(from, 'src'),
      outDir: join(staged, 'lib'),
      typeRoots: [join(repository, 'node_modules/@types')],
    },
    include: [join(from, 'src/**/*.ts')],
    exclude: NOT_PUBLISHED.map((pattern) => join(from, pattern)),
  }
  await writeFile(config, JSON.stringify(settings))
  const compiler = join(repository, 'node_modules/typescript-native/bin/tsc')
  await said(run(process.execPath, [compiler, '-p', config, '--pretty', 'false'], { cwd: from }))
}

/** Sources become what is compiled of them; `private`, which keeps the sources from being published, goes. */
function publishedManifest({ private: _, exports, ...rest }: Manifest): Record<string, unknown> {
  const compiled = (source: string, ending: string) =>
    source.replace(/^\.\/src\/(.*)\.ts$/, `./lib/$1${ending}`)
  const entries = Object.entries(exports).map(([name, source]) => [
    name,
    { types: compiled(source, '.d.ts'), default: compiled(source, '.js') },
  ])
  return {
    ...rest,
    exports: { ...Object.fromEntries(entries), './package.json': './package.json' },
    files: ['lib', 'CHANGELOG.md'],
    sideEffects: false,
    // Names with a scope are private to npm unless they say otherwise.
    publishConfig: { access: 'public' },
  }
}

/** What points at sources leads nowhere in a library: its words stay. */
export function withoutLinksIntoRepository(readme: string): string {
  return readme.replace(/\[([^\]]+)\]\((?!#|[a-z]+:)[^)]+\)/g, '$1')
}

async function said<Result>(running: Promise<Result>): Promise<Result> {
  try {
    return await running
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string }
    throw new Error(`${stdout}${stderr}`.trim() || String(error), { cause: error })
  }
}
