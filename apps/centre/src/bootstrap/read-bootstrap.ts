/** Reads the bootstrap file and the certificates it names. */
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { CertificateError, type CertificateFacts, certificateFacts } from '@epacs/pki'
import { z } from 'zod'
import { type Bootstrap, bootstrapSchema } from './schema.ts'

/** The bootstrap file cannot be used; the message is a sentence for the person who wrote it. */
export class BootstrapError extends Error {
  override readonly name = 'BootstrapError'
}

export interface ReadCertificate {
  /** The whole file: of authorities it may hold several. */
  readonly pem: string
  /** Of the first one. */
  readonly facts: CertificateFacts
}

export interface ReadBootstrap {
  readonly bootstrap: Bootstrap
  /** By the path as the file gives it. */
  certificate(path: string): ReadCertificate
}

export async function readBootstrap(path: string): Promise<ReadBootstrap> {
  const bootstrap = parse(await readText(path), path)
  const folder = dirname(resolve(path))
  const paths = [
    ...bootstrap.people.flatMap(({ certificates }) => certificates),
    ...bootstrap.authorities.map(({ certificate }) => certificate),
    ...bootstrap.institutions.flatMap(({ gateways }) => gateways.flatMap(({ certificates }) => certificates)),
  ]
  const certificates = new Map<string, ReadCertificate>()
  for (const each of new Set(paths)) certificates.set(each, await readCertificate(resolve(folder, each)))
  return {
    bootstrap,
    certificate(name) {
      const certificate = certificates.get(name)
      if (certificate === undefined) throw new BootstrapError(`The certificate ${name} was not read.`)
      return certificate
    },
  }
}

function parse(text: string, path: string): Bootstrap {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new BootstrapError(`${path} is not JSON.`, { cause: error })
  }
  const result = bootstrapSchema.safeParse(json)
  if (!result.success) throw new BootstrapError(`${path} is wrong:\n${z.prettifyError(result.error)}`)
  return result.data
}

async function readCertificate(path: string): Promise<ReadCertificate> {
  const pem = await readText(path)
  try {
    return { pem, facts: certificateFacts(pem) }
  } catch (error) {
    if (error instanceof CertificateError)
      throw new BootstrapError(`${path} is not a certificate.`, { cause: error })
    throw error
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new BootstrapError(`${path} cannot be read.`, { cause: error })
  }
}
