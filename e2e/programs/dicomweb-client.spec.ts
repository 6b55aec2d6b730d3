/** The DICOMweb client that web viewers are built on, in a browser with the person's session. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { network, sharedData } from '../support/network.ts'
import { signInWithJtp } from '../support/signing-in.ts'
import { expect, test } from '../support/test.ts'

// The client is put into the portal's page from outside, which its policy forbids to everybody else.
test.use({ bypassCSP: true })

type DicomObject = Readonly<Record<string, { readonly Value: readonly unknown[] } | undefined>>

/** What is used of it; its own types ask for what it does not need. */
interface Client {
  /** The response's body. */
  storeInstances(options: object): Promise<string>
  searchForStudies(options: object): Promise<readonly DicomObject[]>
  searchForSeries(options: object): Promise<readonly DicomObject[]>
  retrieveSeriesMetadata(options: object): Promise<readonly DicomObject[]>
  retrieveInstanceFrames(options: object): Promise<readonly ArrayBuffer[]>
  retrieveInstance(options: object): Promise<ArrayBuffer>
  retrieveInstanceRendered(options: object): Promise<readonly ArrayBuffer[]>
}

interface Library {
  readonly api: { readonly DICOMwebClient: new (options: object) => Client }
}

test('dicomweb-client stores a study in an institution, searches for it, and reads all of it', async ({
  page,
  t,
}) => {
  await signInWithJtp(page, t, 'cerna')
  await page.addScriptTag({
    path: createRequire(import.meta.url).resolve('dicomweb-client/build/dicomweb-client.js'),
  })
  const recipient = network().users[0]?.institution
  const image = (await readFile(sharedData('files/ct/CT_small.dcm'))).toString('base64')
  const read = await page.evaluate(
    async ({ recipient, image }) => {
      const { api } = (globalThis as unknown as { DICOMwebClient: Library }).DICOMwebClient
      const session = await (await fetch('/api/session')).json()
      const client = (url: string) =>
        new api.DICOMwebClient({ url: location.origin + url, headers: { 'X-Epacs-Csrf': session.csrfToken } })
      const bytes = Uint8Array.from(atob(image), (character) => character.charCodeAt(0)).buffer
      const answer = await client(`/dicomweb/institutions/${recipient}`).storeInstances({ datasets: [bytes] })
      // Where the study is read again (PS3.18 §10.5.3): others send from this institution at the same time.
      const retrieveUrl = String((JSON.parse(answer) as DicomObject)['00081190']?.Value[0])
      const stored = client(retrieveUrl.slice(location.origin.length, retrieveUrl.indexOf('/studies/')))
      const uidIn = (object: DicomObject | undefined, tag: string) => String(object?.[tag]?.Value[0])
      const [study] = await stored.searchForStudies({ queryParams: { PatientName: 'Compressed*' } })
      const studyInstanceUID = uidIn(study, '0020000D')
      const [series] = await stored.searchForSeries({ studyInstanceUID })
      const seriesInstanceUID = uidIn(series, '0020000E')
      const [metadata] = await stored.retrieveSeriesMetadata({ studyInstanceUID, seriesInstanceUID })
      const instance = { studyInstanceUID, seriesInstanceUID, sopInstanceUID: uidIn(metadata, '00080018') }
      const [frame] = await stored.retrieveInstanceFrames({ ...instance, frameNumbers: [1] })
      const file = await stored.retrieveInstance(instance)
      const asPicture = { ...instance, mediaTypes: [{ mediaType: 'image/jpeg' }] }
      const [picture] = await stored.retrieveInstanceRendered(asPicture)
      return {
        rows: metadata?.['00280010']?.Value[0],
        frame: frame?.byteLength,
        file: file.byteLength,
        sent: bytes.byteLength,
        picture: picture?.byteLength,
      }
    },
    { recipient, image },
  )
  expect(read).toMatchObject({ rows: 128, frame: 128 * 128 * 2 })
  expect(read.file).toBe(read.sent)
  expect(read.picture).toBeGreaterThan(1000)
})
