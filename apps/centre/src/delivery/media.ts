/** The package as media carry it: IHE XDM with PDI beside the file-set. */
import type { Additions, FileToOpen } from '@epacs/package'
import { Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { asOfOneMoment } from '../database/index.ts'
import { findInstitution } from '../directory/index.ts'
import { Words } from '../http/index.ts'
import type { Reader } from '../identity/index.ts'
import { studyContents } from '../imaging-manifest/index.ts'
import { firstSender, messageNotFound, summarise } from '../messages/index.ts'
import type { OpenPackage, PackageKey } from '../storage/index.ts'
import { xdmAdditions } from '../xdm/index.ts'

const PACKAGE_FORMS = ['file-set', 'xdm'] as const
export type PackageForm = (typeof PACKAGE_FORMS)[number]

export const ChosenForm = Type.Optional(
  Words(
    PACKAGE_FORMS,
    '`xdm`: with INDEX.HTM, README.TXT and IHE_XDM beside the file-set (ITI TF-2 3.32); otherwise the file-set alone',
  ),
)

/** The caller has checked that the reader may have the package. */
export function mediaAdditions(
  { db, config }: Pick<Centre, 'db' | 'config'>,
  reader: Reader,
  { messageId, sha256 }: PackageKey,
  open: OpenPackage,
): (indexFile: FileToOpen, studies: ReadonlySet<string>) => Promise<Additions> {
  return async (indexFile, studies) => {
    const [message] = await asOfOneMoment(db, (trx) => summarise(trx, [messageId], reader.institution.id))
    if (message === undefined) throw messageNotFound()
    return await xdmAdditions({
      message,
      numberedBy: await firstSender(db, messageId, message.sender.id),
      sender: await findInstitution(db, message.sender.id),
      contents: await studyContents(open, sha256, indexFile, studies),
      sha256,
      portal: config.portal.publicUrl,
      origin: config.certificateEntrance.publicUrl,
    })
  }
}
