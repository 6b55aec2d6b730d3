/** README.TXT (ITI TF-2 3.32.4.1.2.2): who made it with what, how it is laid out, what to do. Names no patient. */
import { IMPLEMENTATION_VERSION_NAME } from '@epacs/dicom'
import type { Institution } from '../directory/index.ts'
import { dayOf } from './index-page.ts'
import type { SentMessage } from './metadata.ts'
import { addressOf } from './sender-address.ts'

export interface ReadmeContent {
  readonly message: SentMessage
  readonly sender: Institution | undefined
  /** Address of the portal. */
  readonly portal: string
}

/** UTF-8 with its mark, so that old editors show the diacritics; lines end as on every system that reads a disc. */
export function readmeText({ message, sender, portal }: ReadmeContent): string {
  const contacts = (sender?.contacts ?? []).map(({ name, email, phoneShown }) =>
    [name, email, phoneShown].filter(Boolean).join(', '),
  )
  const originIn = (language: 'cs' | 'en') => {
    const address = addressOf(sender, language).join(', ')
    return [message.sender.name, address, ...contacts].filter(Boolean)
  }
  const [czech, english] = [originIn('cs'), originIn('en')]
  const lines = [
    'OBRAZOVÁ DOKUMENTACE (DICOM)',
    '',
    `Odeslalo: ${czech[0]}`,
    ...czech.slice(1).map((line) => `          ${line}`),
    `Dne:      ${dayOf(message.createdAt)}`,
    `Připravil: ePACS (${IMPLEMENTATION_VERSION_NAME}), ${portal}`,
    '',
    'DICOMDIR    seznam snímků; otevřete jej v prohlížeči snímků, nebo složku importujte do PACS',
    'IMAGES      snímky ve formátu DICOM, beze změny',
    'INDEX.HTM   přehled obsahu pro webový prohlížeč',
    'IHE_XDM     metadata pro zdravotnické informační systémy (IHE XDM)',
    '',
    'Prohlížeč snímků zde není. Obsah není lékařskou zprávou ani nálezem; s dotazy se obraťte na',
    'zařízení, které jej odeslalo. Jde o důvěrné údaje o zdravotním stavu: nakládat s nimi smí jen',
    'oprávněná osoba, nalezený nosič prosím vraťte zařízení uvedenému výše.',
    '',
    'MEDICAL IMAGES (DICOM)',
    '',
    `Sent by:  ${english[0]}`,
    ...english.slice(1).map((line) => `          ${line}`),
    `Date:     ${dayOf(message.createdAt)}`,
    `Made by:  ePACS (${IMPLEMENTATION_VERSION_NAME}), ${portal}`,
    '',
    'DICOMDIR    list of the images; open it in an image viewer, or import the folder into a PACS',
    'IMAGES      the images in DICOM format, unchanged',
    'INDEX.HTM   overview for a web browser',
    'IHE_XDM     metadata for health information systems (IHE XDM)',
    '',
    'There is no viewer here. The content is no medical report and no diagnosis; with questions turn to',
    'the institution that sent it. It is confidential health data, for authorised persons only; if you',
    'found this medium, please return it to the institution above.',
    '',
  ]
  return `\u{feff}${lines.map(onOneLine).join('\r\n')}`
}

function onOneLine(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ')
}
