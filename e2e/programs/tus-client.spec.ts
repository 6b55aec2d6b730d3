/** Somebody else's tus client against the certificate entrance: the protocol is spoken as others understand it. */
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { expect, test } from '@playwright/test'
import { DefaultHttpStack, Upload } from 'tus-js-client'
import { curlAs, json } from '../support/curl.ts'
import { readMessage, untilSettled } from '../support/messages-api.ts'
import { network, sharedData } from '../support/network.ts'

test('tus-js-client uploads a ZIP in chunks, and it is delivered', async () => {
  const { users, ca, certificateEntrance } = network()
  const [sender, receiver] = users
  if (sender === undefined || receiver === undefined) throw new Error('the demo has too few people')
  const [caPem, cert, key] = await Promise.all([ca, sender.cert, sender.key].map((file) => readFile(file)))
  const file = sharedData('zips/pydicom_dicomdir.zip')
  const { size } = await stat(file)
  const url = await new Promise<string>((resolve, reject) => {
    const upload = new Upload(createReadStream(file), {
      endpoint: `${certificateEntrance}/api/uploads`,
      httpStack: new DefaultHttpStack({ ca: caPem, cert, key }),
      uploadSize: size,
      chunkSize: 10_000,
      metadata: { filename: 'pydicom_dicomdir.zip' },
      retryDelays: null,
      onError: reject,
      onSuccess: () => resolve(upload.url ?? ''),
    })
    upload.start()
  })
  const curl = curlAs(sender, network())
  const sent = await curl(
    '/api/messages',
    ...json({ recipients: [receiver.institution], uploads: [basename(url)] }),
  )
  expect(await untilSettled(curl, readMessage(sent.body).id)).toMatchObject({
    status: 'delivered',
    instances: 31,
  })
})
