import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pageWindow } from './page-window.ts'

test('few pages are all offered, many with gaps and never a gap of one', () => {
  assert.deepEqual(pageWindow(1, 1), [1])
  assert.deepEqual(pageWindow(2, 3), [1, 2, 3])
  assert.deepEqual(pageWindow(1, 12), [1, 2, 'gap', 12])
  assert.deepEqual(pageWindow(4, 12), [1, 2, 3, 4, 5, 'gap', 12])
  assert.deepEqual(pageWindow(6, 12), [1, 'gap', 5, 6, 7, 'gap', 12])
  assert.deepEqual(pageWindow(12, 12), [1, 'gap', 11, 12])
})
