import assert from 'node:assert/strict'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { configurationDocument, configurationPath } from './document.ts'
import { ConfigError, parseConfig, readConfig } from './index.ts'
import { configOptions } from './table.ts'

const smallest = {
  dataFolder: 'data',
  portal: { publicUrl: 'https://epacs.example/', tls: { certFile: 'a.pem', keyFile: 'a-key.pem' } },
  certificateEntrance: { publicUrl: 'https://sign-in.epacs.example' },
  database: { embedded: { port: 8445 } },
}

test('the smallest configuration has a value for everything else', () => {
  const config = parseConfig(smallest, '/etc/epacs')
  assert.equal(config.dataFolder, '/etc/epacs/data')
  assert.equal(config.portal.publicUrl, 'https://epacs.example')
  assert.equal(config.certificateEntrance.tls?.certFile, '/etc/epacs/a.pem')
  assert.equal(config.jtp, null)
  assert.equal(config.uploads.expireAfterHours, 24)
  assert.ok(config.quotas.hospital > config.quotas['private-practice'])
})

test('a mistake is told with its place', () => {
  const wrong = {
    ...smallest,
    portal: { ...smallest.portal, prot: 1 },
    database: { embedded: { port: 'x' } },
  }
  assert.throws(
    () => parseConfig(wrong, '/'),
    (error) => error instanceof ConfigError && /prot/.test(error.message) && /database/.test(error.message),
  )
  assert.throws(
    () => parseConfig({ ...smallest, portal: { ...smallest.portal, publicUrl: 'http://x' } }, '/'),
    ConfigError,
  )
})

test('suppliers of nodes have a name, an address of the web and of mail, and perhaps a telephone', () => {
  const supplier = { name: 'Uzly s.r.o.', website: 'https://uzly.example.cz', email: 'info@uzly.example.cz' }
  const { nodeSuppliers } = parseConfig({ ...smallest, nodeSuppliers: [supplier] }, '/')
  assert.deepEqual(nodeSuppliers, [{ ...supplier, phone: null }])
  assert.deepEqual(parseConfig(smallest, '/').nodeSuppliers, [])
  for (const wrong of [{ website: 'javascript:alert(1)' }, { email: 'uzly' }, { name: '' }, { fax: '1' }]) {
    const nodeSuppliers = [{ ...supplier, ...wrong }]
    assert.throws(() => parseConfig({ ...smallest, nodeSuppliers }, '/'), ConfigError, JSON.stringify(wrong))
  }
})

test('a store of packages is reached over TLS, or on this machine, and needs no more than a bucket', () => {
  const withStore = (s3: object) => parseConfig({ ...smallest, packages: { s3 } }, '/etc/epacs').packages.s3
  assert.equal(parseConfig(smallest, '/').packages.s3, null)
  const least = withStore({ bucket: 'epacs', credentialsFile: 's3-keys' })
  assert.deepEqual([least?.endpoint, least?.addressing, least?.prefix], [null, 'path', ''])
  assert.equal(least?.credentialsFile, '/etc/epacs/s3-keys')
  for (const endpoint of [
    'https://s3.example',
    'http://127.0.0.1:7480',
    'http://[::1]:7480',
    'http://localhost',
  ]) {
    assert.equal(withStore({ bucket: 'epacs', endpoint })?.endpoint, endpoint)
  }
  for (const [wrong, words] of [
    [{ endpoint: 'http://s3.example' }, /must be https/],
    [{ endpoint: 'http://127.0.0.1.example.com' }, /must be https/],
    [{ bucket: 'Epacs/x' }, /name of a bucket/],
    [{ prefix: '/epacs' }, /must end in \//],
    [{ kmsKeyId: 'key' }, /aws:kms/],
    [{ secretAccessKey: 'x' }, /secretAccessKey/],
  ] as const) {
    assert.throws(() => withStore({ bucket: 'epacs', ...wrong }), words)
  }
})

test('a file that is missing or is not JSON is told in a sentence', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-config-'))
  await assert.rejects(readConfig(join(folder, 'none.json')), ConfigError)
  await writeFile(join(folder, 'bad.json'), '{')
  await assert.rejects(readConfig(join(folder, 'bad.json')), /is not JSON/)
})

test('docs/configuration.md says what the schema says', async () => {
  assert.equal(await readFile(configurationPath, 'utf8'), configurationDocument())
})

test('every option is described', () => {
  const paths = configOptions().map(({ path }) => path)
  for (const path of [
    'dataFolder',
    'portal.tls.certFile',
    'database.embedded.port',
    'database.url',
    'jtp.claims.roles',
  ]) {
    assert.ok(paths.includes(path), path)
  }
  for (const { path, description } of configOptions()) assert.ok(description.length > 5, path)
})
