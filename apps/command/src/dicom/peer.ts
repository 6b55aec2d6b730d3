/** Whom a command calls by DICOM, and as whom. */
import { readFile } from 'node:fs/promises'
import { AssociationError, NotPossibleError, type RequestorOptions } from '@epacs/dicom/network'
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
    throw new NodeError(`${peer}: ${error.message}`, { cause: error })
  }
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
