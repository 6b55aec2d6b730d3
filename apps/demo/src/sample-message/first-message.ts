/** Sends the sample message once in the life of a data folder, and remembers that it did. */
import { readFile } from 'node:fs/promises'
import type { Addresses } from '../centre/config-file.ts'
import { httpsClient } from '../centre/https-client.ts'
import type { DemoCertificates } from '../certificates/keep.ts'
import type { DataPaths } from '../machine/data-folder.ts'
import { readOptional, writeDurably } from '../machine/files.ts'
import { pragueHospital } from '../network/institutions.ts'
import { certifiedPeople } from '../network/people.ts'
import { samplesFolder } from '../places.ts'
import type { Outcome } from '../progress.ts'
import { sampleFiles, sendMessage } from './send.ts'

const WITHIN_MS = 60_000

function sender() {
  const person = certifiedPeople.find(({ file }) => file === 'kucirkova')
  if (person === undefined) throw new Error('the sender of the sample message is not among the people')
  return person
}

/** From the practice in Olomouc to the first user's hospital. */
export async function sendFirstMessage(
  addresses: Addresses,
  paths: DataPaths,
  certificates: DemoCertificates,
): Promise<Outcome<void>> {
  if ((await readOptional(paths.sampleSent)) !== undefined) {
    return { result: undefined, detail: 'was sent at the first start' }
  }
  const from = sender()
  const { cert, key } = certificates.of(from)
  const [ca, certPem, keyPem] = await Promise.all(
    [certificates.ca, cert, key].map((file) => readFile(file, 'utf8')),
  )
  const client = httpsClient({ ca: ca ?? '', cert: certPem ?? '', key: keyPem ?? '' })
  try {
    const { id, instances } = await sendMessage(
      client,
      addresses.certificateEntrance,
      {
        files: sampleFiles(samplesFolder),
        recipients: [pragueHospital.id],
        subject: 'CT k posouzení',
        note: 'Dobrý den, prosím o druhé čtení přiloženého CT. Děkuji, Alžběta Kučírková',
      },
      WITHIN_MS,
    )
    await writeDurably(paths.sampleSent, `${JSON.stringify({ id })}\n`, 0o600)
    return {
      result: undefined,
      detail: `${instances} images from ${from.institution?.name} to ${pragueHospital.name}`,
    }
  } finally {
    client.close()
  }
}
