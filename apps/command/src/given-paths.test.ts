import assert from 'node:assert/strict'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { givenPaths } from './given-paths.ts'

test('patterns are opened, names that look like one are taken as they are, lists are read', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-paths-'))
  t.after(() => rm(folder, { recursive: true }))
  for (const name of ['a.dcm', 'b.dcm', 'c.txt', '[1].dcm']) await writeFile(join(folder, name), '')
  const at = (name: string) => join(folder, name)
  assert.deepEqual(await givenPaths([at('?.dcm'), at('[1].dcm')]), [at('a.dcm'), at('b.dcm'), at('[1].dcm')])
  for (const name of ['two two', 'one\ntwo']) await writeFile(join(folder, name), '')
  const list = async (text: string) => await givenPaths([at('a.dcm'), '-'], Readable.from([text]))
  assert.deepEqual(await list(`${at('b.dcm')}\r\n${at('two two')}\n\n`), [
    at('a.dcm'),
    at('b.dcm'),
    at('two two'),
  ])
  assert.deepEqual(await list(`${at('one\ntwo')}\0${at('c.txt')}\0`), [
    at('a.dcm'),
    at('one\ntwo'),
    at('c.txt'),
  ])
  await assert.rejects(list(at('gone.dcm')), /gone\.dcm: there is no such file or folder\.$/)
  await assert.rejects(list('\n'), /is empty/)
  await symlink(at('nowhere'), at('dangling'))
  assert.deepEqual(
    await givenPaths([at('a.dcm'), at('dangling')]),
    [at('a.dcm'), at('dangling')],
    'is told of as a link',
  )
  await assert.rejects(givenPaths([at('*.zip')]), /Nothing is called/)
})
