import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { bootstrapSchema } from './schema.ts'

test('the bootstrap file of the documents is one', async () => {
  const document = await readFile(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8')
  const [, example = ''] = /^## The bootstrap file$.*?^```json\n(.*?)^```$/ms.exec(document) ?? []
  const { people, institutions, authorities } = bootstrapSchema.parse(JSON.parse(example))
  assert.deepEqual([people.length, institutions.length, authorities.length], [3, 1, 1])
})
