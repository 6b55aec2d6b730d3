/** `epacs show`: one message with its studies, what became of its files, and what happened to it. */
import { Command } from 'commander'
import { plain } from '../plain.ts'
import { ACCESS_HELP, type AccessOptions, atCentre, withAccess } from './access.ts'
import { asMeantAndDeclared } from './as-meant.ts'
import { counted } from './counted.ts'
import { type MessageDetail, messageDetail } from './messages.ts'
import { sizeInWords } from './size-in-words.ts'
import { minuteOf, textTable } from './text-table.ts'

export function showCommand(): Command {
  return withAccess(
    new Command('show')
      .description('show one message; its sender sees that it was opened')
      .argument('<message>', 'its id'),
  )
    .option('--json', 'as JSON, for programs')
    .addHelpText('after', ACCESS_HELP)
    .action(async (id: string, options: AccessOptions & { readonly json?: boolean }) => {
      const message = await atCentre(options, async (connection) => await messageDetail(connection, id))
      process.stdout.write(options.json ? `${JSON.stringify(message)}\n` : inWords(message))
    })
}

function inWords(message: MessageDetail): string {
  const facts = [
    ['Subject', message.subject],
    ['From', message.sender.name],
    ...message.deliveries.map(({ institution, status, at }) => [
      'To',
      `${institution.name}: ${status}, ${minuteOf(at)}`,
    ]),
    ['Sent', `${minuteOf(message.createdAt)}${message.urgent ? ', urgent' : ''}`],
    ['State', message.status],
    ...(message.answers ? [['Answers', `${message.answers.id}, ${message.answers.clinician}`]] : []),
    ['Size', `${counted(message.instances, 'image')}, ${sizeInWords(message.sizeBytes)}`],
    ...(message.note === '' ? [] : message.note.split('\n').map((line) => ['Note', line])),
  ]
  const studies = message.studies.map(
    ({ patient, date, modalities, description, series, studyInstanceUid }) => [
      asMeantAndDeclared(patient.name),
      patient.id,
      date ?? '',
      modalities.join(' '),
      String(series.length),
      asMeantAndDeclared(description ?? ''),
      studyInstanceUid,
    ],
  )
  const odd = message.files.filter(({ outcome }) => outcome !== 'accepted')
  return [
    facts.map(([name = '', value = '']) => `${name.padEnd(9)}${plain(value)}\n`).join(''),
    studies.length === 0
      ? ''
      : `\n${textTable(['PATIENT', 'ID', 'DATE', 'WHAT', 'SERIES', 'DESCRIPTION', 'STUDY'], studies)}`,
    odd.length === 0
      ? ''
      : `\n${textTable(
          ['FILE', 'OUTCOME', 'WHY'],
          odd.map(({ path, outcome, code, detail }) => [path, outcome, detail ?? code ?? '']),
        )}`,
    `\n${textTable(
      ['WHEN', 'WHAT', 'WHO'],
      message.events.map(({ at, what, actor }) => [minuteOf(at), what, actor]),
    )}`,
  ].join('')
}
