/** The conformance statement says what the code does. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { STORAGE_CLASS_NAMES } from '@epacs/dicom/conformance'
import { isStandardStorage, STATUS } from '@epacs/dicom/network'
import { storedObject } from '../../../../../packages/dicom/src/network/testing/part10.ts'
import { manifestOfFiles, sharedFile } from '../../../../../packages/dicom/src/testing/shared-data.ts'
import { conformanceStatement, statementPath } from './statement.ts'

test('docs/dicom-conformance-statement.md is what npm run conformance-statement writes', async () => {
  assert.equal(await readFile(statementPath, 'utf8'), conformanceStatement())
})

test('every class in its list is taken, and every class of the real objects is in the list', () => {
  for (const [uid, name] of STORAGE_CLASS_NAMES) assert.ok(isStandardStorage(uid), name)
  const listed = new Set(STORAGE_CLASS_NAMES.map(([uid]) => uid))
  for (const { path, expected } of manifestOfFiles()) {
    const object = expected === 'reject' ? undefined : storedObject(sharedFile(path))
    if (object === undefined || !isStandardStorage(object.sopClassUid)) continue
    assert.ok(listed.has(object.sopClassUid), path)
  }
})

test('no table of it is empty, and it tells the status of a full mailbox', () => {
  const statement = conformanceStatement()
  assert.ok(!/\| --- \|\n(?!\|)/.test(statement))
  assert.match(statement, new RegExp(`${STATUS.outOfResources.toString(16).toUpperCase()}H \\| The mailbox`))
})
