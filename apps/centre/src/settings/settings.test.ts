import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { TestNetwork } from '../testing/network.ts'

let network: TestNetwork
before(async () => {
  network = await TestNetwork.start()
})
after(() => network.remove())

const put = async (json: object) => await network.as('sender').call('PUT', '/api/settings', { json })

test('who has set nothing has nothing set', async () => {
  const { json } = await network.as('sender').get('/api/settings')
  assert.deepEqual(json, {
    language: null,
    desktopViewer: null,
    arrivalMails: 'every',
    email: null,
  })
})

test('what one person sets holds for that person alone, wherever they ask', async () => {
  const { desktopViewers } = network.centre.config
  const viewer = desktopViewers.offered[0]?.id ?? null
  assert.notEqual(viewer, null)
  const set = { language: 'en', desktopViewer: viewer, arrivalMails: 'urgent' }
  assert.partialDeepStrictEqual((await put(set)).json, set)
  assert.partialDeepStrictEqual((await network.as('sender').get('/api/settings')).json, set)
  const nothing = { language: null, desktopViewer: null, arrivalMails: 'every' }
  const colleague = await network.as('colleague').get('/api/settings')
  assert.partialDeepStrictEqual(colleague.json, nothing)
  assert.partialDeepStrictEqual((await put(nothing)).json, nothing)
})

test('what a person does not name stays as it is', async () => {
  const viewer = network.centre.config.desktopViewers.offered[0]?.id ?? null
  await put({ language: 'cs', desktopViewer: viewer })
  assert.partialDeepStrictEqual((await put({ language: 'en' })).json, {
    language: 'en',
    desktopViewer: viewer,
  })
  assert.partialDeepStrictEqual((await put({ desktopViewer: null })).json, {
    language: 'en',
    desktopViewer: null,
  })
  assert.partialDeepStrictEqual((await put({})).json, { language: 'en', desktopViewer: null })
})

test('a language or a viewer that there is not is refused', async () => {
  assert.equal((await put({ language: 'xx', desktopViewer: null })).status, 400)
  const unknown = await put({ language: null, desktopViewer: 'none-such' })
  assert.deepEqual([unknown.status, unknown.json.code], [422, 'unknown-viewer'])
})

test('an operator, who has no mailbox, has settings too', async () => {
  assert.equal((await network.as('operator').get('/api/settings')).status, 200)
})
