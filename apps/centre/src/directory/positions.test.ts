/** Operators put institutions on the map. */
import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { importRegister } from '../registry/index.ts'
import type { ApiClient } from '../testing/api-client.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'
import { madeUpIco } from '../testing/register-file.ts'

const { id, city } = INSTITUTIONS.hornicka
const PATH = `/api/institutions/${id}/position`
const ICO = madeUpIco(1_000_001)
const here = { latitude: 49.75, longitude: 15.25 }
const registers = { latitude: 49.1925, longitude: 16.5997 }

let network: TestNetwork
let operator: ApiClient
before(async () => {
  network = await TestNetwork.start()
  operator = network.as('operator')
  const none = { ico: ICO, latitude: null, longitude: null, position_origin: null }
  await network.centre.db.updateTable('institution').set(none).where('id', '=', id).execute()
})
after(() => network.remove())

const put = async (position: object | null) => await operator.call('PUT', PATH, { json: { position } })
const shown = async () => (await network.visitor().get(`/api/institutions/${id}`)).json.position
const where = async () => {
  const { position, origin } = (await operator.get(PATH)).json
  return [position, origin]
}
const reload = async () => {
  const rows = `MistoPoskytovaniId,NazevZarizeni,DruhZarizeni,Obec,Ulice,Ico,GPS\n1,A,Nemocnice,${city},Nová 1,${ICO},"49.1925, 16.5997"\n`
  await importRegister(network.centre.db, Readable.from([Buffer.from(rows)]), { at: new Date() })
}

test('an operator’s word is shown and outlives every reload of the register, “nowhere” too', async () => {
  assert.equal((await put(here)).status, 200)
  assert.deepEqual(await shown(), here)
  await reload()
  assert.deepEqual(await where(), [here, 'operator'])
  assert.equal((await put(null)).status, 200)
  await reload()
  assert.deepEqual(await where(), [null, 'operator'])
  assert.equal(await shown(), null)
})

test('taken back, the register’s place holds, and is told to be the register’s', async () => {
  const { status, json } = await operator.call('DELETE', PATH)
  assert.deepEqual([status, json.position, json.origin], [200, registers, 'register'])
  assert.deepEqual(await shown(), registers)
})

test('the list tells who says so, and finds those that are nowhere', async () => {
  const list = async (query: string) => (await operator.get(`/api/institutions/positions?${query}`)).json
  const [found] = (await list(`q=${encodeURIComponent(INSTITUTIONS.hornicka.name)}`)).items
  assert.deepEqual([found.id, found.position, found.origin], [id, registers, 'register'])
  const isAmong = async () =>
    (await list('missing=true&pageSize=100')).items.some((each: { id: string }) => each.id === id)
  assert.equal(await isAmong(), false)
  await put(null)
  assert.equal(await isAmong(), true)
})

test('what is no place on Earth is refused, and so is everybody but operators', async () => {
  for (const wrong of [{ latitude: 91, longitude: 15 }, { latitude: 49 }, { ...here, longitude: 181 }]) {
    assert.equal((await put(wrong)).status, 400)
  }
  const sender = network.as('sender')
  assert.equal((await sender.call('PUT', PATH, { json: { position: here } })).status, 403)
  assert.equal((await sender.get('/api/institutions/positions')).status, 403)
  const stranger = '/api/institutions/01940000-0000-7000-8000-999999999999/position'
  assert.equal((await operator.call('PUT', stranger, { json: { position: here } })).status, 404)
})

test('each change is in the audit trail', async () => {
  const events = await network.centre.db
    .selectFrom('audit_event')
    .where('action', '=', 'institution.position')
    .select('details')
    .orderBy('position')
    .execute()
  const origins = events.map(({ details }) => details.origin)
  assert.deepEqual(origins, ['operator', 'operator', 'register', 'operator'])
  assert.deepEqual(events[0]?.details, { institution: id, from: null, to: here, origin: 'operator' })
})
