/** IHE XDM with PDI: what stands beside the file-set when a message is downloaded as a package for media (ITI TF-2 3.32). */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { AddedFile, Additions } from '@epacs/package'
import type { Institution } from '../directory/index.ts'
import { type ManifestOrigin, retrieveLocationUid, type StudyContents } from '../imaging-manifest/index.ts'
import type { MessageSummary } from '../messages/index.ts'
import { submissionSets } from './documents.ts'
import { indexPage } from './index-page.ts'
import { metadataXml } from './metadata.ts'
import { readmeText } from './readme.ts'

export interface XdmContent {
  readonly message: MessageSummary
  /** UUID of the institution whose numbers of patients these are: of a forwarded message, the one that sent it first. */
  readonly numberedBy: string
  /** As the directory knows it. */
  readonly sender: Institution | undefined
  /** Of the studies that are downloaded. */
  readonly contents: readonly StudyContents[]
  /** SHA-256 of the message's package. */
  readonly sha256: string
  /** Addresses without paths: of the portal, and of the entrance at which programs retrieve images. */
  readonly portal: string
  readonly origin: string
}

/** Equal content gives equal bytes. Texts take some kilobytes a study, manifests are made as they are read. */
export async function xdmAdditions(content: XdmContent): Promise<Additions> {
  const { message, numberedBy, sender, contents, sha256, portal, origin } = content
  const digest = createHash('sha256').update('xdm 1')
  const from: ManifestOrigin = { message, sha256, origin }
  const sets = await submissionSets(from, message.studies, contents, digest)
  const origins = { sourceId: retrieveLocationUid(origin), numberedBy }
  const transferSyntaxUids = contents.flatMap((each) => [...each.transferSyntaxUids])
  const files = [
    textFile('INDEX.HTM', indexPage({ message, sender, sets, transferSyntaxUids })),
    textFile('README.TXT', readmeText({ message, sender, portal })),
    ...sets.map((set) => textFile(`${set.folder}/METADATA.XML`, metadataXml(message, set, origins))),
  ]
  for (const { name, content: bytes } of files) digest.update(name).update(bytes)
  return {
    instances: sets.flatMap(({ documents }) => documents.map(({ file }) => file)),
    files,
    digest: digest.digest('hex'),
  }
}

function textFile(name: string, text: string): AddedFile & { readonly content: Buffer } {
  const content = Buffer.from(text, 'utf8')
  return { name, content, sizeBytes: content.length, crc32: crc32(content), bytes: () => [content] }
}
