/** Orthanc as installed from Debian, with this side known to it as the modality "epacs". */
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { freePort } from './free-ports.ts'
import { serve, temporaryFolder } from './programs.ts'

export interface Orthanc {
  readonly dicomPort: number
  /** Of its REST API; with a body it is a POST. What comes back is as Orthanc's book says. */
  rest<Answer>(path: string, body?: unknown): Promise<Answer>
  /** Takes a DICOM file in. @returns Orthanc's own id of the instance */
  take(file: Uint8Array): Promise<string>
  /** The instance's file, by Orthanc's own id. */
  file(id: string): Promise<Uint8Array>
}

/**
 * `changes`: of its configuration, as Orthanc's book names them; `listenAt`: where it is to listen. `HttpPort` and one of
 * `RegisteredUsers` are kept to by what is returned.
 */
export async function startOrthanc(
  t: TestContext,
  ourPort: number,
  changes: Readonly<Record<string, unknown>> & {
    readonly HttpPort?: number
    readonly RegisteredUsers?: Readonly<Record<string, string>>
  } = {},
  listenAt?: number,
): Promise<Orthanc> {
  const folder = await temporaryFolder(t)
  const [dicomPort, httpPort] = [listenAt ?? (await freePort()), changes.HttpPort ?? (await freePort())]
  const [user] = Object.entries(changes.RegisteredUsers ?? {})
  const headers: Record<string, string> =
    user === undefined ? {} : { authorization: `Basic ${Buffer.from(user.join(':')).toString('base64')}` }
  const configuration = {
    Name: 'peer',
    StorageDirectory: folder,
    IndexDirectory: folder,
    HttpPort: httpPort,
    DicomPort: dicomPort,
    RemoteAccessAllowed: false,
    AuthenticationEnabled: false,
    DicomAlwaysAllowStore: true,
    DicomAlwaysAllowEcho: true,
    DicomCheckCalledAet: false,
    OverwriteInstances: true,
    UnknownSopClassAccepted: true,
    TranscodeDicomProtocol: false,
    DicomModalities: {
      epacs: { AET: 'EPACS', Host: '127.0.0.1', Port: ourPort, AllowStorageCommitment: true },
    },
    ...changes,
  }
  const file = join(folder, 'orthanc.json')
  await writeFile(file, JSON.stringify(configuration))
  await serve(t, '/usr/sbin/Orthanc', [file], [dicomPort, httpPort])
  return {
    dicomPort,
    async rest(path, body) {
      const post = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
      const response = await fetch(`http://127.0.0.1:${httpPort}${path}`, { ...post, headers })
      assert.equal(response.status, 200, path)
      return JSON.parse(await response.text())
    },
    async take(file) {
      const body = new Uint8Array(file)
      const response = await fetch(`http://127.0.0.1:${httpPort}/instances`, {
        method: 'POST',
        body,
        headers,
      })
      assert.equal(response.status, 200)
      const { ID } = JSON.parse(await response.text()) as { readonly ID: string }
      return ID
    },
    async file(id) {
      const response = await fetch(`http://127.0.0.1:${httpPort}/instances/${id}/file`, { headers })
      assert.equal(response.status, 200)
      return new Uint8Array(await response.arrayBuffer())
    },
  }
}
