/** Retrieve Rendered (PS3.18 §10.4.1.1.3, §8.3.5): a frame as a picture for the eye, not for diagnosis. */
import { DicomError, ENCAPSULATED_PDF_STORAGE } from '@epacs/dicom'
import { singleFrameObject } from '@epacs/dicom/frames'
import type { IndexEntry } from '@epacs/package'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Centre } from '../../centre.ts'
import { Problem } from '../../http/index.ts'
import type { Entrance } from '../../identity/index.ts'
import type { PackageKey } from '../../storage/index.ts'
import { acceptedBy, covers, partType } from '../accept.ts'
import { addressesOf } from '../addresses.ts'
import { type Part, sendMultipart } from '../multipart.ts'
import { noPixelData, notAcceptable, notRenderable } from '../problems.ts'
import { instancesWithin, type MessageParams, readableMessage } from '../readable-message.ts'
import { openFrames } from '../retrieve/frame-reader.ts'
import { frameNumbers } from '../retrieve/frames.ts'
import { sendDocument } from './document.ts'
import { type PictureWish, render, whenThereIsRoom } from './renderer.ts'

const TYPES = ['image/jpeg', 'image/png'] as const
const THUMBNAIL = { width: 128, height: 128 }
/** Of one frame as it is stored: larger ones are for viewers. */
const MOST_FRAME_BYTES = 128 * 1024 ** 2

/** So many instances are tried until one of them shows something. */
const MOST_TRIED = 20

type RenderedRequest = FastifyRequest<{ Params: MessageParams & { frames?: string } }>

/**
 * One picture, of the instance in the middle where there are several; or, to who asks for multipart/related, one of each
 * that can be shown.
 */
export async function retrieveRendered(
  { centre, entrance }: { readonly centre: Centre; readonly entrance: Entrance },
  request: RenderedRequest,
  reply: FastifyReply,
  size: 'rendered' | 'thumbnail' = 'rendered',
): Promise<FastifyReply> {
  const asked = wishOf(request, size)
  const message = await readableMessage(centre, request)
  const entries = instancesWithin(message, request.params)
  const [first, ...others] = entries
  if (first?.sopClassUid === ENCAPSULATED_PDF_STORAGE && others.length === 0 && size === 'rendered') {
    return await sendDocument(centre, message, first, request, reply)
  }
  const { type, inParts } = pictureForm(request)
  const wish = { type, ...asked }
  const numbers = request.params.frames === undefined ? undefined : frameNumbers(request.params.frames)
  if (!inParts && numbers !== undefined && numbers.length > 1) {
    throw new Problem(400, 'invalid-request', 'Several frames are shown as multipart/related alone.')
  }
  const addresses = addressesOf(centre.config, entrance, message.messageId)
  const all = inParts ? entries : middleFirst(entries).slice(0, MOST_TRIED)
  const pictures = picturesOf(centre, message.key, all, numbers, wish)
  const shown = await pictures.next()
  if (shown.done === true) throw notRenderable()
  // Who may not read the message any more is not to find it in a cache.
  reply.header('Cache-Control', 'private, no-cache')
  if (!inParts) {
    await pictures.return(undefined)
    return reply.type(type).send(Buffer.from(shown.value.bytes))
  }
  return sendMultipart(reply, type, parts(shown.value, pictures))

  async function* parts(begun: Picture, rest: AsyncGenerator<Picture>): AsyncGenerator<Part> {
    yield partOf(begun)
    for await (const picture of rest) yield partOf(picture)
  }

  function partOf({ entry, bytes }: Picture): Part {
    return { type, location: `${addresses.instance(entry)}/rendered`, bytes: once(bytes) }
  }
}

interface Picture {
  readonly entry: IndexEntry
  readonly bytes: Uint8Array
}

/** Of several, those that can be shown; of a single one it is told why not. */
async function* picturesOf(
  centre: Centre,
  key: PackageKey,
  entries: readonly IndexEntry[],
  numbers: readonly number[] | undefined,
  wish: Omit<PictureWish, 'object'>,
): AsyncGenerator<Picture> {
  for (const entry of entries) {
    try {
      for await (const bytes of framesOf(centre, key, entry, numbers, wish)) yield { entry, bytes }
    } catch (error) {
      const isOfInstance = error instanceof DicomError || (error instanceof Problem && error.status < 500)
      const isGone = error instanceof Problem && error.status === 410
      if (!isOfInstance || isGone || entries.length === 1) throw error
    }
  }
}

async function* framesOf(
  centre: Centre,
  key: PackageKey,
  entry: IndexEntry,
  numbers: readonly number[] | undefined,
  wish: Omit<PictureWish, 'object'>,
): AsyncGenerator<Uint8Array> {
  const frames = await openFrames(centre, key, entry)
  // Without a number the one in the middle says most of an image of many.
  for (const number of numbers ?? [Math.ceil(frames.frames / 2)]) {
    if (number > frames.frames) throw noPixelData()
    yield await whenThereIsRoom(async () => {
      const object = singleFrameObject(frames.object, await gathered(frames.frame(number)), number)
      return await render({ object, ...wish })
    })
  }
}

function middleFirst<Item>(items: readonly Item[]): readonly Item[] {
  const middle = Math.floor(items.length / 2)
  return [...items.slice(middle), ...items.slice(0, middle)]
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

function pictureForm(request: FastifyRequest): {
  readonly type: (typeof TYPES)[number]
  readonly inParts: boolean
} {
  for (const range of acceptedBy(request)) {
    const wanted = partType(range)
    const found = TYPES.find((each) => covers(wanted ?? range.type, each))
    if (found !== undefined) return { type: found, inParts: wanted !== undefined }
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
