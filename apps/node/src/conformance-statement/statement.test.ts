/** The node's conformance statement says what the code does. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { QUERY_CLASSES } from '@epacs/dicom/network'
import { nodeConformanceStatement, statementPath } from './statement.ts'

test('docs/node-conformance-statement.md is what npm run conformance-statement writes', async () => {
  assert.equal(await readFile(statementPath, 'utf8'), nodeConformanceStatement())
})

test('no table of it is empty, and each class of query and retrieval stands in it', () => {
  const statement = nodeConformanceStatement()
  assert.ok(!/\| --- \|\n(?!\|)/.test(statement))
  for (const { uid } of QUERY_CLASSES) assert.ok(statement.includes(`\`${uid}\``), uid)
})
