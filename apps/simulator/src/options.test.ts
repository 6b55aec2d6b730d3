import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readOptions } from './options.ts'

test('what is not said is as the help has it', () => {
  assert.deepEqual(readOptions(['--faults', '--minutes', '0.5']), {
    ...{ institutions: 50, minutes: 0.5, hasFaults: true, seed: 1, scale: 0.001, orthancs: 0 },
    ...{ report: 'test-results/simulation', isJson: false, isKept: false },
  })
})

test('what makes no sense is refused', () => {
  for (const [name, value] of [
    ['institutions', '1'],
    ['minutes', '0'],
    ['minutes', 'x'],
    ['seed', '1.5'],
    ['scale', '2'],
    ['orthanc', '-1'],
    ['nonsense', '1'],
  ] as const) {
    assert.ok('wrong' in Object(readOptions([`--${name}=${value}`])), `${name} ${value}`)
  }
})
