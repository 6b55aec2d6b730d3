/** The certificate that an entrance shows, and the authorities whose certificates it asks for. */
import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import { StartError } from './start-error.ts'

export interface TlsFiles {
  readonly certFile: string
  readonly keyFile: string
}

export interface ServerTls extends SecureContextOptions {
  readonly cert: string
  readonly key: string
}

/** Throws a StartError that names the file. */
export async function readTls({ certFile, keyFile }: TlsFiles): Promise<ServerTls> {
  const [cert, key] = await Promise.all([read(certFile), read(keyFile)])
  try {
    new X509Certificate(cert)
  } catch (error) {
    throw new StartError(`${certFile} is not a certificate in PEM form.`, { cause: error })
  }
  const options: ServerTls = { cert, key, minVersion: 'TLSv1.2' }
  try {
    createSecureContext(options)
  } catch (error) {
    throw new StartError(`${keyFile} is not the private key of ${certFile}.`, { cause: error })
  }
  return options
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new StartError(`${path} cannot be read.`, { cause: error })
  }
}
