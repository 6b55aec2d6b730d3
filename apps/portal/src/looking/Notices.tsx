/** What is odd and does not stop anything: spellings, character sets, missing identifiers, what was not looked into. */

import type { Found, FoundPatient, OtherReading } from '@epacs/intake/looking'
import { likelyOr } from '@epacs/intake/looking/likely-text'
import { Alert } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { formatPersonName } from '../format/person-name.ts'
import { quoted } from '../format/quoted.ts'
import { formatNumber } from '../format/sizes.ts'
import { WarningIcon } from '../icons/icons.tsx'
import classes from './LookPanel.module.css'

const mostPaths = 20

export function Notices({ found }: { readonly found: Found }) {
  const { t, i18n } = useTranslation('looking')
  const { t: to } = useTranslation('outcomes')
  const named = (text: string) => quoted(text, i18n.language)
  const notices = [
    ...found.patients
      .filter(({ names }) => names.length > 1)
      .map(({ names }) => t('spellings', { names: names.slice(0, 5).map(named).join(', ') })),
    ...found.perhapsOne.slice(0, 5).map(([one, other]) => {
      return t('perhapsOne', { one: shownPatient(found, one), other: shownPatient(found, other) })
    }),
    ...found.otherReadings.map((reading) => t(...readingText(reading))),
    ...found.remarks.map(({ code, files }) => {
      const number = formatNumber(files, i18n.language)
      return t('remark', { count: files, number, reason: to(`${code}.reason`) })
    }),
    ...(found.repeated > 0
      ? [t('repeated', { count: found.repeated, number: formatNumber(found.repeated, i18n.language) })]
      : []),
  ]
  return (
    <>
      {notices.length > 0 ? (
        <ul className={classes.notices}>
          {notices.map((notice) => (
            <li key={notice}>{notice}</li>
          ))}
        </ul>
      ) : null}
      {found.notLookedInto.length > 0 ? (
        <Alert color="amber" icon={<WarningIcon />} title={t('notLookedInto.title')}>
          <p>{t('notLookedInto.text')}</p>
          <p className={classes.paths}>
            {found.notLookedInto.slice(0, mostPaths).join(', ')}
            {found.notLookedInto.length > mostPaths ? '…' : ''}
          </p>
        </Alert>
      ) : null}
    </>
  )
}

function readingText({ labelled, likely, likelySet }: OtherReading): [string, Record<string, string>] {
  const key = labelled === likely ? 'readingShown' : 'reading'
  return [key, { labelled: formatPersonName(labelled), likely: formatPersonName(likely), set: likelySet }]
}

function shownPatient({ patients }: Found, ordinal: number): string {
  const patient = patients.find((each) => each.ordinal === ordinal)
  return patient
    ? [formatPersonName(likelyOr(patient.names[0] ?? '')), idOf(patient)].filter(Boolean).join(' ')
    : ''
}

const idOf = ({ id }: FoundPatient) => (id === '' ? '' : `(${id})`)
