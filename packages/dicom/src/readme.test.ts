import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const PACKAGE = join(import.meta.dirname, '..')
const SAMPLE = join(PACKAGE, '../../apps/demo/samples/CT_small.dcm')

test('the example of the README runs', () => {
  const [, example] = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(PACKAGE, 'README.md'), 'utf8')) ?? []
  assert.ok(example !== undefined)
  const args = ['--input-type=module-typescript', '--eval', example, '--', SAMPLE]
  const output = execFileSync(process.execPath, args, { cwd: PACKAGE, encoding: 'utf8' })
  assert.equal(output, 'CompressedSamples^CT1 1.2.840.10008.1.2.1\n')
})
