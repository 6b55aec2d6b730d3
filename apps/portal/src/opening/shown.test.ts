import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hasContentsPage, hasThumbnail, isInViewer } from './shown.ts'

test('what the viewer shows nothing of by itself has a page of ours', () => {
  for (const modality of ['SEG', 'RTPLAN', 'ECG', 'SM']) {
    assert.deepEqual([isInViewer(modality), hasContentsPage(modality)], [false, true], modality)
  }
  for (const modality of ['CT', 'MR', 'US', 'XA', 'a modality of tomorrow']) {
    assert.deepEqual([isInViewer(modality), hasContentsPage(modality)], [true, false], modality)
  }
  for (const modality of ['SR', 'DOC']) {
    assert.deepEqual([isInViewer(modality), hasContentsPage(modality)], [true, true], modality)
  }
})

test('a picture stands for what has pixels', () => {
  assert.deepEqual(['CT', 'SM', 'SEG', 'SR', 'DOC', 'RTPLAN', 'ECG'].map(hasThumbnail), [
    ...[true, true, true],
    ...[false, false, false, false],
  ])
})
