import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { TestNetwork } from '../../../centre/src/testing/network.ts'
import { CentreConnection, readCa } from '../centre/connection.ts'
import { readNodeConfig } from '../config/read-config.ts'
import { Hospital } from '../testing/hospital.ts'
import { readIdentity } from './identity-file.ts'
import { certificateEnd, isRenewalDue, renew } from './renewal.ts'

const DAY_MS = 24 * 3_600_000

let network: TestNetwork
before(async () => {
  network = await TestNetwork.start()
})
after(() => network.remove())

test('a certificate is renewed when a third of its time is left, and the new one is kept and serves', async () => {
  const hospital = await Hospital.enrol(network, 'hornicka')
  const { dataFolder, caFile } = await readNodeConfig(hospital.configPath)
  const identity = await readIdentity(dataFolder)
  const daysBeforeEnd = (days: number) => new Date(certificateEnd(identity).getTime() - days * DAY_MS)
  assert.deepEqual(
    [31, 29].map((days) => isRenewalDue(identity, daysBeforeEnd(days))),
    [false, true],
  )

  const ca = await readCa(caFile)
  const { certificateEntrance } = identity
  const connection = new CentreConnection(certificateEntrance, {
    ca,
    cert: identity.certificate,
    key: identity.privateKey,
  })
  const renewed = await renew(connection, identity, dataFolder)
  assert.notEqual(renewed.privateKey, identity.privateKey)
  assert.deepEqual(await readIdentity(dataFolder), renewed)
  connection.setTrust({ ca, cert: renewed.certificate, key: renewed.privateKey })
  await connection.call({ path: '/api/nodes/own/participants' })
  connection.close()
})
