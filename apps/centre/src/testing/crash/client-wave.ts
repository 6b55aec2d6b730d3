/**
 * What people of three institutions do while the centre is killed: they send, take back, forward, download and delete,
 * ask again when an answer was lost, and hold the centre to everything that it answered.
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Answer, ApiClient } from '../api-client.ts'
import { ctSlice } from '../dicom-file.ts'
import { INSTITUTIONS, type TestNetwork } from '../network.ts'
import { isOfTheConnection, type Patience, steadily, UNAVAILABLE } from './steadily.ts'

const { hornicka, chyne } = INSTITUTIONS
const IMAGE_BYTES = 30_000
const DELIVERED_WITHIN_MS = 900_000

interface MadeFile {
  readonly name: string
  readonly bytes: Buffer
}

/** What was answered with success, and so has to hold for ever. */
export interface Ledger {
  /** By id of the message: what the trail must have of it. */
  readonly audited: Map<string, string[]>
  /** Delivered, and still held by these. */
  readonly held: Map<string, Set<ApiClient>>
  /** Nobody holds them any more. */
  readonly gone: Set<string>
  /** How many answers were held against the promises. */
  answers: number
}

export function emptyLedger(): Ledger {
  return { audited: new Map(), held: new Map(), gone: new Set(), answers: 0 }
}

export class ClientWave {
  readonly #ledger: Ledger
  readonly #random: () => number
  readonly #number: number
  readonly #patience: Patience
  readonly #sender: ApiClient
  readonly #receiver: ApiClient
  readonly #second: ApiClient
  readonly #uninvolved: ApiClient

  /**
   * @param number of this wave alone: its studies and keys are made of it
   */
  constructor(
    network: TestNetwork,
    ledger: Ledger,
    random: () => number,
    number: number,
    patience: Patience,
  ) {
    this.#ledger = ledger
    this.#random = random
    this.#number = number
    this.#patience = patience
    this.#sender = network.as('sender')
    this.#receiver = network.as('receiver')
    this.#second = network.as('second')
    this.#uninvolved = network.as('uninvolved')
  }

