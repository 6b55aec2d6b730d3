/** Authorities that the centre trusts when it connects somewhere, besides the usual ones. */
import { readFile } from 'node:fs/promises'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/** For the whole process: `fetch` takes authorities from nowhere else. */
export async function trustAlso(caFiles: readonly string[]): Promise<void> {
  if (caFiles.length === 0) return
  const texts = await Promise.all(caFiles.map((path) => readFile(path, 'utf8')))
  const pems = texts.flatMap((text) => text.match(CERTIFICATE) ?? [])
  setDefaultCACertificates([...new Set([...getCACertificates('default'), ...pems])])
}
