/** The API as a program of an institution uses it: curl with a personal certificate, nothing else. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { AccessFile } from '@epacs/demo'

const run = promisify(execFile)

export interface Reply {
  readonly status: number
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

type Person = Pick<AccessFile['users'][number], 'cert' | 'key'>

/** `options` as curl takes them, before the address, which is a path of the certificate entrance. */
export type Curl = (path: string, ...options: readonly string[]) => Promise<Reply>

/** `person` null: a visitor. */
export function curlAs(person: Person | null, { certificateEntrance, ca }: AccessFile): Curl {
  const identity = person === null ? [] : ['--cert', person.cert, '--key', person.key]
  const credentials = [...identity, '--cacert', ca]
  return async (path, ...options) => {
    const { stdout } = await run(
      'curl',
      ['--silent', '--show-error', '--include', ...credentials, ...options, `${certificateEntrance}${path}`],
      { maxBuffer: 64 * 1024 * 1024 },
    )
    return read(stdout)
  }
}

function read(answer: string): Reply {
  const end = answer.indexOf('\r\n\r\n')
  const [statusLine = '', ...lines] = answer.slice(0, end).split('\r\n')
  // 100 Continue comes before the answer itself.
  if (/^HTTP\/[\d.]+ 1\d\d/.test(statusLine)) return read(answer.slice(end + 4))
  return {
    status: Number(statusLine.split(' ')[1]),
    headers: new Map(
      lines.map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
    ),
    body: answer.slice(end + 4),
  }
}

export const json = (value: unknown): readonly string[] => [
  '--header',
  'content-type: application/json',
  '--data',
  JSON.stringify(value),
]

const TUS = ['--header', 'tus-resumable: 1.0.0']

export const tusCreation = (sizeBytes: number, name: string): readonly string[] => [
  '--request',
  'POST',
  ...TUS,
  '--header',
  `upload-length: ${sizeBytes}`,
  '--header',
  `upload-metadata: filename ${Buffer.from(name).toString('base64')}`,
]

/** `file` holds the chunk. */
export const tusChunk = (offset: number, file: string): readonly string[] => [
  '--request',
  'PATCH',
  ...TUS,
  '--header',
  'content-type: application/offset+octet-stream',
  '--header',
  `upload-offset: ${offset}`,
  '--data-binary',
  `@${file}`,
]

export const tusHead: readonly string[] = ['--head', ...TUS]
