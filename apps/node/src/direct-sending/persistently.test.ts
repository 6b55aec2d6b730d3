/** What is tried again, and what no time mends. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NodeError } from '../node-error.ts'
import { persistently } from './persistently.ts'

const failing = (code: string) => Object.assign(new Error(`it says ${code}`), { code })

test('an address that is none, and a certificate that is not trusted, are told at once and with what to do', async () => {
  for (const [code, told] of [
    ['ERR_INVALID_URL', /no address like https:/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /--ca \(EPACS_CA\) names it/],
    ['CERT_HAS_EXPIRED', /has ended/],
  ] as const) {
    let attempts = 0
    const step = async () => {
      attempts++
      throw failing(code)
    }
    await assert.rejects(persistently(step), (error: Error) => {
      assert.ok(error instanceof NodeError)
      assert.match(error.message, told)
      return true
    })
    assert.equal(attempts, 1, code)
  }
})

test('a broken connection is tried again, and said to be, once', async () => {
  const told: string[] = []
  let attempts = 0
  const step = async () => {
    if (++attempts < 2) throw failing('ECONNREFUSED')
    return 'there'
  }
  assert.equal(await persistently(step, (sentence) => told.push(sentence)), 'there')
  assert.deepEqual(told, [
    'The centre is not reached (it says ECONNREFUSED): it is tried again for some minutes.',
  ])
})
