/** What the number of an institution leads to, by IČO and by IČZ: a real database. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { fold } from '@epacs/exchange'
import { v7 as newId } from 'uuid'
import { openTestDatabase, type TestDatabase } from '../../testing/database.ts'
import { admit } from './admit.ts'

const ICO = '11112222'
const workplaces = [
  { id: newId(), name: 'Ústav, pracoviště Brno', icz: '72001000' },
  { id: newId(), name: 'Ústav, pracoviště Zlín', icz: '82001000' },
]
let database: TestDatabase

before(async () => {
  database = await openTestDatabase()
  for (const [index, { id, name, icz }] of workplaces.entries()) {
    const city = 'Brno'
    await database.db
      .insertInto('institution')
      .values({
        id,
        name,
        name_folded: fold(name),
        kind: 'hospital',
        eligibility: 'czech-provider',
        ico: ICO,
        icz,
        country: 'CZ',
        city,
        city_folded: fold(city),
        ae_title: `AE${index}`,
        connection: 'mailbox',
      })
      .execute()
  }
})
after(() => database.remove())

const arrive = async (subject: string, employers: readonly string[], institutionIs: 'ico' | 'icz') =>
  await database.db.transaction().execute((trx) => {
    const person = {
      issuer: 'https://jtp.example',
      subject,
      name: subject,
      email: null,
      krzp: null,
      sid: null,
    }
    return admit(trx, { ...person, employers, roles: ['Odborník'] }, { role: 'Odborník', institutionIs })
  })

test('by IČO the person has to choose among the workplaces of one legal person', async () => {
  assert.deepEqual(await arrive('chooser', [ICO], 'ico'), {
    ok: false,
    problem: 'choose-institution',
    ico: ICO,
  })
})

test('by IČZ the workplace is known, and several are all opened', async () => {
  const one = await arrive('one', [workplaces[1]?.icz ?? ''], 'icz')
  assert.equal(one.ok && one.institutionId, workplaces[1]?.id)
  const both = await arrive(
    'both',
    workplaces.map(({ icz }) => icz),
    'icz',
  )
  assert.ok(both.ok)
  const memberships = await database.db
    .selectFrom('membership')
    .where('person_id', '=', both.personId)
    .select('institution_id')
    .execute()
  assert.equal(memberships.length, 2)
})

test('an IČZ that nobody has is no IČO to fill a form in with', async () => {
  assert.deepEqual(await arrive('stranger', ['99999999'], 'icz'), {
    ok: false,
    problem: 'unknown-institution',
    ico: null,
  })
})
