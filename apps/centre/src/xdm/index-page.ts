/** INDEX.HTM (ITI TF-2 3.32.4.1.2.2, PDI in RAD TF-3 4.47): what is in the package, in Czech and English; XHTML Basic. */
import { sureReadingOf } from '@epacs/intake/looking/sure-reading'
import type { Institution } from '../directory/index.ts'
import { inXml } from '../http/index.ts'
import type { StudySummary } from '../messages/index.ts'
import type { SubmissionSet } from './documents.ts'
import { standardsLine } from './encodings.ts'
import type { SentMessage } from './metadata.ts'
import { addressOf } from './sender-address.ts'

export interface PageContent {
  readonly message: SentMessage
  readonly sender: Institution | undefined
  readonly sets: readonly SubmissionSet[]
  /** Of the images. */
  readonly transferSyntaxUids: Iterable<string>
}

/** Nothing is run or fetched, whatever the texts of the files hold. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'"
const STYLE = `body{font:16px/1.45 sans-serif;margin:2em auto;max-width:60em;padding:0 1em;color:#1c2733}
table{border-collapse:collapse;margin:.5em 0 1.5em}th,td{border:1px solid #8a98a6;padding:.25em .6em;text-align:left}
.label{border:2px solid #1c2733;padding:.5em 1em;margin:1em 0}`

export function indexPage({ message, sender, sets, transferSyntaxUids }: PageContent): string {
  const patients = sets.map(({ documents, folder }) => ({
    folder,
    studies: documents.map(({ study }) => study),
  }))
  const studies = patients.flatMap((each) => each.studies)
  return `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML Basic 1.1//EN" "http://www.w3.org/TR/xhtml-basic/xhtml-basic11.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="cs">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<meta http-equiv="Content-Security-Policy" content="${POLICY}" />
<title>Obrazová dokumentace / Medical images</title>
<style type="text/css">${STYLE}</style>
</head>
<body>
<h1>Obrazová dokumentace <span xml:lang="en">/ Medical images</span></h1>
<dl>
<dt>Odeslalo / <span xml:lang="en">Sent by</span></dt><dd>${inXml(institutionText(message, sender))}</dd>
<dt>Dne / <span xml:lang="en">Date</span></dt><dd>${dayOf(message.createdAt)}</dd>
<dt>Předmět / <span xml:lang="en">Subject</span></dt><dd>${inXml(message.subject || '–')}</dd>
</dl>
<p>Snímky jsou ve formátu DICOM: otevřete v prohlížeči snímků soubor DICOMDIR, nebo celou složku importujte do PACS. Tato stránka a snímky nejsou lékařskou zprávou ani nálezem. Obsahují důvěrné údaje o zdravotním stavu; nakládat s nimi smí jen oprávněná osoba. Další pokyny: <a href="README.TXT">README.TXT</a>.</p>
<p xml:lang="en">The images are in DICOM format: open the file DICOMDIR in an image viewer, or import the whole folder into a PACS. Neither this page nor the images are a medical report or a diagnosis. They hold confidential health data, for authorised persons only. More: <a href="README.TXT">README.TXT</a>.</p>
<h2>Štítek nosiče / <span xml:lang="en">Label of the medium</span></h2>
<div class="label"><p>${labelLines(message, studies, standardsLine(transferSyntaxUids)).map(inXml).join('<br />')}</p></div>
<h2>Obsah k importu / <span xml:lang="en">Content that can be imported</span></h2>
${patients.map(({ folder, studies: own }) => patientPart(folder, own)).join('\n')}
</body>
</html>
`
}

function institutionText({ sender }: SentMessage, institution: Institution | undefined): string {
  return [sender.name, ...addressOf(institution, 'both')].join(', ')
}

/** What is written on a disc: whose, what, from whom, when (PDI, RAD TF-3 4.47.4.1.2.4). */
function labelLines(
  message: SentMessage,
  studies: readonly StudySummary[],
  standards: string,
): readonly string[] {
  const patients = new Set(studies.map(patientText))
  const modalities = new Set(studies.flatMap((study) => study.modalities))
  return [
    ...[...patients].slice(0, 5),
    ...(patients.size > 5 ? [`+ ${patients.size - 5}`] : []),
    `${[...modalities].join(', ')}; ${[...new Set(studies.map(({ date }) => date ?? '–'))].slice(0, 5).join(', ')}`,
    `${message.sender.name}, ${dayOf(message.createdAt)}`,
    standards,
  ]
}

/** What the files say does not stand beside it: only what is surely labelled wrong is put right. */
function patientText(study: StudySummary): string {
  const { name, id, birthDate } = study.patient
  const shown = sureReadingOf(study)(name).split('=')[0]?.split('^').filter(Boolean).join(' ') ?? ''
  return [shown || 'beze jména / no name', id, birthDate === null ? '' : `* ${birthDate}`]
    .filter(Boolean)
    .join(', ')
}

function patientPart(folder: string, studies: readonly StudySummary[]): string {
  const [first] = studies
  const title = first === undefined ? '' : patientText(first)
  return `<h3>${inXml(title)}</h3>
<p>${folder}/METADATA.XML</p>
${studies.map(studyTable).join('\n')}`
}

function studyTable(study: StudySummary): string {
  const { studyInstanceUid, date, description, modalities, series } = study
  const read = sureReadingOf(study)
  const rows = series.map(
    ({ modality, description: words, instances }) =>
      `<tr><td>${inXml(modality)}</td><td>${inXml(read(words ?? ''))}</td><td>${instances}</td></tr>`,
  )
  const title = [date, modalities.join(', '), read(description ?? '')].filter(Boolean).join(' – ')
  return `<h4>${inXml(title)}</h4>
<p>Study Instance UID ${inXml(studyInstanceUid)}</p>
<table>
<tr><th>Modalita / <span xml:lang="en">Modality</span></th><th>Série / <span xml:lang="en">Series</span></th><th>Snímků / <span xml:lang="en">Images</span></th></tr>
${rows.join('\n')}
</table>`
}

export function dayOf(at: string): string {
  return new Date(at).toLocaleDateString('cs-CZ', { timeZone: 'Europe/Prague' })
}
