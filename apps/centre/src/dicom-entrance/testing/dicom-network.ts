/** A test network whose centre listens for DICOM, and files to be sent to it. */
import { mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Association,
  type RequestorOptions,
  requestAssociation,
  STORAGE_COMMITMENT,
  type StoredObject,
  VERIFICATION,
} from '@epacs/dicom/network'
import {
  CT_IMAGE,
  EXPLICIT_LITTLE,
  IMPLICIT_LITTLE,
} from '../../../../../packages/dicom/src/network/testing/loopback.ts'
import { storedObject } from '../../../../../packages/dicom/src/network/testing/part10.ts'
import { run } from '../../../../../packages/dicom/src/network/testing/programs.ts'
import type { ConfigFile } from '../../config/index.ts'
import { ctSlice, type SliceRequest } from '../../testing/dicom-file.ts'
import { freePort } from '../../testing/free-port.ts'
import { INSTITUTIONS, type PersonName, TestNetwork } from '../../testing/network.ts'

export type DicomOptions = NonNullable<ConfigFile['dicom']>

export interface DicomTestNetwork {
  readonly network: TestNetwork
  readonly port: number
  readonly tlsPort: number
}

/** Messages are closed soon, and quiet ones not within a test. */
export async function prepareDicomNetwork(
  dicom: Partial<DicomOptions> = {},
  changes: Partial<ConfigFile> = {},
): Promise<DicomTestNetwork> {
  const [port, tlsPort] = [await freePort(), await freePort()]
  const options = { port, tlsPort, releaseSeconds: 0, quietSeconds: 600, ...dicom }
  const network = await TestNetwork.prepare({ ...changes, dicom: options })
  return { network, port, tlsPort }
}

/** Writes slices as files; returns their paths. */
export async function sliceFiles(folder: string, slices: readonly SliceRequest[]): Promise<string[]> {
  const own = await mkdtemp(join(folder, 'slices-'))
  const paths: string[] = []
  for (const [index, slice] of slices.entries()) {
    const path = join(own, `IM${String(index).padStart(5, '0')}.dcm`)
    await writeFile(path, ctSlice(slice))
    paths.push(path)
  }
  return paths
}

export interface Calling {
  readonly port: number
  readonly calling?: string
  readonly called?: string
  /** Over TLS, with this person's certificate. */
  readonly tls?: { readonly folder: string; readonly as: PersonName }
}

/** The arguments of DCMTK's programs up to the files. */
export function calls({
  port,
  calling = 'PACS_CASLAV',
  called = INSTITUTIONS.hornicka.aeTitle,
  tls,
}: Calling): string[] {
  const secure =
    tls === undefined
      ? []
      : [
          '+tls',
          join(tls.folder, `${tls.as}-key.pem`),
          join(tls.folder, `${tls.as}.pem`),
          '+cf',
          join(tls.folder, 'ca.pem'),
        ]
  return [...secure, '-aet', calling, '-aec', called, '127.0.0.1', String(port)]
}

/** With the sockets of DCMTK as fast as they can be. */
export async function storescu(calling: Calling, ...optionsAndFiles: readonly string[]): Promise<string> {
  return await run('storescu', ['-v', ...calls(calling), ...optionsAndFiles], { TCP_NODELAY: '1' })
}

/** An association of our own, for what DCMTK's programs do not do: aborts half-way, wrong UIDs, commitment. */
export async function associate(
  { port, calling = 'PACS_CASLAV', called = INSTITUTIONS.hornicka.aeTitle }: Calling,
  options: Partial<RequestorOptions> = {},
): Promise<Association> {
  return await requestAssociation({
    host: '127.0.0.1',
    port,
    callingAeTitle: calling,
    calledAeTitle: called,
    contexts: [
      { abstractSyntax: VERIFICATION, transferSyntaxes: [IMPLICIT_LITTLE] },
      { abstractSyntax: CT_IMAGE, transferSyntaxes: [EXPLICIT_LITTLE] },
      { abstractSyntax: CT_IMAGE, transferSyntaxes: [IMPLICIT_LITTLE] },
      { abstractSyntax: STORAGE_COMMITMENT, transferSyntaxes: [EXPLICIT_LITTLE] },
    ],
    ...options,
  })
}

/** A slice as it goes over the network. */
export function slice(request: SliceRequest): StoredObject & { readonly dataSet: Uint8Array } {
  const object = storedObject(ctSlice(request))
  if (object === undefined) throw new Error('a slice that cannot be read')
  return object
}
