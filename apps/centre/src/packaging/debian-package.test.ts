import assert from 'node:assert/strict'
import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { isAbsolute, join, relative } from 'node:path'
import { after, before, test } from 'node:test'
import { packTree, placeTree } from '@epacs/debian'
import { run } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { parseConfig } from '../config/index.ts'
import { packagedCentre } from './debian-package.ts'
import { PACKAGED_ROLES, sampleConfig } from './sample-configs.ts'

let folder: string
let root: string
let program: string
before(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'epacs-centre-deb-')))
  root = join(folder, 'root')
  program = join(root, 'usr/lib/epacs-centre')
  const portal = join(folder, 'portal')
  await assert.rejects(packagedCentre(portal), /run npm run build first/)
  await mkdir(portal)
  await writeFile(join(portal, 'index.html'), '<!doctype html><title>ePACS</title>')
  await placeTree(await packagedCentre(portal), root)
})
after(async () => await rm(folder, { recursive: true, force: true }))

const node = async (...args: readonly string[]) => await run(join(program, 'bin/node'), args)

test('the Debian package has the bundle and what it reads, no sources, and nobody but root changes what runs', async () => {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const paths = entries.map(({ parentPath, name }) => `/${relative(root, join(parentPath, name))}`)
  const ours = paths.filter((path) => /^\/usr\/lib\/epacs-centre\/(apps|packages)\//.test(path))
  assert.ok(ours.some((path) => path.endsWith('/apps/centre/src/database/migrations/0001-first-network.sql')))
  const unwanted = /\.ts$|\/testing(\/|$)|\/packages\/debian(\/|$)|\/kubernetes(\/|$)/
  assert.deepEqual(
    ours.filter((path) => unwanted.test(path)),
    [],
  )
  const licences = await readFile(join(program, 'dist/centre/LICENSES.txt'), 'utf8')
  assert.match(licences, /^--- fastify \d+\.\d+\.\d+: MIT$/m)
  assert.ok(paths.includes('/usr/share/doc/epacs-centre/monitoring/rules.yml'))
  for (const path of paths) {
    const found = await lstat(join(root, path))
    if (!found.isSymbolicLink()) {
      assert.equal(found.mode & 0o022, 0, path)
      continue
    }
    // Leads within the package, wherever it is installed, and to something: libraries of PostgreSQL are links.
    const target = await readlink(join(root, path))
    assert.ok(!isAbsolute(target), `${path} -> ${target}`)
    assert.ok((await realpath(join(root, path))).startsWith(`${root}/`), `${path} -> ${target}`)
  }
})

test('what is installed runs: all of it is there, as far as the database', async () => {
  assert.match(await node(join(program, 'dist/centre/main.mjs'), '--help'), /Runs the centre/)
  assert.match(await node(join(program, 'dist/centre/command.mjs'), 'fsck', '--help'), /--repair/)
  const config = join(folder, 'worker.json')
  await writeFile(config, JSON.stringify({ ...sampleConfig('worker'), dataFolder: join(folder, 'data') }))
  await assert.rejects(node(join(program, 'dist/centre/main.mjs'), config), /database epacs at db\.example/)
})

test('its threads find their libraries: they answer, if only that they can make nothing of a message', async () => {
  const ask = `
    const { Worker } = require('node:worker_threads')
    const worker = new Worker(process.argv[1])
    worker.once('message', (answer) => { console.log(JSON.stringify(answer)); void worker.terminate() })
    worker.postMessage({ id: 7, object: new Uint8Array(8), frame: new Uint8Array(8), layout: {}, codec: 'none' })`
  const dist = join(program, 'dist/centre')
  const threads = (await readdir(dist)).filter((name) => /^(render|decode)-worker-.*\.mjs$/.test(name)).sort()
  const [decode, render] = await Promise.all(threads.map((name) => node('-e', ask, join(dist, name))))
  assert.match(decode ?? '', /^\{"failure":".*not a function"\}$/m)
  assert.match(render ?? '', /^\{"id":7,"failure":"\w+"\}$/m)
})

test('its configurations are in /etc, and are what the centre takes', async () => {
  for (const role of PACKAGED_ROLES) {
    const told: unknown = JSON.parse(await readFile(join(root, `etc/epacs-centre/${role}.json`), 'utf8'))
    const config = parseConfig(told, '/etc/epacs-centre')
    assert.deepEqual(config.roles, [role])
    assert.equal(config.dataFolder, `/var/lib/epacs-centre/${role}`)
    assert.equal(config.keys.sealFile, '/etc/epacs-centre/seal')
  }
})

test('dpkg takes what it is told of the package', async () => {
  for (const script of ['postinst', 'prerm', 'postrm']) await run('sh', ['-n', join(root, 'DEBIAN', script)])
  // Without the program: 300 MB that say nothing more here.
  await rm(program, { recursive: true })
  const path = join(folder, 'centre.deb')
  await packTree(root, path, 'none')
  const lines = (await run('dpkg-deb', ['--contents', path])).trim().split('\n')
  for (const line of lines) assert.match(line, / root\/root /)
  const control = join(folder, 'control')
  await run('dpkg-deb', ['--control', path, control])
  const configurationFiles = (await readFile(join(control, 'conffiles'), 'utf8')).trim().split('\n')
  assert.deepEqual(
    configurationFiles,
    PACKAGED_ROLES.map((role) => `/etc/epacs-centre/${role}.json`),
  )
  assert.match(await run('dpkg-deb', ['--field', path, 'Depends']), /adduser/)
  assert.ok(Number(await run('dpkg-deb', ['--field', path, 'Installed-Size'])) > 200_000)
})
