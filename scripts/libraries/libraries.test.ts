/** Each library as somebody takes it who has nothing of this repository: from its tarball, in an empty project. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { LIBRARIES, manifestOf, packLibrary, withoutLinksIntoRepository } from './library.ts'

const run = promisify(execFile)
const repository = resolve(import.meta.dirname, '../..')
const SAMPLE = join(repository, 'apps/demo/samples/CT_small.dcm')

/** How TypeScript finds a package, by those who take it in Node.js and in a bundler. */
const MODULES = { node16: 'node16', nodenext: 'nodenext', bundler: 'esnext' } as const

let folder: string
let project: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'epacs-libraries-'))
  project = join(folder, 'project')
  await mkdir(join(project, 'node_modules/@types'), { recursive: true })
  const tarballs: string[] = []
  for (const workspace of LIBRARIES) {
    const earlier = join(folder, workspace.split('/').at(-1) ?? '', 'lib')
    await mkdir(earlier, { recursive: true })
    await writeFile(join(earlier, 'gone.js'), '// Its source is no more.\n')
    tarballs.push(await packLibrary(workspace, folder))
  }
  // What they need of others: as the lock file has it, without asking the registry.
  const pako = join(repository, 'node_modules/pako')
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: pako,
  })
  const [packed] = JSON.parse(stdout) as readonly { readonly filename: string }[]
  tarballs.push(join(folder, packed?.filename ?? ''))
  await writeFile(join(project, 'package.json'), '{ "name": "empty", "private": true, "type": "module" }\n')
  await run('npm', ['install', '--offline', '--omit=optional', '--ignore-scripts', ...tarballs], {
    cwd: project,
  })
  for (const name of ['@types/node', 'undici-types']) {
    await symlink(join(repository, 'node_modules', name), join(project, 'node_modules', name))
  }
})
after(() => rm(folder, { recursive: true, force: true }))

const inProject = async (file: string, text: string, ...args: readonly string[]) => {
  await writeFile(join(project, file), text)
  return (await run(process.execPath, [join(project, file), ...args], { cwd: project })).stdout
}

const examplesOf = async (workspace: string) => {
  const readme = await readFile(join(repository, workspace, 'README.md'), 'utf8')
  return [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, example = '']) => example)
}

test('every entrance of a library loads, compiled and without the sources', async () => {
  for (const workspace of LIBRARIES) {
    const { name, exports } = await manifestOf(workspace)
    const entrances = Object.keys(exports).map((each) => each.replace('.', name))
    const text = `for (const each of ${JSON.stringify(entrances)}) {
  const names = Object.keys(await import(each))
  console.log(each, names.length > 0 && import.meta.resolve(each).includes('/project/node_modules/'))
}`
    assert.equal(await inProject('entrances.js', text), entrances.map((each) => `${each} true\n`).join(''))
  }
})

test('a library is public, and has nothing of an earlier build', async () => {
  for (const workspace of LIBRARIES) {
    const { name } = await manifestOf(workspace)
    const installed = join(project, 'node_modules', name)
    const { publishConfig } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'))
    assert.deepEqual(publishConfig, { access: 'public' })
    assert.ok(!(await readdir(join(installed, 'lib'))).includes('gone.js'), name)
  }
})

test('the examples of @epacs/dicom run as plain JavaScript', async () => {
  const [reading = '', network = ''] = await examplesOf('packages/dicom')
  assert.equal(await inProject('read.js', reading, SAMPLE), 'CompressedSamples^CT1 1.2.840.10008.1.2.1\n')
  assert.match(await inProject('network.js', network, SAMPLE), /^echo 0\nstored \S+ \d+\nstore 0\n$/)
})

test('the example of @epacs/package packs, large ones with its thread', async () => {
  const copies = join(folder, 'copies')
  await mkdir(copies)
  const sample = await readFile(SAMPLE, 'latin1')
  const uid = /1\.3\.6\.1\.4\.1\.5962\.1\.1\.[\d.]+/.exec(sample)?.[0] ?? ''
  const paths: string[] = []
  // Above the 32 MB from which a package is hashed by a thread of its own.
  for (let copy = 100_000; copy < 101_300; copy++) {
    const path = join(copies, `${copy}.dcm`)
    const own = `${uid.slice(0, -6).replace(/\.$/, '1')}${copy}`
    await writeFile(path, sample.replaceAll(uid, own), 'latin1')
    paths.push(path)
  }
  const [example = ''] = await examplesOf('packages/package')
  const output = await inProject('pack.js', example, ...paths)
  const packagePath = /^\S+package\.zip/m.exec(output)?.[0] ?? ''
  assert.match(output, /is instance 1299, SHA-256 [0-9a-f]{64} \[\]/)
  const { stdout } = await run('sha256sum', [packagePath])
  assert.ok(output.includes(stdout.slice(0, 64)), 'the package hashes to what the library said')
  await rm(resolve(packagePath, '..'), { recursive: true })
})

test('TypeScript finds the types of every entrance, and nothing is amiss in them', async () => {
  const lines: string[] = []
  for (const workspace of LIBRARIES) {
    const { name, exports } = await manifestOf(workspace)
    for (const each of Object.keys(exports)) {
      lines.push(`export * as entrance${lines.length} from '${each.replace('.', name)}'`)
    }
  }
  await writeFile(join(project, 'entrances.ts'), `${lines.join('\n')}\n`)
  const examples = (await Promise.all(LIBRARIES.map(examplesOf))).flat()
  const files = examples.map((_, at) => `example${at}.ts`)
  for (const [at, example] of examples.entries()) {
    await writeFile(join(project, `example${at}.ts`), example)
  }
  const compile = (resolution: keyof typeof MODULES, ...files: readonly string[]) =>
    run(
      process.execPath,
      [
        join(repository, 'node_modules/typescript-native/bin/tsc'),
        ...['--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2024'],
        ...['--module', MODULES[resolution], '--moduleResolution', resolution],
        ...['--types', 'node', '--pretty', 'false', '--exactOptionalPropertyTypes', '--ignoreConfig'],
        ...files,
      ],
      { cwd: project },
    ).catch((error: { readonly stdout: string }) => error)
  for (const resolution of ['node16', 'nodenext', 'bundler'] as const) {
    assert.equal((await compile(resolution, 'entrances.ts', ...files)).stdout, '', resolution)
  }
  await writeFile(
    join(project, 'wrong.ts'),
    "import { textOf } from '@epacs/dicom'\nexport const a: number = textOf(1)\n",
  )
  assert.match((await compile('nodenext', 'wrong.ts')).stdout, /wrong\.ts\(2,/)
})

test('a README says nothing that leads into the repository, and keeps its addresses', () => {
  assert.equal(
    withoutLinksIntoRepository('[`src/a`](src/a), [b](#b), [c](https://c.example), [d](../d/README.md)'),
    '`src/a`, [b](#b), [c](https://c.example), d',
  )
})
