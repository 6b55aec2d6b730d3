/** The PEM files of TLS that the configuration names, on the hospital's side: where they are, and what is in them. */
import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import type { AcceptorTls, RequestorTls } from '@epacs/dicom/network'
import { NodeError } from '../node-error.ts'
import { ONLY_PACS } from './pacs-schema.ts'
import type { NodeConfig, OwnTlsConfig, PeerTlsConfig } from './schema.ts'

/** The parts of the configuration that name such files, with their paths taken from somewhere. */
export function filesFrom(
  { dicom, pacs, page, query, stow }: NodeConfig,
  from: (path: string) => string,
): Pick<NodeConfig, 'dicom' | 'pacs' | 'page' | 'query' | 'stow'> {
  const orNull = (path: string | null) => (path === null ? null : from(path))
  const own = (tls: OwnTlsConfig | null) =>
    tls && {
      certificateFile: from(tls.certificateFile),
      keyFile: from(tls.keyFile),
      clientCaFile: orNull(tls.clientCaFile),
    }
  const peer = <Called extends { readonly tls: PeerTlsConfig | null }>(called: Called): Called =>
    called.tls === null
      ? called
      : {
          ...called,
          tls: {
            ...called.tls,
            caFile: from(called.tls.caFile),
            certificateFile: orNull(called.tls.certificateFile),
            keyFile: orNull(called.tls.keyFile),
          },
        }
  return {
    dicom: {
      ...dicom,
      tls: own(dicom.tls),
      callers: dicom.callers.map((caller) => {
        const reportTo = caller.commitment?.reportTo
        return reportTo == null ? caller : { ...caller, commitment: { reportTo: peer(reportTo) } }
      }),
    },
    pacs: pacs.map((each) => {
      const called = peer(each)
      if (called.by === 'c-store') return called
      return { ...called, basicFile: orNull(called.basicFile), bearerFile: orNull(called.bearerFile) }
    }),
    page: { ...page, listen: page.listen && { ...page.listen, ...own(page.listen) } },
    query: query && { ...query, destinations: query.destinations.map(peer) },
    stow: stow && { ...stow, tls: own(stow.tls) },
  }
}

/** How an option of a PACS is called: by the name of the PACS, unless it is the only one. */
export function optionOf(option: string, name: string): string {
  return name === ONLY_PACS ? `pacs.${option}` : `pacs (${name}).${option}`
}

/** @throws NodeError: one cannot be read, or key and certificate do not belong together */
export async function refuseUnusable({ dicom, pacs, page, query, stow }: NodeConfig): Promise<void> {
  if (dicom.tls !== null) tried('dicom.tls', await acceptorTls(dicom.tls))
  if (page.listen !== null) tried('page.listen', await acceptorTls(page.listen, 'page.listen'))
  if (stow?.tls != null) tried('stow.tls', await acceptorTls(stow.tls, 'stow.tls'))
  for (const [index, { commitment }] of dicom.callers.entries()) {
    const tls = commitment?.reportTo?.tls
    const option = `dicom.callers.${index}.commitment.reportTo.tls`
    if (tls != null) tried(option, await requestorTls(tls, option))
  }
  for (const { name, tls } of pacs) {
    const option = optionOf('tls', name)
    if (tls !== null) tried(option, await requestorTls(tls, option))
  }
  for (const [index, { tls }] of (query?.destinations ?? []).entries()) {
    const option = `query.destinations.${index}.tls`
    if (tls !== null) tried(option, await requestorTls(tls, option))
  }
}

/** @throws NodeError: a file cannot be read */
export async function acceptorTls(
  { certificateFile, keyFile, clientCaFile }: OwnTlsConfig,
  option = 'dicom.tls',
): Promise<AcceptorTls> {
  const own = {
    cert: await read(`${option}.certificateFile`, certificateFile),
    key: await read(`${option}.keyFile`, keyFile),
  }
  if (clientCaFile === null) return { ...own, peerIsCheckedBy: 'nobody' }
  return { ...own, ca: await read(`${option}.clientCaFile`, clientCaFile) }
}

/** @param option that the files are of. @throws NodeError: a file cannot be read */
export async function requestorTls(
  { caFile, certificateFile, keyFile, serverName }: PeerTlsConfig,
  option: string,
): Promise<RequestorTls> {
  return {
    ca: await read(`${option}.caFile`, caFile),
    cert: certificateFile === null ? undefined : await read(`${option}.certificateFile`, certificateFile),
    key: keyFile === null ? undefined : await read(`${option}.keyFile`, keyFile),
    serverName: serverName ?? undefined,
  }
}

async function read(option: string, path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    throw new NodeError(`${option}: ${path} cannot be read.`, { cause: error })
  }
}

function tried(option: string, tls: AcceptorTls | RequestorTls): void {
  const { key, cert } = tls
  const ca = 'ca' in tls && Buffer.isBuffer(tls.ca) ? tls.ca : undefined
  try {
    createSecureContext({ key, cert, ca })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new NodeError(`${option}: key, certificate and authority cannot be used: ${reason}`, {
      cause: error,
    })
  }
}
