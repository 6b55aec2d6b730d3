/** A message opened in a viewer on the computer: links that serve once, and the list of images that Weasis reads. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, before, test } from 'node:test'
import type { ApiClient } from '../testing/api-client.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'

const { hornicka } = INSTITUTIONS

let network: TestNetwork
let receiver: ApiClient
/** Without session or certificate, as a viewer is. */
let viewer: ApiClient
let messageId: string
const slices = [1, 2, 3].map((instance) => ctSlice({ study: 1, instance, pixelBytes: 2000 }))

before(async () => {
  network = await TestNetwork.start({
    desktopViewers: {
      offered: [
        { id: 'weasis', name: 'Weasis', address: 'weasis://%24dicom%3Aget%20-w%20%22{manifestUrl}%22' },
        { id: 'other', name: 'Other', address: 'other://open?u={packageUrl}&s={studyUid}' },
        { id: 'file', name: 'File', file: { extension: 'dcmz', mediaType: 'application/x-dicom-zip' } },
      ],
    },
  })
  receiver = network.as('receiver')
  viewer = network.visitor()
  const sender = network.as('sender')
  const files = slices.map((bytes, index) => ({ name: `IM${index}`, bytes }))
  messageId = (await sender.send([hornicka.id], files)).json.id
  await sender.until(messageId, 'delivered')
})
after(() => network.remove())

