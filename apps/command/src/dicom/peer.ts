/** Whom a command calls by DICOM, and as whom. */
import { readFile } from 'node:fs/promises'
import { AssociationError, NotPossibleError, REJECTION, type RequestorOptions } from '@epacs/dicom/network'
import { NodeError } from '@epacs/node/client'
import { type Command, InvalidArgumentError } from 'commander'

export interface PeerOptions {
  readonly aet: string
  readonly aec: string
  readonly tls?: boolean
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
}

export function withPeer(command: Command): Command {
  return command
    .argument('<host>')
    .argument('<port>', 'of its DICOM port', port)
    .option('--aet <title>', 'AE title of who calls', 'EPACS')
    .option('--aec <title>', 'AE title of who is called', 'ANY-SCP')
    .option('--tls', 'over TLS (BCP 195)')
    .option('--ca <file>', "the authority of the peer's certificate, PEM")
    .option('--cert <file>', 'the own certificate, PEM')
    .option('--key <file>', 'its key, PEM')
}

type Address = Pick<RequestorOptions, 'host' | 'port' | 'tls' | 'callingAeTitle' | 'calledAeTitle'>

/** @throws NodeError: a file cannot be read */
export async function addressOf(host: string, port: number, options: PeerOptions): Promise<Address> {
  const { aet, aec, tls, ca, cert, key } = options
  const address = { host, port, callingAeTitle: aet, calledAeTitle: aec }
  if (!tls) return address
  if (ca === undefined) throw new NodeError("--tls needs --ca: the authority of the peer's certificate.")
  const read = async (file: string | undefined) => (file === undefined ? undefined : await contentOf(file))
  return { ...address, tls: { ca: await contentOf(ca), cert: await read(cert), key: await read(key) } }
}

/** What a person is told when the peer does not answer as it should. */
export async function toldInWords<T>(peer: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AssociationError) && !(error instanceof NotPossibleError)) throw error
    const reason = error instanceof AssociationError ? reasonOf(error) : undefined
    throw new NodeError(reason === undefined ? `${peer}: ${error.message}` : `${peer} ${reason}.`, {
      cause: error,
    })
  }
}

const UNREACHED: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'is not reached: nothing listens there. Look at the address and the port',
  ENOTFOUND: 'is not reached: nobody knows this name. Look how it is written',
  EAI_AGAIN: 'is not reached: the name servers do not answer',
  EHOSTUNREACH: 'is not reached: no way leads there. Look at the address and the firewall',
  ENETUNREACH: 'is not reached: no way leads there. Look at the network of this machine',
  ETIMEDOUT: 'is not reached: nothing answers. Look at the address and the firewall',
}

/** What a person who called can do about; PS3.8 §9.3.4. Undefined: the error's own sentence says it. */
function reasonOf({ end }: AssociationError): string | undefined {
  if (end.kind === 'lost') {
    const code = end.error !== undefined && 'code' in end.error ? String(end.error.code) : ''
    return UNREACHED[code]
  }
  if (end.kind !== 'rejected') return undefined
  const { rejection } = end
  const told = (reason: string) =>
    `${reason} (result ${rejection.result}, source ${rejection.source}, reason ${rejection.reason})`
  const is = (one: typeof rejection) => one.source === rejection.source && one.reason === rejection.reason
  if (is(REJECTION.calledAeTitleNotRecognized)) return told('is not called so there: another --aec')
  if (is(REJECTION.callingAeTitleNotRecognized)) {
    return told(
      'does not know who calls: another --aet, or have it entered there with the address of this machine',
    )
  }
  if (rejection.result === 2) return told('takes no call now: try again later')
  return told('rejects the call')
}

export function statusInWords(status: number, comment: string | undefined): string {
  return `0x${status.toString(16).toUpperCase().padStart(4, '0')}${comment ? ` ${comment}` : ''}`
}

async function contentOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    throw new NodeError(`${file} cannot be read.`, { cause: error })
  }
}

function port(text: string): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || number < 1 || number > 65_535) throw new InvalidArgumentError('It is no port.')
  return number
}
