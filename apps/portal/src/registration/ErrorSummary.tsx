/** What has to be put right, as links to the fields; takes the focus when sending was refused. */
import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { WarningIcon } from '../icons/icons.tsx'
import classes from './Form.module.css'
import { type Faults, fieldId, pointers } from './fields.ts'

export function ErrorSummary({
  faults,
  ref,
}: {
  readonly faults: Faults
  readonly ref: Ref<HTMLDivElement>
}) {
  const { t } = useTranslation('registration')
  const wrong = pointers.filter((pointer) => faults[pointer] !== undefined)
  return (
    <div ref={ref} tabIndex={-1} role="alert" className={classes.summary}>
      <WarningIcon />
      <div>
        <h2>{t('summary', { count: wrong.length })}</h2>
        <ul>
          {wrong.map((pointer) => (
            <li key={pointer}>
              <a
                href={`#${fieldId(pointer)}`}
                onClick={(event) => {
                  event.preventDefault()
                  document.getElementById(fieldId(pointer))?.focus()
                }}
              >
                {t(`field.${fieldId(pointer)}.label`)}
              </a>
              : {t(`fault.${faults[pointer]}`, { defaultValue: t('fault.invalid') })}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