/** Where the handed-over link leads, as the viewer's own program decodes it. */
async function linkFor(id: string, query = ''): Promise<string> {
  const answer = await receiver.call('POST', `/api/messages/${messageId}/hand-offs/${id}${query}`)
  assert.equal(answer.status, 201, answer.body.toString())
  const link = /https:\/\/[^"&\s]+/.exec(decodeURIComponent(answer.json.address))?.[0]
  assert.ok(link, answer.json.address)
  return link.slice(new URL(link).origin.length)
}

test('the choice of viewers is told with the way that each is opened', async () => {
  const { json } = await receiver.get('/api/viewers')
  assert.deepEqual(
    json.items.map(({ id, way }: { id: string; way: string }) => `${id} ${way}`),
    ['weasis address', 'other address', 'file file'],
  )
})

test('the address names the study that was asked for, or the only one of the message', async () => {
  const addressFor = async (query: string) =>
    (await receiver.call('POST', `/api/messages/${messageId}/hand-offs/other${query}`)).json.address
  const [{ studyInstanceUid }] = (await receiver.get(`/api/messages/${messageId}`)).json.studies
  for (const query of ['', `?study=${studyInstanceUid}`])
    assert.equal(new URLSearchParams((await addressFor(query)).split('?')[1]).get('s'), studyInstanceUid)
})

test('a link gives the package once; looking at its size uses nothing up', async () => {
  const link = await linkFor('other')
  assert.equal((await viewer.call('HEAD', link)).status, 200)
  const [one, two] = await Promise.all([viewer.get(link), viewer.get(link)])
  const statuses = [one.status, two.status].toSorted()
  assert.deepEqual(statuses, [200, 404])
  const given = one.status === 200 ? one : two
  const whole = await receiver.get(`/api/messages/${messageId}/package`)
  assert.ok(given.body.equals(whole.body))
  assert.equal((await viewer.get(link)).json.code, 'link-not-valid')
})

test('the link for one study leads to the package of that study', async () => {
  const study = '1.2.826.0.1.3680043.10.1234.1'
  const given = await viewer.get(await linkFor('other', `?study=${study}`))
  assert.equal(given.status, 200)
  const part = await receiver.get(`/api/messages/${messageId}/package?study=${study}`)
  assert.equal(part.status, 200)
  assert.ok(given.body.equals(part.body))
  assert.equal((await viewer.get(await linkFor('other', '?study=1.2.3'))).json.code, 'unknown-study')
})

test('a file is given under the name and type that its viewer is registered for', async () => {
  const link = await linkFor('file')
  const { headers } = await viewer.get(link)
  assert.equal(headers['content-type'], 'application/x-dicom-zip')
  assert.match(
    String(headers['content-disposition']),
    /^attachment; filename="epacs-\d{8}-[0-9a-f]{8}\.dcmz"$/,
  )
})

test('the address is the template with everything encoded', async () => {
  const answer = await receiver.call('POST', `/api/messages/${messageId}/hand-offs/other?study=1.2.3`)
  assert.match(
    answer.json.address,
    /^other:\/\/open\?u=https%3A%2F%2Flocalhost%3A\d+%2Fapi%2Fhand-offs%2Fpackage\.zip%3Flink%3D[\w-]{43}&s=1\.2\.3$/,
  )
})

test('a link ends after a few minutes, and with the membership of the person who made it', async () => {
  const late = await linkFor('other')
  await network.centre.db
    .updateTable('hand_off')
    .set({ expires_at: new Date(Date.now() - 1000) })
    .execute()
  assert.equal((await viewer.get(late)).status, 404)
  const orphan = await linkFor('other')
  const memberships = network.centre.db.selectFrom('membership').where('institution_id', '=', hornicka.id)
  const rows = await memberships.selectAll().execute()
  await network.centre.db.deleteFrom('membership').where('institution_id', '=', hornicka.id).execute()
  assert.equal((await viewer.get(orphan)).status, 404)
  await network.centre.db.insertInto('membership').values(rows).execute()
})

/** By Python's own parser of XML. */
const LIST = `
import json, sys
import xml.etree.ElementTree as tree
n = '{http://www.weasis.org/xsd/2.5}'
root = tree.fromstring(sys.stdin.buffer.read())
assert root.tag == n + 'manifest', root.tag
(query,) = root
assert query.tag == n + 'arcQuery'
tags = [e.attrib for e in query if e.tag == n + 'httpTag']
# In the order of the schema's sequence: httpTag, then Patient, Study, Series, Instance.
assert [e.tag for e in query] == [n + 'httpTag'] * len(tags) + [n + 'Patient'] * (len(query) - len(tags))
for path, tag, needed in (('', 'Patient', {'PatientID', 'PatientName'}), ('/Patient', 'Study', {'StudyInstanceUID'}),
    ('/Patient/Study', 'Series', {'SeriesInstanceUID'}), ('/Patient/Study/Series', 'Instance', {'SOPInstanceUID'})):
    parents = query.findall('.' + path.replace('/', '/' + n)) if path else [query]
    for parent in parents:
        children = [e for e in parent if e.tag != n + 'httpTag']
        assert children and all(e.tag == n + tag and needed <= set(e.attrib) for e in children), tag
print(json.dumps({'query': query.attrib, 'tags': tags,
    'instances': [e.attrib for e in query.iter(n + 'Instance')], 'patients': [e.attrib for e in query.iter(n + 'Patient')]}))
`

test('Weasis is given the list of images once, and fetches each of them with the header from the list', async () => {
  const link = await linkFor('weasis')
  assert.equal((await viewer.call('HEAD', link)).status, 200)
  const answer = await viewer.get(link)
  assert.equal(answer.status, 200)
  assert.equal((await viewer.get(link)).status, 404)
  const list = JSON.parse(execFileSync('/usr/bin/python3', ['-c', LIST], { input: answer.body }).toString())
  assert.equal(list.instances.length, slices.length)
  const [{ key, value }] = list.tags
  const fetched: Buffer[] = []
  for (const { DirectDownloadFile } of list.instances) {
    const path = new URL(list.query.baseUrl + DirectDownloadFile).pathname
    const image = await viewer.get(path, { [key.toLowerCase()]: value })
    assert.equal(image.status, 200)
    assert.equal(image.headers['content-type'], 'application/dicom')
    fetched.push(image.body)
    assert.equal((await viewer.get(path)).status, 404)
  }
  for (const slice of slices) assert.ok(fetched.some((each) => each.equals(slice)))
  const elsewhere = `${new URL(list.query.baseUrl).pathname}/1.2.3`
  assert.equal((await viewer.get(elsewhere, { authorization: value })).status, 404)
  assert.equal(
    (await network.as('sender').get(`/api/messages/${messageId}`)).json.deliveries[0].status,
    'downloaded',
  )
})

test('the list of one study holds that one alone; strangers hand nothing over; deleted data is gone', async () => {
  const none = await viewer.get(await linkFor('weasis', '?study=1.2.3'))
  assert.doesNotMatch(none.body.toString(), /<Patient/)
  const path = `/api/messages/${messageId}/hand-offs/weasis`
  assert.equal((await network.as('uninvolved').call('POST', path)).status, 404)
  assert.equal((await network.visitor().call('POST', path)).status, 401)
  const before = await linkFor('other')
  assert.equal((await receiver.call('DELETE', `/api/messages/${messageId}/data`)).status, 204)
  assert.equal((await viewer.get(before)).status, 410)
  assert.equal((await receiver.call('POST', path)).status, 410)
})

test('who handed what over to which viewer stands in the audit trail, and no secret does', async () => {
  const events = await network.centre.db.selectFrom('audit_event').selectAll().execute()
  const handed = events.filter(({ action }) => action === 'message.hand-off')
  assert.ok(handed.some(({ details }) => details.viewer === 'weasis'))
  assert.ok(events.some(({ action }) => action === 'hand-off.read'))
  assert.doesNotMatch(JSON.stringify(events), /link=/)
})
