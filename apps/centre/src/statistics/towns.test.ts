/** Towns of the network as the public map shows them. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { fold } from '@epacs/exchange'
import { v7 as newId } from 'uuid'
import { openTestDatabase, type TestDatabase } from '../testing/database.ts'
import { institutionsByTown } from './towns.ts'

let database: TestDatabase
before(async () => {
  database = await openTestDatabase()
})
after(() => database.remove())

async function join(city: string, position?: readonly [latitude: number, longitude: number]): Promise<void> {
  const id = newId()
  await database.db
    .insertInto('institution')
    .values({
      id,
      name: city,
      name_folded: fold(city),
      kind: 'hospital',
      eligibility: 'czech-provider',
      city,
      city_folded: fold(city),
      ae_title: id.replaceAll('-', '').slice(-16),
      connection: 'mailbox',
      ...(position === undefined ? {} : { latitude: position[0], longitude: position[1] }),
    })
    .execute()
}

test('hospitals of one city are one point in their middle, villages of one name are two', async () => {
  await join('Praha', [50.1, 14.4])
  await join('Praha', [50.05, 14.5])
  await join('Praha')
  await join('Lhota', [50.6, 15.9])
  await join('Lhota', [49.3, 17.8])
  const towns = await institutionsByTown(database.db)
  assert.deepEqual(
    towns.map(({ city, position, byKind }) => [city, position, byKind.hospital]),
    [
      ['Lhota', { latitude: 49.3, longitude: 17.8 }, 1],
      ['Lhota', { latitude: 50.6, longitude: 15.9 }, 1],
      ['Praha', { latitude: 50.08, longitude: 14.45 }, 2],
      ['Praha', null, 1],
    ],
  )
})

test('a city whose parts lie kilometres from one another is one point', async () => {
  await join('Plzeň', [49.777, 13.373])
  await join('Plzeň', [49.722, 13.364])
  await join('Ostrava', [49.828, 18.163])
  await join('Ostrava', [49.83, 18.24])
  await join('Ostrava', [49.84, 18.3])
  const towns = await institutionsByTown(database.db)
  const of = (name: string) => towns.filter(({ city }) => city === name).map(({ byKind }) => byKind.hospital)
  assert.deepEqual([of('Plzeň'), of('Ostrava')], [[2], [3]])
})
