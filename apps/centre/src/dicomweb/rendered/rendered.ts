/** Retrieve Rendered (PS3.18 §10.4.1.1.3, §8.3.5): a frame as a picture for the eye, not for diagnosis. */
import { singleFrameObject } from '@epacs/dicom/frames'
import type { IndexEntry } from '@epacs/package'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Centre } from '../../centre.ts'
import { Problem } from '../../http/index.ts'
import { acceptedBy, covers } from '../accept.ts'
import { instancesNotFound, noPixelData, notAcceptable } from '../problems.ts'
import { instancesWithin, type MessageParams, readableMessage } from '../readable-message.ts'
import { openFrames } from '../retrieve/frame-reader.ts'
import { frameNumbers } from '../retrieve/frames.ts'
import { ENCAPSULATED_PDF, sendDocument } from './document.ts'
import { type PictureWish, render } from './renderer.ts'

const TYPES = ['image/jpeg', 'image/png'] as const
const THUMBNAIL = { width: 128, height: 128 }
/** Of one frame as it is stored: larger ones are for viewers. */
const MOST_FRAME_BYTES = 256 * 1024 ** 2

type RenderedRequest = FastifyRequest<{ Params: MessageParams & { frames?: string } }>

export async function retrieveRendered(
  centre: Centre,
  request: RenderedRequest,
  reply: FastifyReply,
  size: 'rendered' | 'thumbnail' = 'rendered',
): Promise<FastifyReply> {
  const asked = wishOf(request, size)
  const message = await readableMessage(centre, request)
  const entry = middleOf(instancesWithin(message, request.params))
  if (entry.sopClassUid === ENCAPSULATED_PDF && size === 'rendered') {
    return await sendDocument(centre, message, entry, request, reply)
  }
  const type = pictureType(request)
  const frames = await openFrames(centre, message.key, entry)
  // Without a number the one in the middle says most of an image of many.
  const [number = 1, ...more] =
    request.params.frames === undefined ? [Math.ceil(frames.frames / 2)] : frameNumbers(request.params.frames)
  if (more.length > 0) throw new Problem(400, 'invalid-request', 'One frame at a time is shown as a picture.')
  if (number > frames.frames) throw noPixelData()
  const object = singleFrameObject(frames.object, await gathered(frames.frame(number)), number)
  const picture = await render({ object, type, ...asked })
  // Who may not read the message any more is not to find it in a cache.
  return reply.header('Cache-Control', 'private, no-cache').type(type).send(Buffer.from(picture))
}

/** Of a series the one in the middle says most. */
function middleOf(entries: readonly IndexEntry[]): IndexEntry {
  const entry = entries[Math.floor(entries.length / 2)]
  if (entry === undefined) throw instancesNotFound()
  return entry
}

function pictureType(request: FastifyRequest): (typeof TYPES)[number] {
  for (const { type } of acceptedBy(request)) {
    const found = TYPES.find((each) => covers(type, each))
    if (found !== undefined) return found
  }
  throw notAcceptable(TYPES)
}

/** Throws the problem 400. */
function wishOf(
  { query }: FastifyRequest,
  size: 'rendered' | 'thumbnail',
): Omit<PictureWish, 'object' | 'type'> {
  const { viewport, window, quality } = query as Record<string, unknown>
  const [width, height] = numbers('viewport', viewport, 2)
  const [centre, span] = numbers('window', window, 2)
  const [percent = 90] = numbers('quality', quality, 1)
  const isWrong =
    [width, height, span].some((each) => each !== undefined && each < 1) || percent < 1 || percent > 100
  if (isWrong) throw new Problem(400, 'invalid-request', 'A size, a width or the quality is out of range.')
  const fit = width === undefined || height === undefined ? undefined : { width, height }
  return {
    quality: percent,
    fit: size === 'thumbnail' ? (fit ?? THUMBNAIL) : fit,
    window: centre === undefined || span === undefined ? undefined : { centre, width: span },
  }
}

/** "512,512": as many numbers at least; what follows them (a VOI LUT function) is not looked at. */
function numbers(name: string, given: unknown, count: number): number[] {
  if (given === undefined) return []
  const values = String(given).split(',').slice(0, count).map(Number)
  if (values.length < count || !values.every(Number.isFinite)) {
    throw new Problem(400, 'invalid-request', `${name} is not ${count} numbers.`)
  }
  return values
}

async function gathered(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > MOST_FRAME_BYTES)
      throw new Problem(406, 'not-renderable', 'The frame is too large for a picture.')
    parts.push(chunk)
  }
  return Buffer.concat(parts)
}
