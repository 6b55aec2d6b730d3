/** Institutions get their places on the map from the register of providers. */
import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { after, before, beforeEach, test } from 'node:test'
import { fold } from '@epacs/exchange'
import { v7 as newId } from 'uuid'
import { openTestDatabase, type TestDatabase } from '../testing/database.ts'
import { madeUpIco } from '../testing/register-file.ts'
import { importRegister } from './import.ts'
import { locateInstitutions } from './locate.ts'

const ICO = madeUpIco(1_000_001)
const HEADER = 'MistoPoskytovaniId,NazevZarizeni,DruhZarizeni,Obec,Ulice,Ico,GPS\n'
const brno = `1,A,Nemocnice,Brno,Jihlavská 20,${ICO},"49.1757, 16.57"\n2,B,Nemocnice,Brno,Pekařská 53,${ICO},"49.1925, 16.5997"\n`

let database: TestDatabase
before(async () => {
  database = await openTestDatabase()
})
beforeEach(async () => {
  await database.db.deleteFrom('institution').execute()
  await database.db.deleteFrom('register_place').execute()
})
after(() => database.remove())

const bring = (rows: string) =>
  importRegister(database.db, Readable.from([Buffer.from(HEADER + rows)]), { at: new Date() })

async function join(city: string, street: string): Promise<string> {
  const id = newId()
  await database.db
    .insertInto('institution')
    .values({
      id,
      name: 'Nemocnice',
      name_folded: 'nemocnice',
      kind: 'hospital',
      eligibility: 'czech-provider',
      ico: ICO,
      city,
      city_folded: fold(city),
      street,
      ae_title: id.replaceAll('-', '').slice(-16),
      connection: 'mailbox',
    })
    .execute()
  return id
}

const positionOf = (id: string) =>
  database.db
    .selectFrom('institution')
    .where('id', '=', id)
    .select(['latitude', 'longitude'])
    .executeTakeFirstOrThrow()

test('an import puts those on the map who are in it, by their street first', async () => {
  const pekarska = await join('Brno', 'Pekařská 53')
  const moved = await join('Brno', 'Nová 1')
  const elsewhere = await join('Ostrava', 'Jihlavská 20')
  await bring(brno)
  assert.deepEqual(await positionOf(pekarska), { latitude: 49.1925, longitude: 16.5997 })
  assert.deepEqual(await positionOf(moved), { latitude: 49.1757, longitude: 16.57 })
  assert.deepEqual(await positionOf(elsewhere), { latitude: null, longitude: null })
})

test('who joins later is found in what was imported, and a position that is there stays', async () => {
  await bring(brno)
  const joined = await join('Brno', 'Pekařská 53')
  const another = await join('Brno', 'Pekařská 53')
  await locateInstitutions(database.db, joined)
  assert.deepEqual(await positionOf(joined), { latitude: 49.1925, longitude: 16.5997 })
  assert.deepEqual(await positionOf(another), { latitude: null, longitude: null })
  await bring(brno.replaceAll('49.1925', '49.2'))
  assert.deepEqual(await positionOf(joined), { latitude: 49.1925, longitude: 16.5997 })
  assert.deepEqual(await positionOf(another), { latitude: 49.2, longitude: 16.5997 })
})
