/** What is wrong with a wording, in words, beside the field that it is about. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../../api/problem.ts'
import classes from './Wordings.module.css'

export function useFaultWords(error: unknown): (pointer: string) => ReactNode {
  const { t } = useTranslation('wordings')
  return (pointer) => {
    if (error === null || error === undefined) return undefined
    const faults = asProblem(error).faults.filter((fault) => fault.pointer === pointer)
    if (faults.length === 0) return undefined
    return (
      <span className={classes.faults}>
        {faults.map(({ code, about = '' }) => (
          <span key={`${code} ${about}`}>{t(`fault.${code}`, { placeholder: `{${about}}` })}</span>
        ))}
      </span>
    )
  }
}
