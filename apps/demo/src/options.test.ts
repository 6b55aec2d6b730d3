import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Misuse } from './failure.ts'
import { readOptions } from './options.ts'

const read = (...args: string[]) => readOptions(args, '/home/me', '/opt/epacs')

test('without options: the usual port, data beside the program', () => {
  assert.deepEqual(read(), { dataFolder: '/opt/epacs/data/demo', port: 8443, isHeadless: false })
})

test('a relative folder is the caller’s, an absolute one stays', () => {
  assert.deepEqual(read('--data', 'x/y', '--port=9000', '--headless'), {
    dataFolder: '/home/me/x/y',
    port: 9000,
    isHeadless: true,
  })
  assert.deepEqual(read('--data=/srv/demo'), { dataFolder: '/srv/demo', port: 8443, isHeadless: false })
})

test('a certificate can be revoked', () => {
  assert.deepEqual(read('--revoke', 'hvezdova', '--data=/srv/demo'), {
    dataFolder: '/srv/demo',
    port: 8443,
    isHeadless: false,
    revoke: 'hvezdova',
  })
})

test('a role in JTP can be taken away', () => {
  assert.deepEqual(read('--take-role', 'novotna', '--data=/srv/demo'), {
    dataFolder: '/srv/demo',
    port: 8443,
    isHeadless: false,
    takeRole: 'novotna',
  })
})

test('help is help whatever else is asked', () => {
  assert.equal(read('--help'), 'help')
  assert.equal(read('-h', '--port', '9000'), 'help')
})

test('misuse is one sentence', () => {
  for (const args of [
    ['--port', '0'],
    ['--port', '65527'],
    ['--port', 'many'],
    ['--nothing'],
    ['DIR'],
    ['--data='],
    ['--port'],
  ]) {
    assert.throws(
      () => read(...args),
      (error) => {
        assert.ok(error instanceof Misuse, args.join(' '))
        assert.match(error.message, /^[^\n]+\.$/)
        return true
      },
    )
  }
})
