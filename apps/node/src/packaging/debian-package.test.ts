import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { SourceMap } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { buildDebianPackage } from '@epacs/debian'
import { run } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { parseNodeConfig } from '../config/read-config.ts'
import { packagedNode } from './debian-package.ts'

test('the Debian package has all that the node runs by, nothing of its tests, and its configuration in /etc', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-node-deb-'))
  t.after(() => rm(folder, { recursive: true }))
  const path = await buildDebianPackage(await packagedNode(), { out: folder, compression: 'none' })
  const contents = await run('dpkg-deb', ['--contents', path])
  assert.doesNotMatch(contents, /\/lib\/epacs-node\/(apps|packages)\/.*(\.test\.ts|\/testing\/)/)
  for (const line of contents.trim().split('\n')) {
    assert.match(line, / root\/root /)
    // Nobody but root changes what runs.
    assert.match(line, /^(l|.{5}-..-)/, line)
  }
  assert.match(await run('dpkg-deb', ['--field', path, 'Depends']), /adduser/)

  const root = join(folder, 'root')
  await run('dpkg-deb', ['--extract', path, root])
  const config = await readFile(join(root, 'etc/epacs/node.yaml'), 'utf8')
  assert.equal(parseNodeConfig(config, 'node.yaml').dataFolder, '/var/lib/epacs-node')
  const image = join(folder, 'IM1')
  await writeFile(image, ctSlice({ instance: 1 }))
  const program = join(root, 'usr/lib/epacs-node')
  const epacs = async (...args: readonly string[]) =>
    await run(join(program, 'bin/node'), [join(program, 'dist/node/command.mjs'), ...args])
  const rules = ['node', 'rules', '--config', join(root, 'etc/epacs/node.yaml'), '--called', 'FNMOTOL', image]
  assert.match(await epacs(...rules), /^ {2}=> FNMOTOL$/m)
  await assert.rejects(epacs('node', 'run', '--config', join(root, 'etc/epacs/node.yaml')), /not enrolled/)
  // A module that asks for its place is changed for the bundle, and its lines are found all the same.
  assert.match(
    await sourceOf('"./page.css"', join(program, 'dist/node')),
    /\/apps\/node\/src\/page\/page\.ts$/,
  )
})

/** Where source maps say that the line of a bundle with `text` comes from. */
async function sourceOf(text: string, dist: string): Promise<string> {
  for (const name of await readdir(dist)) {
    const lines = name.endsWith('.mjs') ? (await readFile(join(dist, name), 'utf8')).split('\n') : []
    const line = lines.findIndex((each) => each.includes(text))
    if (line < 0) continue
    const map = new SourceMap(JSON.parse(await readFile(join(dist, `${name}.map`), 'utf8')))
    const entry = map.findEntry(line, lines[line]?.indexOf(text) ?? 0)
    return 'originalSource' in entry ? entry.originalSource : ''
  }
  throw new Error(`${text} is in no file of ${dist}`)
}
