/** Sends files as an institution's program does, over DICOMweb (STOW-RS): all of them are one message. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { curlAs } from './curl.ts'
import { type ApiMessage, untilSettled } from './messages-api.ts'
import { type KeyPair, network } from './network.ts'

const BOUNDARY = 'epacs-e2e'
export async function storeIn(
  institution: string,
  sender: KeyPair,
  files: readonly string[],
): Promise<ApiMessage> {
  const parts: Buffer[] = []
  for (const file of files) {
    parts.push(Buffer.from(`--${BOUNDARY}\r\nContent-Type: application/dicom\r\n\r\n`))
    parts.push(await readFile(file), Buffer.from('\r\n'))
  }
  parts.push(Buffer.from(`--${BOUNDARY}--\r\n`))
  const folder = await mkdtemp(join(tmpdir(), 'epacs-stow-'))
  const body = join(folder, 'body')
  await writeFile(body, Buffer.concat(parts))
  const curl = curlAs(sender, network())
  const type = `content-type: multipart/related; type="application/dicom"; boundary=${BOUNDARY}`
  const answer = await curl(
    `/dicomweb/institutions/${institution}/studies`,
    '--header',
    type,
    '--data-binary',
    `@${body}`,
  )
  await rm(folder, { recursive: true })
  const [, id = ''] = /\/messages\/([0-9a-f-]{36})/.exec(answer.headers.get('link') ?? '') ?? []
  return await untilSettled(curl, id)
}
