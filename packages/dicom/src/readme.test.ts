import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const PACKAGE = join(import.meta.dirname, '..')
const SAMPLE = join(PACKAGE, '../../apps/demo/samples/CT_small.dcm')

const [reading = '', network = ''] = [
  ...readFileSync(join(PACKAGE, 'README.md'), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g),
].map(([, example = '']) => example)

function run(example: string): string {
  const args = ['--input-type=module-typescript', '--eval', example, '-', SAMPLE]
  return execFileSync(process.execPath, args, { cwd: PACKAGE, encoding: 'utf8' })
}

test('the example of the README reads', () => {
  assert.equal(run(reading), 'CompressedSamples^CT1 1.2.840.10008.1.2.1\n')
})

test('the example of the README stores by the network', () => {
  assert.match(run(network), /^echo 0\nstored 1\.3\.6\.1\.4\.1\.5962\.\S+ 3\d{4}\nstore 0\n$/)
})
