import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openTestDatabase } from '../testing/database.ts'
import { bringIn } from './index.ts'
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

test('a process that starts waits for nobody who only refers to an institution', {
  timeout: 60_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-bootstrap-'))
  const database = await openTestDatabase()
  try {
    const bootstrapFile = join(folder, 'bootstrap.json')
    const id = '01940000-0000-7000-8000-000000000001'
    const institution = { id, kind: 'hospital', city: 'Most', aeTitle: 'MOST', connection: 'node' }
    const write = (name: string) =>
      writeFile(bootstrapFile, JSON.stringify({ institutions: [{ ...institution, name }] }))
    const quotas = { hospital: 1, outpatient: 1, specialised: 1, 'private-practice': 1, scientific: 1 }
    await write('Nemocnice')
    await bringIn(database.db, { bootstrapFile, quotas })
    await write('Nemocnice Most')
    // As whoever inserts a message or a delivery does until the transaction ends.
    const starting = await database.again()
    try {
      await database.db.transaction().execute(async (trx) => {
        await sql`select id from institution where id = ${id} for key share`.execute(trx)
        await bringIn(starting.db, { bootstrapFile, quotas })
      })
    } finally {
      await starting.close()
    }
    const { name } = await database.db.selectFrom('institution').select('name').executeTakeFirstOrThrow()
    assert.equal(name, 'Nemocnice Most')
  } finally {
    await database.remove()
    await rm(folder, { recursive: true })
  }
})
