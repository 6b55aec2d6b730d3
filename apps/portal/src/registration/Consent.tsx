/** The conditions that are in force, to be read in place, and the consent to them. */
import { Checkbox } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Conditions } from '../api/registrations.ts'
import { ConditionsText } from './ConditionsText.tsx'
import classes from './Form.module.css'
import type { FormState } from './use-form.ts'

export function Consent({ form, conditions }: { readonly form: FormState; readonly conditions: Conditions }) {
  const { t } = useTranslation('registration')
  const code = form.faults['/conditions/agreed']
  return (
    <section className={classes.part} aria-labelledby="part-conditions">
      <h2 id="part-conditions">{t('conditions.title')}</h2>
      <p className={classes.soft}>
        {t('conditions.version', { version: conditions.version })}{' '}
        <Link to="/conditions" target="_blank">
          {t('conditions.ownPage')}
        </Link>
      </p>
      {/* Scrolls, so the keyboard has to come to it. */}
      <section
        className={classes.conditions}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1, a region that scrolls
        tabIndex={0}
        aria-label={t('conditions.version', { version: conditions.version })}
      >
        <div lang={conditions.language}>
          <ConditionsText text={conditions.text} />
        </div>
      </section>
      <Checkbox
        size="md"
        id="conditions-agreed"
        label={t('field.conditions-agreed.label')}
        error={code === undefined ? undefined : t(`fault.${code}`)}
        checked={form.values['/conditions/agreed'] === 'yes'}
        onChange={(event) => form.set({ '/conditions/agreed': event.currentTarget.checked ? 'yes' : '' })}
      />
    </section>
  )
}
