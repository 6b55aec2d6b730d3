/** What the centre knows of one patient, as a file. Whom it is about goes in the body, never in an address. */
import { actingHeaders, apiUrl, csrfHeaders, noteStatus } from './client.ts'
import type { Body } from './description.ts'
import { Problem, problemFrom } from './problem.ts'

export type ExtractWish = Body<'post', '/api/data-subject-extracts'>

export interface ExtractFile {
  readonly name: string
  readonly content: Blob
}

/** Throws `Problem`. */
export async function makeExtract(wish: ExtractWish, actingFor: string | undefined): Promise<ExtractFile> {
  const response = await fetch(apiUrl('/api/data-subject-extracts'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...csrfHeaders(), ...actingHeaders(actingFor) },
    credentials: 'same-origin',
    body: JSON.stringify(wish),
  }).catch((error: unknown) => {
    throw new Problem('unreachable', 0, error instanceof Error ? error.message : undefined)
  })
  noteStatus(response.status)
  if (!response.ok) throw problemFrom(response.status, await response.json().catch(() => undefined))
  const [, name = 'epacs-extract.zip'] =
    /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? []
  return { name, content: await response.blob() }
}
