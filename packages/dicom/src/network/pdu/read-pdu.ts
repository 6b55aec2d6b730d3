/** Reads the PDUs that come whole (all but P-DATA-TF, PS3.8 §9.3). */
import { ItemReader } from './item-reader.ts'
import { ITEM_TYPE } from './item-types.ts'
import {
  type AssociateAccept,
  type AssociateRequest,
  CONTEXT_RESULT,
  type ContextResult,
  type ContextResultCode,
  type ControlPdu,
  PDU_TYPE,
  type ProposedContext,
} from './pdu.ts'
import { PduError } from './pdu-error.ts'
import { noUserInformation, readUserInformation } from './read-user-information.ts'

const AE_TITLE_BYTES = 16
const RESERVED_BYTES = 32

/**
 * @param body what follows the six bytes of the PDU's header
 * @throws PduError
 */
export function readControlPdu(type: number, body: Uint8Array): ControlPdu {
  const reader = new ItemReader(body)
  switch (type) {
    case PDU_TYPE.associateRequest:
      return readRequest(reader)
    case PDU_TYPE.associateAccept:
      return readAccept(reader)
    case PDU_TYPE.associateReject: {
      reader.skip(1)
      return {
        type: 'associate-reject',
        result: reader.uint8(),
        source: reader.uint8(),
        reason: reader.uint8(),
      }
    }
    case PDU_TYPE.releaseRequest:
      return { type: 'release-request' }
    case PDU_TYPE.releaseReply:
      return { type: 'release-reply' }
    case PDU_TYPE.abort: {
      reader.skip(2)
      return { type: 'abort', source: reader.uint8(), reason: reader.uint8() }
    }
    default:
      throw new PduError('unrecognized-pdu', `A PDU of type ${type}`)
  }
}

interface Parts<Context> {
  readonly protocolVersion: number
  readonly calledAeTitle: string
  readonly callingAeTitle: string
  readonly applicationContext: string
  readonly contexts: readonly Context[]
  readonly user: ReturnType<typeof readUserInformation>
}

function readRequest(reader: ItemReader): AssociateRequest {
  const parts = readParts(reader, ITEM_TYPE.proposedContext, readProposed)
  const ids = new Set(parts.contexts.map(({ id }) => id))
  if (ids.size < parts.contexts.length) {
    throw new PduError('unexpected-item', 'Two presentation contexts with one ID')
  }
  return { type: 'associate-request', ...parts }
}

function readAccept(reader: ItemReader): AssociateAccept {
  return { type: 'associate-accept', ...readParts(reader, ITEM_TYPE.contextResult, readResult) }
}

function readParts<Context>(
  reader: ItemReader,
  contextType: number,
  readContext: (content: ItemReader) => Context,
): Parts<Context> {
  const protocolVersion = reader.uint16()
  reader.skip(2)
  const calledAeTitle = aeTitle(reader)
  const callingAeTitle = aeTitle(reader)
  reader.skip(RESERVED_BYTES)
  let applicationContext: string | undefined
  let user: ReturnType<typeof readUserInformation> | undefined
  const contexts: Context[] = []
  while (reader.left > 0) {
    const { type, content } = reader.item()
    if (type === ITEM_TYPE.applicationContext) {
      requireFirst(applicationContext)
      applicationContext = content.restAsUid()
    } else if (type === contextType) {
      contexts.push(readContext(content))
    } else if (type === ITEM_TYPE.userInformation) {
      requireFirst(user)
      user = readUserInformation(content)
    }
  }
  return {
    protocolVersion,
    calledAeTitle,
    callingAeTitle,
    applicationContext: applicationContext ?? '',
    contexts,
    user: user ?? noUserInformation(),
  }
}

function requireFirst(before: unknown): void {
  if (before !== undefined) throw new PduError('unexpected-item', 'An item twice that may be there once')
}

/** Leading and trailing spaces say nothing (PS3.8 table 9-11); NULs are found too. */
function aeTitle(reader: ItemReader): string {
  return reader.text(AE_TITLE_BYTES).replaceAll('\0', ' ').trim()
}

function readProposed(content: ItemReader): ProposedContext {
  const id = contextId(content)
  content.skip(3)
  let abstractSyntax = ''
  const transferSyntaxes: string[] = []
  while (content.left > 0) {
    const { type, content: syntax } = content.item()
    if (type === ITEM_TYPE.abstractSyntax) abstractSyntax = syntax.restAsUid()
    else if (type === ITEM_TYPE.transferSyntax) transferSyntaxes.push(syntax.restAsUid())
  }
  if (abstractSyntax === '')
    throw new PduError('damaged-pdu', 'A presentation context without abstract syntax')
  return { id, abstractSyntax, transferSyntaxes }
}

function readResult(content: ItemReader): ContextResult {
  const id = contextId(content)
  content.skip(1)
  const result = content.uint8()
  content.skip(1)
  if (!isContextResult(result))
    throw new PduError('invalid-value', 'An unknown result of a presentation context')
  let transferSyntax = ''
  while (content.left > 0) {
    const { type, content: syntax } = content.item()
    // The value says nothing when the context was not accepted, and may be anything then.
    if (type === ITEM_TYPE.transferSyntax && result === CONTEXT_RESULT.acceptance) {
      transferSyntax = syntax.restAsUid()
    }
  }
  return { id, result, transferSyntax }
}

/** Odd (PS3.8 table 9-13). */
function contextId(content: ItemReader): number {
  const id = content.uint8()
  if (id % 2 === 0) throw new PduError('invalid-value', 'A presentation context ID that is even')
  return id
}

function isContextResult(value: number): value is ContextResultCode {
  return value <= CONTEXT_RESULT.transferSyntaxesNotSupported
}
