/**
 * A Debian package: a program's bundle with what it needs at run time and its own Node.js, below /usr/lib as it all lies in the
 * repository: what modules read stays where they look for it. Made with dpkg-deb.
 */
import { execFile } from 'node:child_process'
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { BUNDLES, type BundleName } from '../../../scripts/bundle/programs.mjs'
import { LICENCES, type WrittenBundle, writeBundle } from '../../../scripts/bundle/write-bundle.ts'
import { type InstalledPackage, neededPackages } from './needed-packages.ts'

export type Compression = 'xz' | 'gzip' | 'none'

export interface PackagedProgram {
  /** Of the Debian package: `epacs-node`; it lies in /usr/lib/epacs-node. */
  readonly name: string
  readonly version: string
  /** Its folder in the repository: `apps/node`; the maintainer's scripts are in `debian` there. */
  readonly workspace: string
  /** Its programs; it is built for the package, and lies in `dist` of it. */
  readonly bundle: BundleName
  /** What else of the repository it needs, and where it is taken from: a folder that was built. */
  readonly folders?: readonly { readonly from: string; readonly to: string }[]
  readonly files: readonly PlacedFile[]
  /** Paths that an administrator changes, and an upgrade keeps. */
  readonly configurationFiles: readonly string[]
  readonly control: {
    /** `Depends`, besides what Node.js is linked with. */
    readonly depends: readonly string[]
    readonly recommends?: readonly string[]
    readonly summary: string
    readonly description: readonly string[]
  }
}

interface PlacedFile {
  /** Below the root of the file system: `usr/bin/epacs`. */
  readonly path: string
  readonly content: string | Uint8Array
  /** 0o644 without it. */
  readonly mode?: number
}

const REPOSITORY = resolve(fileURLToPath(new URL('../../..', import.meta.url)))
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' }
/** Of what is installed, and of what lies beside the modules: those are in the bundle. */
const LEFT_OUT = /\.[cm]?tsx?$|\.map$|\/testing(\/|$)/
const run = promisify(execFile)

/** For the machine that it is built on. @returns the package's path */
export async function buildDebianPackage(
  program: PackagedProgram,
  { out, compression }: { readonly out: string; readonly compression: Compression },
): Promise<string> {
  const { name, version } = program
  const root = await mkdtemp(join(tmpdir(), `${name}-package-`))
  try {
    const architecture = await placeTree(program, root)
    const path = join(resolve(out), `${name}_${version}_${architecture}.deb`)
    await mkdir(dirname(path), { recursive: true })
    await packTree(root, path, compression)
    return path
  } finally {
    await rm(root, { recursive: true })
  }
}

/** All that is in the package, as it will be installed, and what dpkg is told of it in `DEBIAN`. @returns Debian's name of the architecture */
export async function placeTree(program: PackagedProgram, root: string): Promise<string> {
  const { name, workspace, bundle } = program
  const architecture = ARCHITECTURES[process.arch]
  if (architecture === undefined) throw new Error(`Debian has no packages of ours for ${process.arch}`)
  const written = await writeBundle(bundle, join(root, 'usr/lib', name, 'dist', bundle))
  const installed = await neededPackages(join(REPOSITORY, workspace), BUNDLES[bundle].installed)
  await placeProgram(root, program, written, installed)
  for (const { path, content, mode } of program.files) await placeFile(join(root, path), content, mode)
  await placeFile(join(root, `usr/share/doc/${name}/copyright`), copyrightOf(program, installed))
  await writeControl(root, program, architecture)
  // The checkout's modes, and mkdtemp's, are those of whoever builds.
  await run('chmod', ['-R', 'u=rwX,go=rX', root])
  return architecture
}

export async function packTree(root: string, path: string, compression: Compression): Promise<void> {
  await run('dpkg-deb', ['--root-owner-group', `-Z${compression}`, '--build', root, path])
}

