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

test('an institution of another country is a provider of the EU, with a number that its register has', () => {
  const viennese = {
    id: crypto.randomUUID(),
    name: 'Klinik',
    kind: 'hospital',
    city: 'Wien',
    aeTitle: 'KLINIK',
  }
  const read = (more: object) =>
    bootstrapSchema.safeParse({ institutions: [{ ...viennese, country: 'AT', ...more }] })
  const { data } = read({ register: 'at-fn', registerNumber: 'fn 123456a' })
  assert.partialDeepStrictEqual(data?.institutions[0], {
    eligibility: 'eu-provider',
    registerNumber: 'FN 123456 A',
  })
  // Files of before have one field for the numbers of all countries.
  const old = read({ ico: 'FN 123456 a' }).data?.institutions[0]
  assert.deepEqual([old?.ico, old?.registerNumber], [null, 'FN 123456 a'])
  for (const wrong of [
    { register: 'sk-ico', registerNumber: '35763469' },
    { register: 'sk-ico', registerNumber: '35763468', country: 'SK' },
  ]) {
    assert.equal(read(wrong).success, false)
  }
})
