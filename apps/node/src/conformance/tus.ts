/** An upload by tus 1.0, as the checks ask for it. */
import { expect, expectStatus } from './check.ts'
import type { Wire, WireAnswer } from './wire.ts'

export const TUS = { 'tus-resumable': '1.0.0' } as const
export const CHUNK = { 'content-type': 'application/offset+octet-stream' } as const

export async function create(entrance: Wire, headers: Readonly<Record<string, string | number>>) {
  const name = `filename ${Buffer.from('package.zip').toString('base64')}`
  return await entrance.ask('POST', '/api/uploads', {
    headers: { ...TUS, 'upload-metadata': name, ...headers },
  })
}

export async function offsetOf(entrance: Wire, path: string): Promise<number> {
  const answer = await entrance.ask('HEAD', path, { headers: TUS })
  expectStatus(answer, 200, 204)
  const offset = answer.headers['upload-offset']
  expect(typeof offset === 'string' && /^\d+$/.test(offset), 'Upload-Offset is missing')
  return Number(offset)
}

export async function patch(
  entrance: Wire,
  path: string,
  offset: number,
  body: Uint8Array,
  cutAfterBytes?: number,
) {
  const headers = { ...TUS, ...CHUNK, 'upload-offset': offset }
  return await entrance.ask('PATCH', path, {
    headers,
    body,
    ...(cutAfterBytes === undefined ? {} : { cutAfterBytes }),
  })
}

export function locationOf(answer: WireAnswer): string {
  expectStatus(answer, 201)
  const { location } = answer.headers
  expect(location !== undefined, 'Location is missing')
  return location
}
