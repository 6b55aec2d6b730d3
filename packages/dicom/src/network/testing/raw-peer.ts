/** A peer that sends any bytes it likes, for tests of what is answered to it. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { TestContext } from 'node:test'
import { APPLICATION_CONTEXT, type AssociateRequest, type ControlPdu } from '../pdu/pdu.ts'
import { PduStream } from '../pdu/pdu-stream.ts'
import { noUserInformation } from '../pdu/read-user-information.ts'
import { writeControlPdu, writeDataHeader } from '../pdu/write-pdu.ts'
import { CONTEXTS } from './loopback.ts'
import { until } from './until.ts'

export const PLAIN_REQUEST: AssociateRequest = {
  type: 'associate-request',
  protocolVersion: 1,
  calledAeTitle: 'RECEIVER',
  callingAeTitle: 'RAW',
  applicationContext: APPLICATION_CONTEXT,
  contexts: CONTEXTS.map((context, index) => ({ ...context, id: 2 * index + 1 })),
  user: { ...noUserInformation(), maxPduBytes: 16384, implementationClassUid: '1.2.3' },
}

export function fragment(contextId: number, control: number, bytes: Uint8Array): Uint8Array {
  const pdu = new Uint8Array(12 + bytes.length)
  writeDataHeader(pdu, contextId, control, bytes.length)
  pdu.set(bytes, 12)
  return pdu
}

export class RawPeer {
  readonly socket: Socket
  /** What came: PDUs, and the bytes of each command. */
  readonly received: (ControlPdu | Uint8Array)[] = []
  readonly closed: Promise<unknown>

  private constructor(socket: Socket) {
    this.socket = socket
    this.closed = new Promise((resolve) => socket.once('close', resolve))
    socket.on('error', () => undefined)
    let parts: Uint8Array[] = []
    const stream = new PduStream(
      {
        controlPdu: (pdu) => this.received.push(pdu),
        beginData: () => true,
        fragment: ({ isEnd, isLastFragment, bytes }) => {
          parts.push(bytes.slice())
          if (!isEnd || !isLastFragment) return
          this.received.push(new Uint8Array(Buffer.concat(parts)))
          parts = []
        },
      },
      { maxDataPduBytes: 0, maxControlPduBytes: 1 << 20 },
    )
    socket.on('data', (chunk) => stream.push(chunk))
  }

  /** Connected, and with `associate` established too. */
  static async connect(t: TestContext, port: number, associate = true): Promise<RawPeer> {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true })
    t.after(() => socket.destroy())
    await once(socket, 'connect')
    const peer = new RawPeer(socket)
    if (!associate) return peer
    peer.send(writeControlPdu(PLAIN_REQUEST))
    await peer.next('associate-accept')
    return peer
  }

  send(...parts: readonly Uint8Array[]): void {
    for (const part of parts) this.socket.write(part)
  }

  /** Waits for a PDU of a type, or for a command. */
  async next(type: ControlPdu['type'] | 'command'): Promise<ControlPdu | Uint8Array> {
    const place = () =>
      this.received.findIndex((each) =>
        each instanceof Uint8Array ? type === 'command' : each.type === type,
      )
    await until(`a PDU of the type ${type} comes`, () => {
      if (place() < 0 && this.socket.destroyed)
        throw new Error(`no ${type} came, but ${JSON.stringify(this.received)}`)
      return place() >= 0
    })
    const [found] = this.received.splice(place(), 1)
    if (found === undefined) throw new Error(`${type} was there and is not`)
    return found
  }
}
