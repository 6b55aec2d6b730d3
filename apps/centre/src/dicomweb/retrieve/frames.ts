/** Retrieve Frames (PS3.18 §10.4.1.1.4). */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Centre } from '../../centre.ts'
import { acceptedBy } from '../accept.ts'
import { type Part, sendBytes, sendMultipart } from '../multipart.ts'
import { noPixelData, notAcceptable } from '../problems.ts'
import { instanceOf, type MessageParams, readableMessage, wrongNumber } from '../readable-message.ts'
import { type FrameReader, openFrames } from './frame-reader.ts'
import { frameRepresentations, withSyntax } from './media-types.ts'
import { choose } from './negotiation.ts'

const MOST_FRAMES = 10_000

type FramesRequest = FastifyRequest<{ Params: MessageParams & { frames: string } }>

export async function retrieveFrames(
  centre: Centre,
  request: FramesRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const numbers = frameNumbers(request.params.frames)
  const message = await readableMessage(centre, request)
  const entry = instanceOf(message, request.params)
  const reader = await openFrames(centre, message.key, entry)
  if (numbers.some((number) => number > reader.frames)) throw noPixelData()
  const representations = frameRepresentations(reader.object.transferSyntax)
  const choice = choose(acceptedBy(request), representations, numbers.length === 1)
  if (choice === undefined) throw notAcceptable(representations.map(withSyntax))
  const { representation, inParts } = choice
  const [first = 1] = numbers
  if (!inParts) return sendBytes(reply, withSyntax(representation), reader.frame(first))
  return sendMultipart(reply, representation.type, parts(reader, numbers, withSyntax(representation)))
}

function* parts(reader: FrameReader, numbers: readonly number[], type: string): Generator<Part> {
  for (const number of numbers) yield { type, bytes: reader.frame(number) }
}

/** Throws the problem 400. */
export function frameNumbers(text: string): readonly number[] {
  const numbers = text.split(',').map((each) => (/^[1-9]\d{0,6}$/.test(each) ? Number(each) : 0))
  if (numbers.length > MOST_FRAMES || numbers.includes(0)) throw wrongNumber('The list of frames')
  return numbers
}