  async run(): Promise<void> {
    await Promise.all([this.#sendAndForward(), this.#takeBack()])
  }

  async #ask(ask: () => Promise<Answer>): Promise<Answer> {
    const answer = await steadily(ask, this.#patience)
    this.#ledger.answers++
    return answer
  }

  async #sendAndForward(): Promise<void> {
    const [sender, receiver, second] = [this.#sender, this.#receiver, this.#second]
    const files = this.#study(0)
    const id = await this.#send([hornicka.id, chyne.id], files, 'sent')
    const { instances } = await this.#delivered(sender, id)
    assert.equal(instances, files.length)
    this.#ledger.held.set(id, new Set([receiver, second]))
    await Promise.all([this.#download(receiver, id, files), this.#download(second, id, files)])
    const stranger = await this.#ask(() => this.#uninvolved.get(`/api/messages/${id}/package`))
    assert.equal(stranger.status, 404, 'promise 5: it is nobody else’s')
    const forwarded = this.#random() < 0.5 ? await this.#forward(id, files) : undefined
    if (forwarded !== undefined && this.#random() < 0.5) await this.#delete(second, forwarded)
    await this.#delete(receiver, id)
    await this.#download(second, id, files)
    if (this.#random() < 0.5) await this.#delete(second, id)
  }

  async #forward(source: string, files: readonly MadeFile[]): Promise<string> {
    const call = {
      json: { recipients: [chyne.id] },
      headers: { 'idempotency-key': `${this.#number} forward` },
    }
    const { status, json } = await this.#ask(() =>
      this.#receiver.call('POST', `/api/messages/${source}/forward`, call),
    )
    assert.equal(status, 201)
    this.#note(json.id, 'message.create')
    await this.#delivered(this.#receiver, json.id)
    this.#ledger.held.set(json.id, new Set([this.#second]))
    await this.#download(this.#second, json.id, files)
    return json.id
  }

  /** Begun, and cancelled before its images are there. */
  async #takeBack(): Promise<void> {
    const [file] = this.#study(1)
    assert.ok(file)
    const upload = await this.#announce(file)
    await this.#transfer(upload, file, file.bytes.length / 2)
    const id = await this.#create([hornicka.id], [upload], 'taken back')
    const { status } = await this.#ask(() => this.#sender.call('POST', `/api/messages/${id}/cancel`))
    assert.ok(status === 200 || status === 204, `cancelling answered ${status}`)
    this.#note(id, 'message.cancel')
    const { json } = await this.#ask(() => this.#sender.get(`/api/messages/${id}`))
    assert.equal(json.status, 'cancelled')
    assert.equal((await this.#ask(() => this.#receiver.get(`/api/messages/${id}`))).status, 404)
  }

  #study(more: number): MadeFile[] {
    const count = 1 + Math.floor(this.#random() * 3)
    return Array.from({ length: count }, (_, index) => ({
      name: `IM${index + 1}`,
      bytes: ctSlice({ study: this.#number * 2 + more, instance: index + 1, pixelBytes: IMAGE_BYTES }),
    }))
  }

  /** Some make the message first, as the portal does, and some when everything is there. */
  async #send(recipients: readonly string[], files: readonly MadeFile[], name: string): Promise<string> {
    const uploads: string[] = []
    for (const file of files) uploads.push(await this.#announce(file))
    const transfer = async () => {
      for (const [index, file] of files.entries()) await this.#transfer(uploads[index] ?? '', file)
    }
    const isMessageFirst = this.#random() < 0.5
    if (!isMessageFirst) await transfer()
    const id = await this.#create(recipients, uploads, name)
    if (isMessageFirst) await transfer()
    return id
  }

  async #announce({ name, bytes }: MadeFile): Promise<string> {
    const headers = {
      'tus-resumable': '1.0.0',
      'upload-length': bytes.length,
      'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
    }
    const { status, headers: given } = await this.#ask(() =>
      this.#sender.call('POST', '/api/uploads', { headers }),
    )
    assert.equal(status, 201)
    return String(given.location?.split('/').at(-1))
  }

  /** In two chunks, each gone on with from where the centre says that it is. */
  async #transfer(id: string, { bytes }: MadeFile, toByte: number = bytes.length): Promise<void> {
    const end = Math.floor(toByte)
    let answered = 0
    for (let at = 0; at < end; ) {
      const piece = bytes.subarray(at, Math.min(end, at + Math.ceil(bytes.length / 2)))
      const offset = await this.#patch(id, at, piece)
      if (offset !== undefined) {
        at = answered = offset
        continue
      }
      const { status, headers } = await this.#ask(() => this.#sender.head(id))
      // The whole had come, and its message went on.
      if (status === 410 && at + piece.length === bytes.length) return
      assert.equal(status, 200)
      at = Number(headers['upload-offset'])
      assert.ok(at >= answered, `promise 2: ${answered} bytes were answered, and ${at} are there`)
      assert.ok(at <= end, `${at} bytes are said to be there of ${end}`)
    }
  }

  /** The new offset; undefined: it was not answered. */
  async #patch(id: string, at: number, piece: Buffer): Promise<number | undefined> {
    const digest = createHash('sha256').update(piece).digest('base64')
    const checksum = this.#random() < 0.5 ? { 'upload-checksum': `sha256 ${digest}` } : undefined
    try {
      const { status, headers } = await this.#sender.patch(id, at, piece, checksum)
      if ((this.#patience.again ?? UNAVAILABLE).has(status)) return undefined
      this.#ledger.answers++
      assert.equal(status, 204)
      return Number(headers['upload-offset'])
    } catch (error) {
      if (isOfTheConnection(error)) return undefined
      throw error
    }
  }

  async #create(recipients: readonly string[], uploads: readonly string[], name: string): Promise<string> {
    const call = { json: { recipients, uploads }, headers: { 'idempotency-key': `${this.#number} ${name}` } }
    const { status, json } = await this.#ask(() => this.#sender.call('POST', '/api/messages', call))
    assert.equal(status, 201)
    this.#note(json.id, 'message.create')
    const again = await this.#ask(() => this.#sender.call('POST', '/api/messages', call))
    assert.equal(again.json.id, json.id, 'asked again it is the same message')
    return json.id
  }

  async #delivered(reader: ApiClient, id: string): Promise<{ readonly instances: number }> {
    const deadlineMs = performance.now() + DELIVERED_WITHIN_MS
    for (;;) {
      const { status, json } = await this.#ask(() => reader.get(`/api/messages/${id}`))
      assert.equal(status, 200, `promise 2: message ${id} was accepted and is not there`)
      if (json.status === 'delivered') break
      assert.ok(['uploading', 'checking'].includes(json.status), `message ${id} is ${json.status}`)
      assert.ok(performance.now() < deadlineMs, `message ${id} stays ${json.status}`)
      await delay(30)
    }
    this.#note(id, 'message.deliver')
    return (await this.#ask(() => reader.get(`/api/messages/${id}`))).json
  }

  /** In two ranges, the second one perhaps of another process than the first. */
  async #download(reader: ApiClient, id: string, files: readonly MadeFile[]): Promise<void> {
    const path = `/api/messages/${id}/package`
    const head = await this.#ask(() => reader.call('HEAD', path))
    assert.equal(head.status, 200, 'promise 1: what is delivered is whole')
    const sizeBytes = Number(head.headers['content-length'])
    const etag = String(head.headers.etag)
    const parts: Buffer[] = []
    for (const range of [`bytes=0-${IMAGE_BYTES}`, `bytes=${IMAGE_BYTES + 1}-`]) {
      const { status, body } = await this.#ask(() => reader.get(path, { range, 'if-range': etag }))
      assert.equal(status, 206)
      parts.push(body)
    }
    const whole = Buffer.concat(parts)
    assert.equal(whole.length, sizeBytes)
    assert.equal(`"${createHash('sha256').update(whole).digest('hex')}"`, etag)
    for (const { name, bytes } of files)
      assert.ok(whole.includes(bytes), `promise 3: ${name} is as it was sent`)
    this.#note(id, 'package.download')
  }

  async #delete(reader: ApiClient, id: string): Promise<void> {
    const { status } = await this.#ask(() => reader.call('DELETE', `/api/messages/${id}/data`))
    assert.equal(status, 204)
    this.#note(id, 'message.delete-data')
    const after = await this.#ask(() => reader.get(`/api/messages/${id}/package`))
    assert.equal(after.status, 410, 'promise 4: what is deleted is gone')
    const record = await this.#ask(() => reader.get(`/api/messages/${id}`))
    assert.equal(record.status, 200, 'promise 4: the record stays')
    const holders = this.#ledger.held.get(id)
    holders?.delete(reader)
    if (holders?.size === 0) this.#ledger.gone.add(id)
  }

  #note(id: string, action: string): void {
    const actions = this.#ledger.audited.get(id)
    if (actions === undefined) this.#ledger.audited.set(id, [action])
    else if (!actions.includes(action)) actions.push(action)
  }
}
