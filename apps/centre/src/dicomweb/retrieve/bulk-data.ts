/** Retrieve Bulkdata (PS3.18 §10.4.1.1.6): the values that metadata refers to. */
import { DEFLATED_FRAMES } from '@epacs/dicom/frames'
import type { ElementPath } from '@epacs/dicom/object'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Centre } from '../../centre.ts'
import { Problem } from '../../http/index.ts'
import { acceptedBy, covers, partType } from '../accept.ts'
import { instanceValue } from '../instance-bytes.ts'
import { type Part, sendBytes, sendMultipart } from '../multipart.ts'
import { notAcceptable } from '../problems.ts'
import { instanceOf, type MessageParams, readableMessage } from '../readable-message.ts'
import { openFrames } from './frame-reader.ts'
import { frameRepresentations, withSyntax } from './media-types.ts'

const OCTETS = 'application/octet-stream'
const PIXEL_DATA = 0x7fe00010
const PATH = /^[0-9A-Fa-f]{8}(?:\/\d{1,6}\/[0-9A-Fa-f]{8}){0,32}$/

type BulkDataRequest = FastifyRequest<{ Params: MessageParams & { '*': string } }>

export async function retrieveBulkData(
  centre: Centre,
  request: BulkDataRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const path = elementPath(request.params['*'])
  const message = await readableMessage(centre, request)
  const entry = instanceOf(message, request.params)
  if (path.length === 1 && path[0] === PIXEL_DATA) {
    const { object, frames, frame } = await openFrames(centre, message.key, entry)
    const [representation = { type: OCTETS, transferSyntaxUid: '' }] = frameRepresentations(
      object.transferSyntax,
    )
    if (object.pixelData.kind === 'encapsulated' || entry.transferSyntaxUid === DEFLATED_FRAMES) {
      const type = withSyntax(representation)
      return sendMultipart(reply, representation.type, allFrames(type, frames, frame))
    }
  }
  const range = acceptedBy(request).find((each) => covers(partType(each) ?? each.type, OCTETS))
  if (range === undefined) throw notAcceptable([OCTETS])
  const value = await begun(instanceValue(centre, message.key, entry, path))
  if (partType(range) === undefined) return sendBytes(reply, OCTETS, value)
  return sendMultipart(reply, OCTETS, [{ type: OCTETS, bytes: value }])
}

function* allFrames(
  type: string,
  frames: number,
  frame: (number: number) => AsyncGenerator<Uint8Array>,
): Generator<Part> {
  for (let number = 1; number <= frames; number++) yield { type, bytes: frame(number) }
}

/** Looked for before the answer begins: 404 when there is no such value. */
async function begun(value: AsyncGenerator<Uint8Array>): Promise<AsyncGenerator<Uint8Array>> {
  const first = await value.next()
  if (first.done === true) throw noSuchValue()
  return (async function* () {
    yield first.value
    yield* value
  })()
}

function elementPath(text: string): ElementPath {
  if (!PATH.test(text)) throw noSuchValue()
  return text.split('/').map((part, index) => Number.parseInt(part, index % 2 === 0 ? 16 : 10))
}

function noSuchValue(): Problem {
  return new Problem(404, 'no-such-value', 'The instance holds no such value.')
}
