/** A code that enrols a node, as it is shown: once. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './EnrolmentCode.module.css'

export function EnrolmentCode({ code, children }: { code: string; children: ReactNode }) {
  const { t } = useTranslation('operator')
  return (
    <section className={classes.code}>
      <h2>{t('result.code.title')}</h2>
      <p className={classes.letters}>{code}</p>
      {children}
    </section>
  )
}
