/** Orthanc's DICOMweb plugin, as a hospital has it: it sends to an institution and takes a message's study over. */
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startOrthanc } from '../../../../packages/dicom/src/network/testing/orthanc.ts'
import { freePort } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'

const { caslav, hornicka } = INSTITUTIONS
const PLUGIN = '/usr/share/orthanc/plugins/libOrthancDicomWeb.so'

let network: TestNetwork
before(async () => {
  network = await TestNetwork.start()
})
after(async () => await network?.remove())

test('Orthanc stores a study in an institution, and another one takes it over from there', async (t) => {
  const { certificatePem, privateKeyPem } = network.certificateOf('sender')
  const [certificate, key] = [join(network.folder, 'orthanc.pem'), join(network.folder, 'orthanc-key.pem')]
  await writeFile(certificate, certificatePem)
  await writeFile(key, privateKeyPem)
  const origin = network.config.certificateEntrance.publicUrl
  const server = (path: string) => ({
    Url: `${origin}${path}`,
    CertificateFile: certificate,
    CertificateKeyFile: key,
    HasDelete: false,
  })
  const known = {
    Plugins: [PLUGIN],
    HttpsVerifyPeers: true,
    HttpsCACertificates: join(network.folder, 'ca.pem'),
    DicomWeb: { Enable: true, Servers: { hornicka: server(`/dicomweb/institutions/${hornicka.id}/`) } },
  }
  const sending = await startOrthanc(t, await freePort(), known)
  const ids: string[] = []
  for (const instance of [1, 2, 3]) ids.push(await sending.take(ctSlice({ instance, pixelBytes: 200_000 })))
  await sending.rest('/dicom-web/servers/hornicka/stow', { Resources: ids })
  const { items } = (await network.as('receiver').get('/api/messages')).json
  assert.equal(items[0].instances, 3)
  assert.equal(items[0].sender.id, caslav.id)
  await network.as('receiver').until(items[0].id, 'delivered')

  const message = server(`/dicomweb/messages/${items[0].id}/`)
  const receiving = await startOrthanc(t, await freePort(), {
    ...known,
    DicomWeb: { Enable: true, Servers: { epacs: message } },
  })
  const study = items[0].studies[0].studyInstanceUid
  type Found = Readonly<Record<string, { readonly Value: unknown }>>
  const [found] = await receiving.rest<Found[]>('/dicom-web/servers/epacs/qido', {
    Uri: '/studies',
    Arguments: { StudyInstanceUID: study },
  })
  assert.deepEqual(found?.['0020000D']?.Value, study, JSON.stringify(found))
  await receiving.rest('/dicom-web/servers/epacs/retrieve', { Resources: [{ Study: study }] })
  assert.equal((await receiving.rest<string[]>('/instances')).length, 3)
})
