/** The played centre's side of a node's sending: uploads by tus and the message, cut and left unanswered once each. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packFiles } from '../../folders/pack-files.ts'

const TUS = { 'tus-resumable': '1.0.0' }

interface Upload {
  readonly id: string
  bytes: Buffer
  lengthBytes: number | undefined
}

export class PlayedSending {
  /** Of the node's requests, by what they break. */
  readonly faults: { S1?: string; S2?: string } = {}
  readonly keys: string[] = []
  /** The body's `uploads` of the message. */
  uploaded: Buffer | undefined
  wasWhole = false
  isCut = false
  isGoneOn = false
  message: string | undefined
  asked = 0
  readonly #uploads = new Map<string, Upload>()
  #isAskedForOffset = false

  create(request: IncomingMessage, response: ServerResponse): void {
    const { 'upload-length': length, 'upload-defer-length': deferred } = request.headers
    if (this.#isNotTus(request, response)) return
    if ((length === undefined) === (deferred === undefined)) {
      this.faults.S1 ??= 'an upload is created with neither or both of Upload-Length and Upload-Defer-Length'
    }
    const id = randomUUID()
    this.#uploads.set(id, {
      id,
      bytes: Buffer.alloc(0),
      lengthBytes: length === undefined ? undefined : Number(length),
    })
    response.writeHead(201, { ...TUS, location: `/api/uploads/${id}` }).end()
  }

  async upload(request: IncomingMessage, response: ServerResponse, id: string): Promise<void> {
    const upload = this.#uploads.get(id)
    if (upload === undefined) {
      response.writeHead(404, TUS).end()
      return
    }
    if (this.#isNotTus(request, response)) return
    if (request.method === 'HEAD') {
      if (this.isCut) this.#isAskedForOffset = true
      const length =
        upload.lengthBytes === undefined
          ? { 'upload-defer-length': 1 }
          : { 'upload-length': upload.lengthBytes }
      response.writeHead(200, { ...TUS, ...length, 'upload-offset': upload.bytes.length }).end()
    } else if (request.method === 'DELETE') {
      this.#uploads.delete(id)
      response.writeHead(204, TUS).end()
    } else await this.#patch(request, response, upload)
  }

  async #patch(request: IncomingMessage, response: ServerResponse, upload: Upload): Promise<void> {
    const { 'upload-offset': offset, 'content-type': type, 'upload-length': length } = request.headers
    if (type !== 'application/offset+octet-stream') {
      this.faults.S1 ??= `a chunk's content type is ${String(type)}`
      response.writeHead(415, TUS).end()
      return
    }
    if (this.isCut && !this.isGoneOn) {
      if (!this.#isAskedForOffset) this.faults.S2 ??= 'it went on without asking for the offset'
      if (Number(offset) !== upload.bytes.length)
        this.faults.S2 ??= `it went on at ${String(offset)}, not at ${upload.bytes.length}`
      this.isGoneOn = true
    }
    if (Number(offset) !== upload.bytes.length) {
      this.faults.S1 ??= `a chunk's offset is ${String(offset)}, not ${upload.bytes.length}`
      response.writeHead(409, TUS).end()
      return
    }
    if (length !== undefined) upload.lengthBytes = Number(length)
    for await (const piece of request as AsyncIterable<Buffer>) {
      upload.bytes = Buffer.concat([upload.bytes, piece])
      if (this.isCut) continue
      this.isCut = true
      request.destroy()
      return
    }
    response.writeHead(204, { ...TUS, 'upload-offset': upload.bytes.length }).end()
  }

  /** The first time it is made and not answered. */
  createMessage(request: IncomingMessage, response: ServerResponse, json: { uploads?: unknown }): void {
    this.keys.push(String(request.headers['idempotency-key'] ?? ''))
    const [id] = Array.isArray(json.uploads) ? json.uploads : []
    const upload = this.#uploads.get(String(id))
    if (this.message === undefined) {
      this.message = randomUUID()
      this.uploaded = upload?.bytes
      this.wasWhole = upload !== undefined && upload.bytes.length === upload.lengthBytes
      request.socket.destroy()
      return
    }
    response
      .writeHead(201, { 'content-type': 'application/json', location: `/api/messages/${this.message}` })
      .end(JSON.stringify({ id: this.message, status: 'checking' }))
  }

  /** Why what was uploaded is no package that could be sent; undefined: it is. */
  async objection(): Promise<string | undefined> {
    const { uploaded } = this
    if (uploaded === undefined) return 'the message names no upload'
    if (!this.wasWhole) return 'the message was made before the upload was whole'
    const folder = await mkdtemp(join(tmpdir(), 'epacs-conformance-'))
    try {
      const path = join(folder, 'upload.zip')
      await writeFile(path, uploaded)
      const packed = await packFiles([path], { packagePath: join(folder, 'package'), workFolder: folder })
      const refused = packed.files.find(({ outcome }) => outcome === 'refused')
      if (refused !== undefined) return `${refused.path}: ${refused.detail ?? ''}`
      return packed.package === null ? 'there is no instance in it' : undefined
    } finally {
      await rm(folder, { recursive: true })
    }
  }

  #isNotTus(request: IncomingMessage, response: ServerResponse): boolean {
    if (request.headers['tus-resumable'] === '1.0.0') return false
    this.faults.S1 ??= `${request.method} without Tus-Resumable: 1.0.0`
    response.writeHead(412, TUS).end()
    return true
  }
}
