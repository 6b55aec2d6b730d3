import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { UserIdentity } from '../pdu/pdu.ts'
import { allowedUser, hashedPassword, isPasswordHash } from './allowed-users.ts'

const identity = (name: string, password: string, type = 2): UserIdentity => ({
  type,
  wantsReply: false,
  primary: Buffer.from(name),
  secondary: Buffer.from(password),
})

test('a user is known by name and passcode together, and by neither alone', async () => {
  const users = [
    { name: 'ris', passwordHash: await hashedPassword('tajné heslo') },
    { name: 'pacs', passwordHash: await hashedPassword('other') },
  ]
  assert.equal(await allowedUser(users, identity('ris', 'tajné heslo')), users[0])
  assert.equal(await allowedUser(users, identity('pacs', 'other')), users[1])
  assert.equal(await allowedUser(users, identity('ris', 'other')), undefined)
  assert.equal(await allowedUser(users, identity('nobody', 'other')), undefined)
  assert.equal(await allowedUser(users, identity('ris', '')), undefined)
  assert.equal(await allowedUser(users, identity('ris', 'tajné heslo', 1)), undefined)
  assert.equal(await allowedUser(users, undefined), undefined)
})

test('the hash of RFC 7914 §12 is taken, a mutilated or unreasonable one is not', async () => {
  const salt = Buffer.from('SodiumChloride').toString('base64url')
  // The first 32 bytes for "pleaseletmein", N 16384, r 8, p 1.
  const hash = '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2'
  const passwordHash = `scrypt:16384:8:1:${salt}:${Buffer.from(hash, 'hex').toString('base64url')}`
  assert.ok(isPasswordHash(passwordHash))
  const users = [{ name: 'ris', passwordHash }]
  assert.equal(await allowedUser(users, identity('ris', 'pleaseletmein')), users[0])
  assert.equal(await allowedUser(users, identity('ris', 'pleaseletmeout')), undefined)
  for (const [part, other] of [
    ['scrypt', 'md5'],
    ['16384', '16385'],
    ['16384', '1048576'],
    [':8:', ':0:'],
    [':1:', ':99:'],
    [salt, 'c2hvcnQ'],
  ] as const) {
    assert.ok(!isPasswordHash(passwordHash.replace(part, other)), `${part} ${other}`)
  }
  assert.ok(!isPasswordHash('pleaseletmein'))
  assert.notEqual(await hashedPassword('same'), await hashedPassword('same'))
})
