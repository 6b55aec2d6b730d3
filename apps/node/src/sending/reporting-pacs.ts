/** Whether it is the hospital's PACS that calls, to report on storage commitment: by its titles, and from where it may. */
import { lookup } from 'node:dns/promises'
import type { Proposal } from '@epacs/dicom/network'
import type { DicomPacsConfig, NodeConfig } from '../config/schema.ts'
import { blockList, holds } from './callers.ts'

/** The PACS may tell on an association of its own (PS3.4 §J.3.3), from where images are sent to, or as one of the callers. */
export async function isReportingPacs(
  { request, remoteAddress }: Proposal,
  { pacs, dicom }: NodeConfig,
): Promise<boolean> {
  for (const each of pacs) {
    if (each.by === 'c-store' && (await isOne(each, request, remoteAddress, dicom))) return true
  }
  return false
}

async function isOne(
  { host, aeTitle: title, callingAeTitle }: DicomPacsConfig,
  request: Proposal['request'],
  remoteAddress: string,
  dicom: NodeConfig['dicom'],
): Promise<boolean> {
  if (request.callingAeTitle !== title || request.calledAeTitle !== callingAeTitle) return false
  const asCaller = dicom.callers.filter(({ aeTitle }) => aeTitle === title)
  if (asCaller.some(({ addresses }) => holds(blockList(addresses), remoteAddress))) return true
  return holds(blockList(await addressesOf(host)), remoteAddress)
}

async function addressesOf(host: string): Promise<readonly string[]> {
  // A name that is not known now is nobody's address; the PACS reports again.
  const found = await lookup(host, { all: true }).catch(() => [])
  return found.map(({ address }) => address)
}
