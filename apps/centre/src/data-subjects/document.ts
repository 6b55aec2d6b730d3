/** An extract for people, in Czech and English. */
import { inXml } from '../http/index.ts'
import type { Extract, SubjectMessage, SubjectRequest, SubjectStudy } from './shapes.ts'

const WORDS: Readonly<Record<string, string>> = {
  created: 'založeno / created',
  interrupted: 'přenos přerušen / interrupted',
  continued: 'přenos pokračuje / continued',
  checking: 'kontrola / checking',
  accepted: 'přijato / accepted',
  delivered: 'doručeno / delivered',
  opened: 'otevřeno / opened',
  downloaded: 'staženo / downloaded',
  forwarded: 'předáno uzlu / handed to the node',
  stored: 'uloženo v PACS / stored in PACS',
  committed: 'PACS potvrdil uložení / committed by PACS',
  deleted: 'data smazána / data deleted',
  rejected: 'odmítnuto / rejected',
  cancelled: 'zrušeno / cancelled',
  expired: 'propadlo / expired',
  'message.read': 'zobrazení zprávy / message looked at',
  'message.manifest': 'stažení manifestu / manifest downloaded',
  'message.receipts': 'stažení dokladů / receipts downloaded',
  'message.forward': 'přeposlání / forwarded',
  'message.hand-off': 'předání prohlížeči / handed to a viewer',
  'hand-off.read': 'čtení prohlížečem / read by a viewer',
  'package.download': 'stažení snímků / images downloaded',
  'dicomweb.read': 'prohlížení snímků / images viewed',
}

const STYLE = `body{font:15px/1.45 sans-serif;margin:2em auto;max-width:64em;padding:0 1em;color:#1c2733}
table{border-collapse:collapse;margin:.5em 0 1em}th,td{border:1px solid #8a98a6;padding:.2em .6em;text-align:left;vertical-align:top}
section{border-top:2px solid #1c2733;margin-top:2em}`

export function extractDocument(extract: Extract, centre: string): string {
  const { madeAt, institution, subject, messages, requests } = extract
  const scope =
    institution === null
      ? 'celá síť / the whole network'
      : `jen zařízení / only the institution ${institution.name}`
  return `<!DOCTYPE html>
<html lang="cs">
<head>
<meta charset="utf-8" />
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
<title>Výpis pro subjekt údajů / Data subject's extract</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Výpis pro subjekt údajů <span lang="en">/ Data subject's extract</span></h1>
<p>Podle článku 15 nařízení (EU) 2016/679 (GDPR). <span lang="en">Under article 15 of Regulation (EU) 2016/679 (GDPR).</span></p>
${table([
  ['Osoba / Person', [subject.id, subject.name].filter(Boolean).join(', ')],
  ['Rozsah / Scope', scope],
  ['Sestaveno / Made', `${madeAt}, ${centre}`],
  ['Zpráv / Messages', String(messages.length)],
  ['Žádostí o snímky / Requests for images', String(requests.length)],
])}
<p>Hledáno podle čísla pacienta (a slov jména, jsou-li uvedena) ve vyšetřeních a v žádostech o snímky. Záznamy bez čísla nebo s jiným číslem ve výpisu nejsou. <span lang="en">Searched by the patient's number (and the words of the name, where given) in studies and in requests for images. Records without a number, or with another one, are not in the extract.</span></p>
<p>Účel: předávání obrazové dokumentace mezi poskytovateli zdravotních služeb. Příjemci jsou uvedeni u každé zprávy; snímky samy vydá zařízení, které je má. Časy jsou v UTC. <span lang="en">Purpose: exchange of medical images between providers of health care. Recipients stand with each message; the images themselves are given out by the institution that holds them. Times are in UTC.</span></p>
${messages.map(messagePart).join('\n')}
${requests.map(requestPart).join('\n')}
</body>
</html>
`
}

function messagePart({
  id,
  sentAt,
  sender,
  subject,
  note,
  recipients,
  studies,
  events,
  accesses,
}: SubjectMessage): string {
  return `<section><h2>Zpráva / Message ${id}</h2>
${table([
  ['Odesláno / Sent', `${sentAt}, ${sender.name}`],
  ...recipients.map(
    ({ name, status, at }): Row => ['Příjemce / Recipient', `${name}: ${wordsOf(status)}, ${at}`],
  ),
  ...(subject === null
    ? [
        [
          'Předmět / Subject',
          'neuveden: zpráva se týká i jiných osob / left out: the message is of other people, too',
        ] as Row,
      ]
    : [['Předmět / Subject', subject] as Row, ['Poznámka / Note', note ?? ''] as Row]),
])}
<h3>Vyšetření / Studies</h3>
${studies.map(studyPart).join('\n')}
<h3>Co se stalo / What happened</h3>
${table(events.map(({ at, what, institution }): Row => [at, [wordsOf(what), institution?.name].filter(Boolean).join(', ')]))}
<h3>Přístupy / Accesses</h3>
${table(accesses.map(accessRow))}
</section>`
}

function accessRow({ at, until, count, action, institution }: SubjectMessage['accesses'][number]): Row {
  const what = [wordsOf(action), institution?.name].filter(Boolean).join(', ')
  return count === 1 ? [at, what] : [`${at} – ${until}`, `${what}, ${count}×`]
}

function studyPart({
  studyInstanceUid,
  patient,
  date,
  description,
  modalities,
  instances,
}: SubjectStudy): string {
  return table([
    ['Jméno, číslo / Name, ID', [patient.name, patient.id].filter(Boolean).join(', ')],
    ['Narození, pohlaví / Birth, sex', [patient.birthDate, patient.sex].filter(Boolean).join(', ')],
    ['Vyšetření / Study', [date, modalities.join(', '), description].filter(Boolean).join(' – ')],
    ['Snímků / Images', String(instances)],
    ['Study Instance UID', studyInstanceUid],
  ])
}

function requestPart({
  id,
  at,
  asking,
  asked,
  patient,
  wanted,
  modalities,
  period,
  reason,
  status,
  refusal,
}: SubjectRequest): string {
  return `<section><h2>Žádost o snímky / Request for images ${id}</h2>
${table([
  ['Dne / At', at],
  ['Žádá / Asks', asking.name],
  ['Žádáno / Asked', asked.name],
  ['Jméno, číslo / Name, ID', [patient.name, patient.id].filter(Boolean).join(', ')],
  ['Narození / Birth', patient.birthDate ?? ''],
  ['Co / What', [wanted, modalities.join(', ')].filter(Boolean).join(' – ')],
  ['Období / Period', [period.from, period.to].map((day) => day ?? '').join(' – ')],
  ['Důvod / Reason', reason],
  ['Stav / Status', status],
  ...(refusal === null ? [] : [['Odmítnutí / Refusal', refusal] as const]),
])}
</section>`
}

type Row = readonly [string, string]

function table(rows: readonly Row[]): string {
  const lines = rows.map(([head, value]) => `<tr><th>${inXml(head)}</th><td>${inXml(value)}</td></tr>`)
  return rows.length === 0 ? '<p>–</p>' : `<table>${lines.join('\n')}</table>`
}

function wordsOf(name: string): string {
  return WORDS[name] ?? name
}
