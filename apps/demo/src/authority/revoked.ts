/** Which of the demo's certificates were revoked: a file, so that a command can add to it while the demo runs. */
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { certificateFacts, type Revoked } from '@epacs/pki'
import { z } from 'zod'
import { DemoFailure, Misuse } from '../failure.ts'
import { readOptional, writeDurably } from '../machine/files.ts'

const revokedFile = z.array(
  z.strictObject({ serialNumber: z.string().regex(/^[0-9a-f]+$/), since: z.iso.datetime() }),
)

/** `folder`: the demo's certificates. */
export async function readRevoked(folder: string): Promise<readonly Revoked[]> {
  const text = await readOptional(pathIn(folder))
  if (text === undefined) return []
  return revokedFile
    .parse(JSON.parse(text))
    .map(({ serialNumber, since }) => ({ serialNumber, since: new Date(since) }))
}

/** `file`: the person's, as in `people/FILE.pem`. Returns the name in the certificate. */
export async function revoke(folder: string, file: string, now = new Date()): Promise<string> {
  const people = join(folder, 'people')
  const names = (await readdir(people).catch(() => [])).flatMap(
    (name) => /^([\w-]+)\.p12$/.exec(name)?.[1] ?? [],
  )
  if (names.length === 0) {
    throw new DemoFailure(
      `There are no certificates in ${people}: start the demo first, or name its --data DIR.`,
    )
  }
  if (!names.includes(file)) {
    throw new Misuse(`--revoke takes one of ${names.toSorted().join(', ')}, not "${file}".`)
  }
  const pem = await readOptional(join(people, `${file}.pem`))
  if (pem === undefined) throw new DemoFailure(`The certificate ${file}.pem is missing in ${people}.`)
  const { serialNumber, commonName = file } = certificateFacts(pem)
  const before = await readRevoked(folder)
  if (before.some((each) => each.serialNumber === serialNumber)) return commonName
  await mkdir(folder, { recursive: true })
  const all = [...before, { serialNumber, since: now }].map((each) => ({
    serialNumber: each.serialNumber,
    since: each.since.toISOString(),
  }))
  await writeDurably(pathIn(folder), `${JSON.stringify(all, null, 2)}\n`, 0o644)
  return commonName
}

function pathIn(folder: string): string {
  return join(folder, 'revoked.json')
}