async function placeProgram(
  root: string,
  { name, folders = [] }: PackagedProgram,
  { workspaces }: WrittenBundle,
  installed: readonly InstalledPackage[],
): Promise<void> {
  const place = join(root, 'usr/lib', name)
  for (const workspace of workspaces) {
    const [from, to] = [join(REPOSITORY, workspace), join(place, workspace)]
    await copyFolder(join(from, 'src'), join(to, 'src'), isPacked)
    // Tells its version.
    await placeFile(join(to, 'package.json'), await readFile(join(from, 'package.json')))
  }
  for (const { folder } of installed) {
    await copyFolder(folder, join(place, relative(REPOSITORY, folder)), isPacked)
  }
  await placeFile(join(place, 'LICENSE'), await readFile(join(REPOSITORY, 'LICENSE')))
  for (const { from, to } of folders) await copyFolder(from, join(place, to), () => true)
  await mkdir(join(place, 'bin'), { recursive: true })
  await copyFile(process.execPath, join(place, 'bin/node'))
}

/**
 * Without folders that nothing is left of. Links stay as they are: `cp` of Node.js has them lead to where they led to, on the
 * machine that builds.
 */
async function copyFolder(from: string, to: string, isWanted: (path: string) => boolean): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (!isWanted(source)) continue
    if (entry.isDirectory()) {
      await copyFolder(source, target, isWanted)
      continue
    }
    await mkdir(to, { recursive: true })
    if (entry.isSymbolicLink()) await symlink(await readlink(source), target)
    else await copyFile(source, target)
  }
}

/** By where it lies in the repository: the checkout itself may lie below a folder of any name. */
export function isPacked(path: string, repository = REPOSITORY): boolean {
  return !LEFT_OUT.test(`/${relative(repository, path)}`) && basename(path) !== 'node_modules'
}

function copyrightOf({ name, bundle }: PackagedProgram, installed: readonly InstalledPackage[]): string {
  const lines = [
    `ePACS: European Union Public Licence 1.2, /usr/lib/${name}/LICENSE.`,
    '',
    `Packages of npm that are bundled with it: each with its licence in /usr/lib/${name}/dist/${bundle}/${LICENCES}.`,
    '',
    `With it come, each with its licence in its folder below /usr/lib/${name}/node_modules:`,
    ...installed.map(({ name: each, version, license }) => `${each} ${version}: ${license}`),
    `Node.js ${process.versions.node}: MIT, and those of its parts: https://github.com/nodejs/node/blob/main/LICENSE`,
  ]
  return `${lines.join('\n')}\n`
}

async function writeControl(
  root: string,
  { name, version, workspace, control, configurationFiles }: PackagedProgram,
  architecture: string,
): Promise<void> {
  const debian = join(root, 'DEBIAN')
  // What Node.js is linked with; who makes the user, and enables the service.
  const linked = ['adduser', 'init-system-helpers (>= 1.54)', 'libc6 (>= 2.28)', 'libstdc++6 (>= 8)']
  const lines = [
    `Package: ${name}`,
    `Version: ${version}`,
    `Architecture: ${architecture}`,
    'Maintainer: ePACS <packages@epacs.invalid>',
    'Section: net',
    'Priority: optional',
    `Depends: ${[...linked, 'ca-certificates', ...control.depends].join(', ')}`,
    ...(control.recommends === undefined ? [] : [`Recommends: ${control.recommends.join(', ')}`]),
    `Installed-Size: ${Math.ceil((await bytesBelow(root)) / 1024)}`,
    `Description: ${control.summary}`,
    ...control.description.map((line) => ` ${line}`),
  ]
  await placeFile(join(debian, 'control'), `${lines.join('\n')}\n`)
  await placeFile(join(debian, 'conffiles'), configurationFiles.map((path) => `${path}\n`).join(''))
  for (const script of ['postinst', 'prerm', 'postrm']) {
    const content = await readFile(join(REPOSITORY, workspace, 'debian', script))
    await placeFile(join(debian, script), content, 0o755)
  }
}

async function bytesBelow(root: string): Promise<number> {
  let bytes = 0
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size
  }
  return bytes
}

async function placeFile(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o755 })
  await writeFile(path, content)
  await chmod(path, mode)
}
