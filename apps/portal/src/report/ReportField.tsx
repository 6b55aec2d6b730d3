/** A PDF for the recipient: the file, how it is called, and of which study it is when that has to be chosen. */
import { likelyOr } from '@epacs/intake/looking/likely-text'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDicomDate } from '../format/dates.ts'
import { formatPersonName } from '../format/person-name.ts'
import { formatBytes } from '../format/sizes.ts'
import { CrossIcon } from '../icons/icons.tsx'
import { FileIcon } from '../icons/message-icons.tsx'
import classes from './ReportField.module.css'
import { faultOf, isStudyAsked, type Report, type ReportFault, type StudyOption, studyOf } from './report.ts'

interface ReportFieldProps {
  readonly report: Report | undefined
  readonly options: readonly StudyOption[]
  readonly onChange: (report: Report | undefined) => void
  /** The study has to be chosen, and is not. */
  readonly invalid: boolean
  /** Files go that nobody has looked into: there is nothing to choose from. */
  readonly isUnseen: boolean
}

export function ReportField({ report, options, onChange, invalid, isUnseen }: ReportFieldProps) {
  const { t, i18n } = useTranslation('report')
  const [refused, setRefused] = useState<{ readonly name: string; readonly fault: ReportFault }>()
  const input = useRef<HTMLInputElement>(null)

  async function choose(file: File | undefined) {
    if (file === undefined) return
    const fault = await faultOf(file)
    setRefused(fault && { name: file.name, fault })
    if (!fault) onChange({ file, title: report?.title ?? t('defaultName'), study: report?.study ?? '' })
  }

  return (
    <div className={classes.report}>
      <p className={classes.hint}>{t('hint')}</p>
      {report ? (
        <>
          <p className={classes.file}>
            <FileIcon />
            <span>
              {report.file.name}, {formatBytes(report.file.size, i18n.language)}
            </span>
            <button
              type="button"
              aria-label={t('remove', { name: report.file.name })}
              onClick={() => onChange(undefined)}
            >
              <CrossIcon size={18} />
            </button>
          </p>
          <TextInput
            size="md"
            maxLength={200}
            label={t('name')}
            description={t('nameHint')}
            value={report.title}
            onChange={(event) => onChange({ ...report, title: event.currentTarget.value })}
          />
          {isUnseen && report.study === '' ? <p role="status">{t('unseen')}</p> : null}
          {isStudyAsked(report, options) ? (
            <NativeSelect
              id="report"
              size="md"
              label={t('study')}
              error={invalid ? t('studyMissing') : undefined}
              value={studyOf(report, options) ?? ''}
              onChange={(event) => onChange({ ...report, study: event.currentTarget.value })}
            >
              <option value="">{t('chooseStudy')}</option>
              {options.map((option) => (
                <option key={option.studyInstanceUid} value={option.studyInstanceUid}>
                  {[
                    formatPersonName(likelyOr(option.patientName)) || t('noName'),
                    likelyOr(option.description) || t('noDescription'),
                    formatDicomDate(dashed(option.date), i18n.language),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </option>
              ))}
            </NativeSelect>
          ) : null}
        </>
      ) : (
        <Button variant="outline" leftSection={<FileIcon />} onClick={() => input.current?.click()}>
          {t('choose')}
        </Button>
      )}
      <input
        ref={input}
        type="file"
        hidden
        accept="application/pdf,.pdf"
        aria-label={t('choose')}
        onChange={(event) => {
          void choose(event.currentTarget.files?.[0])
          event.currentTarget.value = ''
        }}
      />
      <p role="alert" className={classes.refused}>
        {refused ? t(refused.fault, { name: refused.name }) : ''}
      </p>
    </div>
  )
}

/** From DICOM's YYYYMMDD; anything else is left as it is. */
function dashed(date: string): string {
  return date.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')
}
