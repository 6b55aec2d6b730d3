/**
 * The Debian package: the node's source with what it needs at run time and its own Node.js, below /usr/lib/epacs-node as it
 * lies in the repository, since Node.js strips types of files outside node_modules alone. Made with dpkg-deb.
 */
import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { JSON_SCHEMA_NAME, nodeJsonSchema } from '../config/json-schema.ts'
import { sampleConfig } from '../config/sample.ts'
import { filesBelow } from '../folders/files-below.ts'
import { NODE_VERSION } from '../version.ts'
import { type InstalledPackage, neededPackages } from './modules.ts'

export type Compression = 'xz' | 'gzip' | 'none'

const REPOSITORY = resolve(fileURLToPath(new URL('../../../..', import.meta.url)))
const DEBIAN = join(REPOSITORY, 'apps/node/debian')
const PROGRAM = 'usr/lib/epacs-node'
/** Of the commands, those of the node: the others need the centre. */
const FIRST_COMMAND = 'apps/command/src/node-main.ts'
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' }
/** Of what lies beside the source, not needed to run it. */
const LEFT_OUT = /\.test\.ts$|\/testing(\/|$)|\.(map|d\.[cm]?ts)$|\/apps\/node\/(debian|src\/packaging)(\/|$)/
const run = promisify(execFile)

/** For the machine that it is built on. @returns the package's path */
export async function buildDebianPackage({
  out,
  compression,
}: {
  readonly out: string
  readonly compression: Compression
}): Promise<string> {
  const architecture = ARCHITECTURES[process.arch]
  if (architecture === undefined) throw new Error(`Debian has no packages of ours for ${process.arch}`)
  const root = await mkdtemp(join(tmpdir(), 'epacs-node-package-'))
  try {
    const packages = await neededPackages(join(REPOSITORY, 'apps/node'), [
      '@epacs/node',
      'commander',
      'string-width',
    ])
    await placeProgram(root, packages)
    await placeSystemFiles(root, packages)
    await writeControl(root, architecture)
    // The checkout's modes, and mkdtemp's, are those of whoever builds.
    await run('chmod', ['-R', 'u=rwX,go=rX', root])
    const path = join(resolve(out), `epacs-node_${NODE_VERSION}_${architecture}.deb`)
    await mkdir(dirname(path), { recursive: true })
    await run('dpkg-deb', ['--root-owner-group', `-Z${compression}`, '--build', root, path])
    return path
  } finally {
    await rm(root, { recursive: true })
  }
}

async function placeProgram(root: string, packages: readonly InstalledPackage[]): Promise<void> {
  const program = join(root, PROGRAM)
  for (const { name, folder } of packages) {
    const target = join(program, relative(REPOSITORY, folder))
    await cp(folder, target, {
      recursive: true,
      filter: (path) => path === folder || isPacked(path),
    })
    if (!name.startsWith('@epacs/')) continue
    const link = join(program, 'node_modules', name)
    await mkdir(dirname(link), { recursive: true })
    await symlink(relative(dirname(link), target), link)
  }
  const commands = await modulesFrom(resolve(REPOSITORY, FIRST_COMMAND))
  const sources = commands.map((path) => relative(REPOSITORY, path))
  for (const path of [...sources, 'apps/command/package.json', 'package.json', 'LICENSE']) {
    await placeFile(join(program, path), await readFile(join(REPOSITORY, path)))
  }
  await mkdir(join(program, 'bin'))
  await cp(process.execPath, join(program, 'bin/node'))
}

/** It, and what it imports of its own workspace, at once or when it is called for. */
async function modulesFrom(first: string): Promise<readonly string[]> {
  const found = new Set([first])
  for (const path of found) {
    const imports = (await readFile(path, 'utf8')).matchAll(/(?:\bfrom|\bimport\()\s*'(\.{1,2}\/[^']+\.ts)'/g)
    for (const [, imported = ''] of imports) found.add(resolve(dirname(path), imported))
  }
  return [...found]
}

/** By where it lies in the repository: the checkout itself may lie below a folder of any name. */
export function isPacked(path: string, repository = REPOSITORY): boolean {
  return !LEFT_OUT.test(`/${relative(repository, path)}`) && basename(path) !== 'node_modules'
}

async function placeSystemFiles(root: string, packages: readonly InstalledPackage[]): Promise<void> {
  const documents = join(root, 'usr/share/doc/epacs-node')
  const from = async (name: string) => await readFile(join(DEBIAN, name))
  await placeFile(join(root, 'usr/bin/epacs'), await from('epacs'), 0o755)
  await placeFile(join(root, 'usr/lib/systemd/system/epacs-node.service'), await from('epacs-node.service'))
  const schema = `/usr/share/doc/epacs-node/${JSON_SCHEMA_NAME}`
  const config = sampleConfig()
    .replace(/^dataFolder: data$/m, 'dataFolder: /var/lib/epacs-node')
    .replace(`$schema=${JSON_SCHEMA_NAME}`, () => `$schema=${schema}`)
  await placeFile(join(root, schema), nodeJsonSchema())
  await placeFile(join(root, 'etc/epacs/node.yaml'), config)
  for (const name of ['node.md', 'node-protocol.md']) {
    await placeFile(join(documents, name), await readFile(join(REPOSITORY, 'docs', name)))
  }
  const others = packages.filter(({ name }) => !name.startsWith('@epacs/'))
  const told = others.map(({ name, version, license }) => `${name} ${version}: ${license}`)
  const copyright = [
    'ePACS: European Union Public Licence 1.2, /usr/lib/epacs-node/LICENSE.',
    '',
    'With it come, each with its licence in its folder below /usr/lib/epacs-node/node_modules:',
    ...told,
    `Node.js ${process.versions.node}: MIT, and those of its parts: https://github.com/nodejs/node/blob/main/LICENSE`,
  ]
  await placeFile(join(documents, 'copyright'), `${copyright.join('\n')}\n`)
}

async function writeControl(root: string, architecture: string): Promise<void> {
  const debian = join(root, 'DEBIAN')
  let bytes = 0
  for await (const { sizeBytes } of filesBelow(root)) bytes += sizeBytes
  const control = [
    'Package: epacs-node',
    `Version: ${NODE_VERSION}`,
    `Architecture: ${architecture}`,
    'Maintainer: ePACS <node@epacs.invalid>',
    'Section: net',
    'Priority: optional',
    // What Node.js is linked with; who makes the user, and enables the service.
    'Depends: adduser, init-system-helpers (>= 1.54), libc6 (>= 2.28), libstdc++6 (>= 8), ca-certificates',
    `Installed-Size: ${Math.ceil(bytes / 1024)}`,
    "Description: communication node between a hospital's PACS and an ePACS centre",
    ' It takes images by DICOM, sends them to the participants of the network, and brings',
    ' what comes for the hospital into its PACS. It only calls out, by HTTPS.',
  ]
  await placeFile(join(debian, 'control'), `${control.join('\n')}\n`)
  await placeFile(join(debian, 'conffiles'), '/etc/epacs/node.yaml\n')
  for (const name of ['postinst', 'prerm', 'postrm']) {
    await placeFile(join(debian, name), await readFile(join(DEBIAN, name)), 0o755)
  }
}

async function placeFile(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o755 })
  await writeFile(path, content)
  await chmod(path, mode)
}
