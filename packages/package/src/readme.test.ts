/** The example of the README is run as a newcomer would run it. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { sharedPath } from './testing/shared-data.ts'

const PACKAGE = join(import.meta.dirname, '..')

test('the example packs files and reads them back', async (t) => {
  const readme = await readFile(join(PACKAGE, 'README.md'), 'utf8')
  const example = /```ts\n(.*?)```/su.exec(readme)?.[1]
  assert.ok(example)
  const path = sharedPath('data', 'files', 'ct', 'CT_small.dcm')
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module-typescript', '-e', example, '-', path],
    { cwd: PACKAGE },
  )
  const packagePath = /^\S+package\.zip/m.exec(stdout)?.[0]
  assert.ok(packagePath)
  t.after(() => rm(dirname(packagePath), { recursive: true }))
  assert.match(stdout, /is instance 0, SHA-256 [0-9a-f]{64} \[\]/)
  assert.match(stdout, /IMAGES\/ST000001\/SE000001\/IM000001 1\.3\.6\.1\.4\.1\.5962\.\S+ 39206/)
})
