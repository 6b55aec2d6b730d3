/** Lists of objects as JSON (PS3.18 annex F) or as XML (PS3.19 annex A), one after the other. */
import type { DicomJson } from '@epacs/dicom/json'
import { nativeDicomXml } from '@epacs/dicom/json'
import { DICOM_JSON, DICOM_XML } from '@epacs/dicomweb'
import type { FastifyReply } from 'fastify'
import { covers, type MediaRange, partType } from './accept.ts'
import { type Part, sendBytes, sendMultipart } from './multipart.ts'
import { notAcceptable } from './problems.ts'

export type AnswerForm = 'json' | 'xml-parts'

export { DICOM_JSON, DICOM_XML }

/** Throws the problem 406. */
export function answerForm(accepted: readonly MediaRange[]): AnswerForm {
  for (const range of accepted) {
    const part = partType(range)
    if (part !== undefined && covers(part, DICOM_XML)) return 'xml-parts'
    if (part === undefined && (covers(range.type, DICOM_JSON) || range.type === 'application/json'))
      return 'json'
  }
  throw notAcceptable([DICOM_JSON, `multipart/related; type="${DICOM_XML}"`])
}

export function sendObjects(
  reply: FastifyReply,
  form: AnswerForm,
  objects: AsyncIterable<DicomJson>,
): FastifyReply {
  return form === 'json'
    ? sendBytes(reply, DICOM_JSON, jsonList(objects))
    : sendMultipart(reply, DICOM_XML, xmlParts(objects))
}

export async function* jsonList(objects: AsyncIterable<DicomJson>): AsyncGenerator<Uint8Array> {
  let before = '['
  for await (const object of objects) {
    yield Buffer.from(`${before}${JSON.stringify(object)}`)
    before = ','
  }
  yield Buffer.from(before === '[' ? '[]' : ']')
}

async function* xmlParts(objects: AsyncIterable<DicomJson>): AsyncGenerator<Part> {
  for await (const object of objects) yield { type: DICOM_XML, bytes: once(nativeDicomXml(object)) }
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}
