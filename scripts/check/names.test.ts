import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isVague } from './names.ts'

test('names that fit everything are found, as files and as folders', () => {
  assert.ok(isVague('packages/dicom/src/utils.ts'))
  assert.ok(isVague('packages/dicom/src/helpers/read.ts'))
  assert.ok(isVague('apps/centre/src/upload-manager.test.ts'))
  assert.ok(!isVague('apps/centre/src/uploads/patch.ts'))
  assert.ok(!isVague('apps/portal/src/mailbox/ImagesManagement.tsx'))
})
