/** The ten ports of a demo: who uses which, and whether they are free. */
import { createServer } from 'node:net'
import { DemoFailure } from '../failure.ts'
import { isErrno } from './files.ts'

/** The demo listens on this machine only. */
export const HOST = '127.0.0.1'
const BLOCK = 10
export const MOST_FIRST_PORT = 65535 - BLOCK + 1

export interface PortPlan {
  readonly portal: number
  readonly certificateEntrance: number
  readonly database: number
  readonly jtp: number
  /** List of revoked certificates and OCSP responder of the demo's own authority. */
  readonly revocation: number
  readonly dicom: number
  readonly dicomTls: number
}

export function portPlan(first: number): PortPlan {
  return {
    portal: first,
    certificateEntrance: first + 1,
    database: first + 2,
    jtp: first + 3,
    revocation: first + 9,
    dicom: first + 5,
    dicomTls: first + 6,
  }
}

type Answer = 'free' | 'taken' | 'forbidden'

/** Tries to listen: the one sure way to know. */
function tryPort(port: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error) => {
      if (isErrno(error, 'EADDRINUSE')) resolve('taken')
      else if (isErrno(error, 'EACCES')) resolve('forbidden')
      else reject(error)
    })
    server.listen({ host: HOST, port, exclusive: true }, () => server.close(() => resolve('free')))
  })
}

/** Throws a DemoFailure that names the ports when one of the ten from `first` on cannot be used. */
export async function checkPorts(first: number): Promise<void> {
  const ports = Array.from({ length: BLOCK }, (_, index) => first + index)
  const answers = await Promise.all(ports.map(async (port) => ({ port, answer: await tryPort(port) })))
  const forbidden = answers.find(({ answer }) => answer === 'forbidden')
  if (forbidden !== undefined) {
    throw new DemoFailure(
      `Port ${forbidden.port} may not be opened by an ordinary user: choose one from 1024 up with --port.`,
    )
  }
  const taken = answers.filter(({ answer }) => answer === 'taken').map(({ port }) => port)
  if (taken.length === 0) return
  const which = taken.length === 1 ? `Port ${taken[0]} is` : `Ports ${taken.join(', ')} are`
  throw new DemoFailure(
    `${which} taken by another program, and the demo needs ${first} to ${first + BLOCK - 1}: end that program or choose other ports, for example --port ${elsewhere(first)}.`,
  )
}

function elsewhere(first: number): number {
  return first + 100 <= MOST_FIRST_PORT ? first + 100 : first - 100
}
