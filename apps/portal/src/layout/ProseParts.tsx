/** A page of reading in parts, each with a heading and its text. */
import type { TFunction } from 'i18next'
import { Prose } from './Prose.tsx'
import classes from './ProseParts.module.css'

export function ProseParts({ t, parts }: { t: TFunction; parts: readonly string[] }) {
  return parts.map((part) => (
    <section key={part} className={classes.part}>
      <h2>{t(`${part}.title`)}</h2>
      <Prose t={t} text={`${part}.text`} />
    </section>
  ))
}
