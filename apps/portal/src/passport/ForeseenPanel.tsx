/** What recipients' PACS will do with studies, in words: by recipient, the studies in their order. */
import { type StudyForesight, transferSyntaxName } from '@epacs/intake/passport'
import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import type { Party } from '../api/types.ts'
import { formatNumber } from '../format/sizes.ts'
import classes from '../looking/LookPanel.module.css'

export interface ToldRecipient {
  readonly recipient: Party
  readonly sopClassNames: Readonly<Record<string, string>>
  readonly lines: readonly { readonly study: ToldStudy; readonly foresight: StudyForesight }[]
}

interface ToldStudy {
  readonly studyInstanceUid: string
  /** As people read it. */
  readonly name: string
}

interface ForeseenPanelProps {
  /** Empty: nothing is shown. */
  readonly told: readonly ToldRecipient[]
  /** There when something is refused, or may be shown wrong: that is to be read before anything travels. */
  readonly grave?: Ref<HTMLElement>
}

/** Of each recipient; a whole disc may hold hundreds of studies. */
const MOST_SHOWN = 20

export function ForeseenPanel({ told, grave = null }: ForeseenPanelProps) {
  const { t, i18n } = useTranslation('looking')
  const isGrave = told.some(({ lines }) => lines.some(({ foresight }) => foresight.what !== 'decompressed'))
  const words = (
    { what, isPartly, isCertain, instances, about }: StudyForesight,
    names: Readonly<Record<string, string>>,
  ) =>
    t(`foreseen.${what}${isPartly ? 'Partly' : isCertain ? '' : 'Perhaps'}`, {
      count: instances,
      number: formatNumber(instances, i18n.language),
      names: about.map((uid) => names[uid] ?? transferSyntaxName(uid)).join(', '),
    })
  return (
    <div role="status">
      {told.length === 0 ? null : (
        <section ref={isGrave ? grave : null} className={classes.panel} aria-labelledby="foreseen">
          <h2 id="foreseen">{t('foreseen.title')}</h2>
          {told.map(({ recipient, sopClassNames, lines }) => (
            <div key={recipient.id}>
              <h3>{recipient.name}</h3>
              <ul className={classes.notices}>
                {lines.slice(0, MOST_SHOWN).map(({ study, foresight }) => (
                  <li
                    key={`${study.studyInstanceUid} ${foresight.what} ${foresight.isPartly} ${foresight.isCertain}`}
                  >
                    {t('foreseen.study', { study: study.name })} {words(foresight, sopClassNames)}
                  </li>
                ))}
                {lines.length > MOST_SHOWN ? (
                  <li>
                    {t('foreseen.more', {
                      number: formatNumber(lines.length - MOST_SHOWN, i18n.language),
                    })}
                  </li>
                ) : null}
              </ul>
            </div>
          ))}
        </section>
      )}
    </div>
  )
}
