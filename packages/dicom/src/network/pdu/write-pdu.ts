/** Writes PDUs (PS3.8 §9.3). */

import { ITEM_TYPE } from './item-types.ts'
import { ItemWriter } from './item-writer.ts'
import {
  type AssociateAccept,
  type AssociateRequest,
  type ContextResult,
  type ControlPdu,
  PDU_TYPE,
  type ProposedContext,
} from './pdu.ts'
import { writeUserInformation } from './write-user-information.ts'

const AE_TITLE_CHARACTERS = 16
const RESERVED_BYTES = 32
export const PDU_HEADER_BYTES = 6
/** Length, presentation context ID, message control header. */
export const PDV_HEADER_BYTES = 6

/** Bits of the message control header (PS3.8 §E.2). */
export const COMMAND_FRAGMENT = 1
export const LAST_FRAGMENT = 2

/** The whole PDU, its header included. */
export function writeControlPdu(pdu: ControlPdu): Uint8Array {
  const writer = new ItemWriter()
  switch (pdu.type) {
    case 'associate-request':
      return framed(writer, PDU_TYPE.associateRequest, () => writeRequest(writer, pdu))
    case 'associate-accept':
      return framed(writer, PDU_TYPE.associateAccept, () => writeAccept(writer, pdu))
    case 'associate-reject':
      return framed(writer, PDU_TYPE.associateReject, () => {
        writer.bytes(Uint8Array.of(0, pdu.result, pdu.source, pdu.reason))
      })
    case 'release-request':
      return framed(writer, PDU_TYPE.releaseRequest, () => writer.zeros(4))
    case 'release-reply':
      return framed(writer, PDU_TYPE.releaseReply, () => writer.zeros(4))
    case 'abort':
      return framed(writer, PDU_TYPE.abort, () => {
        writer.bytes(Uint8Array.of(0, 0, pdu.source, pdu.reason))
      })
  }
}

/** The first bytes of a P-DATA-TF PDU with a single fragment (PS3.8 §9.3.5); the fragment follows. */
export function writeDataHeader(
  into: Uint8Array,
  contextId: number,
  control: number,
  fragmentBytes: number,
): void {
  const view = new DataView(into.buffer, into.byteOffset, into.byteLength)
  view.setUint8(0, PDU_TYPE.data)
  view.setUint8(1, 0)
  view.setUint32(2, PDV_HEADER_BYTES + fragmentBytes)
  view.setUint32(6, 2 + fragmentBytes)
  view.setUint8(10, contextId)
  view.setUint8(11, control)
}

function framed(writer: ItemWriter, type: number, write: () => void): Uint8Array {
  writer.uint8(type)
  writer.zeros(1)
  const length = writer.begin32()
  write()
  writer.end32(length)
  return writer.take()
}

function writeRequest(writer: ItemWriter, pdu: AssociateRequest): void {
  writeTitles(writer, pdu)
  for (const context of pdu.contexts) writeProposed(writer, context)
  writer.item(ITEM_TYPE.userInformation, () => writeUserInformation(writer, pdu.user))
}

function writeAccept(writer: ItemWriter, pdu: AssociateAccept): void {
  writeTitles(writer, pdu)
  for (const context of pdu.contexts) writeResult(writer, context)
  writer.item(ITEM_TYPE.userInformation, () => writeUserInformation(writer, pdu.user))
}

function writeTitles(writer: ItemWriter, pdu: AssociateRequest | AssociateAccept): void {
  writer.uint16(pdu.protocolVersion)
  writer.zeros(2)
  writer.text(pdu.calledAeTitle.padEnd(AE_TITLE_CHARACTERS).slice(0, AE_TITLE_CHARACTERS))
  writer.text(pdu.callingAeTitle.padEnd(AE_TITLE_CHARACTERS).slice(0, AE_TITLE_CHARACTERS))
  writer.zeros(RESERVED_BYTES)
  writer.item(ITEM_TYPE.applicationContext, () => writer.text(pdu.applicationContext))
}

function writeProposed(writer: ItemWriter, { id, abstractSyntax, transferSyntaxes }: ProposedContext): void {
  writer.item(ITEM_TYPE.proposedContext, () => {
    writer.uint8(id)
    writer.zeros(3)
    writer.item(ITEM_TYPE.abstractSyntax, () => writer.text(abstractSyntax))
    for (const uid of transferSyntaxes) writer.item(ITEM_TYPE.transferSyntax, () => writer.text(uid))
  })
}

function writeResult(writer: ItemWriter, { id, result, transferSyntax }: ContextResult): void {
  writer.item(ITEM_TYPE.contextResult, () => {
    writer.uint8(id)
    writer.zeros(1)
    writer.uint8(result)
    writer.zeros(1)
    writer.item(ITEM_TYPE.transferSyntax, () => writer.text(transferSyntax))
  })
}
