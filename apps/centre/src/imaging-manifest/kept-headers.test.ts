import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TAG } from '@epacs/dicom'
import { KeptHeaders } from './kept-headers.ts'

const header = (text: string) => new Map([[TAG.StudyID, text]])

test('headers are kept up to so many bytes, and forgotten with their package', () => {
  const kept = new KeptHeaders(10_000)
  kept.keep('a', 0, header('1'))
  kept.keep('a', 9, header('2'))
  kept.keep('b', 0, header('3'))
  assert.deepEqual([kept.find('a', 9)?.get(TAG.StudyID), kept.find('b', 9)], ['2', undefined])
  const { bytes } = kept
  kept.keep('a', 9, header('2'))
  assert.equal(kept.bytes, bytes)
  kept.keep('c', 0, header('x'.repeat(3000)))
  assert.equal(kept.find('a', 0), undefined, 'the one not asked for longest goes')
  assert.equal(kept.find('c', 0)?.size, 1)
  kept.forget('c')
  kept.forget('b')
  assert.deepEqual([kept.find('c', 0), kept.bytes], [undefined, 0])
})
