/** Who tries to sign in too often, and a centre that cannot answer. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { IdentityCentre } from '../testing/identity-centre.ts'

let network: IdentityCentre
before(async () => {
  network = await IdentityCentre.start({
    bootstrap: async () => ({}),
    config: async () => ({ limits: { signInPerMinute: 3 } }),
  })
})
after(() => network?.stop())

test('too many attempts from one address: browsers get a page, programs the problem', async () => {
  const browser = network.browser()
  for (const [origin, address] of [
    [network.certificateEntrance, `/sign-in/certificate?browser=${'a'.repeat(43)}&returnTo=/sent`],
    [network.portal, '/sign-in/code/guess?returnTo=/sent'],
    [network.portal, '/sign-in/certificate?returnTo=/sent'],
    [network.portal, '/sign-in/jtp?returnTo=/sent'],
  ] as const) {
    for (let attempt = 0; attempt < 3; attempt++) {
      const { headers } = await browser.visit(`${origin}${address}`)
      assert.doesNotMatch(String(headers.location), /too-many-attempts/)
    }
    const page = await browser.visit(`${origin}${address}`)
    assert.equal(page.status, 303)
    assert.equal(
      page.headers.location,
      `${network.portal}/sign-in?problem=too-many-attempts&returnTo=%2Fsent`,
    )
    const answer = await browser.visit(`${origin}${address}`, { headers: { accept: '*/*' } })
    assert.equal(answer.status, 429)
    assert.equal(JSON.parse(answer.text).code, 'too-many-requests')
    assert.ok(Number(answer.headers['retry-after']) > 0)
  }
  assert.equal((await browser.visit(`${network.portal}/api/who`)).status, 200)
})
