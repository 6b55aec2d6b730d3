import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { buildDebianPackage } from '@epacs/debian'
import { run } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { parseConfig } from '../config/index.ts'
import { packagedCentre } from './debian-package.ts'
import { PACKAGED_ROLES, sampleConfig } from './sample-configs.ts'

test('the Debian package has all that a centre runs by, nothing of its tests, and its configurations in /etc', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-centre-deb-'))
  t.after(() => rm(folder, { recursive: true }))
  const portal = join(folder, 'portal')
  await assert.rejects(packagedCentre(portal), /run npm run build first/)
  await mkdir(portal)
  await writeFile(join(portal, 'index.html'), '<!doctype html><title>ePACS</title>')
  const path = await buildDebianPackage(await packagedCentre(portal), { out: folder, compression: 'none' })
  const contents = await run('dpkg-deb', ['--contents', path])
  const lines = contents.trim().split('\n')
  const ours = lines.filter((line) => /\/lib\/epacs-centre\/(apps|packages)\//.test(line))
  const unwanted = /\.test\.ts$|\/testing\/|\/apps\/\w+\/src\/packaging\/|\/packages\/debian\/|\/kubernetes\//
  assert.deepEqual(
    ours.filter((line) => unwanted.test(line)),
    [],
  )
  assert.ok(lines.some((line) => line.endsWith('./usr/share/doc/epacs-centre/monitoring/rules.yml')))
  for (const line of lines) {
    assert.match(line, / root\/root /)
    // Nobody but root changes what runs.
    assert.match(line, /^(l|.{5}-..-)/, line)
  }
  const root = join(folder, 'root')
  await run('dpkg-deb', ['--extract', path, root])
  await run('dpkg-deb', ['--control', path, join(folder, 'control')])
  const configurationFiles = await readFile(join(folder, 'control/conffiles'), 'utf8')
  for (const role of PACKAGED_ROLES) {
    assert.match(configurationFiles, new RegExp(`^/etc/epacs-centre/${role}\\.json$`, 'm'))
    const told: unknown = JSON.parse(await readFile(join(root, `etc/epacs-centre/${role}.json`), 'utf8'))
    const config = parseConfig(told, '/etc/epacs-centre')
    assert.deepEqual(config.roles, [role])
    assert.equal(config.dataFolder, `/var/lib/epacs-centre/${role}`)
    assert.equal(config.keys.sealFile, '/etc/epacs-centre/seal')
  }
  const program = join(root, 'usr/lib/epacs-centre')
  const node = async (...args: readonly string[]) => await run(join(program, 'bin/node'), args)
  assert.match(await node(join(program, 'apps/centre/src/main.ts'), '--help'), /Runs the centre/)
  assert.match(await node(join(program, 'apps/command/src/main.ts'), 'fsck', '--help'), /--repair/)
  // All of it is there: it comes as far as the database.
  const config = join(folder, 'worker.json')
  await writeFile(config, JSON.stringify({ ...sampleConfig('worker'), dataFolder: join(folder, 'data') }))
  await assert.rejects(
    node(join(program, 'apps/centre/src/main.ts'), config),
    /database epacs at db\.example/,
  )
})
